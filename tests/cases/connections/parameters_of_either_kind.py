# refused: session.connection
# refused: session.group
# refused: session.group
class Pooled:
    async def tag_of(self, db, one: int):
        return await db.fetchval("SELECT tag FROM links WHERE id = $1", one)

    async def run(self, one: int):
        async with self.bot.db.acquire() as conn, conn.transaction():
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            return await self.tag_of(conn, one)


class Unknown:
    async def url_of(self, db, one: int):
        return await db.fetchval("SELECT url FROM links WHERE id = $1", one)

    async def run(self, other, one: int):
        async with self.bot.db.acquire() as conn:
            return await other.url_of(conn, one)


class Both:
    async def clicks_of(self, pool, one: int):
        return await pool.fetchval("SELECT clicks FROM links WHERE id = $1", one)

    async def run(self, one: int):
        await self.clicks_of(self.bot.db, one)
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            return await self.clicks_of(conn, one)

# output
from sqlalchemy import delete, select

from models import Link, Vote


class Pooled:
    async def tag_of(self, session, one: int):
        stmt = select(Link.tag).where(Link.id == one)
        result = await session.execute(stmt)
        return result.scalar()

    async def run(self, one: int):
        async with self.bot.get_db_session() as session, session.begin():
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            return await self.tag_of(session, one)


class Unknown:
    async def url_of(self, db, one: int):
        return await db.fetchval("SELECT url FROM links WHERE id = $1", one)

    async def run(self, other, one: int):
        async with self.bot.db.acquire() as conn:
            return await other.url_of(conn, one)


class Both:
    async def clicks_of(self, pool, one: int):
        return await pool.fetchval("SELECT clicks FROM links WHERE id = $1", one)

    async def run(self, one: int):
        await self.clicks_of(self.bot.db, one)
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            return await self.clicks_of(conn, one)
