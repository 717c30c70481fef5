"""Columns read as attributes of the project's own record class."""

from __future__ import annotations

from bot import Cases


def shown(row):
    return f"{row.id}: {row.name}"


class Attributes(Cases):
    async def of_a_row(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = $1", 1)
        return row.name.upper() if row else None

    async def of_rows(self):
        return [row.name for row in await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id") if row.id]

    async def of_an_object(self):
        row = await self.bot.db.fetchrow("SELECT * FROM items WHERE id = 1")
        return row.name, row["tag"], row.tag

    async def beside_a_name_and_a_position(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return row[0], row["name"], row.name, dict(row)

    async def of_no_row(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 99")
        return row.name

    async def in_another_function(self):
        return shown(await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1"))

    async def of_an_alias(self):
        row = await self.bot.db.fetchrow("SELECT count(*) AS total FROM items")
        return row.total

    # refused: rows.consumer
    async def method_of_a_tuple(self):
        row = await self.bot.db.fetchrow("SELECT id, count FROM items WHERE id = 1")
        return row.count

    # refused: rows.consumer
    async def of_no_column(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return row.nothing

    # refused: rows.consumer
    async def own_property(self):
        row = await self.bot.db.fetchrow("SELECT id, name, label FROM items WHERE id = 1")
        return row.label

    async def document(self):
        row = await self.bot.db.fetchrow("SELECT id, data FROM items WHERE id = 1")
        return row.data

    # refused: rows.consumer
    async def kept_where_anyone_may_read_it(self):
        self.row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return self.row.name

    # refused: rows.consumer
    async def hidden_name(self):
        row = await self.bot.db.fetchrow("SELECT id AS _fields FROM items WHERE id = 1")
        return row._fields

    # refused: rows.consumer
    async def asked_for_by_name(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return getattr(row, "name")
