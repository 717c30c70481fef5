"""Rows read by the names of their columns, and as mappings."""

from __future__ import annotations

import copy
import json
from typing import cast

from bot import Cases

SHOWN = ("id", "name")
SHOWN_LATER = ["id", "name"]


class Named(Cases):
    async def by_name(self):
        row = await self.bot.db.fetchrow("SELECT * FROM items WHERE id = $1", 1)
        return [row["name"], row["count"], row["index"], row["tag"], row["class"], row["user-id"]]

    async def plain_columns(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = $1", 1)
        return row["id"], row["name"]

    async def labels_of_methods(self):
        row = await self.bot.db.fetchrow("SELECT count, index, name AS keys, tag AS items FROM items WHERE id = 1")
        return [row["count"], row["index"], row["keys"], row["items"]]

    async def no_row(self):
        row = await self.bot.db.fetchrow("SELECT * FROM items WHERE id = $1", 99)
        return row["name"] if row else "nothing"

    async def no_row_read(self):
        row = await self.bot.db.fetchrow("SELECT name, id FROM items WHERE id = $1", 99)
        return row["name"]

    async def unknown_column(self):
        row = await self.bot.db.fetchrow("SELECT name, id FROM items WHERE id = $1", 1)
        return row["nothing"]

    async def as_dict(self):
        row = await self.bot.db.fetchrow("SELECT * FROM items WHERE id = $1", 1)
        return dict(row)

    async def as_dict_with_more(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = $1", 1)
        return [dict(row, extra=1), {**row, "more": 2}, {"name": "before", **row}]

    async def starred_into_a_call(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = $1", 1)
        return self._given(**row)

    def _given(self, id, name, more=None):
        return [id, name, more]

    async def get(self):
        row = await self.bot.db.fetchrow("SELECT * FROM items WHERE id = $1", 2)
        return [row.get("name"), row.get("tag", "default"), row.get("nothing"), row.get("nothing", 5)]

    async def membership(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = $1", 1)
        return ["name" in row, "axe" in row, "tag" not in row]

    async def keys_values_items(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = $1", 1)
        return [list(row.keys()), list(row.values()), [f"{key}={value}" for key, value in row.items()]]

    async def length(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = $1", 1)
        return len(row), len(row) > 1

    async def truth(self):
        row = await self.bot.db.fetchrow("SELECT id FROM items WHERE id = $1", 1)
        none = await self.bot.db.fetchrow("SELECT id FROM items WHERE id = $1", 99)
        return [bool(row), bool(none), not row, row is None, none is None, row != None]  # noqa: E711

    async def walrus(self):
        if (row := await self.bot.db.fetchrow("SELECT name, count FROM items WHERE id = $1", 3)) is not None:
            return row["name"] * 2
        return None

    async def chained(self):
        return (await self.bot.db.fetchrow("SELECT name, count FROM items WHERE id = $1", 3))["count"]

    async def chained_without_row(self):
        return (await self.bot.db.fetchrow("SELECT name, count FROM items WHERE id = $1", 99))["count"]

    async def list_of_names(self):
        rows = await self.bot.db.fetch("SELECT name, count FROM items ORDER BY id")
        return [row["name"] for row in rows if row["count"]]

    async def list_of_dicts(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [dict(row) for row in rows]

    async def map_dict(self):
        return list(map(dict, await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")))

    async def keyed(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items")
        by_id = {row["id"]: row for row in rows}
        return by_id[2]["name"], len(by_id), 3 in by_id, [row["name"] for _, row in sorted(by_id.items(), key=lambda item: item[1]["name"])]

    async def keyed_names(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items")
        return {row["id"]: row["name"] for row in rows}

    async def set_of_names(self):
        rows = await self.bot.db.fetch("SELECT name FROM items")
        return sorted({row["name"] for row in rows})

    async def formatted(self):
        rows = await self.bot.db.fetch("SELECT name, count FROM items ORDER BY id")
        return "\n".join(f"{number}. {row['name']} ({row['count']:>3})" for number, row in enumerate(rows, start=1))

    async def percent(self):
        row = await self.bot.db.fetchrow("SELECT name, count FROM items WHERE id = 1")
        return "%s and %s" % (row["name"], row["count"])

    async def format_call(self):
        row = await self.bot.db.fetchrow("SELECT name, count FROM items WHERE id = 1")
        return "{name} and {count}".format(**row), "{0[name]}".format(row["name"] and dict(row))

    async def key_in_a_variable(self):
        row = await self.bot.db.fetchrow("SELECT name, count FROM items WHERE id = 1")
        return [row[column] for column in ("name", "count")]

    async def key_that_may_be_anything(self, column="name"):
        row = await self.bot.db.fetchrow("SELECT name, count FROM items WHERE id = 1")
        return row[str(column)]

    async def changed_dict(self):
        row = dict(await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1"))
        row["name"] = row["name"].upper()
        row.update(more=1)
        return row

    async def returning(self):
        row = await self.bot.db.fetchrow("INSERT INTO items (name) VALUES ($1) RETURNING id, name, count", "egg")
        return row["id"], row["name"], row["count"]

    async def returning_all(self):
        row = await self.bot.db.fetchrow("UPDATE items SET count = count + 1 WHERE id = 1 RETURNING *")
        return dict(row)

    async def two_rows_of_one_name(self):
        row = await self.bot.db.fetchrow("SELECT id AS a, name AS b FROM items WHERE id = 1")
        return {**row}["b"], row["a"]

    async def any_and_all(self):
        rows = await self.bot.db.fetch("SELECT name, count FROM items")
        return any(row["count"] > 10 for row in rows), all(row["count"] for row in rows), bool(rows)

    async def summed(self):
        rows = await self.bot.db.fetch("SELECT count FROM items")
        return sum(row["count"] for row in rows)

    async def compared_columns(self):
        row = await self.bot.db.fetchrow("SELECT id, count FROM items WHERE id = 1")
        return row["id"] == 1 and row["count"] >= 3

    async def item_of_a_default(self):
        row = await self.bot.db.fetchrow("SELECT name FROM items WHERE id = 99") or {"name": "default"}
        return row["name"]

    async def no_rows(self):
        rows = await self.bot.db.fetch("SELECT name FROM items WHERE id > 99")
        return rows == [], not rows, len(rows)

    # refused: rows.consumer
    async def printed(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return str(row)

    # refused: rows.consumer
    async def in_an_f_string(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return f"{row}"

    async def by_name_and_position(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return row["name"], row[0], dict(row)

    async def hashed(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items")
        return len(set(rows))

    # refused: rows.consumer
    async def represented(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return repr(row)

    # refused: rows.consumer
    async def old_format(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return "%s" % row

    # refused: rows.consumer
    async def dumped(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return json.dumps(row)

    # refused: rows.consumer
    # refused: rows.consumer
    async def compared_rows(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        other = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return row == other

    async def compared_with_a_tuple(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return row == (1, "axe")

    async def membership_of_a_row(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items")
        return (1, "axe") in rows

    async def sorted_by_themselves(self):
        return [row["name"] for row in sorted(await self.bot.db.fetch("SELECT name FROM items"))]

    async def largest_of_all(self):
        rows = await self.bot.db.fetch("SELECT count, name FROM items")
        return max(rows)["name"]

    # refused: rows.consumer
    async def keys_kept(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        keys = row.keys()
        return [list(keys), list(keys)]

    # refused: rows.consumer
    async def next_value(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return next(row.values())

    # refused: rows.consumer
    async def record_type(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return type(row).__name__

    async def record_tested(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return isinstance(row, dict)

    # refused: rows.consumer
    async def pattern(self):
        match await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1"):
            case {"name": name}:
                return name
            case (_, name):
                return name

    # refused: rows.consumer
    async def attribute(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return row.name

    # refused: rows.consumer
    async def copied(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return copy.copy(row)["name"]

    # refused: rows.consumer
    async def key_of_unknown_type(self, key=0):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return row[key]

    # refused: rows.consumer
    async def keyed_by_rows(self):
        rows = await self.bot.db.fetch("SELECT name FROM items")
        return sorted(row["name"] for row in {row: 1 for row in rows})

    # refused: rows.consumer
    async def in_a_set(self):
        row = await self.bot.db.fetchrow("SELECT name FROM items WHERE id = 1")
        return [item["name"] for item in {row}]

    async def added_up(self):
        rows = await self.bot.db.fetch("SELECT name FROM items WHERE id = 1")
        more = rows + [{"name": "more"}]
        return [row["name"] for row in more]

    async def keys_of_a_constant(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return [row[key] for key in SHOWN]

    # refused: rows.consumer
    async def keys_of_a_list_that_may_grow(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return [row[key] for key in SHOWN_LATER]

    # refused: rows.consumer
    async def attribute_that_no_record_has(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return row.name

    async def copied_and_cast(self):
        rows = copy.copy(await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id"))
        return [row["name"] for row in cast("list[asyncpg.Record]", rows)]

    # refused: rows.consumer
    async def copied_deeply(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return copy.deepcopy(row)["name"]

    # refused: rows.consumer
    async def dumped_as_it_is(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 1")
        return json.dumps(row)
