"""Rows that libraries read which not every installation has: pandas, numpy, msgspec, orjson, tabulate."""

from __future__ import annotations

import msgspec
import numpy as np
import orjson
import pandas as pd
from bot import Cases
from tabulate import tabulate


class Entry(msgspec.Struct):
    id: int
    name: str


class Frames(Cases):
    async def frame_with_names(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return pd.DataFrame(rows, columns=["number", "title"]).to_dict("list")

    async def frame_with_its_own_names(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return pd.DataFrame(rows, columns=rows[0].keys()).to_dict("list")

    async def frame_with_names_of_nothing(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items WHERE id > 99")
        return list(pd.DataFrame(data=rows, columns=["number", "title"]).columns)

    async def frame_of_dictionaries(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return pd.DataFrame([dict(row) for row in rows]).to_dict("list")

    async def frame_of_tuples(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return pd.DataFrame(map(tuple, rows)).to_dict("list")

    async def frame_of_records(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return pd.DataFrame.from_records(rows).to_dict("list"), pd.DataFrame.from_records(rows, index=0).to_dict("list")

    # refused: rows.consumer
    async def frame_without_names(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return pd.DataFrame(rows).to_dict("list")

    # refused: rows.consumer
    async def frame_with_no_names(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return pd.DataFrame(rows, columns=None).to_dict("list")

    async def array(self):
        return np.array(await self.bot.db.fetch("SELECT id, count FROM items ORDER BY id")).tolist()

    # refused: rows.consumer
    async def array_of_fields(self):
        rows = await self.bot.db.fetch("SELECT id, count FROM items ORDER BY id")
        return np.array(rows, dtype=[("id", int), ("count", int)])["count"].tolist()

    async def structs(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return [entry.name for entry in msgspec.convert(rows, list[Entry])]

    async def struct(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 2")
        return msgspec.convert(row, type=Entry, strict=False).name, msgspec.convert(dict(row), Entry).id

    async def struct_of_too_little(self):
        return msgspec.convert(await self.bot.db.fetchrow("SELECT id, count FROM items WHERE id = 2"), Entry)

    # refused: rows.consumer
    async def encoded_by_msgspec(self):
        return msgspec.json.encode(await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id"))

    # refused: rows.consumer
    async def converted_by_a_hook(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM items WHERE id = 2")
        return msgspec.convert(row, Entry, dec_hook=print)

    async def encoded_by_orjson(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return orjson.dumps(rows, default=dict).decode(), orjson.dumps([dict(row) for row in rows]).decode()

    # refused: rows.consumer
    async def encoded_by_orjson_alone(self):
        return orjson.dumps(await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id"))

    async def table_of_tuples(self):
        rows = await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id")
        return tabulate([tuple(row) for row in rows], headers=rows[0].keys())

    # refused: rows.consumer
    async def table(self):
        return tabulate(await self.bot.db.fetch("SELECT id, name FROM items ORDER BY id"), headers="keys")
