"""Clauses shared by statements: FROM and JOIN, ORDER BY, ON CONFLICT, RETURNING."""
