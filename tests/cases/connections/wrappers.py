# refused: session.transaction
# refused: session.connection
# refused: session.none
# refused: session.connection
from contextlib import asynccontextmanager


class Held:
    def __init__(self, conn, transaction):
        self.conn = conn
        self.transaction = transaction

    async def __aenter__(self):
        await self.transaction.__aenter__()
        return self

    async def __aexit__(self, exc_type, exc_val, exc_tb):
        try:
            await self.transaction.__aexit__(exc_type, exc_val, exc_tb)
        finally:
            await self.conn.close()


class Database:
    async def transaction(self):
        """A transaction and its connection."""
        conn = await self.pool.acquire()
        transaction = conn.transaction()
        return Held(conn, transaction)

    @asynccontextmanager
    async def connection(self):
        async with self.pool.acquire() as conn:
            yield conn

    @asynccontextmanager
    async def unit_of_work(self):
        async with self.pool.acquire() as conn:
            async with conn.transaction():
                yield conn

    @asynccontextmanager
    async def retried(self):
        for _ in range(3):
            async with self.pool.acquire() as conn, conn.transaction():
                yield conn

    @asynccontextmanager
    async def checked_out(self):
        """A connection, given back whatever happens."""
        if self.pool is None:
            raise RuntimeError("not connected")
        conn = await self.pool.acquire()
        try:
            yield conn
        finally:
            await self.pool.release(conn)

    @asynccontextmanager
    async def begun(self):
        conn = await self.pool.acquire()
        try:
            async with conn.transaction():
                yield conn
        finally:
            await self.pool.release(conn)

    @asynccontextmanager
    async def counted(self):
        self.count += 1
        async with self.pool.acquire() as conn:
            yield conn


@asynccontextmanager
async def given(pool=None):
    async with POOL.acquire() as conn:
        yield conn


@asynccontextmanager
async def borrowed():
    async with POOL.acquire() as conn:
        yield conn



class Links:
    async def held(self, one: int) -> None:
        async with await self.bot.db.transaction() as trans:
            row = await trans.conn.fetchrow("SELECT url FROM links WHERE id = $1", one)
            if row is None:
                return
            await trans.conn.execute("UPDATE links SET url = $1 WHERE id = $2", row["url"].lower(), one)
            async with trans.conn.transaction():
                await trans.conn.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def connected(self, one: int) -> None:
        async with self.bot.db.connection() as conn:
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def together(self, one: int) -> None:
        async with self.bot.db.unit_of_work() as tx:
            await tx.execute("DELETE FROM votes WHERE link_id = $1", one)
            await tx.execute("DELETE FROM links WHERE id = $1", one)

    async def not_understood(self, one: int) -> None:
        async with self.bot.db.retried() as conn, conn.transaction():
            await conn.execute("DELETE FROM links WHERE id = $1", one)
    async def by_hand(self, one: int) -> None:
        async with self.bot.db.checked_out() as conn:
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def begun_by_hand(self, one: int) -> None:
        async with self.bot.db.begun() as conn:
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def counting(self, one: int) -> None:
        async with self.bot.db.counted() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def of_a_function(self, one: int) -> None:
        async with borrowed() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
        async with given(self.bot.db) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

# output
from contextlib import asynccontextmanager

from sqlalchemy import delete, select, update

from models import Link, Vote


class Held:
    def __init__(self, conn, transaction):
        self.conn = conn
        self.transaction = transaction

    async def __aenter__(self):
        await self.transaction.__aenter__()
        return self

    async def __aexit__(self, exc_type, exc_val, exc_tb):
        try:
            await self.transaction.__aexit__(exc_type, exc_val, exc_tb)
        finally:
            await self.conn.close()


class Database:
    async def transaction(self):
        """A transaction and its connection."""
        conn = await self.pool.acquire()
        transaction = conn.transaction()
        return Held(conn, transaction)

    @asynccontextmanager
    async def connection(self):
        async with self.pool.acquire() as conn:
            yield conn

    @asynccontextmanager
    async def unit_of_work(self):
        async with self.pool.acquire() as conn:
            async with conn.transaction():
                yield conn

    @asynccontextmanager
    async def retried(self):
        for _ in range(3):
            async with self.pool.acquire() as conn, conn.transaction():
                yield conn

    @asynccontextmanager
    async def checked_out(self):
        """A connection, given back whatever happens."""
        if self.pool is None:
            raise RuntimeError("not connected")
        conn = await self.pool.acquire()
        try:
            yield conn
        finally:
            await self.pool.release(conn)

    @asynccontextmanager
    async def begun(self):
        conn = await self.pool.acquire()
        try:
            async with conn.transaction():
                yield conn
        finally:
            await self.pool.release(conn)

    @asynccontextmanager
    async def counted(self):
        self.count += 1
        async with self.pool.acquire() as conn:
            yield conn


@asynccontextmanager
async def given(pool=None):
    async with POOL.acquire() as conn:
        yield conn


@asynccontextmanager
async def borrowed():
    async with POOL.acquire() as conn:
        yield conn



class Links:
    async def held(self, one: int) -> None:
        async with self.bot.get_db_session() as session, session.begin():
            stmt = select(Link.url).where(Link.id == one)
            result = await session.execute(stmt)
            row = result.mappings().first()
            if row is None:
                return
            stmt = update(Link).where(Link.id == one).values(url=row["url"].lower())
            await session.execute(stmt)
            async with session.begin_nested():
                stmt = delete(Vote).where(Vote.link_id == one)
                await session.execute(stmt)

    async def connected(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            await session.commit()
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)
            await session.commit()

    async def together(self, one: int) -> None:
        async with self.bot.get_db_session() as session, session.begin():
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)

    async def not_understood(self, one: int) -> None:
        async with self.bot.db.retried() as conn, conn.transaction():
            await conn.execute("DELETE FROM links WHERE id = $1", one)
    async def by_hand(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            await session.commit()
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)
            await session.commit()

    async def begun_by_hand(self, one: int) -> None:
        async with self.bot.get_db_session() as session, session.begin():
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)

    async def counting(self, one: int) -> None:
        async with self.bot.db.counted() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def of_a_function(self, one: int) -> None:
        async with borrowed() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
        async with given(self.bot.db) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
