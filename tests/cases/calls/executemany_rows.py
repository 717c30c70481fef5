class Links:
    async def add_all(self, guild_id: int, pairs: list[tuple[str, str]]) -> None:
        await self.bot.db.executemany(
            "INSERT INTO links (title, url, guild_id) VALUES ($1, $2, $3)",
            [(title, url, guild_id) for title, url in pairs],
        )

# output
from sqlalchemy import insert

from models import Link


class Links:
    async def add_all(self, guild_id: int, pairs: list[tuple[str, str]]) -> None:
        parameters = [
            {"title": title, "url": url, "guild_id": guild_id} for title, url in pairs
        ]
        if parameters:
            async with self.bot.get_db_session() as session:
                stmt = insert(Link.__table__).inline()
                await session.execute(stmt, parameters)
                await session.commit()
