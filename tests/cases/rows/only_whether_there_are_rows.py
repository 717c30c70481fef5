"""Nothing reads a column: rows as they are, and a number that is selected for the sake of it stays a number."""


class Links:
    async def exists(self, link_id: int) -> bool:
        return await self.bot.db.fetchrow("SELECT 1 FROM links WHERE id = $1", link_id) is not None

    async def delete(self, link_id: int) -> None:
        if await self.bot.db.fetchval("SELECT 1 FROM votes WHERE link_id = $1", link_id):
            return
        await self.bot.db.execute("DELETE FROM links WHERE id = $1", link_id)

    async def many(self, guild_id: int) -> bool:
        rows = await self.bot.db.fetch("SELECT id, title FROM links WHERE guild_id = $1", guild_id)
        return bool(rows) and len(rows) > 10

    async def named(self, link_id: int) -> dict | None:
        row = await self.bot.db.fetchrow("SELECT 1 AS found FROM links WHERE id = $1", link_id)
        return dict(row) if row else None

    async def ordered(self, guild_id: int) -> int:
        return await self.bot.db.fetchval(
            "SELECT count(*) FROM links WHERE guild_id = $1 GROUP BY title ORDER BY count DESC", guild_id
        )

# output
"""Nothing reads a column: rows as they are, and a number that is selected for the sake of it stays a number."""

from sqlalchemy import delete, desc, func, literal_column, select

from models import Link, Vote


class Links:
    async def exists(self, link_id: int) -> bool:
        async with self.bot.get_db_session() as session:
            stmt = select(1).where(Link.id == link_id)
            result = await session.execute(stmt)
            row = result.first()
        return row is not None

    async def delete(self, link_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(1).where(Vote.link_id == link_id).limit(1)
            result = await session.execute(stmt)
            value = result.scalar()
        if value:
            return
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.id == link_id)
            await session.execute(stmt)
            await session.commit()

    async def many(self, guild_id: int) -> bool:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.title).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            rows = result.all()
        return bool(rows) and len(rows) > 10

    async def named(self, link_id: int) -> dict | None:
        async with self.bot.get_db_session() as session:
            stmt = select(literal_column("1").label("found")).where(Link.id == link_id)
            result = await session.execute(stmt)
            row = result.mappings().first()
        return dict(row) if row else None

    async def ordered(self, guild_id: int) -> int:
        async with self.bot.get_db_session() as session:
            stmt = (
                select(func.count().label("count"))
                .where(Link.guild_id == guild_id)
                .group_by(Link.title)
                .order_by(desc("count"))
                .limit(1)
            )
            result = await session.execute(stmt)
            return result.scalar()
