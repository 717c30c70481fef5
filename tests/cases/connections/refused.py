# refused: session.group
# refused: session.group
# refused: session.group
# refused: sql.utility
# refused: session.driver
# refused: session.group
# refused: session.driver
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.connection
# refused: session.group
# refused: session.group
import asyncio
from contextlib import suppress

import asyncpg


class Links:
    async def passed_on(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            await self.log(conn, one)

    async def bound(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            other = conn
            await conn.execute("DELETE FROM links WHERE id = $1", one)
        await other.close()

    async def raw_statement(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            await conn.execute("VACUUM links")

    async def listener(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.add_listener("links", print)
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def copied(self, rows) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            await conn.execute("DELETE FROM links")
            await conn.copy_records_to_table("links", records=rows)

    async def afterwards(self, one: int):
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
        return conn.is_closed()

    async def closure(self, one: int):
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            return lambda: conn.is_closed()

    async def options(self, level: str) -> None:
        async with self.bot.db.acquire() as conn:
            async with conn.transaction(isolation=level):
                await conn.execute("DELETE FROM links")

    async def nested_options(self) -> None:
        async with self.bot.db.acquire() as conn:
            async with conn.transaction():
                async with conn.transaction(readonly=True):
                    await conn.execute("DELETE FROM links")

    async def suppressed(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            with suppress(Exception):
                await conn.execute("DELETE FROM links WHERE id = $1", one)
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def cleaned_up(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            try:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
            finally:
                await conn.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def concurrently(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:

            async def work() -> None:
                await conn.execute("DELETE FROM links WHERE id = $1", one)

            await asyncio.gather(work(), work())

    async def one_line(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            try:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
            except ValueError: print("odd")
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)

# output
import asyncio
from contextlib import suppress

import asyncpg
from sqlalchemy import delete

from models import Link


class Links:
    async def passed_on(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            await self.log(conn, one)

    async def bound(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            other = conn
            await conn.execute("DELETE FROM links WHERE id = $1", one)
        await other.close()

    async def raw_statement(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            await conn.execute("VACUUM links")

    async def listener(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.add_listener("links", print)
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def copied(self, rows) -> None:
        async with self.bot.get_db_session() as session, session.begin():
            stmt = delete(Link)
            await session.execute(stmt)
            raw = (
                await (await session.connection()).get_raw_connection()
            ).driver_connection
            await raw.copy_records_to_table("links", records=rows)

    async def afterwards(self, one: int):
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
        return conn.is_closed()

    async def closure(self, one: int):
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            return lambda: conn.is_closed()

    async def options(self, level: str) -> None:
        async with self.bot.db.acquire() as conn:
            async with conn.transaction(isolation=level):
                await conn.execute("DELETE FROM links")

    async def nested_options(self) -> None:
        async with self.bot.db.acquire() as conn:
            async with conn.transaction():
                async with conn.transaction(readonly=True):
                    await conn.execute("DELETE FROM links")

    async def suppressed(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            with suppress(Exception):
                await conn.execute("DELETE FROM links WHERE id = $1", one)
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def cleaned_up(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            try:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
            finally:
                await conn.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def concurrently(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:

            async def work() -> None:
                await conn.execute("DELETE FROM links WHERE id = $1", one)

            await asyncio.gather(work(), work())

    async def one_line(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            try:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
            except ValueError: print("odd")
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
