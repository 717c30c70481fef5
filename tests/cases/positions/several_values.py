class Stats:
    async def pair(self, guild_id: int):
        links, votes = await self.bot.db.fetchval(
            "SELECT count(*) FROM links WHERE guild_id = $1", guild_id
        ), await self.bot.db.fetchval("SELECT count(*) FROM votes")
        return links, votes

    async def all(self, ctx):
        return {
            "links": await self.bot.db.fetchval("SELECT count(*) FROM links WHERE guild_id = $1", ctx.guild.id),
            self.kind(): await self.bot.db.fetchval("SELECT count(*) FROM votes"),
        }

# output
from sqlalchemy import func, select

from models import Link, Vote


class Stats:
    async def pair(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            value = result.scalar()
        async with self.bot.get_db_session() as session:
            statement = select(func.count()).select_from(Vote)
            cursor_result = await session.execute(statement)
            found = cursor_result.scalar()
        links, votes = value, found
        return links, votes

    async def all(self, ctx):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Link.guild_id == ctx.guild.id)
            result = await session.execute(stmt)
            value = result.scalar()
        return {
            "links": value,
            self.kind(): await self._count_votes(),
        }

    async def _count_votes(self):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).select_from(Vote)
            result = await session.execute(stmt)
            return result.scalar()
