from collections import defaultdict
from itertools import groupby


class Links:
    async def batches(self, guild_id: int):
        for size in (10, 20):
            rows = await self.bot.db.fetch("SELECT title, url FROM links WHERE guild_id = $1 LIMIT $2", guild_id, size)
            yield rows

    async def titles(self, guild_id: int):
        return [row["title"] async for rows in self.batches(guild_id) for row in rows]

    async def by_tag(self, guild_id: int):
        rows = await self.bot.db.fetch("SELECT tag, url FROM links WHERE guild_id = $1 ORDER BY tag", guild_id)
        return {tag: [row["url"] for row in group] for tag, group in groupby(rows, key=lambda row: row["tag"])}

    async def by_guild(self):
        guilds = defaultdict(list)
        for row in await self.bot.db.fetch("SELECT guild_id, url FROM links"):
            guilds[row["guild_id"]].append(row)
        return {guild: rows[0]["url"] for guild, rows in guilds.items()}

# output
from collections import defaultdict
from itertools import groupby

from sqlalchemy import select

from models import Link


class Links:
    async def batches(self, guild_id: int):
        for size in (10, 20):
            async with self.bot.get_db_session() as session:
                stmt = (
                    select(Link.title, Link.url)
                    .where(Link.guild_id == guild_id)
                    .limit(size)
                )
                result = await session.execute(stmt)
                rows = result.mappings().all()
            yield rows

    async def titles(self, guild_id: int):
        return [row["title"] async for rows in self.batches(guild_id) for row in rows]

    async def by_tag(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.tag, Link.url)
                .where(Link.guild_id == guild_id)
                .order_by(Link.tag)
            )
            result = await session.execute(stmt)
            rows = result.mappings().all()
        return {tag: [row["url"] for row in group] for tag, group in groupby(rows, key=lambda row: row["tag"])}

    async def by_guild(self):
        guilds = defaultdict(list)
        async with self.bot.get_db_session() as session:
            stmt = select(Link.guild_id, Link.url)
            result = await session.execute(stmt)
            records = result.mappings().all()
        for row in records:
            guilds[row["guild_id"]].append(row)
        return {guild: rows[0]["url"] for guild, rows in guilds.items()}
