class Links:
    async def find(self, guild_id: int, words: str):
        rows = await self.bot.db.fetch(
            "SELECT title FROM links WHERE (tag IS NULL OR tag <> 'hidden' AND NOT clicks < 3) AND guild_id = $1 AND title LIKE $2",
            guild_id,
            words + "%",
        )
        return [row["title"] for row in rows]

# output
from sqlalchemy import and_, not_, or_, select

from models import Link


class Links:
    async def find(self, guild_id: int, words: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                or_(
                    Link.tag.is_(None),
                    and_(Link.tag != "hidden", not_(Link.clicks < 3)),
                ),
                Link.guild_id == guild_id,
                Link.title.like(words + "%"),
            )
            result = await session.execute(stmt)
            rows = result.mappings().all()
        return [row["title"] for row in rows]
