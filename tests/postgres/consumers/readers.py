"""Rows that Python's library reads, and menus of discord.py: by position, by name, as the values they are."""

from __future__ import annotations

import asyncio
import collections
import csv
import functools
import io
import itertools
import json
import operator
from collections import ChainMap, Counter, OrderedDict, namedtuple
from pprint import pformat
from types import SimpleNamespace
from typing import NamedTuple

import discord.utils
from bot import Cases
from discord.ext import menus
from discord.ext.menus import ListPageSource

Pair = namedtuple("Pair", "id name")


class Typed(NamedTuple):
    id: int
    name: str


class Ranks(menus.ListPageSource):
    async def format_page(self, menu, page):
        return [f"{number} {entry['name']}" for number, entry in enumerate(page, self.per_page)]


class Titled(ListPageSource):
    def __init__(self, title, records, *, per_page=3):
        super().__init__(records, per_page=per_page)
        self.title = title

    async def format_page(self, menu, page):
        return self.title, [entry["name"] for entry in page], len(self.entries)


class Single(menus.ListPageSource):
    def __init__(self, records):
        super().__init__(records, per_page=1)

    async def format_page(self, menu, page):
        return page["name"]


class Placed(menus.ListPageSource):
    async def format_page(self, menu, page):
        return [f"{number} {name}" for number, name in page]


class Own(menus.ListPageSource):
    async def get_page(self, page_number):
        return dict(self.entries)

    async def format_page(self, menu, page):
        return page


def names_of(rows, between=", "):
    return between.join(row["name"] for row in rows)


def default(value):
    return dict(value)


