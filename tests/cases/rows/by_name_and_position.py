class Links:
    async def lines(self, guild_id: int) -> list[str]:
        rows = await self.bot.db.fetch("SELECT title, url, clicks AS count FROM links WHERE guild_id = $1", guild_id)
        return [f"{row[0]}: {row['url']} ({row['count']})" for row in rows]

    async def pair(self, title: str):
        row = await self.bot.db.fetchrow("SELECT id, url FROM links WHERE title = $1", title)
        if row is None:
            return None
        link_id, _ = row
        return link_id, dict(row), row.get("url")

# output
from sqlalchemy import select

from models import Link


class Links:
    async def lines(self, guild_id: int) -> list[str]:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title, Link.url, Link.clicks.label("count")).where(
                Link.guild_id == guild_id
            )
            result = await session.execute(stmt)
            rows = result.all()
        return [f"{row[0]}: {row.url} ({row._mapping['count']})" for row in rows]

    async def pair(self, title: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            row = result.first()
        if row is None:
            return None
        link_id, _ = row
        return link_id, dict(row._mapping), row._mapping.get("url")
