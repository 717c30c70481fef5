"""Rows that go through functions, containers, patterns and operators."""

from __future__ import annotations

import copy
import dataclasses
import functools
import heapq
import itertools
import json
import operator
from collections import Counter, defaultdict
from collections.abc import Mapping
from operator import itemgetter

from bot import Cases

KEPT = {}
SEEN = []
LATEST = None


def shown(row):
    return f"{row['id']}: {row['name']}"


def same(row):
    return row


def place_first(row):
    return row[0]


def each(rows, show, *, between=", "):
    return between.join(show(row) for row in rows)


def each_by(rows, key=None):
    return [row["name"] for row in sorted(rows, key=key)]


class Tool:
    def __init__(self, record, note=""):
        self.name = record["name"]
        self.note = note

    @classmethod
    def of(cls, record):
        return cls(record, note="of")

    @classmethod
    def from_all(cls, records):
        return [cls(record) for record in records]


class Handle(Tool):
    def __init__(self, record, note=""):
        self.name = f"handle of {record['name']}"
        self.note = note


class Total:
    def __init__(self):
        self.ids = 0

    def add(self, record):
        self.ids += record["id"]


@dataclasses.dataclass
class Line:
    number: int
    carried: object

    def title(self):
        return f"{self.number} {self.carried['name']}"


@dataclasses.dataclass
class Checked:
    written: object

    def __post_init__(self):
        self.written = dict(self.written)


@dataclasses.dataclass
class Columns:
    id: int
    name: str


class Pages:
    def __init__(self, entries, *, per_page=2):
        self.paged = entries
        self.per_page = per_page

    def page(self):
        return [f"{number} {entry['name']}" for number, entry in enumerate(self.paged[: self.per_page], 1)]


