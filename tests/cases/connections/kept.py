"""Classes whose objects keep the connection they are made with."""

from __future__ import annotations

import logging
from abc import ABC

import asyncpg

log = logging.getLogger(__name__)


class Store(ABC):
    """What all of them share."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn  # given back by whoever made us
        self.calls = 0

    @property
    def connection(self) -> asyncpg.Connection:
        """The connection."""
        return self._conn

    async def forget(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Votes(Store):
    async def add(self, one: int, user: int) -> bool:
        self.calls += 1
        try:
            await self.connection.execute(
                "INSERT INTO votes (link_id, user_id, counted) VALUES ($1, $2, true)", one, user
            )
        except asyncpg.UniqueViolationError:
            return False
        return True

    async def replace(self, one: int, user: int) -> None:
        async with self._conn.transaction():
            await self._wipe(one)
            await self._conn.execute(
                "INSERT INTO votes (link_id, user_id, counted) VALUES ($1, $2, true)", one, user
            )

    async def _wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def forget(self, one: int) -> None:
        await super().forget(one)
        log.info("%s forgotten", one)


class Links(Store):
    def __init__(self, conn: asyncpg.Connection, guild_id: int) -> None:
        super().__init__(conn)
        self.guild_id = guild_id

    async def titles(self) -> list[str]:
        rows = await self.connection.fetch("SELECT title FROM links WHERE guild_id = $1", self.guild_id)
        return [row["title"] for row in rows]

    async def rename(self, one: int, title: str) -> None:
        await self.connection.execute("UPDATE links SET title = $1 WHERE id = $2", title, one)

    async def tidy(self) -> None:
        await drop(self.connection, self.guild_id)


async def drop(conn: asyncpg.Connection, guild_id: int) -> None:
    await conn.execute("DELETE FROM links WHERE guild_id = $1 AND clicks = 0", guild_id)


async def count(votes: Votes, one: int, user: int) -> None:
    if not await votes.add(one, user):
        log.info("%s has voted", user)


class Polls:
    async def vote(self, one: int, user: int) -> None:
        async with self.bot.db.acquire() as conn:
            votes = Votes(conn)
            await count(votes, one, user)
            await votes.forget(one)

    async def swap(self, one: int, user: int) -> None:
        async with self.bot.db.acquire() as conn:
            await Votes(conn).replace(one, user)

    async def rename(self, one: int, title: str, guild_id: int) -> list[str]:
        async with self.bot.db.acquire() as conn:
            links = Links(conn, guild_id=guild_id)
            async with conn.transaction():
                await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
                await links.rename(one, title)
            await links.tidy()
            return await links.titles()


class Archive:
    """Objects in an object, which has the connection in them alone."""

    def __init__(self, conn: asyncpg.Connection, guild_id: int) -> None:
        self.links: Links = Links(conn, guild_id)
        self._votes = Votes(conn)

    async def clear(self, one: int) -> list[str]:
        await self._votes.forget(one)
        return await self.links.titles()


class Register(Store):
    """Objects in an object beside the connection that a class above keeps."""

    def __init__(self, conn: asyncpg.Connection, guild_id: int) -> None:
        super().__init__(conn)
        self._archive = Archive(conn, guild_id)
        self.total = 0

    async def cleared(self, one: int, title: str) -> list[str]:
        self.total += await self.connection.fetchval("SELECT count(*) FROM links")
        async with self._conn.transaction():
            await self._archive.links.rename(one, title)
        return await self._archive.clear(one)


async def registered(bot, one: int, title: str) -> list[str]:
    async with bot.db.acquire() as conn:
        return await Register(conn, 1).cleared(one, title)


class Called:
    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> int:
        conn = self._conn  # ours
        async with conn.transaction():
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            await cut(conn, one)
        return await conn.fetchval("SELECT count(*) FROM votes")

    async def total(self) -> int:
        """How many."""
        con = self._conn

        if await con.fetchval("SELECT count(*) FROM links"):
            return await self._conn.fetchval("SELECT count(*) FROM votes")
        return 0


async def cut(conn: asyncpg.Connection, one: int) -> None:
    await conn.execute("DELETE FROM links WHERE id = $1", one)


async def called(bot, one: int) -> int:
    async with bot.db.acquire() as conn:
        store = Called(conn)
        await store.wipe(one)
        return await store.total()

# output
"""Classes whose objects keep the connection they are made with."""

from __future__ import annotations

import logging
from abc import ABC
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from models import Link, Vote

log = logging.getLogger(__name__)


class Store(ABC):
    """What all of them share."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session  # given back by whoever made us
        self.calls = 0

    @property
    def session(self) -> AsyncSession:
        """The connection."""
        return self._session

    async def forget(self, one: int) -> None:
        stmt = delete(Vote).where(Vote.link_id == one)
        await self._session.execute(stmt)
        await self._session.commit()


