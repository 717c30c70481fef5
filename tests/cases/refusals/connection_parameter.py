# refused: session.connection
# refused: session.connection
import asyncpg


async def first(conn: asyncpg.Connection, guild_id: int):
    return await conn.fetchval("SELECT title FROM links WHERE guild_id = $1", guild_id)


async def second(connection, guild_id: int):
    if isinstance(connection, asyncpg.Connection):
        return await connection.fetchval("SELECT title FROM links WHERE guild_id = $1", guild_id)
