# refused: query.dynamic
# refused: query.dynamic
# refused: call.arguments
# refused: call.arguments
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: call.arguments
# refused: sql.parameters
# refused: call.arguments
# refused: query.dynamic
# refused: call.arguments
# refused: call.arguments
# refused: call.arguments
# refused: call.arguments
# refused: call.arguments
# refused: query.dynamic
class Links:
    async def loop_that_appends(self, tags: list[str]):
        where = []
        args = []
        for tag in tags:
            args.append(tag)
            where.append(f"tag = ${len(args)}")
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {' OR '.join(where)}", *args)

    async def list_given_away(self, guild_id: int, tag: str | None):
        args = [guild_id]
        query = "SELECT title FROM links WHERE guild_id = $1"
        if tag is not None:
            query += " AND tag = $2"
            args.append(tag)
        self.note(args)
        return await self.bot.db.fetch(query, *args)

    async def list_under_two_names(self, guild_id: int, tag: str):
        args = [guild_id]
        same = args
        same.append(tag)
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1 AND tag = $2", *args)

    async def list_under_two_names_maybe(self, base: int, tag: str, own: bool):
        first = [base]
        args = first if own else [base, tag]
        args.append(tag)
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1", *first)

    async def text_of_a_user(self, guild_id: int, extra: str | None):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if extra:
            query += f" AND title LIKE '{extra}'"
        return await self.bot.db.fetch(query, guild_id)

    async def argument_bound_again(self, guild_id: int, tag: str | None):
        query = "SELECT title FROM links WHERE guild_id = $1"
        args = [guild_id]
        if tag is not None:
            query += " AND tag = $2"
            args.append(tag)
        guild_id = 7
        return await self.bot.db.fetch(query, *args)

    async def test_that_is_bound_again(self, guild_id: int, tag: str | None):
        query = "SELECT title FROM links WHERE guild_id = $1"
        args = [guild_id]
        if tag is None:
            tag = "none"
        else:
            query += " AND tag = $2"
            args.append(tag)
        return await self.bot.db.fetch(query, *args)

    async def attribute_that_may_have_changed(self, guild_id: int):
        query = "SELECT title FROM links WHERE guild_id = $1"
        args = [guild_id]
        if self.tag is not None:
            query += " AND tag = $2"
            args.append(self.tag)
        await self.refresh()
        return await self.bot.db.fetch(query, *args)

    async def argument_with_an_effect(self, guild_id: int, tag: str | None):
        query = "SELECT title FROM links WHERE guild_id = $1"
        args = [guild_id]
        if tag is not None:
            query += " AND tag = $2"
            args.append(self.next_tag())
        return await self.bot.db.fetch(query, *args)

    async def test_with_an_effect(self, guild_id: int):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if self.turn():
            query += " AND tag IS NULL"
        return await self.bot.db.fetch(query, guild_id)

    async def grows_from_turn_to_turn(self, guild_ids: list[int]):
        args = []
        for guild_id in guild_ids:
            args.append(guild_id)
            await self.bot.db.execute("DELETE FROM links WHERE guild_id = $1", *args)

    async def too_few_arguments(self, guild_id: int, tag: str | None):
        query = "SELECT title FROM links WHERE guild_id = $1"
        args = [guild_id]
        if tag is not None:
            query += " AND tag = $2"
        return await self.bot.db.fetch(query, *args)

    async def seen_by_another_function(self, guild_id: int, tag: str):
        args = [guild_id]

        def add():
            args.append(tag)

        add()
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1 AND tag = $2", *args)

    async def may_have_failed_before(self, guild_id: int, tag: str):
        args = [guild_id]
        query = "SELECT title FROM links WHERE guild_id = $1"
        try:
            self.check(tag)
            args.append(tag)
            query += " AND tag = $2"
        except ValueError:
            pass
        return await self.bot.db.fetch(query, *args)

    async def element_replaced(self, guild_id: int, tag: str):
        args = [guild_id, tag]
        args[1] = "x"
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1 AND tag = $2", *args)

    async def list_reads_otherwise_later(self, guild_id: int, words: list):
        args = [guild_id, f"{words}"]
        words.append("x")
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1 AND tag = $2", *args)

    async def branch_beside_another(self, guild_id: int, sort: str):
        if sort == "new":
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY created_at DESC"
        elif sort == "top":
            query = "SELECT title FROM links WHERE guild_id = $1 ORDER BY clicks DESC"
        else:
            raise ValueError(sort)
        return await self.bot.db.fetch(query, guild_id)

    async def starred_parameter(self, query_tail: str, *args):
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1", *args)

    async def tuple_that_cannot_grow(self, guild_id: int, tag: str):
        args = (guild_id,)
        args.append(tag)
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1 AND tag = $2", *args)

    async def options_by_name(self, guild_id: int):
        options = {"timeout": 5}
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1", guild_id, **options)

    async def more_tests_than_anyone_reads(self, guild_id: int, sort: int):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if sort == 1:
            query += " AND clicks > 1"
        elif sort == 2:
            query += " AND clicks > 2"
        elif sort == 3:
            query += " AND clicks > 3"
        elif sort == 4:
            query += " AND clicks > 4"
        elif sort == 5:
            query += " AND clicks > 5"
        elif sort == 6:
            query += " AND clicks > 6"
        elif sort == 7:
            query += " AND clicks > 7"
        return await self.bot.db.fetch(query, guild_id)

