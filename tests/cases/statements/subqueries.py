class Links:
    async def unvoted(self, guild_id: int):
        return await self.bot.db.fetch(
            """
            SELECT l.title
            FROM links l
            WHERE l.guild_id = $1
              AND NOT EXISTS (SELECT 1 FROM votes v WHERE v.link_id = l.id)
              AND l.clicks >= (SELECT avg(o.clicks) FROM links o WHERE o.guild_id = $1)
            """,
            guild_id,
        )

# output
from sqlalchemy import exists, func, select

from models import Link, Vote


class Links:
    async def unvoted(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                Link.guild_id == guild_id,
                ~exists().where(Vote.link_id == Link.id),
                Link.clicks
                >= select(func.avg(Link.clicks))
                .where(Link.guild_id == guild_id)
                .scalar_subquery(),
            )
            result = await session.execute(stmt)
            return result.mappings().all()
