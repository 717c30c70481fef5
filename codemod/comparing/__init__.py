"""Compares SQLAlchemy statements that are there already with the raw SQL that git remembers in their place."""
