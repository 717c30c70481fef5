"""Where a function of its own goes: into the class that ``self`` is of, else behind the function."""
from models import Link


async def title_or_url(bot, link_id: int, wanted: bool) -> str | None:
    return wanted and await bot.db.fetchval("SELECT title FROM links WHERE id = $1", link_id)


def setup(bot):
    async def titles(ids):
        return [await bot.db.fetchval("SELECT title FROM links WHERE id = $1", each) for each in ids]

    return titles


class Cog:
    @staticmethod
    async def url(bot, link_id):
        return link_id and await bot.db.fetchval("SELECT url FROM links WHERE id = $1", link_id)

    @classmethod
    async def tag(cls, bot, link_id):
        return link_id and await bot.db.fetchval("SELECT tag FROM links WHERE id = $1", link_id)

    def counter(self):
        async def count(guilds):
            return {guild: await self.bot.db.fetchval("SELECT count(*) FROM links WHERE guild_id = $1", guild.id) for guild in guilds}

        return count

    class Inner:
        async def last(self, ctx):
            return ctx.guild and await ctx.bot.db.fetchval("SELECT max(id) FROM links WHERE guild_id = $1", ctx.guild.id)


if Link:
    async def clicks(bot):
        return bot and await bot.db.fetchval("SELECT sum(clicks) FROM links")

# output
"""Where a function of its own goes: into the class that ``self`` is of, else behind the function."""
from typing import Any

from sqlalchemy import func, select

from models import Link


async def title_or_url(bot, link_id: int, wanted: bool) -> str | None:
    return wanted and await _fetch_title(bot, link_id)


async def _fetch_title(bot, link_id: int) -> Any:
    async with bot.get_db_session() as session:
        stmt = select(Link.title).where(Link.id == link_id)
        result = await session.execute(stmt)
        return result.scalar()


def setup(bot):
    async def titles(ids):
        return [await _fetch_title_by_each(bot, each) for each in ids]

    return titles


async def _fetch_title_by_each(bot, each):
    async with bot.get_db_session() as session:
        stmt = select(Link.title).where(Link.id == each)
        result = await session.execute(stmt)
        return result.scalar()


class Cog:
    @staticmethod
    async def url(bot, link_id):
        return link_id and await _fetch_url(bot, link_id)

    @classmethod
    async def tag(cls, bot, link_id):
        return link_id and await _fetch_tag(bot, link_id)

    def counter(self):
        async def count(guilds):
            return {guild: await self._count_links(guild.id) for guild in guilds}

        return count

    async def _count_links(self, guild_id):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            return result.scalar()

    class Inner:
        async def last(self, ctx):
            return ctx.guild and await self._fetch_max(ctx, ctx.guild.id)

        async def _fetch_max(self, ctx, guild_id):
            async with ctx.bot.get_db_session() as session:
                stmt = select(func.max(Link.id)).where(Link.guild_id == guild_id)
                result = await session.execute(stmt)
                return result.scalar()


async def _fetch_url(bot, link_id):
    async with bot.get_db_session() as session:
        stmt = select(Link.url).where(Link.id == link_id)
        result = await session.execute(stmt)
        return result.scalar()


async def _fetch_tag(bot, link_id):
    async with bot.get_db_session() as session:
        stmt = select(Link.tag).where(Link.id == link_id)
        result = await session.execute(stmt)
        return result.scalar()


if Link:
    async def clicks(bot):
        return bot and await _fetch_sum(bot)

    async def _fetch_sum(bot):
        async with bot.get_db_session() as session:
            stmt = select(func.sum(Link.clicks))
            result = await session.execute(stmt)
            return result.scalar()
