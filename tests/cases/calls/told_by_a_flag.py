# refused: query.dynamic
# refused: query.dynamic
# refused: call.option
import asyncpg


class Database:
    def __init__(self, pool: asyncpg.Pool):
        self.pool = pool

    async def run(self, command, *args, fetch: bool = False, fetchrow: bool = False, execute: bool = False):
        async with self.pool.acquire() as connection:
            async with connection.transaction():
                if fetch:
                    result = await connection.fetch(command, *args)
                elif fetchrow:
                    result = await connection.fetchrow(command, *args)
                elif execute:
                    result = await connection.execute(command, *args)
            return result


class Other:
    async def query(self, command, *args, fetch=False, fetchrow=False):
        if fetch:
            return await self.pool.fetch(command.upper(), *args)
        if fetchrow:
            return await self.pool.fetchrow(command, *args)


class Links:
    async def links(self):
        return [row["title"] for row in await self.bot.db.run("SELECT title FROM links ORDER BY id", fetch=True)]

    async def link(self, title: str):
        sql = "SELECT id, url FROM links WHERE title = $1"
        return await self.bot.db.run(sql, title, fetchrow=True, fetch=False)

    async def forget(self, title: str) -> None:
        await self.bot.db.run("DELETE FROM links WHERE title = $1", title, execute=True)

    async def either(self, many: bool):
        return await self.bot.db.run("SELECT title FROM links", fetch=many)

    async def neither(self):
        return await self.bot.db.run("SELECT title FROM links")

    async def both(self):
        return await self.bot.db.run("SELECT title FROM links", fetch=True, fetchrow=True)

    async def found(self, **wanted):
        sql = "SELECT id FROM links WHERE " + " AND ".join(f"{name} = ${n}" for n, name in enumerate(wanted, 1))
        return await self.bot.db.run(sql, *wanted.values(), fetch=True)

    async def shouted(self):
        return await self.bot.db.query("SELECT title FROM links", fetch=True)

# output
import asyncpg
from sqlalchemy import delete, select

from models import Link


class Database:
    def __init__(self, pool: asyncpg.Pool):
        self.pool = pool

    async def run(self, command, *args, fetch: bool = False, fetchrow: bool = False, execute: bool = False):
        async with self.pool.acquire() as connection:
            async with connection.transaction():
                if fetch:
                    result = await connection.fetch(command, *args)
                elif fetchrow:
                    result = await connection.fetchrow(command, *args)
                elif execute:
                    result = await connection.execute(command, *args)
            return result


class Other:
    async def query(self, command, *args, fetch=False, fetchrow=False):
        if fetch:
            return await self.pool.fetch(command.upper(), *args)
        if fetchrow:
            return await self.pool.fetchrow(command, *args)


class Links:
    async def links(self):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).order_by(Link.id)
            result = await session.execute(stmt)
            rows = result.mappings().all()
        return [row["title"] for row in rows]

    async def link(self, title: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.mappings().first()

    async def forget(self, title: str) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.title == title)
            await session.execute(stmt)
            await session.commit()

    async def either(self, many: bool):
        return await self.bot.db.run("SELECT title FROM links", fetch=many)

    async def neither(self):
        return await self.bot.db.run("SELECT title FROM links")

    async def both(self):
        return await self.bot.db.run("SELECT title FROM links", fetch=True, fetchrow=True)

    async def found(self, **wanted):
        sql = "SELECT id FROM links WHERE " + " AND ".join(f"{name} = ${n}" for n, name in enumerate(wanted, 1))
        return await self.bot.db.run(sql, *wanted.values(), fetch=True)

    async def shouted(self):
        return await self.bot.db.query("SELECT title FROM links", fetch=True)
