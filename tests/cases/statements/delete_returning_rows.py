class Links:
    async def clear(self, guild_id: int) -> list[str]:
        gone = await self.bot.db.fetch("DELETE FROM links WHERE guild_id = $1 RETURNING title, url", guild_id)
        return [f"{row['title']}: {row['url']}" for row in gone]

# output
from sqlalchemy import delete

from models import Link


class Links:
    async def clear(self, guild_id: int) -> list[str]:
        async with self.bot.get_db_session() as session:
            stmt = (
                delete(Link)
                .where(Link.guild_id == guild_id)
                .returning(Link.title, Link.url)
            )
            result = await session.execute(stmt)
            gone = result.mappings().all()
            await session.commit()
        return [f"{row['title']}: {row['url']}" for row in gone]
