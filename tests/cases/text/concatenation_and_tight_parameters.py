class Links:
    async def add(self, title: str, url: str, guild_id: int) -> None:
        await self.bot.db.execute(
            "INSERT INTO links(title,url,guild_id) "  # no tag yet
            "VALUES($1,$2,$3);",
            title, url, guild_id,
        )

# output
from sqlalchemy import insert

from models import Link


class Links:
    async def add(self, title: str, url: str, guild_id: int) -> None:
        async with self.bot.get_db_session() as session:
            # no tag yet
            stmt = insert(Link).values(title=title, url=url, guild_id=guild_id).inline()
            await session.execute(stmt)
            await session.commit()