class Flows(Cases):
    async def named_lambda(self):
        show = lambda row: f"{row['id']} {row['name']}"  # noqa: E731
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return "\n".join(show(row) for row in rows)

    async def lambda_that_calls_another(self):
        link = lambda row: f"/{row[1]}"  # noqa: E731
        show = lambda row, url=link: f"{row[0]} {url(row)}"  # noqa: E731
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return self._joined(rows, show)

    async def other_lambda_for_the_same_function(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return self._joined(rows, lambda row: row["name"])

    def _joined(self, rows, show, default="nothing"):
        if not rows:
            return default
        return ", ".join(f"{number} {show(row)}" for number, row in enumerate(rows))

    async def mapped_to_text(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return "\n".join(map(shown, rows))

    async def mapped_by_a_method(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return list(map(self._name, rows)), [row["id"] for row in filter(self._name, rows)]

    def _name(self, row):
        return row["name"]

    # refused: rows.consumer
    async def mapped_to_themselves(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [row[0] for row in map(same, rows)]

    # refused: rows.consumer
    async def function_that_gives_them_back(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return self._given_back(rows, same)

    def _given_back(self, rows, show):
        return [show(row)[0] for row in rows]

    async def mapped_to_positions(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return list(map(place_first, rows))

    # refused: rows.consumer
    async def positions_beside_names_elsewhere(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return list(map(place_first, rows)), list(map(shown, rows))

    async def mapped_to_objects(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [tool.name for tool in map(Tool, rows)]

    async def objects_of_any_class(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [tool.name for tool in Tool.from_all(rows)], [tool.name for tool in Handle.from_all(rows)]

    async def object_by_keyword(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return Tool.of(record=row).note

    async def given_a_function(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return each(rows, shown), each(rows, show=lambda row: row["name"], between=" ")

    async def given_a_key(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return each_by(rows, key=itemgetter("name"))

    # refused: rows.consumer
    async def given_no_key(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return each_by(rows)

    async def partial_of_a_row(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return functools.partial(shown, row)()

    # refused: rows.consumer
    async def partial_function(self):
        show = functools.partial(each, between="; ")
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return show(rows, shown)

    # refused: rows.consumer
    async def partial_that_gives_it_back(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return functools.partial(same, row)()[0]

    async def added_to_an_object_of_its_own(self):
        totals = defaultdict(Total)
        for row in await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id"):
            totals[row["name"][0]].add(row)
        total = Total()
        total.add(await self.bot.db.fetchrow("SELECT id FROM items WHERE id = 2"))
        return {key: value.ids for key, value in totals.items()}, total.ids

    # refused: rows.consumer
    async def added_to_a_set(self):
        found = defaultdict(set)
        for row in await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id"):
            found["all"].add(row)
        return len(found["all"])

    async def field_of_a_dataclass(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [Line(number, row).title() for number, row in enumerate(rows)]

    async def field_by_keyword(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return Line(carried=row, number=5).title()

    # refused: rows.consumer
    async def field_that_is_looked_at(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return Checked(row).written

    async def columns_of_a_dataclass(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [Columns(**row).name for row in rows]

    async def columns_in_order(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [Columns(*row).name for row in rows]

    async def pages(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return Pages(entries=rows, per_page=3).page()

    async def kept_by_key(self):
        self.found = {}
        for row in await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id"):
            self.found[row["id"]] = row
        return self._found(2)

    def _found(self, number):
        row = self.found.get(number)
        return row["name"] if row else None

    async def kept_in_groups(self):
        self.groups = defaultdict(list)
        for row in await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id"):
            self.groups[row["id"] % 2].append(row)
        return {key: [row["name"] for row in rows] for key, rows in self.groups.items()}

    # refused: rows.consumer
    async def kept_and_read_by_position(self):
        self.placed = {}
        for row in await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id"):
            self.placed[row["id"]] = row
        return self.placed[1][1]

    async def kept_in_the_module(self):
        for row in await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id"):
            KEPT[row["id"]] = row
        return self._kept()

    def _kept(self):
        return [row["name"] for row in KEPT.values()]

    async def kept_in_a_list_of_the_module(self):
        SEEN.clear()
        SEEN.extend(await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id"))
        return SEEN[0]["name"], len(SEEN)

    async def kept_under_a_name_of_the_module(self):
        global LATEST
        LATEST = await self.bot.db.fetchrow("SELECT id, name FROM items ORDER BY id DESC")
        return self._latest()

    def _latest(self):
        return LATEST["name"] if LATEST is not None else None

    async def first_and_others(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        first, *others, last = rows
        return first["name"], [row["name"] for row in others], last["name"]

    async def first_and_others_by_position(self):
        first, *others = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return first[1], [name for _, name in others]

    async def lists_added(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id LIMIT 1")
        more = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id DESC LIMIT 1")
        return [row["name"] for row in rows + more]

    async def added_in_place(self):
        found = []
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        found += rows
        return [row["name"] for row in found]

    async def added_to_what_is_read_before(self):
        found = []
        found += await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [row["name"] for row in found]

    # refused: rows.consumer
    async def added_to_what_was_given(self):
        found = self._given()
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        found += rows
        return [row["name"] for row in found]

    def _given(self):
        return []

    async def matched_with_none(self):
        match await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 9"):
            case None:
                return "none"
            case row:
                return row["name"]

    async def matched_with_a_guard(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        match row:
            case None:
                return "none"
            case found if found["id"] > 1:
                return "other"
            case dict():
                return "dict"
            case _:
                return row["name"]

    async def matched_as_a_list(self):
        match await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id LIMIT 2"):
            case []:
                return "none"
            case [first]:
                return first["name"]
            case [first, *others]:
                return first["name"], [row["name"] for row in others]

    # refused: rows.consumer
    async def matched_as_a_pair(self):
        match await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1"):
            case [number, name]:
                return number, name
            case _:
                return "no sequence"

    # refused: rows.consumer
    async def matched_as_a_mapping(self):
        match await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1"):
            case {"id": number}:
                return number
            case _:
                return "no mapping"

    async def formatted_by_name(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return "%(id)05d %(name)s %%" % row, "{name}".format_map(row), "{id}".format(**row)

    # refused: rows.consumer
    async def formatted_whole(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return "%s" % row

    # refused: rows.consumer
    async def shown_in_a_log(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return repr(row)

    async def columns_into_a_dict(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        found = {"more": 1}
        found.update(row)
        return found

    async def columns_into_an_object(self):
        self.__dict__.update(await self.bot.db.fetchrow("SELECT name FROM items WHERE id = 1"))
        return self.name

    # refused: rows.consumer
    async def values_into_a_set(self):
        found = set()
        found.update(await self.bot.db.fetchrow("SELECT name FROM items WHERE id = 1"))
        return found

    # refused: rows.consumer
    async def counted(self):
        found = Counter()
        found.update(await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1"))
        return sorted(map(str, found))

    async def equal_to_a_pair(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return row == (1, "axe"), row != (1, "bow")

    # refused: rows.consumer
    async def equal_to_another(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return row == self._nothing()

    def _nothing(self):
        return None

    async def all_values(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return list(itertools.chain.from_iterable(rows))

    async def some_of_them(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        taken = [row["name"] for row in itertools.takewhile(lambda row: row["id"] < 3, rows)]
        left = [row["name"] for row in itertools.dropwhile(lambda row: row["id"] < 3, rows)]
        return taken, left, [row["id"] for row in heapq.nlargest(2, rows, key=lambda row: row["name"])]

    async def largest_of_themselves(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [row["name"] for row in heapq.nlargest(2, rows)]

    async def sorted_by_position(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [row[0] for row in sorted(rows, key=operator.itemgetter(1), reverse=True)], list(map(itemgetter(0), rows))

    async def sorted_by_a_function(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [row["id"] for row in sorted(rows, key=shown, reverse=True)]

    # refused: rows.consumer
    async def sorted_by_themselves(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [row["id"] for row in sorted(rows, key=same)]

    async def default_of_a_lambda(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [show() for show in [lambda row=row: row["name"] for row in rows]]

    # refused: rows.consumer
    async def default_of_a_function(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")

        def show(found=row):
            return found["name"]

        return show()

    # refused: rows.consumer
    async def copied(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return copy.copy(row)["name"]

    # refused: rows.consumer
    async def kept_by_name(self):
        setattr(self, "row", await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1"))  # noqa: B010
        return self.row["name"]

    # refused: rows.consumer
    async def attribute_by_name(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return getattr(row, "get")("name")  # noqa: B009

    async def encoded(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return json.dumps(rows, default=dict)

    # refused: rows.consumer
    async def keys_of_a_dict(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return len(dict.fromkeys(rows))

    # refused: rows.consumer
    async def tested_for_a_mapping(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return isinstance(row, Mapping)

    # refused: rows.consumer
    async def tested_for_a_tuple_or_dict(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return isinstance(row, (dict, tuple))

    # refused: rows.consumer
    async def class_of_a_row(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return type(row) is dict

    # refused: rows.consumer
    async def repeated(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items WHERE id = 1")
        return [row["name"] for row in rows * 2]

    # refused: rows.consumer
    async def printed_all(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return str([*rows, "end"])

    # refused: rows.consumer
    async def hashed(self):
        return len({row for row in await self.bot.db.fetch("SELECT id, name FROM items")})

    async def filled_up(self):
        rows = await self.bot.db.fetch('SELECT id, name, id * 2 AS "Twice" FROM items ORDER BY id LIMIT 1')
        first = rows[0]
        head = f"{first['name']} {first['Twice']}"
        rows.extend((None, None, None) for _ in range(2))
        return head, [name or "nothing" for _, name, _ in rows]

    # refused: rows.consumer
    async def read_by_name_once_filled_up(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id LIMIT 1")
        found = []
        for _ in range(2):
            found.append(rows[0]["name"] if not found else "again")
            rows.extend((None, None) for _ in range(1))
        return found, [name for _, name in rows]

    async def a_list_of_rows(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return isinstance(rows, list), isinstance(rows, (tuple, set)), [row["name"] for row in rows]

    # refused: rows.consumer
    async def a_list_of_another_name(self):
        list = tuple
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return isinstance(rows, list)
