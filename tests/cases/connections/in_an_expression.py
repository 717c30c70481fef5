class Links:
    async def in_turn(self, one: int):
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            return self.first and await conn.fetchval("SELECT url FROM links WHERE id = $1", one)

    async def both(self, one: int, two: int):
        async with self.bot.db.acquire() as conn:
            async with conn.transaction():
                return await conn.fetchval(
                    "UPDATE links SET clicks = 0 WHERE id = $1 RETURNING url", one
                ), await conn.fetchval("UPDATE links SET clicks = 1 WHERE id = $1 RETURNING url", two)

    async def until(self, guild_id: int) -> None:
        async with self.bot.db.acquire() as conn:
            while await conn.fetchval("SELECT count(*) FROM links WHERE guild_id = $1", guild_id) > 10:
                await conn.execute("DELETE FROM links WHERE id = (SELECT max(id) FROM links)")

    async def given(self, conn, title: str) -> bool:
        return bool(title) and await conn.fetchval("SELECT url FROM links WHERE title = $1", title)

    async def gives(self, title: str) -> bool:
        async with self.bot.db.acquire() as conn:
            return await self.given(conn, title)

# output
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Link


class Links:
    async def in_turn(self, one: int):
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)
            await session.commit()
            return self.first and await self._fetch_url(session, one)

    async def _fetch_url(self, session: AsyncSession, one: int):
        stmt = select(Link.url).where(Link.id == one)
        result = await session.execute(stmt)
        return result.scalar()

    async def both(self, one: int, two: int):
        async with self.bot.get_db_session() as session:
            async with session.begin():
                stmt = (
                    update(Link)
                    .where(Link.id == one)
                    .values(clicks=0)
                    .returning(Link.url)
                )
                result = await session.execute(stmt)
                value = result.scalar()
                return value, await self._update_links(session, two)

    async def _update_links(self, session: AsyncSession, two: int):
        stmt = update(Link).where(Link.id == two).values(clicks=1).returning(Link.url)
        result = await session.execute(stmt)
        return result.scalar()

    async def until(self, guild_id: int) -> None:
        async with self.bot.get_db_session() as session:
            while await self._count_links(session, guild_id) > 10:
                stmt = (
                    delete(Link)
                    .where(Link.id == select(func.max(Link.id)).scalar_subquery())
                    .execution_options(synchronize_session=False)
                )
                await session.execute(stmt)
                await session.commit()

    async def _count_links(self, session: AsyncSession, guild_id: int) -> Any:
        stmt = select(func.count()).where(Link.guild_id == guild_id)
        result = await session.execute(stmt)
        return result.scalar()

    async def given(self, session, title: str) -> bool:
        return bool(title) and await self._fetch_url_by_title(session, title)

    async def _fetch_url_by_title(self, session: AsyncSession, title: str) -> Any:
        stmt = select(Link.url).where(Link.title == title)
        result = await session.execute(stmt)
        value = result.scalar()
        await session.commit()
        return value

    async def gives(self, title: str) -> bool:
        async with self.bot.get_db_session() as session:
            return await self.given(session, title)
