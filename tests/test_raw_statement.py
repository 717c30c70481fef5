"""Statements read without a parser: where their words and parameters are, and which may run in a session."""

from __future__ import annotations

import pytest

from codemod.outcome import Refusal
from codemod.resolution.raw_statement import read_raw_statement


@pytest.mark.parametrize(
    ("sql", "numbers"),
    [
        ("SELECT $1, $2,$1", [1, 2, 1]),
        ("SELECT a$1, \"$2\", '$3', E'\\'$4', $5::int", [5]),
        ("SELECT $1 -- $2\n, $3 /* $4 /* $5 */ $6 */ + $7", [1, 3, 7]),
        ("DO $$ BEGIN PERFORM f($1); END $$", []),
        ("DO $a$ $b$ $1 $b$ $a$", []),
        ("SELECT $10", [10]),
    ],
)
def test_parameters_stand_outside_strings_and_comments(sql: str, numbers: list[int]) -> None:
    raw = read_raw_statement(sql)
    assert [number for _, _, number in raw.parameters] == numbers
    assert [sql[start:end] for start, end, _ in raw.parameters] == [f"${number}" for number in numbers]
    assert raw.parameter_count == max(numbers, default=0)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1;",
        "  -- first\n TRUNCATE links ; -- done",
        "SELECT ';' AS a",
        "MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY a",
        "CREATE TABLE a (temp int, temporary int, database text)",
        "ALTER TYPE mood RENAME VALUE 'a' TO 'b'",
        "DO $$ BEGIN RAISE NOTICE 'x'; END $$",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT currval(1)'",
        "SELECT pg_advisory_xact_lock(1), 'pg_advisory_lock(1)'",
        "NOTIFY a",
        "ANALYZE a",
    ],
)
def test_a_session_may_run_it(sql: str) -> None:
    assert read_raw_statement(sql).words


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("", "sql.parse"),
        ("-- nothing", "sql.parse"),
        ("SELECT 1; SELECT 2", "sql.several-statements"),
        ("TRUNCATE a; -- and\n TRUNCATE b;", "sql.several-statements"),
        *[(f"{word} a", "sql.utility") for word in ("VACUUM", "SET", "LISTEN", "BEGIN", "COMMIT", "COPY", "CALL")],
        *[(f"{word} a", "sql.utility") for word in ("PREPARE", "LOCK", "DECLARE", "EXPLAIN", "REINDEX", "DISCARD")],
        ("create database a", "sql.no-transaction"),
        ("ALTER SYSTEM SET a = 1", "sql.no-transaction"),
        ("DROP TABLESPACE a", "sql.no-transaction"),
        ("CREATE UNIQUE INDEX CONCURRENTLY a ON b (c)", "sql.no-transaction"),
        ("ALTER TABLE a DETACH PARTITION b CONCURRENTLY", "sql.no-transaction"),
        ("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'a'", "sql.no-transaction"),
        ("DO $$ BEGIN DELETE FROM a; COMMIT; END $$", "sql.no-transaction"),
        ("CREATE TEMP TABLE a (b int)", "sql.connection-state"),
        ("CREATE LOCAL TEMPORARY TABLE a AS SELECT 1", "sql.connection-state"),
        ("CREATE OR REPLACE TEMP VIEW a AS SELECT 1", "sql.connection-state"),
        ("SELECT 1 INTO TEMP a", "sql.connection-state"),
        ("SELECT pg_advisory_lock(1)", "sql.connection-state"),
        ("WITH a AS (SELECT pg_try_advisory_lock_shared(1)) SELECT * FROM a", "sql.connection-state"),
        ("INSERT INTO a VALUES (currval('b'))", "sql.connection-state"),
        ("DO $$ BEGIN PERFORM set_config('a', 'b', false); END $$", "sql.connection-state"),
    ],
)
def test_a_session_may_not_run_it(sql: str, code: str) -> None:
    with pytest.raises(Refusal) as raised:
        read_raw_statement(sql)
    assert raised.value.code == code
