"""Documents for which the new code has no equal, or none that is certain."""

from __future__ import annotations

from bot import Cases


class Left(Cases):
    # refused: rows.json-codec
    async def distinct_texts(self):
        rows = await self.bot.db.fetch("SELECT DISTINCT to_json(name) AS shown FROM papers")
        return sorted(row["shown"] for row in rows)

    # refused: types.unsupported
    async def texts_put_together(self):
        return [r["raw"] for r in await self.bot.db.fetch("SELECT raw FROM papers UNION ALL SELECT raw FROM papers")]

    # refused: types.unsupported
    async def objects_put_together(self):
        return [r["data"] for r in await self.bot.db.fetch("SELECT data FROM papers UNION SELECT extra FROM papers")]

    # refused: types.unsupported
    async def an_array_of_documents(self):
        return await self.bot.db.fetchval("SELECT array_agg(data ORDER BY id) FROM papers")

    # refused: types.unsupported
    async def an_array_of_texts(self):
        return await self.bot.db.fetchval("SELECT array_agg(raw ORDER BY id) FROM papers")

    # refused: bind.json
    async def one_of_several(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE data = ANY($1::jsonb[])", [{"a": 1}])

    # refused: bind.json
    async def several_texts(self):
        return await self.bot.db.fetchval("SELECT $1::json[] IS NULL", ['{"a": 1}'])

    # refused: mapping.unknown-column
    async def a_whole_row(self):
        return await self.bot.db.fetchval("SELECT row_to_json(papers) FROM papers WHERE id = 1")

    # refused: types.unsupported
    async def in_a_tuple(self):
        return await self.bot.db.fetchval("SELECT (id, data) FROM papers WHERE id = 1")

    # refused: unproven
    async def elements(self):
        return [r["v"] for r in await self.bot.db.fetch("SELECT jsonb_array_elements(data -> 'b') AS v FROM papers WHERE id = 1")]

    # refused: rows.consumer
    async def texts_printed(self):
        row = await self.bot.db.fetchrow("SELECT id, data FROM papers WHERE id = 1")
        return f"{row}"

    # refused: bind.unknown-type
    async def a_part_as_an_argument(self):
        await self.bot.db.execute("UPDATE papers SET data = jsonb_set(data, $1, $2) WHERE id = 1", ["a"], {"b": 1})

    # refused: sql.cast
    async def a_path(self):
        return await self.bot.db.fetchval("SELECT jsonb_path_query_first(data, $1::jsonpath) FROM papers WHERE id = 1", "$.a")

    # refused: bind.json
    async def rows_of_many(self):
        await self.bot.db.executemany("UPDATE papers SET data = data || ANY($1::jsonb[]) WHERE id = $2", [([{"a": 1}], 1)])
