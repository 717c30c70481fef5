"""The repository style: call sites become calls of repository methods."""
