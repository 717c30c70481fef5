import contextlib
from contextlib import asynccontextmanager, nullcontext
from typing import Optional

import asyncpg


class MaybeAcquire:
    def __init__(self, connection: Optional[asyncpg.Connection], *, pool: asyncpg.Pool) -> None:
        self._connection: Optional[asyncpg.Connection] = connection
        self.pool: asyncpg.Pool = pool
        self._cleanup: bool = False

    async def __aenter__(self) -> asyncpg.Connection:
        if self._connection is None:
            self._cleanup = True
            self._connection = c = await self.pool.acquire()
            return c
        return self._connection

    async def __aexit__(self, *args) -> None:
        if self._cleanup:
            await self.pool.release(self._connection)


class Lease:
    """The connection, and the one that was acquired."""

    def __init__(self, bot, conn=None) -> None:
        self.bot = bot
        self.conn = conn
        self.own = None

    async def __aenter__(self):
        if not self.conn:
            self.own = await self.bot.db.acquire()
        return self.conn or self.own

    async def __aexit__(self, kind, error, traceback):
        if self.own is not None:
            await self.bot.db.release(self.own)


@asynccontextmanager
async def lease(pool, conn=None):
    if conn is not None:
        yield conn
    else:
        async with pool.acquire() as acquired:
            yield acquired


class Links:
    def connected(self, conn=None):
        return nullcontext(conn) if conn else self.bot.db.acquire()

    async def waits(self, title: str, *, connection: Optional[asyncpg.Connection] = None) -> str:
        async with MaybeAcquire(connection=connection, pool=self.bot.db) as con:
            url = await self.url_of(title, connection=con)
            if url is not None:
                return url
            await self.ready.wait()
            return await self.url_of(title, connection=con)

    async def url_of(self, title: str, *, connection: Optional[asyncpg.Connection] = None) -> str | None:
        con = connection or self.bot.db
        return await con.fetchval("SELECT url FROM links WHERE title = $1", title)

    async def click(self, title: str, conn: asyncpg.Connection | None = None) -> None:
        async with lease(self.bot.db, conn) as con:
            async with con.transaction():
                await con.execute("UPDATE links SET clicks = clicks + 1 WHERE title = $1", title)
                await con.execute("DELETE FROM votes")

    async def drop(self, title: str, conn: asyncpg.Connection | None = None) -> None:
        async with self.connected(conn) as con:
            await con.execute("DELETE FROM links WHERE title = $1", title)
            print(title)

    async def tag_of(self, title: str, conn: asyncpg.Connection | None = None) -> str | None:
        async with contextlib.nullcontext(conn) if conn is not None else self.bot.db.acquire() as con:
            try:
                await con.execute("DELETE FROM votes")
            except ValueError:
                print("no")
            return await con.fetchval("SELECT tag FROM links WHERE title = $1", title)

    async def title_of(self, url: str, connection=None) -> str | None:
        async with MaybeAcquire(connection, pool=self.bot.db) as con:
            return await con.fetchval("SELECT title FROM links WHERE url = $1", url)

    async def only_handed_on(self, url: str, *, connection=None):
        return await self.title_of(url, connection)

    async def dropped(self, title: str, connection=None) -> None:
        async with Lease(self.bot, conn=connection) as con, con.transaction():
            await con.execute("DELETE FROM links WHERE title = $1", title)

    async def none_given(self) -> None:
        async with MaybeAcquire(None, pool=self.bot.db) as con:
            await con.execute("DELETE FROM links")

    async def run(self, title: str) -> None:
        await self.waits(title)
        await self.click(title)
        async with self.bot.db.acquire() as conn:
            await self.waits(title, connection=conn)
            await self.click(title, conn)
            await self.drop(title, conn)
            await self.tag_of(title, conn)
            await self.dropped(title, connection=conn)
            async with conn.transaction():
                await conn.execute("DELETE FROM votes")
                await self.only_handed_on(title, connection=conn)

# output
from contextlib import asynccontextmanager, nullcontext
from typing import Optional

import asyncpg
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Link, Vote


