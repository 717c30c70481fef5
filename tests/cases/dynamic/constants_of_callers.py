# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
class Links:
    async def _count(self, table: str):
        return await self.bot.db.fetchval(f"SELECT count(*) FROM {table}")

    async def set_field(self, link_id: int, column, value: str):
        await self.bot.db.execute(f"UPDATE links SET {column} = $1 WHERE id = $2", value, link_id)

    async def sorted_by(self, guild_id: int, *, order: str = "title"):
        query = f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {order}"
        return await self.bot.db.fetch(query, guild_id)

    async def shown(self, ctx, newest: bool):
        await self._count("links")
        await self._count(table="votes")
        await self.set_field(ctx.link_id, "url", ctx.text)
        await self.set_field(ctx.link_id, "tag" if newest else "title", ctx.text)
        await self.sorted_by(ctx.guild.id)
        await self.sorted_by(ctx.guild.id, order="clicks")

    async def never_called(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def called_with_a_variable(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def handed_on(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def called_by_its_name_as_a_text(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    @command()
    async def under_a_decorator(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def one_of_two(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def called_with_stars(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def called_through_the_class(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def bound_again(self, column: str):
        column = column.lower()
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def text(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def count(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def no_word(self, condition: str):
        return await self.bot.db.fetchval(f"SELECT max(id) FROM links WHERE {condition}")

    async def calls(self, given, names):
        await self.called_with_a_variable("title")
        await self.called_with_a_variable(given)
        await self.handed_on("title")
        await self.run(self.handed_on)
        await self.called_by_its_name_as_a_text("title")
        await getattr(self, "called_by_its_name_as_a_text")(given)
        await self.under_a_decorator("title")
        await self.one_of_two("title")
        await self.called_with_stars("title")
        await self.called_with_stars(*names)
        await self.called_through_the_class("title")
        await Links.called_through_the_class(self, "url")
        await self.bound_again("title")
        self.title = text("title")
        await self.text("title")
        names.count("title")
        await self.no_word("id > 5 OR true")


class Others:
    async def one_of_two(self, column: str):
        return column

# output
from sqlalchemy import func, select, update

from models import Link, Vote


class Links:
    async def _count(self, table: str):
        async with self.bot.get_db_session() as session:
            model = {"links": Link, "votes": Vote}[table]
            stmt = select(func.count()).select_from(model)
            result = await session.execute(stmt)
            return result.scalar()

    async def set_field(self, link_id: int, column, value: str):
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id).values({column: value})
            await session.execute(stmt)
            await session.commit()

    async def sorted_by(self, guild_id: int, *, order: str = "title"):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by({"title": Link.title, "clicks": Link.clicks}[order])
            )
            result = await session.execute(stmt)
            return result.all()

    async def shown(self, ctx, newest: bool):
        await self._count("links")
        await self._count(table="votes")
        await self.set_field(ctx.link_id, "url", ctx.text)
        await self.set_field(ctx.link_id, "tag" if newest else "title", ctx.text)
        await self.sorted_by(ctx.guild.id)
        await self.sorted_by(ctx.guild.id, order="clicks")

    async def never_called(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def called_with_a_variable(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def handed_on(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def called_by_its_name_as_a_text(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    @command()
    async def under_a_decorator(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def one_of_two(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def called_with_stars(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def called_through_the_class(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def bound_again(self, column: str):
        column = column.lower()
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def text(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def count(self, column: str):
        return await self.bot.db.fetchval(f"SELECT max({column}) FROM links")

    async def no_word(self, condition: str):
        return await self.bot.db.fetchval(f"SELECT max(id) FROM links WHERE {condition}")

    async def calls(self, given, names):
        await self.called_with_a_variable("title")
        await self.called_with_a_variable(given)
        await self.handed_on("title")
        await self.run(self.handed_on)
        await self.called_by_its_name_as_a_text("title")
        await getattr(self, "called_by_its_name_as_a_text")(given)
        await self.under_a_decorator("title")
        await self.one_of_two("title")
        await self.called_with_stars("title")
        await self.called_with_stars(*names)
        await self.called_through_the_class("title")
        await Links.called_through_the_class(self, "url")
        await self.bound_again("title")
        self.title = text("title")
        await self.text("title")
        names.count("title")
        await self.no_word("id > 5 OR true")


class Others:
    async def one_of_two(self, column: str):
        return column
