"""What a project says of its schema: the statements of its .sql files, migrations and Python strings, in order."""
