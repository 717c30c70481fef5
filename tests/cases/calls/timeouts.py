# refused: call.option
# refused: call.option
# refused: call.option
# refused: session.group
import asyncio

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
        await self.bot.db.execute("DELETE FROM links WHERE id = $1", one, timeout=self.patience * 2)

    async def on_a_connection(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one, timeout=3)
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)

# output
import asyncio

from asyncpg.protocol.protocol import NO_TIMEOUT
from sqlalchemy import delete, select

from models import Link


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
        await self.bot.db.execute("DELETE FROM links WHERE id = $1", one, timeout=self.patience * 2)

    async def on_a_connection(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one, timeout=3)
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
