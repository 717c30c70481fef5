class Links:
    async def first(self, title: str, other: str):
        if (row := await self.bot.db.fetchrow("SELECT id, url FROM links WHERE title = $1", title)) is not None:
            return row["url"]
        elif (row := await self.bot.db.fetchrow("SELECT id, url FROM links WHERE title = $1", other)):
            return row["id"]
        return None

    async def all(self, guild_id: int) -> None:
        while (row := await self.bot.db.fetchrow("DELETE FROM links WHERE guild_id = $1 RETURNING id", guild_id)):
            await self.log(row["id"])

    async def urls(self, guild_id: int):
        return [link["url"] for link in (links := await self.bot.db.fetch("SELECT * FROM links WHERE guild_id = $1", guild_id))], len(links)

# output
from sqlalchemy import RowMapping, delete, select

from models import Link


class Links:
    async def first(self, title: str, other: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            row = result.mappings().first()
        if row is not None:
            return row["url"]
        elif (row := await self._fetch_link(other)):
            return row["id"]
        return None

    async def _fetch_link(self, other: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.title == other)
            result = await session.execute(stmt)
            return result.mappings().first()

    async def all(self, guild_id: int) -> None:
        while (row := await self._delete_links(guild_id)):
            await self.log(row["id"])

    async def _delete_links(self, guild_id: int) -> RowMapping | None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.guild_id == guild_id).returning(Link.id)
            result = await session.execute(stmt)
            row = result.mappings().first()
            await session.commit()
            return row

    async def urls(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            rows = result.scalars().all()
        return [link.url for link in (links := rows)], len(links)
