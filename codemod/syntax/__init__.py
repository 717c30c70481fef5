"""What Python source says by itself: trees, scopes, reaching definitions, names; nothing of SQL or asyncpg."""
