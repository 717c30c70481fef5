from typing import Optional

import asyncpg


async def add_vote(link_id: int, user_id: int, conn: asyncpg.Connection) -> None:
    """Adds a vote."""
    await conn.execute("INSERT INTO votes (link_id, user_id, counted) VALUES ($1, $2, true)", link_id, user_id)


async def count(con, link_id: int, *, connection: asyncpg.Connection) -> Optional[int]:
    """A parameter of another name is none of our business."""
    return await connection.fetchval("SELECT clicks FROM links WHERE id = $1", link_id)


async def forget(conn: "asyncpg.Connection", link_id: int) -> None:
    await conn.execute("DELETE FROM votes WHERE link_id = $1", link_id)
    if link_id > 0:
        await forget(conn, link_id - 1)


class Links:
    async def voted(self, one: int, user: int):
        async with self.bot.db.acquire() as conn:
            clicks = await conn.fetchval("SELECT clicks FROM links WHERE id = $1", one)
            await add_vote(one, user, conn)
            return clicks

    async def counted(self, one: int):
        async with self.bot.db.acquire() as conn:
            return await count(None, one, connection=conn)

    async def removed(self, one: int) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            await forget(conn, one)
            await self._cleared(conn, one=one)

    async def _cleared(self, conn: asyncpg.Connection, one: int) -> None:
        async with conn.transaction():
            await conn.execute("DELETE FROM links WHERE id = $1", one)

# output
from typing import Optional

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Link, Vote


async def add_vote(link_id: int, user_id: int, session: AsyncSession) -> None:
    """Adds a vote."""
    stmt = insert(Vote).values(link_id=link_id, user_id=user_id, counted=True)
    await session.execute(stmt)
    await session.commit()


async def count(con, link_id: int, *, session: AsyncSession) -> Optional[int]:
    """A parameter of another name is none of our business."""
    stmt = select(Link.clicks).where(Link.id == link_id)
    result = await session.execute(stmt)
    value = result.scalar()
    await session.commit()
    return value


async def forget(session: AsyncSession, link_id: int) -> None:
    stmt = delete(Vote).where(Vote.link_id == link_id)
    await session.execute(stmt)
    if link_id > 0:
        await forget(session, link_id - 1)


class Links:
    async def voted(self, one: int, user: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.clicks).where(Link.id == one)
            result = await session.execute(stmt)
            clicks = result.scalar()
            await session.commit()
            await add_vote(one, user, session)
            return clicks

    async def counted(self, one: int):
        async with self.bot.get_db_session() as session:
            return await count(None, one, session=session)

    async def removed(self, one: int) -> None:
        async with self.bot.get_db_session() as session, session.begin():
            await forget(session, one)
            await self._cleared(session, one=one)

    async def _cleared(self, session: AsyncSession, one: int) -> None:
        async with session.begin_nested():
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)
