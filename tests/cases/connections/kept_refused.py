# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.connection
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.connection
# refused: session.group
# refused: session.group
# refused: session.connection
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: sql.utility
# refused: session.group
# refused: session.group
# refused: session.connection
# refused: session.connection
# refused: session.group
# refused: session.connection
import asyncio
import functools

import asyncpg


class Given:
    """One of its objects is returned."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class OfPool:
    """One of its objects is made with a pool."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class InAndOut:
    """A method runs in a transaction or not."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class AtOnce:
    """Methods run at the same time: asyncpg refuses what a session might do."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Named:
    """The class is looked up in a table."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Bound:
    """The attribute gets another connection."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def again(self, pool: asyncpg.Pool) -> None:
        self._conn = await pool.acquire()

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Decorated:
    """A decorator may run the method again."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    @functools.lru_cache
    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Asked:
    """Somebody else uses the connection."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Made:
    """A class method makes objects."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    @classmethod
    def on(cls, conn: asyncpg.Connection) -> Made:
        return cls(conn)

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class NeverMade:
    """Nothing makes an object."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Streaming:
    """A generator holds the connection while others use it."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def urls(self, one: int):
        for row in await self._conn.fetch("SELECT url FROM links WHERE id = $1", one):
            yield row["url"]


class Closing:
    """An object outlives the block of its connection."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Enclosed:
    """A function inside a method uses the connection whenever it is called."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        async def now() -> None:
            await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)

        await now()


class Lazy:
    """A plain method gives what others await."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    def wiping(self, one: int):
        return self.wipe(one)

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Handled:
    """Who catches the error has no session to roll back."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Reset:
    """Keeps an object in an attribute that gets another value."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._wiper = Wiper(conn)

    def forget(self) -> None:
        self._wiper = None

    async def wipe(self, one: int) -> None:
        await self._wiper.wipe(one)


class Wiper:
    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Pair:
    """Its objects have different connections: a transaction of one is none of the other."""

    def __init__(self, conn: asyncpg.Connection, connection: asyncpg.Connection) -> None:
        self._one = OfPair(conn)
        self._two = OfPair(connection)

    async def wipe(self, one: int) -> None:
        await self._one.wipe(one)
        await self._two.wipe(one)


class OfPair:
    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Sharing:
    """A property gives the object to others."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn
        self._shared = Shared(conn)

    @property
    def shared(self) -> Shared:
        return self._shared

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Shared:
    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Catching:
    """Has no session of its own that it could roll back."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._caught = Caught(conn)

    async def wipe(self, one: int) -> bool:
        try:
            await self._caught.wipe(one)
        except asyncpg.PostgresError:
            return False
        return True


class Caught:
    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Together:
    """Runs two methods of the object it keeps at the same time."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._each = Each(conn)

    async def wipe(self, one: int) -> None:
        await asyncio.gather(self._each.wipe(one), self._each.wipe(one + 1))


class Each:
    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Leaking:
    """The connection goes on to something else while the object is made."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn
        watch(self._conn)

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


def watch(conn: asyncpg.Connection) -> None:
    conn.add_termination_listener(print)


class Mixed:
    """Its method uses the object beside a call that stays on the connection."""

    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn
        self._other = OfMixed(conn)

    async def wipe(self, one: int) -> None:
        await self._other.wipe(one)
        await self._conn.execute("VACUUM votes")


class OfMixed:
    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Lent:
    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        conn = self._conn
        await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
        print(conn)


class Either:
    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, pool, one: int) -> None:
        conn = self._conn
        if one:
            conn = pool
        await conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Inner:
    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        conn = self._conn

        async def now() -> None:
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)

        await now()


class Unused:
    def __init__(self, conn: asyncpg.Connection) -> None:
        self._conn = conn

    async def wipe(self, one: int) -> None:
        conn = self._conn
        await self._conn.execute("DELETE FROM votes WHERE link_id = $1", one)


TABLE = {"named": Named}


async def wiped(store: Handled, one: int) -> bool:
    try:
        await store.wipe(one)
    except asyncpg.PostgresError:
        return False
    return True


class Users:
    async def given(self) -> Given:
        async with self.bot.db.acquire() as conn:
            return Given(conn)

    async def of_pool(self, one: int) -> None:
        await OfPool(self.bot.db).wipe(one)

    async def in_and_out(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            store = InAndOut(conn)
            await store.wipe(one)
            async with conn.transaction():
                await store.wipe(one + 1)

    async def at_once(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            store = AtOnce(conn)
            await asyncio.gather(store.wipe(one), store.wipe(one + 1))

    async def named(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await Named(conn).wipe(one)

    async def bound(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await Bound(conn).wipe(one)

    async def decorated(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await Decorated(conn).wipe(one)

    async def asked(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            store = Asked(conn)
            await store._conn.execute("DELETE FROM links WHERE id = $1", one)

    async def made(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await Made(conn).wipe(one)

    async def streaming(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            async for url in Streaming(conn).urls(one):
                print(url)

    async def closing(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            store = Closing(conn)
        await store.wipe(one)

    async def enclosed(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await Enclosed(conn).wipe(one)

    async def lazy(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await Lazy(conn).wipe(one)

    async def handled(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            store = Handled(conn)
            await wiped(store, one)

    async def nested(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await Reset(conn).wipe(one)
        async with self.bot.db.acquire() as conn, self.bot.db.acquire() as connection:
            await Pair(conn, connection).wipe(one)
        async with self.bot.db.acquire() as conn:
            await Sharing(conn).wipe(one)
        async with self.bot.db.acquire() as conn:
            await Catching(conn).wipe(one)
        async with self.bot.db.acquire() as conn:
            await Together(conn).wipe(one)
        async with self.bot.db.acquire() as conn:
            await Leaking(conn).wipe(one)
        async with self.bot.db.acquire() as conn:
            await Mixed(conn).wipe(one)

    async def others(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await Lent(conn).wipe(one)
        async with self.bot.db.acquire() as conn:
            await Either(conn).wipe(self.bot.db, one)
        async with self.bot.db.acquire() as conn:
            await Inner(conn).wipe(one)
        async with self.bot.db.acquire() as conn:
            await Unused(conn).wipe(one)
