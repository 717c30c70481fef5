"""Statements that SQLAlchemy has no form for, or alchemod none yet; the tables are those of the consumer cases."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal

import asyncpg
from bot import Cases


class Changed(Cases):
    async def _merge(self, count: int, name: str, other: str):
        await self.bot.db.execute(
            """
            MERGE INTO items AS i
            USING (VALUES ($1::integer, $2::text), ($1, $3)) AS n(count, name) ON i.name = n.name
            WHEN MATCHED THEN UPDATE SET count = i.count + n.count, tag = ':seen'
            WHEN NOT MATCHED THEN INSERT (name, count) VALUES (n.name, n.count)
            """,
            count,
            name,
            other,
        )

    async def merge_alone(self):
        await self._merge(5, "egg", "axe")

    async def a_table_without_a_model(self):
        await self.bot.db.execute("CREATE TABLE notes (id bigint PRIMARY KEY, body text, at time DEFAULT '12:30')")
        try:
            await self.bot.db.execute("INSERT INTO notes (id, body) VALUES ($2, $1)", "a", 1)
            await self.bot.db.executemany("INSERT INTO notes VALUES ($1, $2)", [(2, "b"), (3, None)])
            await self.bot.db.executemany("INSERT INTO notes VALUES ($1, $2)", [])
            changed = await self.bot.db.execute("UPDATE notes SET body = body || $1 WHERE body IS NOT NULL", ":x")
            gone = await self.bot.db.execute("DELETE FROM notes WHERE id > $1", 2)
            await self.bot.db.execute("INSERT INTO items (name, tag) SELECT body, at::text FROM notes")
            return changed, gone.split()[-1]
        finally:
            await self.bot.db.execute("DROP TABLE notes")

    async def nothing_between_the_driver_and_the_values(self):
        await self.bot.db.execute("CREATE TABLE kinds (a numeric, b varchar(3), c date, d jsonb, e text[], f integer)")
        try:
            await self.bot.db.execute(
                "INSERT INTO kinds VALUES ($1, $2, $3, $4, $5, $6)",
                Decimal("1.005"),
                "abc",
                datetime(2024, 2, 29, 1, 2),
                json.dumps({"a": [1, None]}),
                ["x", None],
                None,
            )
            await self.bot.db.execute(
                "INSERT INTO items (name, tag) SELECT a::text || b || c::text, d::text || e::text FROM kinds"
            )
        finally:
            await self.bot.db.execute("DROP TABLE kinds")

    async def an_argument_of_the_wrong_type(self):
        await self.bot.db.execute("UPDATE items SET count = my_twice($1)", "five")

    async def an_error_of_the_server(self):
        await self.bot.db.execute(
            "MERGE INTO items AS i USING (SELECT $1::text AS name) AS n ON i.id = 1 "
            "WHEN MATCHED THEN UPDATE SET name = n.name",
            "bow",
        )

    async def an_error_that_is_caught(self):
        try:
            await self.bot.db.execute(
                "MERGE INTO items AS i USING (SELECT 1) AS n ON i.id = 1 WHEN MATCHED THEN UPDATE SET name = 'bow'"
            )
        except asyncpg.UniqueViolationError:
            return "taken"
        return "done"

    async def together_with_others(self):
        async with self.bot.db.acquire() as connection, connection.transaction():
            await connection.execute("UPDATE items SET count = 0")
            await connection.execute("COMMENT ON TABLE items IS 'it''s :x, \\:y and $1'")
            await connection.execute(
                "MERGE INTO items AS i USING (SELECT 1) AS n ON i.count = 0 WHEN MATCHED THEN UPDATE SET name = 'bow'"
            )

    async def a_block_without_a_name(self):
        await self.bot.db.execute("""DO $do$ BEGIN UPDATE items SET tag = 'a:b' || '\\:c' WHERE id = 1; END $do$""")

    async def notified(self):
        await self.bot.db.execute("NOTIFY somebody, 'x:y'")
        await self.bot.db.execute("ANALYZE items")

    async def a_table_made_and_gone(self):
        await self.bot.db.execute("CREATE TABLE IF NOT EXISTS made AS SELECT 1 AS one")
        await self.bot.db.execute("TRUNCATE made")
        await self.bot.db.execute("DROP TABLE IF EXISTS made, made_too")


class Read(Cases):
    async def frames(self):
        return await self.bot.db.fetch(
            "SELECT name, sum(count) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS total "
            "FROM items WHERE id > $1 ORDER BY id",
            1,
        )

    async def by_position(self):
        rows = await self.bot.db.fetch(
            "SELECT id, first_value(name) OVER (ORDER BY id GROUPS UNBOUNDED PRECEDING) AS f FROM items ORDER BY id"
        )
        return [(row[0], row[1]) for row in rows]

    async def the_first_of_many(self):
        row = await self.bot.db.fetchrow(
            "SELECT name, sum(count) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS total "
            "FROM items ORDER BY id DESC -- the newest"
        )
        return row["name"], row["total"]

    async def one_value(self):
        return await self.bot.db.fetchval(
            "SELECT max(count) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND $1::integer FOLLOWING) AS m "
            "FROM items WHERE id = $1",
            2,
        )

    async def a_slice(self):
        return await self.bot.db.fetch("SELECT numbers[$1:$2] AS n FROM things WHERE numbers[$1:] <> '{}'", 1, 2)

    async def a_sample(self):
        return len(await self.bot.db.fetch("SELECT id FROM items TABLESAMPLE BERNOULLI (100) REPEATABLE ($1)", 1))


class Left(Cases):
    # refused: sql.utility
    async def vacuum(self):
        await self.bot.db.execute("VACUUM items")

    # refused: sql.no-transaction
    async def concurrently(self):
        await self.bot.db.execute("CREATE INDEX CONCURRENTLY IF NOT EXISTS of_tags ON items (tag)")
        await self._gone()

    # refused: sql.no-transaction
    async def _gone(self):
        await self.bot.db.execute("DROP INDEX CONCURRENTLY of_tags")

    # refused: sql.connection-state
    async def a_temporary_table(self):
        await self.bot.db.execute("CREATE TEMP TABLE IF NOT EXISTS here (id int)")

    # refused: sql.utility
    async def a_setting(self):
        await self.bot.db.execute("SET statement_timeout = 0")

    # refused: sql.connection-state
    async def a_lock(self):
        await self.bot.db.execute("SELECT pg_advisory_lock_shared(1)")

    # refused: sql.several-statements
    async def two_at_once(self):
        await self.bot.db.execute("TRUNCATE documents; TRUNCATE things")

    # refused: sql.merge
    async def status_of_merge(self):
        return await self.bot.db.execute(
            "MERGE INTO items AS i USING (SELECT 1) AS n ON i.id = 1 WHEN MATCHED THEN DELETE"
        )

    # refused: mapping.no-model
    async def rows_of_no_model(self):
        return await self.bot.db.fetch("SELECT amname FROM pg_am ORDER BY amname LIMIT 1")

    # refused: rows.json-codec
    async def a_value_that_may_be_json(self):
        return await self.bot.db.fetchval("SELECT DISTINCT to_jsonb(name) AS j FROM items WHERE id = 1")
