# refused: sql.utility
# refused: session.connection
# refused: session.connection
# refused: session.connection
# refused: session.connection
# refused: session.group
# refused: session.group
# refused: session.connection
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.connection
# refused: session.group
# refused: session.group
from contextlib import asynccontextmanager, nullcontext


class GivesBack:
    """It gives back what it was given, too."""

    def __init__(self, connection, pool) -> None:
        self.conn = connection
        self.pool = pool

    async def __aenter__(self):
        if self.conn is None:
            self.conn = await self.pool.acquire()
        return self.conn

    async def __aexit__(self, *error):
        await self.pool.release(self.conn)


class Swallows:
    def __init__(self, connection, pool) -> None:
        self.conn = connection
        self.pool = pool
        self.acquired = connection is None

    async def __aenter__(self):
        if self.acquired:
            self.conn = await self.pool.acquire()
        return self.conn

    async def __aexit__(self, kind, error, traceback):
        if self.acquired:
            await self.pool.release(self.conn)
        return True


class Begins:
    def __init__(self, connection, pool) -> None:
        self.conn = connection
        self.pool = pool
        self.acquired = connection is None

    async def __aenter__(self):
        if self.acquired:
            self.conn = await self.pool.acquire()
        await self.conn.execute("SET ROLE reader")
        return self.conn

    async def __aexit__(self, *error):
        if self.acquired:
            await self.pool.release(self.conn)


@asynccontextmanager
async def leaking(pool, conn=None):
    acquired = conn or await pool.acquire()
    yield acquired
    if conn is None:
        await pool.release(acquired)


@asynccontextmanager
async def lease(pool, conn=None):
    if conn is not None:
        yield conn
    else:
        async with pool.acquire() as acquired:
            yield acquired


class Links:
    async def gives_back(self, one: int, connection=None) -> None:
        async with GivesBack(connection, self.bot.db) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def swallows(self, one: int, connection=None) -> None:
        async with Swallows(connection, self.bot.db) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def begins(self, one: int, connection=None) -> None:
        async with Begins(connection, self.bot.db) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def leaks(self, one: int, connection=None) -> None:
        async with leaking(self.bot.db, connection) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def in_and_out(self, one: int, connection=None) -> None:
        async with lease(self.bot.db, connection) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def read_in_and_out(self, one: int, connection=None) -> str:
        async with lease(self.bot.db, connection) as conn:
            title = await conn.fetchval("SELECT title FROM links WHERE id = $1", one)
            await self.tell(title)
            return title

    async def wrong_way_round(self, one: int, connection=None) -> None:
        async with nullcontext(connection) if connection is None else self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def looked_at(self, one: int, connection=None) -> None:
        print(connection)
        async with lease(self.bot.db, connection) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def bound_again(self, one: int, connection=None) -> None:
        connection = connection or self.spare
        async with lease(self.bot.db, connection) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def handled_outside(self, one: int, connection=None) -> None:
        try:
            async with lease(self.bot.db, connection) as conn:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
        except ValueError:
            print(one)

    async def of_an_object(self, one: int) -> None:
        async with lease(self.bot.db, self.connection) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def handed_on_as_it_is(self, one: int, connection=None) -> None:
        await self.required(one, connection)
        async with lease(self.bot.db, connection) as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def required(self, one: int, conn) -> None:
        await conn.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def run(self, one: int) -> None:
        await self.gives_back(one)
        await self.swallows(one)
        await self.begins(one)
        await self.leaks(one)
        await self.in_and_out(one)
        await self.wrong_way_round(one)
        await self.looked_at(one)
        await self.bound_again(one)
        await self.handled_outside(one)
        await self.handed_on_as_it_is(one)
        async with self.bot.db.acquire() as conn, conn.transaction():
            await self.in_and_out(one, conn)

    async def reads(self, one: int) -> None:
        await self.read_in_and_out(one)
        async with self.bot.db.acquire() as conn, conn.transaction():
            await self.read_in_and_out(one, conn)
