"""Statements that change several tables do so alike through asyncpg and through a session."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import pytest
from lowering_models import REGISTRY, create_tables
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

from codemod.lowering.lower import lower_statement
from codemod.lowering.lowered import ArgumentFacts
from codemod.postgres.server import PostgresServer
from codemod.resolution.statement import parse_statement
from codemod.verification.evaluation import Evaluator
from codemod.verification.standins import StandIns

pytestmark = pytest.mark.postgres

ROWS = """
INSERT INTO users (id, name, age) VALUES (1, 'ann', 30), (2, 'bob', 40), (3, 'eve', NULL);
INSERT INTO links (id, title, guild_id, added, active, tag)
VALUES (10, 'a', 1, '2026-01-01', true, 'x'), (11, 'b', 2, '2026-01-01', false, NULL), (12, 'c', 9, '2026-01-01', true, 'z');
INSERT INTO seats (room, number, taken, state, before, path)
VALUES (1, 1, true, 'sold', NULL, ARRAY['free', NULL, 'sold']::seat_state[]), (1, 2, false, 'free', 'held', NULL);
"""

CHANGES: list[tuple[str, tuple[Any, ...]]] = [
    ("INSERT INTO users (id, name) SELECT guild_id + 50, title FROM links WHERE active", ()),
    ("INSERT INTO users (id, name) SELECT guild_id, title FROM links ON CONFLICT (id) DO NOTHING", ()),
    (
        "INSERT INTO users (id, name) SELECT guild_id, title FROM links WHERE active ON CONFLICT (id) "
        "DO UPDATE SET name = EXCLUDED.name RETURNING id",
        (),
    ),
    ("UPDATE links SET title = u.name FROM users u WHERE links.guild_id = u.id AND u.age > $1", (35,)),
    ("DELETE FROM links USING users u WHERE links.guild_id = u.id AND u.name = $1", ("bob",)),
    ("UPDATE links SET (title, tag) = ($1, NULL) WHERE id = $2", ("new", 10)),
    ("UPDATE links SET (title, tag) = (SELECT name, name FROM users WHERE id = links.guild_id) WHERE id <= $1", (11,)),
    ("UPDATE links SET (title, tag) = (SELECT name, name FROM users WHERE id = $1) RETURNING id, title", (1,)),
    ("UPDATE links SET tags[$1] = $2, title = upper(title) WHERE id = $3", (2, "new", 10)),
    (
        "INSERT INTO users (id, name) VALUES ($1, 'x') ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name "
        "RETURNING id, (xmax = 0) AS inserted",
        (3,),
    ),
    ("INSERT INTO users (id, name) VALUES (9, 'x') RETURNING (xmax = 0) AS inserted", ()),
    (
        "DELETE FROM links WHERE id = ANY(ARRAY(SELECT id FROM links WHERE active ORDER BY id LIMIT $1 FOR UPDATE))",
        (1,),
    ),
    ("DELETE FROM links WHERE ctid IN (SELECT ctid FROM links WHERE active ORDER BY id LIMIT 1)", ()),
    ("UPDATE seats SET path[2] = 'held', label = $1 WHERE number = 1 RETURNING path", ("x",)),
    (
        "WITH u AS (INSERT INTO users (id, name) VALUES ($1, $2) RETURNING id) "
        "INSERT INTO links (id, title, guild_id, added, active) SELECT 99, 'x', id, '2026-02-01', true FROM u",
        (7, "kim"),
    ),
    (
        "WITH u AS (INSERT INTO users (id, name) VALUES ($1, $2)) "
        "INSERT INTO links (id, title, guild_id, added, active) VALUES (99, $3, $1, '2026-02-01', true) RETURNING guild_id",
        (7, "kim", "t"),
    ),
    ("WITH d AS (DELETE FROM links WHERE guild_id = $1 RETURNING id) SELECT count(*) FROM d", (2,)),
    ("WITH d AS (DELETE FROM links WHERE guild_id = $1) SELECT name FROM users ORDER BY id", (2,)),
    (
        "WITH a AS (DELETE FROM links WHERE id = $1 RETURNING guild_id), "
        "b AS (UPDATE users SET age = 3 WHERE id IN (SELECT guild_id FROM a)) SELECT guild_id FROM a",
        (10,),
    ),
    (
        "WITH d AS (UPDATE users SET age = $2 WHERE id = $1 RETURNING id) UPDATE links SET title = 'x' FROM d WHERE links.guild_id = d.id",
        (1, 5),
    ),
    (
        "WITH m AS (SELECT id FROM users WHERE name = $1) DELETE FROM links WHERE guild_id = (SELECT id FROM m)",
        ("ann",),
    ),
    # enumerated types
    ("UPDATE seats SET before = state, state = $1 WHERE state = $2 RETURNING *", ("held", "free")),
    ("UPDATE seats SET before = $1, path = $2 RETURNING before, path", (None, ["held", None])),
    ("UPDATE seats SET state = 'held' WHERE state = ANY($1) RETURNING state, path[2]", (["free", "sold"],)),
    (
        "INSERT INTO seats (room, number, taken, state, path) VALUES (2, 1, true, $1, $2) RETURNING state, before, path",
        ("free", ["sold", "held"]),
    ),
    ("DELETE FROM seats WHERE before IS NULL AND state IN ('sold', $1) RETURNING path", ("held",)),
    # rows of values, and values without a list of columns
    ("INSERT INTO seats VALUES (3, 1, $1, true, 'free', NULL, NULL) RETURNING *", ("a label",)),
    ("INSERT INTO seats SELECT id, 7, $1, true, 'held' FROM users WHERE id < 3", ("a",)),
    ("DELETE FROM seats WHERE (room, number) IN (($1, $2), (9, 9)) RETURNING state", (1, 2)),
    ("UPDATE seats SET taken = NOT taken WHERE (room, number) > ($1, 1) RETURNING number, taken", (1,)),
    ("INSERT INTO users (id, name) SELECT $1, upper(title) FROM links WHERE title = $2", (77, "a")),
]


async def tables(connection: Any) -> list[list[tuple[Any, ...]]]:
    queries = (
        "SELECT * FROM users ORDER BY id",
        "SELECT id, title, guild_id, tag, active FROM links ORDER BY id",
        "SELECT * FROM seats ORDER BY room, number",
    )
    return [[tuple(row) for row in await connection.fetch(query)] for query in queries]


async def before_and_after(
    server: PostgresServer, number: int, sql: str, arguments: tuple[Any, ...]
) -> tuple[Any, Any]:
    found = []
    statement = parse_statement(sql)
    lowered = lower_statement(statement, REGISTRY, facts={n: ArgumentFacts(True) for n in range(1, 9)})
    built = Evaluator(lowered, REGISTRY, StandIns()).statement(dict(enumerate(arguments, start=1)))
    for side in ("before", "after"):
        name = f"changes_{number}_{side}"
        connection = await asyncpg.connect(await server.create_database(name, template="changes"))
        if side == "before":
            rows = [tuple(row) for row in await connection.fetch(sql, *arguments)]
        else:
            engine = create_async_engine(server.sqlalchemy_url_of(name), poolclass=NullPool)
            async with async_sessionmaker(engine)() as session:
                result = await session.execute(built)
                rows = [tuple(row) for row in result.all()] if lowered.columns else []
                await session.commit()
            await engine.dispose()
        found.append((rows, await tables(connection)))
        await connection.close()
    return found[0], found[1]


def test_rows_and_tables_are_the_same(postgres: PostgresServer) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(await postgres.create_database("changes"))
        await create_tables(connection)
        await connection.execute(ROWS)
        untouched = await tables(connection)
        await connection.close()
        for number, (sql, arguments) in enumerate(CHANGES):
            before, after = await before_and_after(postgres, number, sql, arguments)
            assert after == before, sql
            assert before[1] != untouched, f"nothing changes: {sql}"

    asyncio.run(run())
