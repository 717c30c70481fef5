"""asyncpg's exceptions and every form of handler a project has for them."""
