class Votes:
    async def popular(self, guild_id: int, minimum: int):
        return await self.bot.db.fetch(
            """
            SELECT l.title, count(v.user_id) AS votes
            FROM links AS l
            LEFT JOIN votes AS v ON v.link_id = l.id AND v.counted
            WHERE l.guild_id = $1
            GROUP BY l.id
            HAVING count(v.user_id) >= $2
            ORDER BY votes DESC NULLS LAST, l.title
            """,
            guild_id,
            minimum,
        )

# output
from sqlalchemy import BigInteger, and_, desc, func, literal, select

from models import Link, Vote


class Votes:
    async def popular(self, guild_id: int, minimum: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title, func.count(Vote.user_id).label("votes"))
                .select_from(Link)
                .join(Vote, and_(Vote.link_id == Link.id, Vote.counted), isouter=True)
                .where(Link.guild_id == guild_id)
                .group_by(Link.id)
                .having(func.count(Vote.user_id) >= literal(minimum, BigInteger))
                .order_by(desc("votes").nulls_last(), Link.title)
            )
            result = await session.execute(stmt)
            return result.mappings().all()
