"""Finds call sites: awaited asyncpg calls with their receiver, query argument and bound arguments."""