class Readers(Cases):
    async def written_line_by_line(self):
        file = io.StringIO()
        writer = csv.writer(file)
        for row in await self.bot.db.fetch("SELECT id, name, tag FROM items ORDER BY id"):
            writer.writerow(row)
        return file.getvalue()

    async def written_at_once(self):
        rows = await self.bot.db.fetch("SELECT id, name, tag FROM items ORDER BY id")
        file = io.StringIO()
        csv.writer(file, delimiter=";").writerows(rows)
        return file.getvalue()

    async def written_below_a_head(self):
        rows = await self.bot.db.fetch("SELECT id, name, tag FROM items ORDER BY id")
        file = io.StringIO()
        writer = csv.writer(file)
        writer.writerow(rows[0].keys())
        writer.writerows(rows)
        return file.getvalue()

    # refused: rows.consumer
    async def written_by_names_that_are_kept(self):
        rows = await self.bot.db.fetch("SELECT id, name, tag FROM items ORDER BY id")
        file = io.StringIO()
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(dict(row) for row in rows)
        return file.getvalue()

    async def written_by_name(self):
        rows = await self.bot.db.fetch("SELECT id, name, tag FROM items ORDER BY id")
        file = io.StringIO()
        writer = csv.DictWriter(file, list(rows[0].keys()))
        writer.writeheader()
        writer.writerows(map(dict, rows))
        return file.getvalue()

    # refused: rows.consumer
    async def written_as_dictionaries(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        csv.DictWriter(io.StringIO(), ["id", "name"]).writerows(rows)

    # refused: rows.consumer
    async def written_by_another(self, writer=None):
        writer = writer or csv.writer(io.StringIO())
        writer.writerow(await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1"))

    async def made_a_named_tuple(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return Pair._make(row).name, Typed(*row).id

    async def made_named_tuples(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [pair.name for pair in map(Typed._make, rows)]

    async def made_named_tuples_of_what_is_named(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [pair.name for pair in map(Typed._make, rows)], rows[0]["id"], [*rows[0].keys()], "id" in rows[0]

    async def into_a_starmap(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return list(itertools.starmap("{}: {}".format, rows))

    async def into_an_ordered_dict(self):
        row = await self.bot.db.fetchrow("SELECT name, id FROM items WHERE id = 1")
        return list(OrderedDict(row).items()), collections.OrderedDict(row, more=1)["more"]

    async def into_a_namespace(self):
        row = await self.bot.db.fetchrow("SELECT name, id FROM items WHERE id = 1")
        return SimpleNamespace(**row).name

    # refused: rows.consumer
    async def into_a_chain_of_maps(self):
        row = await self.bot.db.fetchrow("SELECT name, id FROM items WHERE id = 1")
        return ChainMap({"more": 1}, row)["name"]

    # refused: rows.consumer
    async def counted_as_they_are(self):
        return Counter(await self.bot.db.fetch("SELECT shelf_id, tag FROM items")).most_common(1)[0][1]

    async def counted_by_a_column(self):
        rows = await self.bot.db.fetch("SELECT shelf_id, tag FROM items ORDER BY id")
        return Counter(row["shelf_id"] for row in rows).most_common()

    async def different_ones(self):
        rows = await self.bot.db.fetch("SELECT shelf_id, count > 0 AS some FROM items")
        return len(rows), len(set(rows)), sorted(some for _, some in frozenset(rows))

    async def sorted_by_their_values(self):
        rows = await self.bot.db.fetch("SELECT count, name FROM items")
        return [row["name"] for row in sorted(rows, reverse=True)], max(rows)["name"], min(rows)[0]

    async def sorted_where_none_stands(self):
        rows = await self.bot.db.fetch("SELECT tag, name FROM items")
        return [row["name"] for row in sorted(rows)]

    async def sorted_in_place_by_their_values(self):
        rows = await self.bot.db.fetch("SELECT count, name FROM items")
        rows.sort()
        return [row["name"] for row in rows]

    async def among_them(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return (1, "axe") in rows, (1, "bow") not in rows

    # refused: rows.consumer
    async def one_of_them_among_them(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return rows[0] in rows

    # refused: rows.consumer
    async def name_among_them(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return "axe" in rows

    # refused: rows.consumer
    async def common_ones(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return len(set(rows) & {(1, "axe")})

    async def encoded_by_a_default(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return json.dumps({"rows": rows}, default=dict), json.dumps(rows[0], default=dict, indent=1)

    async def encoded_as_lists(self):
        return json.dumps(await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id"), default=list)

    # refused: rows.consumer
    async def encoded_as_text(self):
        return json.dumps(await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id"), default=str)

    # refused: rows.consumer
    async def encoded_by_a_function(self):
        return json.dumps(await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id"), default=default)

    # refused: rows.consumer
    async def encoded_without_a_default(self):
        return json.dumps(await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id"))

    async def in_a_thread(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        loop = asyncio.get_running_loop()
        first = await loop.run_in_executor(None, names_of, rows)
        last = await loop.run_in_executor(None, functools.partial(names_of, rows, between="; "))
        return first, await asyncio.to_thread(names_of, rows, between=" "), last

    # refused: rows.consumer
    async def in_a_thread_of_unknown_code(self, show=repr):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return await asyncio.to_thread(show, rows)

    async def by_its_own_keys(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        found = [f"{key}={row[key]}" for key in row.keys()]
        for key, _ in row.items():
            found.append(row[key])
        return found

    # refused: rows.consumer
    async def by_the_keys_of_another(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        other = {0: "id"}
        return [row[key] for key in (other or row).keys()]

    async def keys_beside_values(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return dict(zip(row.keys(), row.values())), list(enumerate(row.keys())), [*row.items()]

    async def keys_beside_positions(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return dict(zip(row.keys(), row)), dict.fromkeys(row.keys())

    # refused: rows.consumer
    async def keys_read_later(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        pairs = zip(row.keys(), (1, 2))
        return list(pairs)

    async def forgotten(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        name = row["name"]
        del row
        return name

    async def found_among_them(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return discord.utils.find(lambda row: row["id"] > 1, rows)["name"]

    # refused: rows.consumer
    async def found_by_an_attribute(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return discord.utils.get(rows, id=1)

    # refused: rows.consumer
    async def sorted_by_an_attribute(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [row["id"] for row in sorted(rows, key=operator.attrgetter("name"))]

    # refused: rows.consumer
    async def printed_nicely(self):
        return pformat(await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id"))

    # refused: rows.consumer
    async def added_up(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return sum(rows, ())

    # refused: rows.consumer
    async def a_field_in_a_format(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return "{0[name]}".format(row)

    async def kept_under_the_name_of_a_method(self):
        self.items = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [item["name"] for item in self.items]

    async def kept_with_others(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        self.by_number = {row["id"]: row for row in rows}
        self.by_number.update({9: {"name": "more"}})
        return [item["name"] for item in self.by_number.values()]

    async def in_pages(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        source = Ranks(rows, per_page=3)
        return await source.shown(0), await source.shown(1)

    async def in_pages_of_a_title(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return await Titled("items", rows).shown(1)

    # refused: rows.consumer
    async def in_pages_of_one(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return await Single(rows).shown(2)

    async def in_pages_by_position(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return await Placed(rows, per_page=2).shown(1)

    # refused: rows.consumer
    async def in_pages_of_its_own(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return await Own(rows, per_page=2).shown(1)

    # refused: rows.consumer
    async def in_pages_of_unknown_size(self, size=2):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return await Ranks(rows, per_page=size).shown(0)
