# refused: query.dynamic
# refused: session.none
import asyncpg


class Links:
    async def looked_up(self, title: str):
        pool = self.bot.db

        url = await pool.fetchval("SELECT url FROM links WHERE title = $1", title)
        print(url)
        await pool.execute("DELETE FROM links WHERE title = $1", title)

    async def with_a_comment(self, title: str):
        pool: asyncpg.Pool = self.bot.db  # the only one
        return await pool.fetchval("SELECT url FROM links WHERE title = $1", title)

    async def still_read(self, title: str):
        pool = self.bot.db
        print(pool.get_size())
        return await pool.fetchval("SELECT url FROM links WHERE title = $1", title)

    async def partly(self, title: str, column: str):
        pool = self.bot.db
        await pool.execute("DELETE FROM links WHERE title = $1", title)
        return await pool.fetchval(f"SELECT {column} FROM links")

    async def of_a_closure(self, titles):
        pool = self.bot.db
        await pool.execute("DELETE FROM links WHERE title = $1", "x")
        return lambda: pool

    async def bound_twice(self, title: str):
        pool = self.bot.db
        await pool.execute("DELETE FROM links WHERE title = $1", title)
        pool = None
        return pool

# output
from sqlalchemy import delete, select

from models import Link


class Links:
    async def looked_up(self, title: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            url = result.scalar()
        print(url)
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.title == title)
            await session.execute(stmt)
            await session.commit()

    async def with_a_comment(self, title: str):
        # the only one
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.scalar()

    async def still_read(self, title: str):
        pool = self.bot.db
        print(pool.get_size())
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.scalar()

    async def partly(self, title: str, column: str):
        pool = self.bot.db
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.title == title)
            await session.execute(stmt)
            await session.commit()
        return await pool.fetchval(f"SELECT {column} FROM links")

    async def of_a_closure(self, titles):
        pool = self.bot.db
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.title == "x")
            await session.execute(stmt)
            await session.commit()
        return lambda: pool

    async def bound_twice(self, title: str):
        pool = self.bot.db
        await pool.execute("DELETE FROM links WHERE title = $1", title)
        pool = None
        return pool
