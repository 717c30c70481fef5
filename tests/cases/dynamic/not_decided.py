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
# refused: query.alternatives
# refused: mapping.unknown-column
# refused: sql.parameters
# refused: position.expression
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
from typing import Literal

CHANGED = {"name": "title"}
CHANGED["when"] = "created_at"

HANDED_OUT = {"name": "title", "when": "created_at"}
register(HANDED_OUT)

NAMES = ["title", "url"]
NAMES.append("tag")


class Links:
    async def any_text(self, column: str):
        return await self.bot.db.fetch(f"SELECT title FROM links ORDER BY {column}")

    async def may_be_none(self, column: Literal["title", "url"] | None):
        return await self.bot.db.fetch(f"SELECT title FROM links ORDER BY {column}")

    async def default_of_another_kind(self, column: Literal["title", "url"] = DEFAULT):
        return await self.bot.db.fetch(f"SELECT title FROM links ORDER BY {column}")

    async def parameter_bound_again(self, column: Literal["title", "url"]):
        column = column.upper()
        return await self.bot.db.fetch(f"SELECT title FROM links ORDER BY {column}")

    async def dictionary_that_grows(self, key: str):
        return await self.bot.db.fetch(f"SELECT title FROM links ORDER BY {CHANGED[key]}")

    async def dictionary_that_is_handed_out(self, key: str):
        return await self.bot.db.fetch(f"SELECT title FROM links ORDER BY {HANDED_OUT[key]}")

    async def missing_key(self, key: str):
        column = {"name": "title", "when": "created_at"}.get(key)
        fields = {"name": "title", "when": "created_at"}
        column = fields.get(key)
        return await self.bot.db.fetch(f"SELECT title FROM links ORDER BY {column}")

    async def list_that_grows(self):
        for column in NAMES:
            await self.bot.db.execute(f"UPDATE links SET {column} = NULL")

    async def called_again(self, tag):
        query = f"SELECT title FROM links ORDER BY {'id' if tag.startswith('a') else 'url'}"
        return await self.bot.db.fetch(query)

    async def text_of_an_earlier_turn(self, tags: list[str]):
        query = ""
        for newest in (True, False):
            if newest:
                query = f"SELECT title FROM links ORDER BY {'id' if newest else 'url'}"
            await self.bot.db.fetch(query)

    async def other_columns(self, by_url: bool):
        row = await self.bot.db.fetchrow(f"SELECT {'url' if by_url else 'title'} FROM links")
        return row["url"] if by_url else row["title"]

    async def one_is_no_column(self, sort_by: Literal["title", "no_such_column"]):
        return await self.bot.db.fetch(f"SELECT title FROM links ORDER BY {sort_by}")

    async def other_parameters(self, tag: str, everywhere: bool):
        where = "" if everywhere else "WHERE tag = $1"
        return await self.bot.db.fetch(f"SELECT title FROM links {where}", tag)

    async def in_a_comprehension(self, tags: list[str], newest: bool):
        order = "DESC" if newest else "ASC"
        return [await self.bot.db.fetch(f"SELECT title FROM links WHERE tag = $1 ORDER BY id {order}", tag) for tag in tags]

    async def fragment_that_may_have_changed(self, wanted: list[str]):
        where = "WHERE tag IS NULL" if wanted else ""
        wanted.append("x")
        return await self.bot.db.fetch(f"SELECT title FROM links {where}")

    async def fragment_of_an_attribute(self):
        where = "WHERE tag IS NULL" if self.untagged else ""
        await self.refresh()
        return await self.bot.db.fetch(f"SELECT title FROM links {where}")

    async def fragment_of_a_name_bound_between(self, newest: bool):
        where = "WHERE tag IS NULL" if newest else ""
        newest = True
        return await self.bot.db.fetch(f"SELECT title FROM links {where}")

    async def argument_that_runs_code(self):
        where = "WHERE title = $1" if self.by_title else "WHERE url = $1"
        return await self.bot.db.fetch(f"SELECT title FROM links {where}", self.next_wanted())

    async def fragment_of_an_attribute_that_is_set(self):
        where = "WHERE tag IS NULL" if self.untagged else ""
        self.untagged = True
        return await self.bot.db.fetch(f"SELECT title FROM links {where}")

    async def fragment_of_a_list_under_another_name(self, wanted: list[str]):
        same = wanted
        where = "WHERE tag IS NULL" if wanted else ""
        same += ["x"]
        return await self.bot.db.fetch(f"SELECT title FROM links {where}")

    async def fragment_of_a_variable_of_the_module(self):
        where = "WHERE tag IS NULL" if LIMIT is None else ""
        await self.refresh()
        return await self.bot.db.fetch(f"SELECT title FROM links {where}")
