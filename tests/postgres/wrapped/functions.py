"""Functions and methods around one pool of the module, as projects write them for themselves."""

import logging
import time

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

log = logging.getLogger(__name__)
pool: asyncpg.Pool | None = None
sessions = None


def get_db_session() -> AsyncSession:
    return sessions()


async def fetch(query: str, *args):
    start = time.perf_counter()
    async with pool.acquire() as conn:
        rows = await conn.fetch(query, *args)
    log.debug("%s rows in %s", len(rows), time.perf_counter() - start)
    return rows


async def fetch_one(query: str, *args):
    async with pool.acquire() as conn:
        row = await conn.fetchrow(query, *args)
    return dict(row) if row else None


async def fetch_value(query: str, *args):
    assert pool is not None
    return await pool.fetchval(query, *args)


async def run_all(sql: str, params=None):
    if params is None:
        params = []
    async with pool.acquire() as conn, conn.transaction():
        return await conn.execute(sql, *params)


class Template:
    def __init__(self, own_pool: asyncpg.Pool):
        self.own_pool = own_pool

    async def execute(
        self,
        command: str,
        *args,
        fetch: bool = False,
        fetchval: bool = False,
        fetchrow: bool = False,
        execute: bool = False,
    ):
        async with self.own_pool.acquire() as connection:
            connection: asyncpg.Connection
            async with connection.transaction():
                if fetch:
                    result = await connection.fetch(command, *args)
                elif fetchval:
                    result = await connection.fetchval(command, *args)
                elif fetchrow:
                    result = await connection.fetchrow(command, *args)
                elif execute:
                    result = await connection.execute(command, *args)
            return result


class Links:
    def __init__(self, bot):
        global pool, sessions
        self.bot = bot
        self.template = Template(bot.db)
        pool, sessions = bot.db, bot.get_db_session

    async def rows(self, guild_id):
        rows = await fetch("SELECT id, title, tag FROM links WHERE guild_id = $1 ORDER BY id", guild_id)
        return [(row["id"], dict(row)) for row in rows]

    async def one(self, guild_id):
        row = await fetch_one("SELECT id, title FROM links WHERE guild_id = $1 ORDER BY id DESC", guild_id)
        return type(row), row

    async def value(self, guild_id):
        return await fetch_value("SELECT title FROM links WHERE guild_id = $1 ORDER BY id", guild_id)

    async def changed(self, guild_id):
        return await run_all("UPDATE links SET clicks = clicks + 1 WHERE guild_id = $1", [guild_id])

    async def all_gone(self, guild_id):
        if guild_id == 1:
            return await run_all("DELETE FROM links")
        return "kept"

    async def by_flags(self, guild_id):
        rows = await self.template.execute("SELECT id FROM links WHERE guild_id = $1 ORDER BY id", guild_id, fetch=True)
        count = await self.template.execute("SELECT count(*) FROM links WHERE guild_id = $1", guild_id, fetchval=True)
        row = await self.template.execute(
            "SELECT * FROM links WHERE guild_id = $1 ORDER BY id", guild_id, fetchrow=True
        )
        done = await self.template.execute("DELETE FROM links WHERE guild_id = $1", guild_id, execute=True)
        return [row["id"] for row in rows], count, row and row["title"], done

    async def a_list_put_together(self, guild_id):
        params = [guild_id]
        sql = "UPDATE links SET clicks = 7 WHERE guild_id = $1"
        if guild_id > 1:
            params.append("c")
            sql += f" AND title = ${len(params)}"
        return await run_all(sql, params)