class MaybeAcquire:
    def __init__(self, connection: Optional[asyncpg.Connection], *, pool: asyncpg.Pool) -> None:
        self._connection: Optional[asyncpg.Connection] = connection
        self.pool: asyncpg.Pool = pool
        self._cleanup: bool = False

    async def __aenter__(self) -> asyncpg.Connection:
        if self._connection is None:
            self._cleanup = True
            self._connection = c = await self.pool.acquire()
            return c
        return self._connection

    async def __aexit__(self, *args) -> None:
        if self._cleanup:
            await self.pool.release(self._connection)


class Lease:
    """The connection, and the one that was acquired."""

    def __init__(self, bot, conn=None) -> None:
        self.bot = bot
        self.conn = conn
        self.own = None

    async def __aenter__(self):
        if not self.conn:
            self.own = await self.bot.db.acquire()
        return self.conn or self.own

    async def __aexit__(self, kind, error, traceback):
        if self.own is not None:
            await self.bot.db.release(self.own)


@asynccontextmanager
async def lease(pool, conn=None):
    if conn is not None:
        yield conn
    else:
        async with pool.acquire() as acquired:
            yield acquired


class Links:
    def connected(self, conn=None):
        return nullcontext(conn) if conn else self.bot.db.acquire()

    async def waits(self, title: str, *, session: Optional[AsyncSession] = None) -> str:
        async with (
            nullcontext(session) if session is not None else self.bot.get_db_session()
        ) as db_session:
            url = await self.url_of(title, session=db_session)
            if url is not None:
                return url
            await self.ready.wait()
            return await self.url_of(title, session=db_session)

    async def url_of(self, title: str, *, session: Optional[AsyncSession] = None) -> str | None:
        async with (
            nullcontext(session) if session is not None else self.bot.get_db_session()
        ) as db_session:
            stmt = select(Link.url).where(Link.title == title)
            result = await db_session.execute(stmt)
            value = result.scalar()
            await db_session.commit()
            return value

    async def click(self, title: str, session: AsyncSession | None = None) -> None:
        async with (
            nullcontext(session) if session is not None else self.bot.get_db_session()
        ) as db_session:
            async with db_session.begin():
                stmt = (
                    update(Link)
                    .where(Link.title == title)
                    .values(clicks=Link.clicks + 1)
                )
                await db_session.execute(stmt)
                stmt = delete(Vote)
                await db_session.execute(stmt)

    async def drop(self, title: str, session: AsyncSession | None = None) -> None:
        async with (
            nullcontext(session) if session is not None else self.bot.get_db_session()
        ) as db_session:
            stmt = delete(Link).where(Link.title == title)
            await db_session.execute(stmt)
            await db_session.commit()
            print(title)

    async def tag_of(self, title: str, session: AsyncSession | None = None) -> str | None:
        async with (
            nullcontext(session) if session is not None else self.bot.get_db_session()
        ) as db_session:
            try:
                stmt = delete(Vote)
                await db_session.execute(stmt)
                await db_session.commit()
            except ValueError:
                await db_session.rollback()
                print("no")
            stmt = select(Link.tag).where(Link.title == title)
            result = await db_session.execute(stmt)
            value = result.scalar()
            await db_session.commit()
            return value

    async def title_of(self, url: str, session=None) -> str | None:
        async with (
            nullcontext(session) if session is not None else self.bot.get_db_session()
        ) as db_session:
            stmt = select(Link.title).where(Link.url == url).limit(1)
            result = await db_session.execute(stmt)
            return result.scalar()

    async def only_handed_on(self, url: str, *, session=None):
        return await self.title_of(url, session)

    async def dropped(self, title: str, session=None) -> None:
        async with nullcontext(session) if session is not None else self.bot.get_db_session() as db_session, db_session.begin():
            stmt = delete(Link).where(Link.title == title)
            await db_session.execute(stmt)

    async def none_given(self) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link)
            await session.execute(stmt)
            await session.commit()

    async def run(self, title: str) -> None:
        await self.waits(title)
        await self.click(title)
        async with self.bot.get_db_session() as session:
            await self.waits(title, session=session)
            await self.click(title, session)
            await self.drop(title, session)
            await self.tag_of(title, session)
            await self.dropped(title, session=session)
            async with session.begin():
                stmt = delete(Vote)
                await session.execute(stmt)
                await self.only_handed_on(title, session=session)
