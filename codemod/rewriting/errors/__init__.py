"""Handlers of asyncpg's exceptions, so that they catch from a session what they caught."""
