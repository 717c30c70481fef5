# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
from typing import Protocol

import asyncpg


class VoteStore:
    def __init__(self, name: str) -> None:
        self.name = name

    async def add_vote(self, conn: asyncpg.Connection, link: int, user: int) -> None:
        await conn.execute("DELETE FROM votes WHERE link_id = $1 AND user_id <> $2", link, user)

    async def forget(self, link: int, *, connection) -> None:
        await connection.execute("DELETE FROM votes WHERE link_id = $1", link)

    async def take(self, conn, link: int) -> None:
        await conn.execute("DELETE FROM votes WHERE link_id = $1", link)


class LinkStore:
    async def take(self, conn, link: int) -> None:
        await conn.execute("DELETE FROM links WHERE id = $1", link)

    async def rename(self, conn, link: int) -> None:
        await conn.execute("UPDATE links SET title = 'new' WHERE id = $1", link)


class QueryStore:
    async def find_link(self, conn, link: int):
        await conn.execute("DELETE FROM votes WHERE link_id = $1", link)
        return await self.queries.find_link(conn, link)


class Links:
    def __init__(self, bot) -> None:
        self.bot = bot
        self.votes = VoteStore("votes")
        self.links: LinkStore = bot.links
        self.finder = QueryStore()

    async def run(self, link: int, user: int) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            await conn.execute("UPDATE links SET clicks = 0 WHERE id = $1", link)
            await self.votes.add_vote(conn, link, user)
            await self.votes.forget(link, connection=conn)

    async def of_a_library(self, link: int) -> None:
        async with self.bot.db.acquire() as conn:
            await self.finder.find_link(conn, link)

    async def of_two(self, link: int) -> None:
        async with self.bot.db.acquire() as conn:
            await self.links.take(conn, link)

    async def elsewhere(self, link: int) -> None:
        async with self.bot.db.acquire() as conn:
            await self.links.rename(conn, link)
        self.pending.append(self.links.rename)


class Archive(Protocol):
    async def put_away(self, link: int, *, connection: asyncpg.Connection) -> None:
        """A library's class has it."""
        ...


class Archives:
    def __init__(self, archive: Archive) -> None:
        self.archive: Archive = archive

    async def run(self, link: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", link)
            await self.archive.put_away(link, connection=conn)

# output
from typing import Protocol

import asyncpg
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Link, Vote


class VoteStore:
    def __init__(self, name: str) -> None:
        self.name = name

    async def add_vote(self, session: AsyncSession, link: int, user: int) -> None:
        stmt = delete(Vote).where(Vote.link_id == link, Vote.user_id != user)
        await session.execute(stmt)

    async def forget(self, link: int, *, session) -> None:
        stmt = delete(Vote).where(Vote.link_id == link)
        await session.execute(stmt)

    async def take(self, conn, link: int) -> None:
        await conn.execute("DELETE FROM votes WHERE link_id = $1", link)


class LinkStore:
    async def take(self, conn, link: int) -> None:
        await conn.execute("DELETE FROM links WHERE id = $1", link)

    async def rename(self, conn, link: int) -> None:
        await conn.execute("UPDATE links SET title = 'new' WHERE id = $1", link)


class QueryStore:
    async def find_link(self, conn, link: int):
        await conn.execute("DELETE FROM votes WHERE link_id = $1", link)
        return await self.queries.find_link(conn, link)


class Links:
    def __init__(self, bot) -> None:
        self.bot = bot
        self.votes = VoteStore("votes")
        self.links: LinkStore = bot.links
        self.finder = QueryStore()

    async def run(self, link: int, user: int) -> None:
        async with self.bot.get_db_session() as session, session.begin():
            stmt = update(Link).where(Link.id == link).values(clicks=0)
            await session.execute(stmt)
            await self.votes.add_vote(session, link, user)
            await self.votes.forget(link, session=session)

    async def of_a_library(self, link: int) -> None:
        async with self.bot.db.acquire() as conn:
            await self.finder.find_link(conn, link)

    async def of_two(self, link: int) -> None:
        async with self.bot.db.acquire() as conn:
            await self.links.take(conn, link)

    async def elsewhere(self, link: int) -> None:
        async with self.bot.db.acquire() as conn:
            await self.links.rename(conn, link)
        self.pending.append(self.links.rename)


class Archive(Protocol):
    async def put_away(self, link: int, *, connection: asyncpg.Connection) -> None:
        """A library's class has it."""
        ...


class Archives:
    def __init__(self, archive: Archive) -> None:
        self.archive: Archive = archive

    async def run(self, link: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", link)
            await self.archive.put_away(link, connection=conn)