# output
from sqlalchemy import select

from models import Link


class Links:
    async def loop_that_appends(self, tags: list[str]):
        where = []
        args = []
        for tag in tags:
            args.append(tag)
            where.append(f"tag = ${len(args)}")
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {' OR '.join(where)}", *args)

    async def list_given_away(self, guild_id: int, tag: str | None):
        args = [guild_id]
        query = "SELECT title FROM links WHERE guild_id = $1"
        if tag is not None:
            query += " AND tag = $2"
            args.append(tag)
        self.note(args)
        return await self.bot.db.fetch(query, *args)

    async def list_under_two_names(self, guild_id: int, tag: str):
        args = [guild_id]
        same = args
        same.append(tag)
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1 AND tag = $2", *args)

    async def list_under_two_names_maybe(self, base: int, tag: str, own: bool):
        first = [base]
        args = first if own else [base, tag]
        args.append(tag)
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1", *first)

    async def text_of_a_user(self, guild_id: int, extra: str | None):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if extra:
            query += f" AND title LIKE '{extra}'"
        return await self.bot.db.fetch(query, guild_id)

    async def argument_bound_again(self, guild_id: int, tag: str | None):
        query = "SELECT title FROM links WHERE guild_id = $1"
        args = [guild_id]
        if tag is not None:
            query += " AND tag = $2"
            args.append(tag)
        guild_id = 7
        return await self.bot.db.fetch(query, *args)

    async def test_that_is_bound_again(self, guild_id: int, tag: str | None):
        query = "SELECT title FROM links WHERE guild_id = $1"
        args = [guild_id]
        if tag is None:
            tag = "none"
        else:
            query += " AND tag = $2"
            args.append(tag)
        return await self.bot.db.fetch(query, *args)

    async def attribute_that_may_have_changed(self, guild_id: int):
        query = "SELECT title FROM links WHERE guild_id = $1"
        args = [guild_id]
        if self.tag is not None:
            query += " AND tag = $2"
            args.append(self.tag)
        await self.refresh()
        return await self.bot.db.fetch(query, *args)

    async def argument_with_an_effect(self, guild_id: int, tag: str | None):
        query = "SELECT title FROM links WHERE guild_id = $1"
        args = [guild_id]
        if tag is not None:
            query += " AND tag = $2"
            args.append(self.next_tag())
        return await self.bot.db.fetch(query, *args)

    async def test_with_an_effect(self, guild_id: int):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if self.turn():
            query += " AND tag IS NULL"
        return await self.bot.db.fetch(query, guild_id)

    async def grows_from_turn_to_turn(self, guild_ids: list[int]):
        args = []
        for guild_id in guild_ids:
            args.append(guild_id)
            await self.bot.db.execute("DELETE FROM links WHERE guild_id = $1", *args)

    async def too_few_arguments(self, guild_id: int, tag: str | None):
        query = "SELECT title FROM links WHERE guild_id = $1"
        args = [guild_id]
        if tag is not None:
            query += " AND tag = $2"
        return await self.bot.db.fetch(query, *args)

    async def seen_by_another_function(self, guild_id: int, tag: str):
        args = [guild_id]

        def add():
            args.append(tag)

        add()
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1 AND tag = $2", *args)

    async def may_have_failed_before(self, guild_id: int, tag: str):
        args = [guild_id]
        query = "SELECT title FROM links WHERE guild_id = $1"
        try:
            self.check(tag)
            args.append(tag)
            query += " AND tag = $2"
        except ValueError:
            pass
        return await self.bot.db.fetch(query, *args)

    async def element_replaced(self, guild_id: int, tag: str):
        args = [guild_id, tag]
        args[1] = "x"
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1 AND tag = $2", *args)

    async def list_reads_otherwise_later(self, guild_id: int, words: list):
        args = [guild_id, f"{words}"]
        words.append("x")
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1 AND tag = $2", *args)

    async def branch_beside_another(self, guild_id: int, sort: str):
        if sort not in ("new", "top"):
            raise ValueError(sort)
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by((Link.created_at if sort == "new" else Link.clicks).desc())
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def starred_parameter(self, query_tail: str, *args):
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1", *args)

    async def tuple_that_cannot_grow(self, guild_id: int, tag: str):
        args = (guild_id,)
        args.append(tag)
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1 AND tag = $2", *args)

    async def options_by_name(self, guild_id: int):
        options = {"timeout": 5}
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1", guild_id, **options)

    async def more_tests_than_anyone_reads(self, guild_id: int, sort: int):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if sort == 1:
            query += " AND clicks > 1"
        elif sort == 2:
            query += " AND clicks > 2"
        elif sort == 3:
            query += " AND clicks > 3"
        elif sort == 4:
            query += " AND clicks > 4"
        elif sort == 5:
            query += " AND clicks > 5"
        elif sort == 6:
            query += " AND clicks > 6"
        elif sort == 7:
            query += " AND clicks > 7"
        return await self.bot.db.fetch(query, guild_id)
