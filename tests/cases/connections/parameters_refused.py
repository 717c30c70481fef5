# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.connection
# refused: session.group
# refused: sql.utility
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
import asyncio
import functools

import asyncpg


async def with_either(conn, one: int) -> None:
    await conn.execute("DELETE FROM links WHERE id = $1", one)


async def in_and_out(conn, one: int) -> None:
    await conn.execute("DELETE FROM votes WHERE link_id = $1", one)


async def as_callback(conn: asyncpg.Connection, one: int) -> None:
    await conn.execute("DELETE FROM links WHERE id = $1", one)


@functools.cache
async def decorated(conn, one: int) -> None:
    await conn.execute("DELETE FROM links WHERE id = $1", one)


async def optional(one: int, conn=None) -> None:
    await conn.execute("DELETE FROM links WHERE id = $1", one)


async def as_a_task(conn, one: int) -> None:
    await conn.execute("DELETE FROM links WHERE id = $1", one)


async def never_called(conn, one: int) -> None:
    await conn.execute("DELETE FROM links WHERE id = $1", one)


async def blocked(conn, one: int) -> None:
    await conn.execute("DELETE FROM links WHERE id = $1", one)
    await conn.execute("VACUUM links")


async def rows_of(conn, one: int):
    for row in await conn.fetch("SELECT url FROM links WHERE id = $1", one):
        yield row


class Links:
    async def add(self, conn, one: int) -> None:
        await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def run(self, one: int) -> None:
        await with_either(self.bot.db, one)
        async with self.bot.db.acquire() as conn:
            await in_and_out(conn, one)
            async with conn.transaction():
                await in_and_out(conn, one)
            await as_callback(conn, one)
            self.callbacks.append(as_callback)
        async with self.bot.db.acquire() as conn:
            await decorated(conn, one)
        async with self.bot.db.acquire() as conn:
            await optional(one, conn)
        async with self.bot.db.acquire() as conn:
            asyncio.create_task(as_a_task(conn, one))
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def all_or_none(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            await blocked(conn, one)

    async def generator(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            await rows_of(conn, one)

    async def of_something(self, other, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await self.add(conn, one)
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
        other.add(conn, one)
