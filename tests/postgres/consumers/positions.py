"""Rows read by position, unpacked or iterated, alone and beside names."""

from __future__ import annotations

import itertools

from bot import Cases


class Positions(Cases):
    async def indexed(self):
        row = await self.bot.db.fetchrow("SELECT id, name, count FROM items WHERE id = $1", 1)
        return row[0], row[1], row[-1]

    async def sliced(self):
        row = await self.bot.db.fetchrow("SELECT id, name, count FROM items WHERE id = $1", 1)
        return tuple(row[:2]), tuple(row[::-1]), len(row)

    async def out_of_range(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = $1", 1)
        return row[7]

    async def no_row(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = $1", 99)
        return row[0]

    async def unpacked(self):
        number, name = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = $1", 1)
        return name, number

    async def unpacked_wrongly(self):
        number, name = await self.bot.db.fetchrow("SELECT id, name, count FROM items WHERE id = $1", 1)
        return name, number

    async def unpacked_with_star(self):
        row = await self.bot.db.fetchrow("SELECT id, name, count FROM items WHERE id = $1", 1)
        first, *others = row
        return first, others

    async def unpacked_none(self):
        number, name = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = $1", 99)
        return name, number

    async def iterated(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = $1", 1)
        found = []
        for value in row:
            found.append(value)
        return found, [str(value) for value in row]

    async def as_tuple_and_list(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = $1", 1)
        return tuple(row), list(row), [*row]

    async def starred(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = $1", 1)
        return self._pair(*row)

    def _pair(self, first, second):
        return [first, second]

    async def loop_unpacks(self):
        found = []
        for number, name in await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id"):
            found.append(f"{number}: {name}")
        return found

    async def comprehension_unpacks(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return {name: number for number, name in rows}, [name for _, name in rows]

    async def first_column(self):
        rows = await self.bot.db.fetch("SELECT name FROM items ORDER BY id")
        return [row[0] for row in rows], {row[0] for row in rows} == {"axe", "bow", "cup", "die"}

    async def one_element_target(self):
        rows = await self.bot.db.fetch("SELECT name FROM items ORDER BY id")
        return [name for (name,) in rows]

    async def dict_of_pairs(self):
        return dict(await self.bot.db.fetch("SELECT id, name FROM items"))

    async def flattened(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [value for row in rows for value in row]

    async def transposed(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        numbers, names = zip(*rows)
        return numbers, names

    async def mapped_to_tuples(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return list(map(tuple, rows))

    async def enumerated(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [f"{index} {number} {name}" for index, (number, name) in enumerate(rows)]

    async def zipped(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [(letter, row[1]) for letter, row in zip("abcd", rows, strict=True)]

    async def sorted_by_position(self):
        rows = await self.bot.db.fetch("SELECT count, name FROM items")
        return [row[1] for row in sorted(rows, key=lambda row: (row[0], row[1]), reverse=True)]

    async def first_of_all(self):
        return (await self.bot.db.fetch("SELECT name, id FROM items ORDER BY id"))[0][0]

    async def first_of_none(self):
        return (await self.bot.db.fetch("SELECT name, id FROM items WHERE id = 99"))[0][0]

    async def last_of_all(self):
        rows = await self.bot.db.fetch("SELECT name, id FROM items ORDER BY id")
        return rows[-1][0], rows[1:3][0][1]

    async def two_columns_of_one_name(self):
        row = await self.bot.db.fetchrow("SELECT id AS a, name AS a FROM items WHERE id = 1")
        return row[0], row[1]

    async def returning(self):
        row = await self.bot.db.fetchrow("INSERT INTO items (name) VALUES ($1) RETURNING id, name", "egg")
        return row[0], row[1]

    async def names_as_well(self):
        row = await self.bot.db.fetchrow("SELECT id, name, count, tag FROM items WHERE id = 1")
        return row[0], row["name"], row["count"], row.get("tag"), "id" in row, row["id"] + row[0]

    async def dict_as_well(self):
        rows = await self.bot.db.fetch("SELECT id, name, index FROM items ORDER BY id")
        return [(row[0], dict(row), {**row}, list(row.keys()), row["index"]) for row in rows]

    async def unpacked_and_named(self):
        found = []
        for row in await self.bot.db.fetch("SELECT id, name, class FROM items ORDER BY id"):
            number, name, kind = row
            found.append((number, name, kind, row["class"], row["name"]))
        return found

    async def missing_name_beside_a_position(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return row[0], row["nothing"]

    async def none_by_name_beside_a_position(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 99")
        return row[0], row["name"]

    async def length_of_each(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items")
        return [len(row) for row in rows], [row[0] > 0 for row in rows]

    async def inner_function(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")

        def shown(items):
            for number, name in items:
                yield f"{number}{name}"

        return list(shown(rows))

    async def chained(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [name for _, name in itertools.chain(rows, [(5, "egg")])]

    # refused: rows.consumer
    async def two_names_and_a_position(self):
        row = await self.bot.db.fetchrow("SELECT id AS a, name AS a FROM items WHERE id = 1")
        return row[0], row["a"]

    async def two_columns_by_one_name(self):
        row = await self.bot.db.fetchrow("SELECT id AS a, name AS a FROM items WHERE id = 1")
        return row["a"]

    # refused: rows.consumer
    async def name_in_a_handler(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 99")
        try:
            return row["name"], row[0]
        except TypeError:
            return "nothing"

    # refused: rows.consumer
    async def other_values_beside(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        rows.append({0: 9, "name": "more"})
        return [(row["name"], row[0]) for row in rows]

    # refused: rows.consumer
    async def kept_and_by_position(self):
        self.row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return self.row[0]

    async def unpacked_by_a_caller(self):
        number, name = await self._found()
        return number, name

    # refused: rows.consumer
    async def _found(self):
        return await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")

    # refused: rows.consumer
    async def counted(self):
        row = await self.bot.db.fetchrow("SELECT id, count FROM items WHERE id = 1")
        return row.count(3)

    # refused: rows.consumer
    async def hashed(self):
        row = await self.bot.db.fetchrow("SELECT id, count FROM items WHERE id = 1")
        return hash(row) == hash((1, 3))

    # refused: rows.consumer
    async def doubled(self):
        row = await self.bot.db.fetchrow("SELECT id, count FROM items WHERE id = 1")
        return row + row

    # refused: rows.consumer
    async def ordered(self):
        rows = await self.bot.db.fetch("SELECT id, count FROM items")
        return rows[0] < rows[1]

    async def reversed_row(self):
        row = await self.bot.db.fetchrow("SELECT id, count FROM items WHERE id = 1")
        return list(reversed(row))

    async def summed(self):
        return sum(await self.bot.db.fetchrow("SELECT id, count FROM items WHERE id = 1"))

    async def values_joined(self):
        row = await self.bot.db.fetchrow("SELECT name, tag FROM items WHERE id = 1")
        return ", ".join(row), " ".join(map(str, row)), dict(zip(("a", "b"), row, strict=True))

    async def values_numbered(self):
        row = await self.bot.db.fetchrow("SELECT count, id FROM items WHERE id = 1")
        return list(enumerate(row)), sorted(row), max(row), any(row), all(row), {2, *()} | set(row)

    async def values_beside_names(self):
        row = await self.bot.db.fetchrow("SELECT name, tag FROM items WHERE id = 2")
        return [*filter(None, row)], row["name"]

    # refused: rows.consumer
    async def values_joined_by_another(self):
        row = await self.bot.db.fetchrow("SELECT name, tag FROM items WHERE id = 1")
        separator = bytearray if row is None else ", "
        return separator.join(row)

    async def values_into_a_starmap(self):
        rows = await self.bot.db.fetch("SELECT name, tag FROM items WHERE id = 1")
        return list(itertools.starmap(lambda name, tag: name + tag, rows))
