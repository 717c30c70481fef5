"""One value: the first column of the first row, or another one."""

from __future__ import annotations

from bot import Cases


class Scalars(Cases):
    async def value(self):
        return await self.bot.db.fetchval("SELECT name FROM items WHERE id = $1", 1)

    async def no_row(self):
        return await self.bot.db.fetchval("SELECT name FROM items WHERE id = $1", 99)

    async def null(self):
        return await self.bot.db.fetchval("SELECT tag FROM items WHERE id = $1", 2)

    async def or_default(self):
        return await self.bot.db.fetchval("SELECT tag FROM items WHERE id = $1", 2) or "default"

    async def counted(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM items WHERE shelf_id = $1", 1)

    async def exists(self):
        return await self.bot.db.fetchval("SELECT EXISTS (SELECT 1 FROM items WHERE name = $1)", "axe")

    async def not_exists(self):
        return await self.bot.db.fetchval("SELECT EXISTS (SELECT 1 FROM items WHERE name = $1)", "nobody")

    async def returning(self):
        return await self.bot.db.fetchval("INSERT INTO items (name) VALUES ($1) RETURNING id", "egg")

    async def returning_of_none(self):
        return await self.bot.db.fetchval("UPDATE items SET count = 0 WHERE id = $1 RETURNING name", 99)

    async def deleted(self):
        return await self.bot.db.fetchval("DELETE FROM items WHERE shelf_id = 1 RETURNING name")

    async def largest(self):
        return await self.bot.db.fetchval("SELECT max(count) FROM items WHERE shelf_id = $1", 99)

    async def tested(self):
        if await self.bot.db.fetchval("SELECT count FROM items WHERE id = $1", 2):
            return "some"
        return "none"

    async def first_of_several_columns(self):
        return await self.bot.db.fetchval("SELECT name, count FROM items WHERE id = $1", 1)

    async def another_column(self):
        return await self.bot.db.fetchval("SELECT id, name FROM items WHERE id = $1", 1, column=1)

    async def another_column_of_none(self):
        return await self.bot.db.fetchval("SELECT id, name FROM items WHERE id = $1", 99, column=1)

    async def first_column_said(self):
        return await self.bot.db.fetchval("SELECT id, name FROM items WHERE id = $1", 1, column=0)

    async def another_column_of_returning(self):
        return await self.bot.db.fetchval("INSERT INTO items (name) VALUES ($1) RETURNING id, name", "egg", column=1)

    async def another_column_tested(self):
        if await self.bot.db.fetchval("SELECT id, count FROM items WHERE id = $1", 2, column=1):
            return "some"
        return "none"

    async def chained_row(self):
        return (await self.bot.db.fetchrow("SELECT name, count FROM items WHERE id = $1", 1))["name"]

    async def chained_position(self):
        return (await self.bot.db.fetchrow("SELECT name, count FROM items WHERE id = $1", 1))[1]

    async def chained_rows(self):
        return (await self.bot.db.fetch("SELECT name, count FROM items ORDER BY id"))[0][0]

    async def chained_rows_by_name(self):
        return (await self.bot.db.fetch("SELECT name, count FROM items ORDER BY id"))[-1]["name"]

    async def unique_violation(self):
        return await self.bot.db.fetchval("INSERT INTO items (name) VALUES ($1) RETURNING id", "axe")

    # refused: call.option
    async def column_in_a_variable(self, wanted=1):
        return await self.bot.db.fetchval("SELECT id, name FROM items WHERE id = $1", 1, column=wanted)

    # refused: call.option
    async def last_column(self):
        return await self.bot.db.fetchval("SELECT id, name FROM items WHERE id = $1", 1, column=-1)

    # refused: rows.consumer
    async def column_that_is_not_there(self):
        return await self.bot.db.fetchval("SELECT id, name FROM items WHERE id = $1", 1, column=2)
