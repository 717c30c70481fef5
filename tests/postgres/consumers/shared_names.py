"""Several columns of one name: by position each of them, by name the last."""

from __future__ import annotations

from bot import Cases

BOTH = "SELECT i.id, s.place, s.id FROM items i JOIN shelves s ON s.id = i.shelf_id ORDER BY i.id"


class SharedNames(Cases):
    async def positions(self):
        return [(row[0], row[2]) for row in await self.bot.db.fetch(BOTH)]

    async def unpacked(self):
        return [f"{item} {place} {shelf}" for item, place, shelf in await self.bot.db.fetch(BOTH)]

    async def values(self):
        return [list(row) for row in await self.bot.db.fetch(BOTH)]

    async def by_name(self):
        return [(row["id"], row["place"]) for row in await self.bot.db.fetch(BOTH)]

    async def as_dictionary(self):
        return [list(dict(row).items()) for row in await self.bot.db.fetch(BOTH)]

    async def beside_other_keys(self):
        return [{"kind": "item", **row} for row in await self.bot.db.fetch(BOTH)]

    async def one_row(self):
        row = await self.bot.db.fetchrow(BOTH)
        return row["id"], row.get("id"), row.get("nothing"), "id" in row

    async def no_row(self):
        row = await self.bot.db.fetchrow("SELECT i.id, s.id FROM items i JOIN shelves s ON s.id = i.shelf_id WHERE i.id = 99")
        return None if row is None else row["id"]

    async def counted(self):
        return len(await self.bot.db.fetch(BOTH))

    async def not_read(self):
        await self.bot.db.fetch("SELECT count(*), count(tag) FROM items")

    async def first_value(self):
        return await self.bot.db.fetchval("SELECT i.id, s.id FROM items i JOIN shelves s ON s.id = i.shelf_id")

    async def second_value(self):
        sql = "SELECT i.name, s.place AS name FROM items i JOIN shelves s ON s.id = i.shelf_id ORDER BY i.id"
        return await self.bot.db.fetchval(sql, column=1)

    async def everything(self):
        rows = await self.bot.db.fetch("SELECT * FROM items i JOIN shelves s ON s.id = i.shelf_id ORDER BY i.id")
        return [(row["id"], row["name"], row["class"], row["place"]) for row in rows]

    async def everything_as_dictionary(self):
        rows = await self.bot.db.fetch("SELECT i.*, s.* FROM items i JOIN shelves s ON s.id = i.shelf_id ORDER BY i.id")
        return [list(dict(row).items()) for row in rows]

    async def everything_twice(self):
        rows = await self.bot.db.fetch("SELECT *, id FROM shelves ORDER BY id")
        return [list(dict(row).items()) for row in rows]

    async def everything_of_a_self_join(self):
        rows = await self.bot.db.fetch("SELECT * FROM items a JOIN items b ON a.id = b.id + 1 ORDER BY a.id")
        return [list(dict(row).items()) for row in rows]

    async def positions_of_a_self_join(self):
        rows = await self.bot.db.fetch("SELECT a.*, b.* FROM items a JOIN items b ON a.id = b.id + 1 ORDER BY a.id")
        return [(row[0], row[1], row[9], row[10]) for row in rows]

    async def computed_in_place_of_a_column(self):
        rows = await self.bot.db.fetch("SELECT i.*, coalesce(i.tag, 'none') AS tag FROM items i ORDER BY i.id")
        return [list(dict(row).items()) for row in rows]

    async def same_column_beside_distinct(self):
        rows = await self.bot.db.fetch("SELECT DISTINCT count, count FROM items ORDER BY 1")
        return [dict(row) for row in rows]

    async def of_an_outer_join(self):
        rows = await self.bot.db.fetch("SELECT i.id, s.id FROM items i LEFT JOIN shelves s ON s.id = i.shelf_id")
        return sorted(str(row["id"]) for row in rows)

    async def grouped(self):
        joined = "items i JOIN shelves s ON s.id = i.shelf_id"
        sql = f"SELECT i.id, s.id, count(*) FROM {joined} GROUP BY i.id, s.id ORDER BY i.id, s.id DESC"
        return [dict(row) for row in await self.bot.db.fetch(sql)]

    async def returned(self):
        sql = "UPDATE items SET count = count + 1 FROM shelves s WHERE s.id = shelf_id RETURNING items.id, s.id"
        return sorted(row["id"] for row in await self.bot.db.fetch(sql))

    async def another_name_beside_a_position(self):
        row = await self.bot.db.fetchrow(BOTH)
        return row[0], row["place"], row[2]

    # refused: rows.consumer
    async def the_name_beside_a_position(self):
        row = await self.bot.db.fetchrow(BOTH)
        return row[0], row["id"]

    # refused: rows.consumer
    async def dictionary_beside_a_position(self):
        row = await self.bot.db.fetchrow(BOTH)
        return row[0], dict(row)

    # refused: sql.result-names
    async def length(self):
        return [(len(row), row["id"]) for row in await self.bot.db.fetch(BOTH)]

    # refused: sql.result-names
    async def every_item(self):
        return [list(row.items()) for row in await self.bot.db.fetch(BOTH)]

    # refused: sql.result-names
    async def every_name(self):
        return [", ".join(row.keys()) for row in await self.bot.db.fetch(BOTH)]

    # refused: sql.result-names
    async def every_value_of_a_name(self):
        return [list(row.values()) for row in await self.bot.db.fetch(BOTH)]

    # refused: sql.result-names
    async def as_arguments(self):
        return [self._shown(**row) for row in await self.bot.db.fetch(BOTH)]

    def _shown(self, **values):
        return sorted(values)

    # refused: sql.result-names
    async def two_computed(self):
        row = await self.bot.db.fetchrow("SELECT count(*), count(tag) FROM items")
        return row["count"]

    async def two_computed_by_position(self):
        row = await self.bot.db.fetchrow("SELECT count(*), count(tag) FROM items")
        return row[0], row[1]

    # refused: sql.result-names
    async def computed_before_the_column(self):
        rows = await self.bot.db.fetch("SELECT lower(i.name) AS name, i.name FROM items i ORDER BY i.id")
        return [row["name"] for row in rows]

    # refused: sql.result-names
    async def different_columns_beside_distinct(self):
        rows = await self.bot.db.fetch("SELECT DISTINCT i.id, s.id FROM items i, shelves s")
        return sorted(row["id"] for row in rows)

    # refused: sql.result-names
    async def names_in_a_set(self):
        return [sorted(set(row.keys())) for row in await self.bot.db.fetch(BOTH)]

    # refused: sql.result-names
    async def length_of_each(self):
        return list(map(len, await self.bot.db.fetch(BOTH)))

    # refused: sql.result-names
    async def computed_in_a_subquery(self):
        sql = "SELECT x.id, i.id FROM (SELECT id + 1 AS id FROM shelves) x JOIN items i ON i.id = x.id"
        return sorted(row["id"] for row in await self.bot.db.fetch(sql))

    # refused: rows.consumer
    async def row_out_of_sight(self):
        return [self.bot.unknown(row) for row in await self.bot.db.fetch(BOTH)]

    # refused: sql.result-names
    async def subquery_in_place_of_a_column(self):
        rows = await self.bot.db.fetch("SELECT i.id, lower(i.name) AS low, (SELECT 1) AS id FROM items i ORDER BY i.id")
        return [row["id"] for row in rows]

    # refused: sql.result-names
    async def of_a_union(self):
        rows = await self.bot.db.fetch("SELECT id, id FROM items UNION SELECT id, id FROM shelves")
        return sorted(row["id"] for row in rows)