class Votes(Store):
    async def add(self, one: int, user: int) -> bool:
        self.calls += 1
        try:
            stmt = insert(Vote).values(link_id=one, user_id=user, counted=True)
            await self.session.execute(stmt)
            await self.session.commit()
        except IntegrityError as error:
            await self.session.rollback()
            if getattr(error.orig, "sqlstate", None) != "23505":
                raise
            return False
        return True

    async def replace(self, one: int, user: int) -> None:
        async with self._session.begin():
            await self._wipe(one)
            stmt = insert(Vote).values(link_id=one, user_id=user, counted=True)
            await self._session.execute(stmt)

    async def _wipe(self, one: int) -> None:
        stmt = delete(Vote).where(Vote.link_id == one)
        await self._session.execute(stmt)

    async def forget(self, one: int) -> None:
        await super().forget(one)
        log.info("%s forgotten", one)


class Links(Store):
    def __init__(self, session: AsyncSession, guild_id: int) -> None:
        super().__init__(session)
        self.guild_id = guild_id

    async def titles(self) -> list[str]:
        stmt = select(Link.title).where(Link.guild_id == self.guild_id)
        result = await self.session.execute(stmt)
        rows = result.mappings().all()
        await self.session.commit()
        return [row["title"] for row in rows]

    async def rename(self, one: int, title: str) -> None:
        stmt = update(Link).where(Link.id == one).values(title=title)
        await self.session.execute(stmt)

    async def tidy(self) -> None:
        await drop(self.session, self.guild_id)


async def drop(session: AsyncSession, guild_id: int) -> None:
    stmt = delete(Link).where(Link.guild_id == guild_id, Link.clicks == 0)
    await session.execute(stmt)
    await session.commit()


async def count(votes: Votes, one: int, user: int) -> None:
    if not await votes.add(one, user):
        log.info("%s has voted", user)


class Polls:
    async def vote(self, one: int, user: int) -> None:
        async with self.bot.get_db_session() as session:
            votes = Votes(session)
            await count(votes, one, user)
            await votes.forget(one)

    async def swap(self, one: int, user: int) -> None:
        async with self.bot.get_db_session() as session:
            await Votes(session).replace(one, user)

    async def rename(self, one: int, title: str, guild_id: int) -> list[str]:
        async with self.bot.get_db_session() as session:
            links = Links(session, guild_id=guild_id)
            async with session.begin():
                stmt = delete(Vote).where(Vote.link_id == one)
                await session.execute(stmt)
                await links.rename(one, title)
            await links.tidy()
            return await links.titles()


class Archive:
    """Objects in an object, which has the connection in them alone."""

    def __init__(self, session: AsyncSession, guild_id: int) -> None:
        self.links: Links = Links(session, guild_id)
        self._votes = Votes(session)

    async def clear(self, one: int) -> list[str]:
        await self._votes.forget(one)
        return await self.links.titles()


class Register(Store):
    """Objects in an object beside the connection that a class above keeps."""

    def __init__(self, session: AsyncSession, guild_id: int) -> None:
        super().__init__(session)
        self._archive = Archive(session, guild_id)
        self.total = 0

    async def cleared(self, one: int, title: str) -> list[str]:
        self.total += await self._count_links()
        async with self.session.begin():
            await self._archive.links.rename(one, title)
        return await self._archive.clear(one)

    async def _count_links(self) -> Any:
        stmt = select(func.count()).select_from(Link)
        result = await self.session.execute(stmt)
        value = result.scalar()
        await self.session.commit()
        return value


async def registered(bot, one: int, title: str) -> list[str]:
    async with bot.get_db_session() as session:
        return await Register(session, 1).cleared(one, title)


class Called:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def wipe(self, one: int) -> int:
        # ours
        async with self._session.begin():
            stmt = delete(Vote).where(Vote.link_id == one)
            await self._session.execute(stmt)
            await cut(self._session, one)
        stmt = select(func.count()).select_from(Vote)
        result = await self._session.execute(stmt)
        value = result.scalar()
        await self._session.commit()
        return value

    async def total(self) -> int:
        """How many."""

        stmt = select(func.count()).select_from(Link)
        result = await self._session.execute(stmt)
        value = result.scalar()
        await self._session.commit()
        if value:
            stmt = select(func.count()).select_from(Vote)
            result = await self._session.execute(stmt)
            value = result.scalar()
            await self._session.commit()
            return value
        return 0


async def cut(session: AsyncSession, one: int) -> None:
    stmt = delete(Link).where(Link.id == one)
    await session.execute(stmt)


async def called(bot, one: int) -> int:
    async with bot.get_db_session() as session:
        store = Called(session)
        await store.wipe(one)
        return await store.total()
