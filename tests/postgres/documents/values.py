"""Documents in and out."""

from __future__ import annotations

import datetime
import json

from bot import Cases


class Out(Cases):
    async def a_document(self):
        row = await self.bot.db.fetchrow("SELECT data FROM papers WHERE id = 1")
        return row["data"]["b"]

    async def every_document(self):
        rows = await self.bot.db.fetch("SELECT name, data, extra FROM papers ORDER BY id")
        return [(row["name"], row["data"], row["extra"]) for row in rows]

    async def as_one_value(self):
        return await self.bot.db.fetchval("SELECT data FROM papers WHERE id = 2")

    async def none_as_one_value(self):
        return await self.bot.db.fetchval("SELECT extra FROM papers WHERE id = 1")

    async def by_position(self):
        return [tuple(row) for row in await self.bot.db.fetch("SELECT id, data FROM papers ORDER BY id")]

    async def given_on(self):
        return dict(await self.bot.db.fetchrow("SELECT id, data FROM papers WHERE id = 1"))

    async def changed_by_its_reader(self):
        rows = await self.bot.db.fetch("SELECT id, name, data, extra FROM papers ORDER BY id")
        rows[0]["data"]["a"] = 5
        return [row["data"] for row in rows]

    async def text_beside_the_codec(self):
        return await self.bot.db.fetchval("SELECT raw FROM papers WHERE id = 1")

    async def text_that_is_decoded(self):
        row = await self.bot.db.fetchrow("SELECT id, name FROM papers WHERE id = 1")
        return row["name"]

    async def returned_by_a_change(self):
        return await self.bot.db.fetchval("UPDATE papers SET name = 'x' WHERE id = 2 RETURNING data")

    async def keys_and_values(self):
        return [tuple(r) for r in await self.bot.db.fetch("SELECT key, value FROM papers, jsonb_each(data) WHERE id = 1")]

    async def built(self):
        return await self.bot.db.fetchval("SELECT jsonb_build_object('id', id, 'name', name) FROM papers WHERE id = 1")

    async def built_text(self):
        return await self.bot.db.fetchval("SELECT json_build_object('id', id, 'name', name) FROM papers WHERE id = 1")

    async def by_star(self):
        row = await self.bot.db.fetchrow("SELECT * FROM papers WHERE id = 1")
        return row["raw"], row["data"]

    async def coalesced(self):
        return await self.bot.db.fetchval("SELECT coalesce(raw, '{}'::json) FROM papers WHERE id = 2")


