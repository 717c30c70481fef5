"""Comments of the SQL go on as Python's; those of a constant stay where the constant is."""

COUNT = """
-- how many there are
SELECT count(*) FROM links
"""


class Links:
    async def titles(self, guild_id: int):
        return await self.bot.db.fetch(
            """
            -- newest first
            SELECT title, url /* both are
                               * shown */
            FROM links  -- type: ignore nothing
            WHERE guild_id = $1
            ORDER BY id DESC
            """,
            guild_id,  # of the server
        )

    async def count(self):
        return await self.bot.db.fetchval(COUNT)

    async def clear(self, guild_id: int):
        query = "DELETE FROM links -- '--' is no comment\nWHERE guild_id = $1"

        await self.bot.db.execute(query, guild_id)

# output
"""Comments of the SQL go on as Python's; those of a constant stay where the constant is."""

from sqlalchemy import delete, func, select

from models import Link

COUNT = """
-- how many there are
SELECT count(*) FROM links
"""


class Links:
    async def titles(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            # of the server
            # newest first
            # both are
            # shown
            # SQL: type: ignore nothing
            stmt = (
                select(Link.title, Link.url)
                .where(Link.guild_id == guild_id)
                .order_by(Link.id.desc())
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def count(self):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).select_from(Link)
            result = await session.execute(stmt)
            return result.scalar()

    async def clear(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            # '--' is no comment
            stmt = delete(Link).where(Link.guild_id == guild_id)
            await session.execute(stmt)
            await session.commit()
