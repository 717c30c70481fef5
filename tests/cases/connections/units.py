# refused: session.group
# refused: session.group
# refused: session.connection
# refused: session.connection
# refused: session.connection
# refused: session.connection
class UnitOfWork:
    """A transaction on a connection of its own."""

    def __init__(self, pool, name: str = "") -> None:
        self.pool = pool
        self.name = name
        self.conn = None

    async def __aenter__(self):
        self.conn = await self.pool.acquire()
        self.tr = self.conn.transaction()
        await self.tr.start()
        return self

    async def __aexit__(self, kind, error, traceback):
        try:
            if kind is None:
                await self.tr.commit()
            else:
                await self.tr.rollback()
        finally:
            await self.pool.release(self.conn)
            self.conn = None


class Connected:
    def __init__(self, pool) -> None:
        self._pool = pool

    async def __aenter__(self):
        self._conn = await self._pool.acquire()
        return self._conn

    async def __aexit__(self, *error):
        await self._pool.release(self._conn)


class Swallowing:
    async def __aenter__(self):
        self.conn = await self.pool.acquire()
        return self.conn

    async def __aexit__(self, *error):
        await self.pool.release(self.conn)
        return True


class Forgetful:
    async def __aenter__(self):
        self.conn = await self.pool.acquire()
        self.tr = self.conn.transaction()
        await self.tr.start()
        return self.conn

    async def __aexit__(self, kind, error, traceback):
        if kind:
            await self.tr.rollback()
        await self.pool.release(self.conn)


class Backwards:
    async def __aenter__(self):
        self.conn = await self.pool.acquire()
        self.tr = self.conn.transaction()
        await self.tr.start()
        return self.conn

    async def __aexit__(self, kind, error, traceback):
        if kind:
            await self.tr.commit()
        else:
            await self.tr.rollback()
        await self.pool.release(self.conn)


class Counting:
    def __init__(self, pool) -> None:
        self.pool = pool
        self.number = next(numbers)

    async def __aenter__(self):
        self.conn = await self.pool.acquire()
        return self.conn

    async def __aexit__(self, *error):
        await self.pool.release(self.conn)


class Links:
    def __init__(self, bot) -> None:
        self.bot = bot

    def unit(self):
        return UnitOfWork(self.bot.db)

    async def moved(self, one: int, url: str):
        async with UnitOfWork(self.bot.db, name="moved") as unit:
            await unit.conn.execute("UPDATE links SET url = $2 WHERE id = $1", one, url)
            async with unit.conn.transaction():
                await unit.conn.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def by_a_method(self, one: int):
        async with self.bot.db.unit() as unit:
            await unit.conn.execute("DELETE FROM links WHERE id = $1", one)

    async def connected(self, one: int):
        async with Connected(self.bot.db) as conn:
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            return await conn.fetchval("SELECT title FROM links WHERE id = $1", one)

    async def used_for_more(self, one: int):
        async with UnitOfWork(self.bot.db) as unit:
            await unit.conn.execute("DELETE FROM links WHERE id = $1", one)
            unit.name = "used"

    async def an_argument_that_works(self, one: int):
        async with UnitOfWork(self.bot.db, name=self.next_name()) as unit:
            await unit.conn.execute("DELETE FROM links WHERE id = $1", one)

    async def swallowing(self, one: int):
        async with Swallowing(self.bot.db) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def forgetful(self, one: int):
        async with Forgetful(self.bot.db) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def backwards(self, one: int):
        async with Backwards(self.bot.db) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def counting(self, one: int):
        async with Counting(self.bot.db) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

# output
from sqlalchemy import delete, select, update

from models import Link, Vote


class UnitOfWork:
    """A transaction on a connection of its own."""

    def __init__(self, pool, name: str = "") -> None:
        self.pool = pool
        self.name = name
        self.conn = None

    async def __aenter__(self):
        self.conn = await self.pool.acquire()
        self.tr = self.conn.transaction()
        await self.tr.start()
        return self

    async def __aexit__(self, kind, error, traceback):
        try:
            if kind is None:
                await self.tr.commit()
            else:
                await self.tr.rollback()
        finally:
            await self.pool.release(self.conn)
            self.conn = None


class Connected:
    def __init__(self, pool) -> None:
        self._pool = pool

    async def __aenter__(self):
        self._conn = await self._pool.acquire()
        return self._conn

    async def __aexit__(self, *error):
        await self._pool.release(self._conn)


class Swallowing:
    async def __aenter__(self):
        self.conn = await self.pool.acquire()
        return self.conn

    async def __aexit__(self, *error):
        await self.pool.release(self.conn)
        return True


class Forgetful:
    async def __aenter__(self):
        self.conn = await self.pool.acquire()
        self.tr = self.conn.transaction()
        await self.tr.start()
        return self.conn

    async def __aexit__(self, kind, error, traceback):
        if kind:
            await self.tr.rollback()
        await self.pool.release(self.conn)


class Backwards:
    async def __aenter__(self):
        self.conn = await self.pool.acquire()
        self.tr = self.conn.transaction()
        await self.tr.start()
        return self.conn

    async def __aexit__(self, kind, error, traceback):
        if kind:
            await self.tr.commit()
        else:
            await self.tr.rollback()
        await self.pool.release(self.conn)


class Counting:
    def __init__(self, pool) -> None:
        self.pool = pool
        self.number = next(numbers)

    async def __aenter__(self):
        self.conn = await self.pool.acquire()
        return self.conn

    async def __aexit__(self, *error):
        await self.pool.release(self.conn)


class Links:
    def __init__(self, bot) -> None:
        self.bot = bot

    def unit(self):
        return UnitOfWork(self.bot.db)

    async def moved(self, one: int, url: str):
        async with self.bot.get_db_session() as session, session.begin():
            stmt = update(Link).where(Link.id == one).values(url=url)
            await session.execute(stmt)
            async with session.begin_nested():
                stmt = delete(Vote).where(Vote.link_id == one)
                await session.execute(stmt)

    async def by_a_method(self, one: int):
        async with self.bot.get_db_session() as session, session.begin():
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)

    async def connected(self, one: int):
        async with self.bot.get_db_session() as session:
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            await session.commit()
            stmt = select(Link.title).where(Link.id == one)
            result = await session.execute(stmt)
            return result.scalar()

    async def used_for_more(self, one: int):
        async with UnitOfWork(self.bot.db) as unit:
            await unit.conn.execute("DELETE FROM links WHERE id = $1", one)
            unit.name = "used"

    async def an_argument_that_works(self, one: int):
        async with UnitOfWork(self.bot.db, name=self.next_name()) as unit:
            await unit.conn.execute("DELETE FROM links WHERE id = $1", one)

    async def swallowing(self, one: int):
        async with Swallowing(self.bot.db) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def forgetful(self, one: int):
        async with Forgetful(self.bot.db) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def backwards(self, one: int):
        async with Backwards(self.bot.db) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def counting(self, one: int):
        async with Counting(self.bot.db) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