class In(Cases):
    async def an_object(self):
        await self.bot.db.execute("UPDATE papers SET data = $1 WHERE id = 1", {"x": [1, None, 2.5], "y": True})

    async def a_list(self):
        await self.bot.db.execute("UPDATE papers SET data = $1 WHERE id = 1", [1, "two"])

    async def a_text(self):
        await self.bot.db.execute("UPDATE papers SET data = $1 WHERE id = 1", "text")

    async def a_number(self):
        await self.bot.db.execute("UPDATE papers SET data = $1 WHERE id = 1", 5)

    async def a_truth(self):
        await self.bot.db.execute("UPDATE papers SET data = $1 WHERE id = 1", True)

    async def text_encoded_already(self):
        await self.bot.db.execute("UPDATE papers SET data = $1 WHERE id = 1", json.dumps({"a": 1}))

    async def what_the_encoder_turns_into_text(self):
        await self.bot.db.execute("UPDATE papers SET data = $1 WHERE id = 1", {"day": datetime.date(2024, 2, 29)})

    async def none_for_a_column_with_null(self):
        value = self._nothing()
        await self.bot.db.execute("UPDATE papers SET extra = $1", value)

    async def none_for_a_column_without_null(self):
        value = self._nothing()
        await self.bot.db.execute("UPDATE papers SET data = $1", value)

    async def none_with_a_cast(self):
        value = self._nothing()
        await self.bot.db.execute("INSERT INTO papers (name, data, extra) VALUES ($1, '{}', $2::jsonb)", "new", value)

    async def null_written_out(self):
        await self.bot.db.execute("UPDATE papers SET extra = NULL WHERE id = 3")

    async def maybe_none(self):
        for value in (self._nothing(), {"a": 1}):
            await self.bot.db.execute("UPDATE papers SET extra = $1 WHERE id = 2", value)

    async def none_in_a_row_of_many(self):
        await self.bot.db.executemany(
            "INSERT INTO papers (name, data, extra) VALUES ($1, $2, $3)", [("a", {"n": 1}, None), ("b", [], "text")]
        )

    async def as_rows(self):
        counted = [{"word": "a", "total": 1}, {"word": "b", "total": 2}]
        await self.bot.db.execute(
            "INSERT INTO words (word, total) SELECT x.word, x.total "
            "FROM jsonb_to_recordset($1::jsonb) AS x(word text, total integer)",
            counted,
        )

    async def put_into_another(self):
        await self.bot.db.execute(
            "UPDATE papers SET data = jsonb_set(data, '{a}', $1::jsonb) || $2 WHERE id = 1", {"deep": None}, {"z": 1}
        )

    async def built_around_it(self):
        await self.bot.db.execute(
            "INSERT INTO papers (name, data) VALUES ($1, jsonb_build_object('part', $2::jsonb)) RETURNING id", "n", [1]
        )

    async def merged_on_conflict(self):
        await self.bot.db.execute(
            "INSERT INTO papers (id, name, data) VALUES (1, $1, $2) ON CONFLICT (id) "
            "DO UPDATE SET data = papers.data || EXCLUDED.data",
            "n",
            {"a": 2, "new": None},
        )

    async def compared(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE data @> $1", {"a": 1})

    async def compared_with_none(self):
        value = self._nothing()
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE data @> $1::jsonb", value)

    # refused: bind.json
    async def several_at_once(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE $1::jsonb[] IS NULL", [{"a": 1}])

    async def text_beside_it(self):
        await self.bot.db.execute("UPDATE papers SET raw = $1 WHERE id = 1", '{"a":   1}')

    async def text_that_is_none(self):
        value = self._nothing()
        await self.bot.db.execute("UPDATE papers SET raw = $1 WHERE id = 1", value)

    async def text_that_is_no_document(self):
        await self.bot.db.execute("UPDATE papers SET raw = $1 WHERE id = 1", "{a")

    def _nothing(self):
        return None

    async def chosen(self):
        return await self.bot.db.fetchval("SELECT CASE WHEN id = 1 THEN data ELSE extra END FROM papers WHERE id = 1")

    async def chosen_or_given(self):
        return await self.bot.db.fetchval("SELECT CASE WHEN id = 2 THEN data ELSE $1 END FROM papers WHERE id = 1", {"g": 1})

    async def part_of_a_text(self):
        return await self.bot.db.fetchval("SELECT $1::json ->> 'a'", '{"a": 1}')

    async def compared_in_order(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE data > $1", {"a": 0})

    async def compared(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE data = $1 OR data <> '{}'::jsonb", {"a": 1})

    async def compared_with_none(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE data = $1", None)

    async def distinct_from_none(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE data IS DISTINCT FROM $1", None)

    async def between_two(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE data BETWEEN $1 AND $2", {}, {"z": 1})

    async def one_of_two(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM papers WHERE data IN ('{}', $1)", {"a": 1})

    async def joined(self):
        await self.bot.db.execute("UPDATE papers SET data = coalesce(data, '{}'::jsonb) || $1 WHERE id = 1", {"n": [1]})

    async def joined_with_none(self):
        await self.bot.db.execute("UPDATE papers SET data = data || $1 WHERE id = 1", None)

    async def joined_in_front(self):
        await self.bot.db.execute("UPDATE papers SET data = $1::jsonb || data WHERE id = 1", {"n": None})

    async def part_of_a_choice(self):
        return await self.bot.db.fetchval("SELECT coalesce(data, '{}') ->> 'b' FROM papers WHERE id = 1")

    async def part_of_what_was_built(self):
        return await self.bot.db.fetchval("SELECT jsonb_build_object('a', id) ->> 'a' FROM papers WHERE id = 1")

    async def all_of_them(self):
        return await self.bot.db.fetchval("SELECT json_agg(data ORDER BY id) FROM papers")

    async def all_of_them_at_once(self):
        return await self.bot.db.fetchval("SELECT jsonb_agg(data) FROM papers WHERE id = 1")

    async def elements(self):
        return [r["v"] for r in await self.bot.db.fetch("SELECT jsonb_array_elements(data -> 'b') AS v FROM papers WHERE id = 1")]

    async def a_part_as_an_argument(self):
        await self.bot.db.execute("UPDATE papers SET data = jsonb_set(data, $1, $2) WHERE id = 1", ["a"], {"b": 1})
