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

    # refused: rows.consumer
    async def texts_printed(self):
        row = await self.bot.db.fetchrow("SELECT id, data FROM papers WHERE id = 1")
        return f"{row}"

    # refused: sql.cast
    async def a_path(self):
        return await self.bot.db.fetchval("SELECT jsonb_path_query_first(data, $1::jsonpath) FROM papers WHERE id = 1", "$.a")

    # refused: bind.json
    async def rows_of_many(self):
        await self.bot.db.executemany("UPDATE papers SET data = data || ANY($1::jsonb[]) WHERE id = $2", [([{"a": 1}], 1)])

    # refused: types.unsupported
    async def json_compared(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE raw = $1", '{"a": 1}')

    # refused: types.unsupported
    async def json_distinct(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE raw IS DISTINCT FROM $1", None)

    # refused: types.unsupported
    async def json_in_a_list(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE raw IN ('{}', '[]')")

    # refused: types.unsupported
    async def json_between(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE raw BETWEEN '1' AND '2'")

    # refused: sql.predicate
    async def like(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE data LIKE $1", "%a%")

    # refused: sql.string
    async def behind_an_argument(self):
        return await self.bot.db.fetchval("SELECT $1 || data FROM papers WHERE id = 1", {"a": 1})

    # refused: sql.string
    async def joined_with_a_name(self):
        return await self.bot.db.fetchval("SELECT data || name FROM papers WHERE id = 1")

    # refused: sql.string
    async def json_joined(self):
        return await self.bot.db.fetchval("SELECT raw || '{\"a\": 1}' FROM papers WHERE id = 1")

    # refused: sql.json
    async def key_of_json(self):
        return await self.bot.db.fetchval("SELECT raw ? 'a' FROM papers WHERE id = 1")

    # refused: bind.json
    async def less_than_any(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE data < ANY($1)", [{"a": 1}])

    # refused: types.unsupported
    async def json_before(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE raw < '1'")

    # refused: types.unsupported
    async def json_in_a_choice(self):
        return await self.bot.db.fetchval("SELECT CASE raw WHEN '{}' THEN 1 ELSE 2 END FROM papers WHERE id = 1")

    # refused: sql.string
    async def behind_a_mark(self):
        return await self.bot.db.fetchval("SELECT '#' || data FROM papers WHERE id = 1")

    # refused: sql.predicate
    async def like_nothing_else(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE data ~ '^a'")
