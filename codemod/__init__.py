"""The engine of alchemod: finds raw asyncpg call sites and proves their SQLAlchemy form."""

__version__ = "0.1.0"
