"""Rows that other functions read: returned, passed, kept, yielded."""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from operator import itemgetter

from bot import Cases


def shown(row):
    return f"{row['id']}: {row['name']}" if row else "nothing"


def lines(rows):
    for number, row in enumerate(rows, start=1):
        yield f"{number}. {row['name']}"


class Card:
    def __init__(self, row, prefix=""):
        self.title = prefix + row["name"]


class Functions(Cases):
    async def passed_to_a_function(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = $1", 1)
        return shown(row)

    async def passed_to_a_generator(self):
        return list(lines(await self.bot.db.fetch("SELECT name, id FROM items ORDER BY id")))

    async def passed_to_a_class(self):
        rows = await self.bot.db.fetch("SELECT name, id FROM items ORDER BY id")
        return [Card(row, prefix="*").title for row in rows]

    async def passed_to_a_method(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = $1", 1)
        return self._named(row)

    def _named(self, record):
        return record["name"]

    async def _all(self):
        return await self.bot.db.fetch("SELECT id, name, shelf_id, count FROM items ORDER BY id")

    async def returned_to_callers(self):
        return [row["name"] for row in await self._all() if row["shelf_id"]]

    async def returned_as_a_dict(self):
        return {row["id"]: dict(row) for row in await self._all()}

    async def kept_on_the_object(self):
        self.kept = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return self._of_kept()

    def _of_kept(self):
        return [row["name"] for row in self.kept]

    async def _batches(self):
        for start in (1, 3):
            rows = await self.bot.db.fetch(
                "SELECT id, name FROM items WHERE id BETWEEN $1 AND $2 ORDER BY id", start, start + 1
            )
            yield rows

    async def yielded(self):
        return [[row["name"] for row in rows] async for rows in self._batches()]

    async def cached_by_hand(self):
        cache = {}
        for row in await self.bot.db.fetch("SELECT id, name FROM items"):
            cache[row["id"]] = row
        return cache[3]["name"], len(cache), cache.get(9) is None

    async def grouped_by_hand(self):
        groups = defaultdict(list)
        for row in await self.bot.db.fetch("SELECT shelf_id, name FROM items ORDER BY name"):
            groups[row["shelf_id"]].append(row)
        return {shelf: [row["name"] for row in rows] for shelf, rows in groups.items()}

    async def grouped(self):
        rows = await self.bot.db.fetch("SELECT shelf_id, name FROM items WHERE shelf_id > 0 ORDER BY shelf_id, name")
        return {
            shelf: [row["name"] for row in group]
            for shelf, group in itertools.groupby(rows, key=lambda row: row["shelf_id"])
        }

    async def sorted_by_itemgetter(self):
        rows = await self.bot.db.fetch("SELECT name, count FROM items")
        return [row["name"] for row in sorted(rows, key=itemgetter("count", "name"))]

    async def reduced(self):
        rows = await self.bot.db.fetch("SELECT count, name FROM items")
        return functools.reduce(lambda total, row: total + row["count"], rows, 0)

    async def pairs(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        marked = [(row["id"] % 2, row) for row in rows]
        return [row["name"] for odd, row in marked if odd], marked[0][1]["name"]

    async def zipped(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [(left["name"], right["name"]) for left, right in zip(rows, rows[1:])]

    async def sliced(self):
        rows = await self.bot.db.fetch("SELECT name, id FROM items ORDER BY id")
        return [row["name"] for row in itertools.islice(rows, 1, 3)], [row["name"] for row in rows[::-2]]

    async def first_match(self):
        rows = await self.bot.db.fetch("SELECT name, id FROM items ORDER BY id")
        found = next((row for row in rows if row["id"] > 2), None)
        return found["name"] if found else None

    async def merged(self):
        rows = await self.bot.db.fetch("SELECT name, id FROM items WHERE shelf_id = 1 ORDER BY id")
        rows.extend(await self.bot.db.fetch("SELECT name, id FROM items WHERE shelf_id = 2 ORDER BY id"))
        return [row["name"] for row in rows]

    async def popped(self):
        rows = await self.bot.db.fetch("SELECT name, id FROM items ORDER BY id")
        return rows.pop(0)["name"], rows.pop()["name"], len(rows)

    async def inner_function(self):
        rows = await self.bot.db.fetch("SELECT name, id FROM items ORDER BY id")

        def of(number):
            return next(row["name"] for row in rows if row["id"] == number)

        return [of(1), of(4)]

    async def passed_to_a_library(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items")
        return len(functools.partial(shown, rows[0])())

    # refused: rows.consumer
    async def grouped_by_rows(self):
        rows = await self.bot.db.fetch("SELECT name FROM items")
        return len(list(itertools.groupby(rows)))

    # refused: rows.consumer
    async def passed_on_with_stars(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return max(*rows, key=len)["name"]

    # refused: rows.consumer
    async def counted_by_rows(self):
        rows = await self.bot.db.fetch("SELECT shelf_id FROM items")
        return max(rows.count(row) for row in rows)

    # refused: rows.consumer
    async def place_of_a_row(self):
        rows = await self.bot.db.fetch("SELECT name FROM items")
        return rows.index(rows[1])

    # refused: rows.consumer
    async def chosen_function(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return (shown if row else str)(row)

    # refused: rows.consumer
    async def passed_in_a_list(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items WHERE id = 1")
        return ", ".join(map(str, [1, rows]))

    # refused: rows.consumer
    async def kept_in_a_foreign_list(self, found=None):
        found = found or []
        found.append(await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1"))
        return len(found)

    # refused: rows.consumer
    async def multiplied(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items WHERE id = 1")
        return [row["name"] for row in rows * 2]

    async def starred_target(self):
        first, *others = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return first["name"], len(others)

    # refused: rows.consumer
    async def given_to_getattr(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return getattr(row, "name", "none")

    # refused: rows.consumer
    async def changed(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        row["name"] = "other"
        return row["name"]

    async def deleted(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items")
        del rows[0]
        return [row["name"] for row in rows]

    # refused: rows.consumer
    async def keys_of_one(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return row.keys() == {"id", "name"}
