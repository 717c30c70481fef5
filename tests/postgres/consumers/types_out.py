"""Values of each type, as they come out."""

from __future__ import annotations

import json

from bot import Cases


class Types(Cases):
    async def numbers(self):
        rows = await self.bot.db.fetch("SELECT id, numbers FROM things ORDER BY id")
        return [row["numbers"] for row in rows]

    async def words(self):
        rows = await self.bot.db.fetch("SELECT id, words FROM things ORDER BY id")
        return [row["words"] for row in rows]

    async def price(self):
        rows = await self.bot.db.fetch("SELECT id, price FROM things ORDER BY id")
        return [row["price"] for row in rows]

    async def ratio(self):
        rows = await self.bot.db.fetch("SELECT id, ratio FROM things ORDER BY id")
        return [row["ratio"] for row in rows]

    # refused: types.unsupported
    async def exact(self):
        rows = await self.bot.db.fetch("SELECT id, exact FROM things ORDER BY id")
        return [row["exact"] for row in rows]

    async def address(self):
        rows = await self.bot.db.fetch("SELECT id, address FROM things ORDER BY id")
        return [row["address"] for row in rows]

    async def span(self):
        rows = await self.bot.db.fetch("SELECT id, span FROM things ORDER BY id")
        return [row["span"] for row in rows]

    async def raw(self):
        rows = await self.bot.db.fetch("SELECT id, raw FROM things ORDER BY id")
        return [row["raw"] for row in rows]

    async def day(self):
        rows = await self.bot.db.fetch("SELECT id, day FROM things ORDER BY id")
        return [row["day"] for row in rows]

    async def hour(self):
        rows = await self.bot.db.fetch("SELECT id, hour FROM things ORDER BY id")
        return [row["hour"] for row in rows]

    async def naive(self):
        rows = await self.bot.db.fetch("SELECT id, naive FROM things ORDER BY id")
        return [row["naive"] for row in rows]

    async def aware(self):
        rows = await self.bot.db.fetch("SELECT id, aware FROM things ORDER BY id")
        return [row["aware"] for row in rows]

    # refused: types.unsupported
    async def period(self):
        rows = await self.bot.db.fetch("SELECT id, period FROM things ORDER BY id")
        return [row["period"] for row in rows]

    async def uid(self):
        rows = await self.bot.db.fetch("SELECT id, uid FROM things ORDER BY id")
        return [row["uid"] for row in rows]

    # refused: types.unsupported
    async def uid_text(self):
        rows = await self.bot.db.fetch("SELECT id, uid_text FROM things ORDER BY id")
        return [row["uid_text"] for row in rows]

    async def flag(self):
        rows = await self.bot.db.fetch("SELECT id, flag FROM things ORDER BY id")
        return [row["flag"] for row in rows]

    # refused: types.unsupported
    async def mood(self):
        rows = await self.bot.db.fetch("SELECT id, mood FROM things ORDER BY id")
        return [row["mood"] for row in rows]

    async def plain_mood(self):
        rows = await self.bot.db.fetch("SELECT id, plain_mood FROM things ORDER BY id")
        return [row["plain_mood"] for row in rows]

    async def data(self):
        rows = await self.bot.db.fetch("SELECT id, data FROM things ORDER BY id")
        return [row["data"] for row in rows]

    async def extra(self):
        rows = await self.bot.db.fetch("SELECT id, extra FROM things ORDER BY id")
        return [row["extra"] for row in rows]

    async def everything_but_json(self):
        row = await self.bot.db.fetchrow(
            "SELECT numbers, words, price, ratio, span, raw, day, naive, aware, uid FROM things WHERE id = 1"
        )
        return list(row)

    async def number_of_numbers(self):
        return await self.bot.db.fetchval("SELECT numbers FROM things WHERE id = 1")

    async def sum_of_prices(self):
        return await self.bot.db.fetchval("SELECT sum(price) FROM things")

    async def average_of_ids(self):
        return await self.bot.db.fetchval("SELECT avg(id) FROM things")

    async def decoded(self):
        rows = await self.bot.db.fetch("SELECT id, data FROM things ORDER BY id")
        return [json.loads(row["data"]) for row in rows]

    async def decoded_value(self):
        return json.loads(await self.bot.db.fetchval("SELECT data FROM things WHERE id = 1"))

    async def decoded_if_there(self):
        rows = await self.bot.db.fetch("SELECT id, extra FROM things ORDER BY id")
        return [json.loads(row["extra"]) if row["extra"] else None for row in rows]

    async def decoded_without_test(self):
        rows = await self.bot.db.fetch("SELECT id, extra FROM things ORDER BY id")
        return [json.loads(row["extra"]) for row in rows]

    async def stored(self):
        await self.bot.db.execute("UPDATE things SET data = $1 WHERE id = 1", json.dumps({"a": 1}))

    async def stored_text(self):
        await self.bot.db.execute("UPDATE things SET data = $1 WHERE id = 1", '{"a": 2}')

    async def stored_beside_null(self):
        await self.bot.db.execute("UPDATE things SET data = $1, extra = $2 WHERE id = 1", json.dumps([1]), None)

    async def stored_as_it_is_written(self):
        await self.bot.db.execute("UPDATE things SET extra = $1 WHERE id = 1", '{"b":   1, "b": 2}')

    # refused: bind.json
    async def stored_several(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM things WHERE $1::jsonb[] IS NULL", ['{}'])

    async def stored_what_is_no_document(self):
        await self.bot.db.execute("UPDATE things SET data = $1 WHERE id = 1", '{"a"')

    async def part_of_a_document(self):
        return await self.bot.db.fetchval("SELECT data ->> 'a' FROM things WHERE id = 1")

    async def part_that_is_a_document(self):
        return await self.bot.db.fetchval("SELECT data -> 'a' FROM things WHERE id = 1")

    # refused: types.unsupported
    async def all_columns(self):
        row = await self.bot.db.fetchrow("SELECT * FROM things WHERE id = 1")
        return row["price"]

    async def beside_documents(self):
        row = await self.bot.db.fetchrow("SELECT * FROM documents WHERE id = 1")
        return row["name"], len(row), row is None

    async def decoded_beside(self):
        rows = await self.bot.db.fetch("SELECT * FROM documents ORDER BY id")
        return {row["name"]: json.loads(row["data"])["a"] for row in rows}

    async def decoded_and_changed(self):
        row = await self.bot.db.fetchrow("SELECT data FROM documents WHERE id = 1")
        data = json.loads(row["data"])
        data["more"] = 1
        return data

    async def decoded_by_position(self):
        rows = await self.bot.db.fetch("SELECT name, data FROM documents ORDER BY id")
        return [(row[0], json.loads(row[1])) for row in rows]

    async def documents_given_on(self):
        return dict(await self.bot.db.fetchrow("SELECT * FROM documents WHERE id = 1"))

    async def decoded_twice(self):
        row = await self.bot.db.fetchrow("SELECT data FROM documents WHERE id = 1")
        first, second = json.loads(row["data"]), json.loads(row["data"])
        first["more"] = 1
        return first, second

    async def text_used(self):
        row = await self.bot.db.fetchrow("SELECT data FROM documents WHERE id = 1")
        return len(row["data"])

    async def decoded_in_another_way(self):
        row = await self.bot.db.fetchrow("SELECT data FROM documents WHERE id = 1")
        return json.loads(row["data"], parse_float=str)

    async def decoded_elsewhere(self):
        return json.loads((await self._document())["data"])

    async def _document(self):
        return await self.bot.db.fetchrow("SELECT name, data FROM documents WHERE id = 1")

    # refused: rows.json-codec
    async def different_texts(self):
        return [row["data"] for row in await self.bot.db.fetch("SELECT DISTINCT data FROM documents ORDER BY data")]

    # refused: rows.json-codec
    async def different_texts_beside_names(self):
        rows = await self.bot.db.fetch("SELECT DISTINCT name, data FROM documents ORDER BY name")
        return [dict(row) for row in rows]

    # refused: rows.json-codec
    async def one_of_different_texts(self):
        return await self.bot.db.fetchval("SELECT DISTINCT data FROM documents WHERE id = 1")

    # refused: rows.json-codec
    async def different_parts(self):
        rows = await self.bot.db.fetch("SELECT DISTINCT data -> 'a' AS part FROM documents")
        return sorted(str(row["part"]) for row in rows)

    # refused: types.unsupported
    async def texts_of_both(self):
        rows = await self.bot.db.fetch("SELECT data FROM documents UNION ALL SELECT data FROM things")
        return sorted(row["data"] for row in rows)

    # refused: types.unsupported
    async def texts_of_one(self):
        rows = await self.bot.db.fetch("SELECT data FROM documents EXCEPT SELECT data FROM things")
        return sorted(row["data"] for row in rows)

    # refused: types.unsupported
    async def text_of_the_first(self):
        return await self.bot.db.fetchval("SELECT data FROM documents INTERSECT SELECT data FROM documents LIMIT 1")

    # refused: types.unsupported
    async def texts_in_an_array(self):
        return await self.bot.db.fetchval("SELECT array_agg(data ORDER BY id) FROM documents")

    # refused: types.unsupported
    async def texts_of_an_array(self):
        return await self.bot.db.fetchval("SELECT ARRAY(SELECT data FROM documents ORDER BY id)")

    async def in_the_order_of_a_place(self):
        rows = await self.bot.db.fetch("SELECT name, data FROM documents ORDER BY 2")
        return [row["data"] for row in rows]

    async def in_the_order_of_documents(self):
        rows = await self.bot.db.fetch("SELECT name, data FROM documents ORDER BY data")
        return [row["data"] for row in rows]

    async def in_the_order_of_a_document_by_another_name(self):
        rows = await self.bot.db.fetch("SELECT name, data AS paper FROM documents ORDER BY documents.data")
        return [row["paper"] for row in rows]

    async def by_document(self):
        rows = await self.bot.db.fetch("SELECT data, count(*) AS n FROM documents GROUP BY data ORDER BY n")
        return sorted((row["data"], row["n"]) for row in rows)

    async def text_returned_by_a_change(self):
        row = await self.bot.db.fetchrow("UPDATE documents SET name = $1 WHERE id = 1 RETURNING id, data", "new")
        return dict(row)

    async def everything_returned_by_a_change(self):
        row = await self.bot.db.fetchrow("INSERT INTO documents (name, data) VALUES ($1, $2) RETURNING *", "n", '{"z":1}')
        return row["name"], row["data"]

    async def text_beside_other_tables(self):
        rows = await self.bot.db.fetch(
            "SELECT d.*, t.extra FROM documents d LEFT JOIN things t ON t.id = d.id ORDER BY d.id"
        )
        return [(row["name"], row["data"], row["extra"]) for row in rows]

    async def texts_made_by_the_server(self):
        row = await self.bot.db.fetchrow("SELECT json_agg(name ORDER BY name) AS names, to_jsonb(max(id)) FROM documents")
        return row["names"], row["to_jsonb"]

    async def text_of_a_subquery(self):
        rows = await self.bot.db.fetch("SELECT d.data FROM (SELECT data, id FROM documents) d ORDER BY d.id")
        return [row["data"] for row in rows]

    async def whether_there_is_text(self):
        row = await self.bot.db.fetchrow("SELECT extra FROM things WHERE id = 2")
        return "none" if row["extra"] is None else row["extra"]

    # refused: types.unsupported
    async def period_as_one_value(self):
        return await self.bot.db.fetchval("SELECT period FROM things WHERE id = 1")

    # refused: types.unsupported
    async def period_returned_by_a_change(self):
        return await self.bot.db.fetchval("UPDATE things SET flag = true WHERE id = 1 RETURNING period")

    # refused: types.unsupported
    async def periods_that_overlap(self):
        rows = await self.bot.db.fetch("SELECT a.period * b.period AS both FROM things a CROSS JOIN things b")
        return [row["both"] for row in rows]

    # refused: types.unsupported
    async def mood_as_one_value(self):
        return await self.bot.db.fetchval("SELECT mood FROM things WHERE id = 1")

    # refused: types.unsupported
    async def mood_returned_by_a_change(self):
        return await self.bot.db.fetchval("UPDATE things SET flag = true WHERE id = 1 RETURNING mood")

    # refused: types.unsupported
    async def mood_beside_others(self):
        return dict(await self.bot.db.fetchrow("SELECT id, mood FROM things WHERE id = 1"))

    # refused: types.unsupported
    async def highest_mood(self):
        return await self.bot.db.fetchval("SELECT max(mood) FROM things")

    # refused: mapping.unknown-column
    async def row_as_a_value(self):
        return await self.bot.db.fetchval("SELECT documents FROM documents WHERE id = 1")

    # refused: types.unsupported
    async def type_of_a_value(self):
        return str(await self.bot.db.fetchval("SELECT pg_typeof(data) FROM documents WHERE id = 1"))

    # refused: types.unsupported
    async def several_periods(self):
        return await self.bot.db.fetchval("SELECT array_agg(period) FROM things")

    # refused: types.unsupported
    async def several_moods(self):
        return await self.bot.db.fetchval("SELECT array_agg(mood ORDER BY id) FROM things")

    async def addresses_of_devices(self):
        rows = await self.bot.db.fetch("SELECT mac, others, wide FROM devices ORDER BY id")
        return [list(row) for row in rows]

    async def money_and_owner(self):
        rows = await self.bot.db.fetch("SELECT cost, owner FROM devices ORDER BY id")
        return [(row["cost"], row["owner"]) for row in rows]

    async def a_whole_device(self):
        return dict(await self.bot.db.fetchrow("SELECT * FROM devices WHERE id = 1"))

    async def device_as_an_object(self):
        row = await self.bot.db.fetchrow("SELECT * FROM devices WHERE id = 2")
        return row["mac"], row["clock"], row["owner"]

    async def returned_address(self):
        return await self.bot.db.fetchval("DELETE FROM devices WHERE id = 1 RETURNING mac")

    async def wide_address(self):
        return await self.bot.db.fetchval("SELECT wide FROM devices WHERE id = 1")

    # refused: unproven
    async def device_by_its_address(self):
        return await self.bot.db.fetchval("SELECT id FROM devices WHERE mac = $1", "08:00:2b:01:02:03")

    # refused: unproven
    async def changed_cost(self):
        await self.bot.db.execute("UPDATE devices SET cost = $1 WHERE id = 1", "5.00")

    # refused: types.unsupported
    async def bits(self):
        return await self.bot.db.fetchval("SELECT bits FROM settings WHERE id = 1")

    # refused: types.unsupported
    async def bits_beside(self):
        return (await self.bot.db.fetchrow("SELECT * FROM settings WHERE id = 1"))["id"]

    async def beside_bits(self):
        return await self.bot.db.fetchval("SELECT id FROM settings WHERE id = 1")
