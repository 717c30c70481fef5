class Links:
    async def add(self, guild_id: int, title: str, url: str) -> bool:
        added = await self.bot.db.fetchval(
            "INSERT INTO links (title, url, guild_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING TRUE",
            title,
            url,
            guild_id,
        )
        return added is not None

# output
from sqlalchemy import true
from sqlalchemy.dialects.postgresql import insert as pg_insert

from models import Link


class Links:
    async def add(self, guild_id: int, title: str, url: str) -> bool:
        async with self.bot.get_db_session() as session:
            stmt = (
                pg_insert(Link)
                .values(title=title, url=url, guild_id=guild_id)
                .on_conflict_do_nothing()
                .returning(true())
            )
            result = await session.execute(stmt)
            added = result.scalar()
            await session.commit()
        return added is not None
