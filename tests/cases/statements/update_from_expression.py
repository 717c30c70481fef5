class Links:
    async def age(self, guild_id: int, days: int) -> None:
        await self.bot.db.execute(
            "UPDATE links SET clicks = clicks / 2, tag = NULL WHERE guild_id = $1 AND clicks % 2 = 0 AND clicks > $2",
            guild_id,
            days,
        )

# output
from sqlalchemy import update

from models import Link


class Links:
    async def age(self, guild_id: int, days: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link)
                .where(
                    Link.guild_id == guild_id, Link.clicks % 2 == 0, Link.clicks > days
                )
                .values(clicks=Link.clicks // 2, tag=None)
                .execution_options(synchronize_session=False)
            )
            await session.execute(stmt)
            await session.commit()
