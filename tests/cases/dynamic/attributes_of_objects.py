# refused: query.dynamic
from typing import ClassVar


class Counted:
    table: ClassVar[str]

    def __init__(self, bot):
        self.bot = bot

    async def count(self):
        return await self.bot.db.fetchval(f"SELECT count(*) FROM {self.table}")


class CountedLinks(Counted):
    table = "links"


class CountedVotes(Counted):
    table = "votes"

    async def count_of_guild(self, link_id: int):
        return await self.bot.db.fetchval(f"SELECT count(*) FROM {self.table} WHERE link_id = $1", link_id)


class Ordered:
    def __init__(self, bot, column: str, *, direction: str = "DESC"):
        self.bot = bot
        self.column = column
        self.order = f"{column} {direction}"

    async def titles(self, guild_id: int):
        query = f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {self.column}"
        return await self.bot.db.fetch(query, guild_id)

    async def clear(self, guild_id: int):
        await self.bot.db.execute(f"UPDATE links SET {self.column} = NULL WHERE guild_id = $1", guild_id)

    async def first(self):
        return await self.bot.db.fetchval(f"SELECT id FROM links ORDER BY {self.order}")


class ByTag(Ordered):
    def __init__(self, bot):
        super().__init__(bot, "tag")


class ByUrl(Ordered):
    def __init__(self, bot, *, direction: str):
        super().__init__(bot, column="url", direction=direction)


class View:
    def __init__(self, ordered: Ordered) -> None:
        self.ordered = ordered

    async def shown(self, ctx):
        await ctx.bot.db.fetch(f"SELECT id FROM links ORDER BY {self.ordered.column}")


class Refreshed:
    ordered: Ordered

    async def shown(self, ctx):
        query = f"SELECT id FROM links ORDER BY {self.ordered.column}"
        self.ordered = await ctx.ordered()
        return await ctx.bot.db.fetch(query)


class WithOptions:
    def __init__(self, bot, table, **options):
        self.bot = bot
        self.table = table

    async def count(self):
        return await self.bot.db.fetchval(f"SELECT count(*) FROM {self.table}")


class OfLinks(WithOptions):
    def __init__(self, bot, *args, **options):
        super().__init__(bot, "links", *args, **options)


class OneTable:
    def __init__(self, bot, table="links"):
        self.bot = bot
        self.table = table

    async def newest(self):
        return await self.bot.db.fetchval(f"SELECT max(id) FROM {self.table}")


def setup(bot):
    return [OneTable(bot), OneTable(bot, table="links"), ByTag(bot), ByUrl(bot, direction="ASC")]

# output
from typing import ClassVar

from sqlalchemy import func, select, update

from models import Link, Vote


class Counted:
    table: ClassVar[str]

    def __init__(self, bot):
        self.bot = bot

    async def count(self):
        async with self.bot.get_db_session() as session:
            model = {"links": Link, "votes": Vote}[self.table]
            stmt = select(func.count()).select_from(model)
            result = await session.execute(stmt)
            return result.scalar()


class CountedLinks(Counted):
    table = "links"


class CountedVotes(Counted):
    table = "votes"

    async def count_of_guild(self, link_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Vote.link_id == link_id)
            result = await session.execute(stmt)
            return result.scalar()


class Ordered:
    def __init__(self, bot, column: str, *, direction: str = "DESC"):
        self.bot = bot
        self.column = column
        self.order = f"{column} {direction}"

    async def titles(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by({"tag": Link.tag, "url": Link.url}[self.column])
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def clear(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link)
                .where(Link.guild_id == guild_id)
                .values({self.column: None})
            )
            await session.execute(stmt)
            await session.commit()

    async def first(self):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.id)
                .order_by(
                    {"tag DESC": Link.tag.desc(), "url ASC": Link.url}[self.order]
                )
                .limit(1)
            )
            result = await session.execute(stmt)
            return result.scalar()


class ByTag(Ordered):
    def __init__(self, bot):
        super().__init__(bot, "tag")


class ByUrl(Ordered):
    def __init__(self, bot, *, direction: str):
        super().__init__(bot, column="url", direction=direction)


class View:
    def __init__(self, ordered: Ordered) -> None:
        self.ordered = ordered

    async def shown(self, ctx):
        async with ctx.bot.get_db_session() as session:
            stmt = select(Link.id).order_by(
                {"tag": Link.tag, "url": Link.url}[self.ordered.column]
            )
            await session.execute(stmt)


class Refreshed:
    ordered: Ordered

    async def shown(self, ctx):
        query = f"SELECT id FROM links ORDER BY {self.ordered.column}"
        self.ordered = await ctx.ordered()
        return await ctx.bot.db.fetch(query)


class WithOptions:
    def __init__(self, bot, table, **options):
        self.bot = bot
        self.table = table

    async def count(self):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).select_from(Link)
            result = await session.execute(stmt)
            return result.scalar()


class OfLinks(WithOptions):
    def __init__(self, bot, *args, **options):
        super().__init__(bot, "links", *args, **options)


class OneTable:
    def __init__(self, bot, table="links"):
        self.bot = bot
        self.table = table

    async def newest(self):
        async with self.bot.get_db_session() as session:
            stmt = select(func.max(Link.id))
            result = await session.execute(stmt)
            return result.scalar()


def setup(bot):
    return [OneTable(bot), OneTable(bot, table="links"), ByTag(bot), ByUrl(bot, direction="ASC")]
