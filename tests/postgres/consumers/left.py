"""Uses for which a SQLAlchemy row has no equal, or none that is certain."""

from __future__ import annotations

from bot import Cases


class Left(Cases):
    # refused: rows.consumer
    async def sorted_pairs(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [row['name'] for _, row in sorted(zip([1, 1, 2, 2], rows))]

    # refused: rows.consumer
    async def largest_pair(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return max((row['id'] % 2, row) for row in rows)[1]['name']

    # refused: rows.consumer
    async def values_kept(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        values = row.values()
        return list(values), list(values)

    # refused: rows.consumer
    async def in_a_format_call(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return 'row: {}'.format(row)

    # refused: rows.consumer
    async def in_an_f_string_with_a_name(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return f'{row["name"]} {row!r}'

    # refused: rows.consumer
    async def tuple_printed(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        pair = (1, row)
        return str(pair)

    # refused: rows.consumer
    async def equal_lists(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return rows == [(1, 'axe')]

    # refused: rows.consumer
    async def isinstance_of_a_tuple(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return isinstance(row, tuple)

    # refused: rows.consumer
    async def identity(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return rows[0] is rows[0]

    # refused: rows.consumer
    async def awaited_later(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return (lambda: row)()['name']

    # refused: rows.consumer
    async def union_of_dicts(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return row | {'more': 1}

    # refused: rows.consumer
    async def in_place_union(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        found = {}
        found |= row
        return found

    async def update_of_a_dict(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        found = {}
        found.update(row)
        return found

    # refused: rows.consumer
    async def removed(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        rows.remove(rows[0])
        return len(rows)
