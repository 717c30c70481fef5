"""A PostgreSQL server of our own: its programs, its folder, its life."""
