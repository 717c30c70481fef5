"""The files of a project: which there are, what git says of them, and how they are written."""
