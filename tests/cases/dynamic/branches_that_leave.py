# refused: query.several-definitions
# refused: query.several-definitions
# refused: query.several-definitions
class Links:
    async def listed(self, guild_id: int, sort: str):
        if sort == "new":
            # the newest
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id DESC LIMIT 2"
            args = (guild_id,)
        elif sort == "mine":
            query = "SELECT title FROM links WHERE guild_id = $1 AND tag = $2"
            args = (guild_id, "mine")
        else:
            raise ValueError(sort)
        return await self.bot.db.fetch(query, *args)

    async def other(self, guild_id: int, newest: bool, tag: str | None):
        if newest:
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id DESC LIMIT 2"
        elif tag is None:
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id"
        else:
            return []
        return await self.bot.db.fetch(query, guild_id)

    async def one(self, guild_id: int, sort: str):
        if sort == "new":
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id DESC LIMIT 2"
        else:
            raise ValueError("no such order")
        return await self.bot.db.fetch(query, guild_id)

    async def else_only_reports(self, guild_id: int, sort: str):
        query = "SELECT id FROM links WHERE guild_id = $1"
        if sort == "new":
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id DESC"
        elif sort == "old":
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id"
        else:
            print(sort)
        return await self.bot.db.fetch(query, guild_id)

    async def tests_that_run_code(self, ctx, guild_id: int):
        if await ctx.confirm("newest?"):
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id DESC"
        elif ctx.pick("first"):
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id"
        else:
            raise ValueError(ctx)
        return await self.bot.db.fetch(query, guild_id)

    async def with_other_work(self, guild_id: int, sort: str):
        if sort == "new":
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id DESC"
            self.seen.add(sort)
        elif sort == "old":
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id"
            self.seen.add("none")
        else:
            raise ValueError(sort)
        return await self.bot.db.fetch(query, guild_id)

    async def comments_of_both(self, guild_id: int, sort: str):
        if sort == "new":
            # the newest
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id DESC"
        elif sort == "old":
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id"
        else:
            # nobody asks for anything else
            raise ValueError(sort)
        return await self.bot.db.fetch(query, guild_id)

# output
from sqlalchemy import select

from models import Link


class Links:
    async def listed(self, guild_id: int, sort: str):
        if sort not in ("new", "mine"):
            raise ValueError(sort)
        async with self.bot.get_db_session() as session:
            # the newest
            if sort == "new":
                stmt = (
                    select(Link.title)
                    .where(Link.guild_id == guild_id)
                    .order_by(Link.id.desc())
                    .limit(2)
                )
            else:
                stmt = select(Link.title).where(
                    Link.guild_id == guild_id, Link.tag == "mine"
                )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def other(self, guild_id: int, newest: bool, tag: str | None):
        if not newest and tag is not None:
            return []
        async with self.bot.get_db_session() as session:
            if newest:
                stmt = (
                    select(Link.title)
                    .where(Link.guild_id == guild_id)
                    .order_by(Link.id.desc())
                    .limit(2)
                )
            else:
                stmt = (
                    select(Link.title)
                    .where(Link.guild_id == guild_id)
                    .order_by(Link.id)
                )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def one(self, guild_id: int, sort: str):
        if sort == "new":
            pass
        else:
            raise ValueError("no such order")
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by(Link.id.desc())
                .limit(2)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def else_only_reports(self, guild_id: int, sort: str):
        query = "SELECT id FROM links WHERE guild_id = $1"
        if sort == "new":
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id DESC"
        elif sort == "old":
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id"
        else:
            print(sort)
        return await self.bot.db.fetch(query, guild_id)

    async def tests_that_run_code(self, ctx, guild_id: int):
        if await ctx.confirm("newest?"):
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id DESC"
        elif ctx.pick("first"):
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id"
        else:
            raise ValueError(ctx)
        return await self.bot.db.fetch(query, guild_id)

    async def with_other_work(self, guild_id: int, sort: str):
        if sort == "new":
            self.seen.add(sort)
        elif sort == "old":
            self.seen.add("none")
        else:
            raise ValueError(sort)
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by(Link.id.desc() if sort == "new" else Link.id)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def comments_of_both(self, guild_id: int, sort: str):
        if sort == "new":
            # the newest
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id DESC"
        elif sort == "old":
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY id"
        else:
            # nobody asks for anything else
            raise ValueError(sort)
        return await self.bot.db.fetch(query, guild_id)
