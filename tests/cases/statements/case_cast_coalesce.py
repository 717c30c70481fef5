class Links:
    async def table(self, guild_id: int):
        return await self.bot.db.fetch(
            "SELECT id::text AS id, coalesce(tag, 'none') AS tag, "
            "CASE WHEN clicks > 100 THEN 'hot' WHEN clicks > 0 THEN 'warm' ELSE 'cold' END AS heat "
            "FROM links WHERE guild_id = $1 AND created_at BETWEEN now() - interval '7 days' AND now()",
            guild_id,
        )

# output
from sqlalchemy import Text, case, cast, func, literal_column, select

from models import Link


class Links:
    async def table(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(
                cast(Link.id, Text).label("id"),
                func.coalesce(Link.tag, "none").label("tag"),
                case(
                    (Link.clicks > 100, "hot"), (Link.clicks > 0, "warm"), else_="cold"
                ).label("heat"),
            ).where(
                Link.guild_id == guild_id,
                Link.created_at.between(
                    func.now() - literal_column("INTERVAL '7 days'"), func.now()
                ),
            )
            result = await session.execute(stmt)
            return result.mappings().all()
