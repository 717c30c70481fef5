"""The dialect prints what it read, and reads only what PostgreSQL reads the same way."""

from __future__ import annotations

import pytest
import sqlglot
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from codemod.outcome import Refusal
from codemod.report import RunError
from codemod.resolution import dialect
from codemod.resolution.dialect import AsyncpgPostgres, sql_of, tokens_of, with_plain_strings
from codemod.resolution.fidelity import check_fidelity


def check(sql: str) -> exp.Expr:
    plain = with_plain_strings(sql)
    tree = sqlglot.parse_one(plain, dialect=AsyncpgPostgres)
    check_fidelity(tokens_of(plain), tree)
    return tree


def test_the_compiled_parser_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqlglot.parser.__file__", "parser.cpython-311-x86_64-linux-gnu.so")
    with pytest.raises(RunError, match="uninstall sqlglotc"):
        dialect._dialect()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT $1,$2::int,$3",
        "SELECT a FROM t WHERE b=$1 AND c='' OR d=$2",
        "select now(), current_timestamp, char_length(a), length(b), strpos(c, 'x'), ceiling(d), date_part('year', e)",
        "SELECT x NOT IN (1), NOT x IN (1), x NOT BETWEEN 1 AND 2, x NOT LIKE 'a', x !~ 'a', x !~* 'b'",
        "SELECT a IS NOT TRUE, NOT a IS TRUE, a IS NOT NULL, b ISNULL, c NOTNULL, a IS DISTINCT FROM b",
        "SELECT a::int, CAST(a AS text), CAST(a + b AS int), (a + b)::int, a::numeric(10, 2), a::varchar(3)",
        "SELECT a::timestamp with time zone, a::timestamptz, a::timestamp without time zone, a::int4, a::float8",
        "SELECT interval '7 days', INTERVAL '1 Month'",
        "SELECT a FROM t ORDER BY a ASC NULLS LAST, b DESC NULLS FIRST, c DESC NULLS LAST, d",
        "SELECT a FROM t INNER JOIN u ON t.id = u.id LEFT OUTER JOIN v ON v.id = u.id",
        "SELECT a AS x, b y FROM t AS p, u q WHERE a != b AND c <> d",
        "SELECT a || b + c, a + b || c, -a + b, - a::int, a - b - c, a - (b - c), NOT a = b",
        "SELECT a || b LIKE c || d, a ->> 'x' = b, a -> 'b' ->> 'c', (a = b) IS TRUE",
        "SELECT string_agg(a, ',' ORDER BY b DESC), array_agg(DISTINCT a), count(*) FILTER (WHERE b)",
        "SELECT a = ANY($1), b <> ALL($2), x[1], x[1:2]",
        "SELECT CASE WHEN a THEN b END, CASE a WHEN 1 THEN 2 ELSE 3 END",
        "SELECT 1 /* a /* nested */ comment */ FROM t -- and a line",
        "INSERT INTO t (a,b) VALUES ($1,$2) ON CONFLICT (a) DO UPDATE SET b=EXCLUDED.b WHERE t.b IS NULL RETURNING *",
        "UPDATE t SET a = a + 1 WHERE b = $1",
        "DELETE FROM t WHERE a = $1 RETURNING b",
        "SELECT a FROM t FOR UPDATE OF t SKIP LOCKED",
    ],
)
def test_a_statement_comes_back_as_it_was_written(sql: str) -> None:
    check(sql)


@pytest.mark.parametrize(
    "sql",
    [
        # the tokens come back, the tree is another than PostgreSQL's
        'SELECT a + b COLLATE "C"',
        "SELECT a < b = c",
        "SELECT interval '1 month 2 days' + '1 day'::interval",
        "SELECT a FROM t UNION SELECT b FROM u INTERSECT SELECT c FROM v",
        "SELECT a = b IS TRUE",
        # the parser says something else
        "SELECT a - b <=> $1 FROM t",
        "SELECT 1_000",
        "SELECT 123abc",
        "SELECT interval '1' day",
        "SELECT date '2020-01-01'::text",
        "SELECT ALL a FROM t",
        "SELECT a || b <#> c FROM t",
    ],
)
def test_a_statement_that_is_read_differently_is_refused(sql: str) -> None:
    with pytest.raises((Refusal, sqlglot.ParseError)) as raised:
        check(sql)
    if isinstance(raised.value, Refusal):
        assert raised.value.code == "sql.fidelity"


@pytest.mark.parametrize(
    ("sql", "plain"),
    [
        ("SELECT $$it's$$", "SELECT 'it''s'"),
        ("SELECT $q$a $$ b$q$, $1", "SELECT 'a $$ b', $1"),
        ("SELECT '$$ $1 $$', \"a$$b$$\"", "SELECT '$$ $1 $$', \"a$$b$$\""),
        ("SELECT 1 -- $$ it's\n, $$b$$", "SELECT 1 -- $$ it's\n, 'b'"),
        ("SELECT 1 /* $$ /* ' */ $$ */, $$b$$", "SELECT 1 /* $$ /* ' */ $$ */, 'b'"),
        (r"SELECT E'it\'s $$', $$b$$", "SELECT 'it''s $$', 'b'"),
        (r"SELECT e'a\tb\\\u00e9''\x41'", "SELECT 'a\tb\\é''A'"),
        (r"SELECT E'\377', E'\0', E'\ud83d'", r"SELECT E'\377', E'\0', E'\ud83d'"),
        ("SELECT E'a'\n'\\n'", "SELECT E'a'\n'\\n'"),
        ("SELECT a$$b$$", "SELECT a$$b$$"),
        ("SELECT $1,$2", "SELECT $1,$2"),
        ("SELECT /* never ends $$a$$", "SELECT /* never ends $$a$$"),
    ],
)
def test_dollar_quotes_become_strings(sql: str, plain: str) -> None:
    assert with_plain_strings(sql) == plain


@given(st.text(alphabet="$'\"a\\-/*\n 1", max_size=30))
def test_text_without_dollar_quotes_stays(text: str) -> None:
    if text.count("$") < 2:
        assert with_plain_strings(text) == text
    assert with_plain_strings(f"'{text.replace(chr(39), '')}'") == f"'{text.replace(chr(39), '')}'"


@given(st.text(alphabet="ab'$ \n\"", max_size=20).filter(lambda text: "$q$" not in f"{text}$q$"[:-3] + "x"))
def test_the_body_of_a_dollar_quote_is_kept(body: str) -> None:
    tree = sqlglot.parse_one(with_plain_strings(f"SELECT $q${body}$q$"), dialect=AsyncpgPostgres)
    assert tree.expressions[0].name == body


def test_functions_keep_their_names() -> None:
    tree = sqlglot.parse_one("SELECT char_length(a), now(), lower(b), floor(c)", dialect=AsyncpgPostgres)
    assert [type(item) for item in tree.expressions] == [exp.Anonymous, exp.Anonymous, exp.Lower, exp.Anonymous]


def test_a_node_prints_on_one_line_without_comments() -> None:
    assert sql_of(sqlglot.parse_one("SELECT 1 -- one", dialect=AsyncpgPostgres)) == "SELECT 1"
    assert sql_of(sqlglot.parse_one("interval '2 DAYS'", dialect=AsyncpgPostgres)) == "INTERVAL '2 days'"
