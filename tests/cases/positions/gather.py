"""Each coroutine has a session of its own; what is read of the results keeps its meaning."""
import asyncio


class Stats:
    async def all(self, guild_id: int):
        links, votes, first = await asyncio.gather(
            self.bot.db.fetch("SELECT * FROM links WHERE guild_id = $1", guild_id),
            self.bot.db.fetchval("SELECT count(*) FROM votes"),
            self.bot.db.fetchrow("SELECT id, url FROM links WHERE guild_id = $1 ORDER BY id", guild_id),
        )
        return [link["url"] for link in links], votes, first["id"] if first else None

    async def of_each(self, ids):
        rows = await asyncio.gather(*(self.bot.db.fetchrow("SELECT id, url FROM links WHERE id = $1", id) for id in ids))
        return {row["id"]: row[1] for row in rows if row}

    async def clear(self, ids):
        await asyncio.gather(*[self.bot.db.execute("DELETE FROM links WHERE id = $1", id) for id in ids])

    async def first(self, guild_id: int):
        results = await asyncio.gather(self.bot.db.fetch("SELECT id FROM links WHERE guild_id = $1", guild_id), self.other())
        return results[0][0]["id"], results[1]

# output
"""Each coroutine has a session of its own; what is read of the results keeps its meaning."""
import asyncio

from sqlalchemy import delete, func, select

from models import Link, Vote


class Stats:
    async def all(self, guild_id: int):
        links, votes, first = await asyncio.gather(
            self._fetch_links(guild_id),
            self._count_votes(),
            self._fetch_link(guild_id),
        )
        return [link.url for link in links], votes, first["id"] if first else None

    async def _fetch_links(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            return result.scalars().all()

    async def _count_votes(self):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).select_from(Vote)
            result = await session.execute(stmt)
            return result.scalar()

    async def _fetch_link(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.id, Link.url)
                .where(Link.guild_id == guild_id)
                .order_by(Link.id)
                .limit(1)
            )
            result = await session.execute(stmt)
            return result.mappings().first()

    async def of_each(self, ids):
        rows = await asyncio.gather(*(self._fetch_link_by_id(id) for id in ids))
        return {row.id: row[1] for row in rows if row}

    async def _fetch_link_by_id(self, id):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.id == id)
            result = await session.execute(stmt)
            return result.first()

    async def clear(self, ids):
        await asyncio.gather(*[self._delete_links(id) for id in ids])

    async def _delete_links(self, id):
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.id == id)
            await session.execute(stmt)
            await session.commit()

    async def first(self, guild_id: int):
        results = await asyncio.gather(self._fetch_ids(guild_id), self.other())
        return results[0][0]["id"], results[1]

    async def _fetch_ids(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            return result.mappings().all()
