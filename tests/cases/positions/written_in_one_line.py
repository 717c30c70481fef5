class Links:
    async def url(self, title): return await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)

    async def clear(self, guild_id: int) -> None:
        self.cleared = True; await self.bot.db.execute("DELETE FROM links WHERE guild_id = $1", guild_id)  # all

    async def rename(self, links, guild_id: int) -> None:
        for title, link_id in links: await self.bot.db.execute("UPDATE links SET title = $1 WHERE id = $2 AND guild_id = $3", title, link_id, guild_id)
        try: await self.bot.db.execute("DELETE FROM votes WHERE link_id = $1", guild_id)
        except ValueError: pass

# output
from sqlalchemy import delete, select, update

from models import Link, Vote


class Links:
    async def url(self, title): return await self._fetch_url(title)

    async def _fetch_url(self, title):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.scalar()

    async def clear(self, guild_id: int) -> None:
        self.cleared = True; await self._delete_links(guild_id)  # all

    async def _delete_links(self, guild_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.guild_id == guild_id)
            await session.execute(stmt)
            await session.commit()

    async def rename(self, links, guild_id: int) -> None:
        for title, link_id in links: await self._update_links(title, link_id, guild_id)
        try: await self._delete_votes(guild_id)
        except ValueError: pass

    async def _update_links(self, title: str, link_id: int, guild_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link)
                .where(Link.id == link_id, Link.guild_id == guild_id)
                .values(title=title)
            )
            await session.execute(stmt)
            await session.commit()

    async def _delete_votes(self, guild_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Vote).where(Vote.link_id == guild_id)
            await session.execute(stmt)
            await session.commit()
