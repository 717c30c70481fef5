"""A real PostgreSQL judges rewrites: its own analysis of the original and of what SQLAlchemy sends, compared."""
