"""Query text as a statement."""

from __future__ import annotations

import pytest
from sqlglot import exp

from codemod.outcome import Refusal
from codemod.resolution.dialect import sql_of
from codemod.resolution.statement import parse_statement


@pytest.mark.parametrize(
    ("sql", "kind", "parameters"),
    [
        ("SELECT a FROM t WHERE b = $1", "select", 1),
        ("  select 1 ;  ", "select", 0),
        ("-- first\nSELECT a FROM t -- last", "select", 0),
        ("SELECT a FROM t UNION SELECT b FROM u", "select", 0),
        ("WITH x AS (SELECT 1 AS a) SELECT a FROM x", "select", 0),
        ("INSERT INTO t (a, b) VALUES ($2, $1)", "insert", 2),
        ("UPDATE t SET a = $3", "update", 3),
        ("DELETE FROM t", "delete", 0),
    ],
)
def test_kind_and_number_of_parameters(sql: str, kind: str, parameters: int) -> None:
    statement = parse_statement(sql)
    assert (statement.kind, statement.parameter_count, statement.text) == (kind, parameters, sql)


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("", "sql.parse"),
        ("-- nothing", "sql.parse"),
        ("SELEC 1", "sql.parse"),
        ("SELECT 'open", "sql.parse"),
        ("SELECT a FROM t WHERE b = $x", "sql.parse"),
        ("SELECT 1; SELECT 2", "sql.several-statements"),
        ("UPDATE t SET a = 1; DELETE FROM t", "sql.several-statements"),
        ("CREATE TABLE t (a int)", "sql.ddl"),
        ("  create index i on t (a)", "sql.ddl"),
        ("/* now */ DROP TABLE t", "sql.ddl"),
        ("TRUNCATE t", "sql.ddl"),
        ("COMMENT ON TABLE t IS 'x'", "sql.ddl"),
        ("GRANT SELECT ON t TO u", "sql.ddl"),
        ("REFRESH MATERIALIZED VIEW v", "sql.ddl"),
        ("SET TIME ZONE 'UTC'", "sql.utility"),
        ("VACUUM", "sql.utility"),
        ("LISTEN a", "sql.utility"),
        ("NOTIFY a, 'b'", "sql.utility"),
        ("EXPLAIN SELECT 1", "sql.utility"),
        ("BEGIN", "sql.utility"),
        ("COMMIT", "sql.utility"),
        ("LOCK TABLE t", "sql.utility"),
        ("DO $$ BEGIN END $$", "sql.utility"),
        ("MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE", "sql.merge"),
    ],
)
def test_what_is_no_single_statement_of_data_is_refused(sql: str, code: str) -> None:
    with pytest.raises(Refusal) as raised:
        parse_statement(sql)
    assert raised.value.code == code


def test_unquoted_names_are_folded_and_quoted_ones_kept() -> None:
    tree = parse_statement('SELECT Title, "Tag", L."Id" FROM Links L').tree
    assert [item.name for item in tree.find_all(exp.Identifier)] == ["title", "Tag", "Id", "l", "links", "l"]


@pytest.mark.parametrize(
    ("sql", "limited"),
    [
        ("SELECT a FROM t", "SELECT a FROM t LIMIT 1"),
        ("SELECT a FROM t ORDER BY a OFFSET 2", "SELECT a FROM t ORDER BY a LIMIT 1 OFFSET 2"),
        ("SELECT a FROM t FOR UPDATE", "SELECT a FROM t LIMIT 1 FOR UPDATE"),
        ("SELECT a FROM t LIMIT 5", "SELECT a FROM t LIMIT 5"),
        ("SELECT a FROM t LIMIT $1", "SELECT a FROM t LIMIT $1"),
        ("DELETE FROM t RETURNING a", "DELETE FROM t RETURNING a"),
    ],
)
def test_fetchrow_reads_one_row(sql: str, limited: str) -> None:
    statement = parse_statement(sql)
    assert sql_of(statement.limited_to_one().tree) == limited
    assert sql_of(statement.tree) == sql
