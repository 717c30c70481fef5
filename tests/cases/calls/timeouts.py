# refused: call.option
# refused: call.option
# refused: call.option
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
import asyncio
from contextlib import suppress

import asyncpg
from anyio import move_on_after
from asyncpg.protocol.protocol import NO_TIMEOUT


class Links:
    async def hasty(self, one: int) -> str | None:
        try:
            return await self.bot.db.fetchval("SELECT url FROM links WHERE id = $1", one, timeout=2.5)
        except asyncio.TimeoutError:
            return None

    async def patient(self, one: int) -> None:
        await self.bot.db.execute("DELETE FROM links WHERE id = $1", one, timeout=self.patience)
        rows = await self.bot.db.fetch("SELECT url, clicks FROM links WHERE id = $1", one, timeout=None)
        for url, clicks in rows:
            print(url, clicks)

    async def for_ever(self, one: int) -> None:
        await self.bot.db.execute("DELETE FROM links WHERE id = $1", one, timeout=NO_TIMEOUT)

    async def computed(self, one: int) -> None:
        await self.bot.db.execute("DELETE FROM links WHERE id = $1", one, timeout=self.patience())

    async def twice_as_patient(self, one: int) -> None:
        await self.bot.db.execute("DELETE FROM links WHERE id = $1", one, timeout=2 * self.patience)

    async def on_a_connection(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one, timeout=3)
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def gone_on_with(self, one: int) -> bool:
        async with self.bot.db.acquire() as conn:
            try:
                await conn.execute("DELETE FROM links WHERE id = $1", one, timeout=3)
            except TimeoutError:
                return False
            except OSError:
                await self.report("lost")
            return await conn.fetchval("SELECT count(*) FROM votes WHERE link_id = $1", one, timeout=1) == 0

    async def in_a_transaction(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            try:
                async with conn.transaction():
                    await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
                    try:
                        await conn.execute("DELETE FROM links WHERE id = $1", one, timeout=3)
                    except TimeoutError as error:
                        raise LookupError(one) from error
            except LookupError:
                await conn.execute("UPDATE links SET clicks = 0 WHERE id = $1", one)

    async def given(self, conn: asyncpg.Connection, one: int) -> None:
        await conn.execute("DELETE FROM votes WHERE link_id = $1", one, timeout=3)

    async def gives(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await self.given(conn, one)
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def the_transaction_goes_on(self, one: int) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            try:
                async with conn.transaction():
                    await conn.execute("DELETE FROM votes WHERE link_id = $1", one, timeout=3)
            except TimeoutError:
                self.log.warning("votes of %s stay", one)
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def the_transaction_ends_late(self, one: int) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            with suppress(TimeoutError):
                async with asyncio.timeout(3):
                    await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def the_transaction_ends_with_the_block(self, one: int) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            with move_on_after(3):
                await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def the_transaction_ends_cancelled(self, one: int) -> bool:
        async with self.bot.db.acquire() as conn, conn.transaction():
            try:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
            except asyncio.CancelledError:
                return False
            except Exception:
                self.log.exception("a session and a connection are in the same state")
            return True

# output
import asyncio
from contextlib import suppress

import asyncpg
from anyio import move_on_after
from asyncpg.protocol.protocol import NO_TIMEOUT
from sqlalchemy import delete, func, select, update

from models import Link, Vote


class Links:
    async def hasty(self, one: int) -> str | None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = select(Link.url).where(Link.id == one)
                await session.connection()
                result = await asyncio.wait_for(session.execute(stmt), 2.5)
                return result.scalar()
        except asyncio.TimeoutError:
            return None

    async def patient(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.id == one)
            await session.connection()
            await asyncio.wait_for(session.execute(stmt), self.patience)
            await session.commit()
            stmt = select(Link.url, Link.clicks).where(Link.id == one)
            result = await session.execute(stmt)
            rows = result.all()
        for url, clicks in rows:
            print(url, clicks)

    async def for_ever(self, one: int) -> None:
        await self.bot.db.execute("DELETE FROM links WHERE id = $1", one, timeout=NO_TIMEOUT)

    async def computed(self, one: int) -> None:
        await self.bot.db.execute("DELETE FROM links WHERE id = $1", one, timeout=self.patience())

    async def twice_as_patient(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.id == one)
            await session.connection()
            await asyncio.wait_for(session.execute(stmt), 2 * self.patience)
            await session.commit()

    async def on_a_connection(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.id == one)
            await session.connection()
            await asyncio.wait_for(session.execute(stmt), 3)
            await session.commit()
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            await session.commit()

    async def gone_on_with(self, one: int) -> bool:
        async with self.bot.get_db_session() as session:
            try:
                stmt = delete(Link).where(Link.id == one)
                await session.connection()
                await asyncio.wait_for(session.execute(stmt), 3)
                await session.commit()
            except TimeoutError:
                return False
            except OSError:
                await session.rollback()
                await self.report("lost")
            stmt = select(func.count()).where(Vote.link_id == one)
            await session.connection()
            result = await asyncio.wait_for(session.execute(stmt), 1)
            value = result.scalar()
            return value == 0

    async def in_a_transaction(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            try:
                async with session.begin():
                    stmt = delete(Vote).where(Vote.link_id == one)
                    await session.execute(stmt)
                    try:
                        stmt = delete(Link).where(Link.id == one)
                        await session.connection()
                        await asyncio.wait_for(session.execute(stmt), 3)
                    except TimeoutError as error:
                        raise LookupError(one) from error
            except LookupError:
                stmt = update(Link).where(Link.id == one).values(clicks=0)
                await session.execute(stmt)
                await session.commit()

    async def given(self, conn: asyncpg.Connection, one: int) -> None:
        await conn.execute("DELETE FROM votes WHERE link_id = $1", one, timeout=3)

    async def gives(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await self.given(conn, one)
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def the_transaction_goes_on(self, one: int) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            try:
                async with conn.transaction():
                    await conn.execute("DELETE FROM votes WHERE link_id = $1", one, timeout=3)
            except TimeoutError:
                self.log.warning("votes of %s stay", one)
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def the_transaction_ends_late(self, one: int) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            with suppress(TimeoutError):
                async with asyncio.timeout(3):
                    await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def the_transaction_ends_with_the_block(self, one: int) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            with move_on_after(3):
                await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def the_transaction_ends_cancelled(self, one: int) -> bool:
        async with self.bot.db.acquire() as conn, conn.transaction():
            try:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
            except asyncio.CancelledError:
                return False
            except Exception:
                self.log.exception("a session and a connection are in the same state")
            return True
