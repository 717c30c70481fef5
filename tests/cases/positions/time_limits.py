# refused: call.not-awaited
# refused: session.group
# refused: call.not-awaited
# refused: session.group
# refused: session.group
# refused: call.option
import asyncio
from asyncio import wait_for


class Links:
    async def url(self, title: str) -> str:
        row = await asyncio.wait_for(self.bot.db.fetchrow("SELECT id, url FROM links WHERE title = $1", title), timeout=5)
        return row["url"]

    async def count(self) -> int:
        return await asyncio.shield(self.bot.db.fetchval("SELECT count(*) FROM links"))

    async def clear(self, guild_id: int) -> str:
        return await wait_for(self.bot.db.execute("DELETE FROM links WHERE guild_id = $1", guild_id), 1.5)

    async def on_a_connection(self, guild_id: int) -> int:
        async with self.bot.db.acquire() as conn:
            # not for ever
            await asyncio.wait_for(conn.execute("DELETE FROM links WHERE guild_id = $1", guild_id), timeout=self.patience)
            if await wait_for(conn.fetchval("SELECT count(*) FROM links"), 1) is None:
                return 0
            row = await asyncio.wait_for(conn.fetchrow("SELECT id, url FROM links WHERE guild_id = $1", guild_id), 5)
            return row["id"]

    async def too_clever(self, guild_id: int) -> None:
        async with self.bot.db.acquire() as conn:
            await asyncio.wait_for(conn.execute("DELETE FROM votes", timeout=3), self.patience())
            await conn.execute("DELETE FROM links WHERE guild_id = $1", guild_id)

    async def shielded(self, guild_id: int) -> None:
        async with self.bot.db.acquire() as conn:
            await asyncio.wait_for(asyncio.shield(conn.execute("DELETE FROM links WHERE guild_id = $1", guild_id)), 5)

    async def the_transaction_goes_on(self, guild_id: int) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            try:
                await asyncio.wait_for(conn.execute("DELETE FROM votes WHERE user_id = $1", guild_id), 5)
            except (asyncio.TimeoutError, ValueError):
                pass
            await conn.execute("DELETE FROM links WHERE guild_id = $1", guild_id)

    async def given(self, conn, guild_id: int) -> None:
        await asyncio.wait_for(conn.execute("DELETE FROM links WHERE guild_id = $1", guild_id), 5)

    async def gives(self, guild_id: int) -> None:
        async with self.bot.db.acquire() as conn:
            await self.given(conn, guild_id)

# output
import asyncio
from asyncio import wait_for
from typing import Any

from sqlalchemy import RowMapping, delete, func, select

from models import Link


class Links:
    async def url(self, title: str) -> str:
        row = await asyncio.wait_for(self._fetch_link(title), timeout=5)
        return row["url"]

    async def _fetch_link(self, title: str) -> RowMapping | None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.mappings().first()

    async def count(self) -> int:
        return await asyncio.shield(self._count_links())

    async def _count_links(self) -> Any:
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).select_from(Link)
            result = await session.execute(stmt)
            return result.scalar()

    async def clear(self, guild_id: int) -> str:
        return await wait_for(self._delete_links(guild_id), 1.5)

    async def _delete_links(self, guild_id: int) -> str:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            await session.commit()
            return f"DELETE {result.rowcount}"

    async def on_a_connection(self, guild_id: int) -> int:
        async with self.bot.get_db_session() as session:
            # not for ever
            stmt = delete(Link).where(Link.guild_id == guild_id)
            await session.connection()
            await asyncio.wait_for(session.execute(stmt), self.patience)
            await session.commit()
            stmt = select(func.count()).select_from(Link)
            await session.connection()
            result = await asyncio.wait_for(session.execute(stmt), 1)
            value = result.scalar()
            if value is None:
                return 0
            stmt = select(Link.id, Link.url).where(Link.guild_id == guild_id).limit(1)
            await session.connection()
            result = await asyncio.wait_for(session.execute(stmt), 5)
            row = result.mappings().first()
            return row["id"]

    async def too_clever(self, guild_id: int) -> None:
        async with self.bot.db.acquire() as conn:
            await asyncio.wait_for(conn.execute("DELETE FROM votes", timeout=3), self.patience())
            await conn.execute("DELETE FROM links WHERE guild_id = $1", guild_id)

    async def shielded(self, guild_id: int) -> None:
        async with self.bot.db.acquire() as conn:
            await asyncio.wait_for(asyncio.shield(conn.execute("DELETE FROM links WHERE guild_id = $1", guild_id)), 5)

    async def the_transaction_goes_on(self, guild_id: int) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            try:
                await asyncio.wait_for(conn.execute("DELETE FROM votes WHERE user_id = $1", guild_id), 5)
            except (asyncio.TimeoutError, ValueError):
                pass
            await conn.execute("DELETE FROM links WHERE guild_id = $1", guild_id)

    async def given(self, conn, guild_id: int) -> None:
        await asyncio.wait_for(conn.execute("DELETE FROM links WHERE guild_id = $1", guild_id), 5)

    async def gives(self, guild_id: int) -> None:
        async with self.bot.db.acquire() as conn:
            await self.given(conn, guild_id)
