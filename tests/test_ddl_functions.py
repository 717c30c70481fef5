"""What the project's DDL says of its functions."""

from __future__ import annotations

import pytest

from codemod.mapping.ddl_functions import OwnFunction, functions_of
from codemod.schema.statements import split_statements

BODY = "LANGUAGE sql AS 'SELECT 1'"


def read(sql: str) -> dict[str, OwnFunction]:
    return functions_of(list(split_statements("schema.sql", sql)))


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (
            f"f(a bigint, b int = 1) RETURNS text {BODY}",
            OwnFunction("f", ("bigint", "integer"), 1, "text", (("", "text"),)),
        ),
        (
            f"F(bigint) RETURNS double precision {BODY} STABLE",
            OwnFunction("f", ("bigint",), 1, "double precision", (("", "double precision"),), is_pure=True),
        ),
        (f"public.f() RETURNS numeric(10, 2) {BODY}", OwnFunction("f", (), 0, "numeric", (("", "numeric"),))),
        (f"f() RETURNS void {BODY}", OwnFunction("f", (), 0, "void", (("", "void"),))),
        (f"f() RETURNS SETOF users {BODY}", OwnFunction("f", (), 0, None, rows_of="users", is_set=True)),
        (
            f"f(t text DEFAULT 'a, (b') RETURNS text[] {BODY}",
            OwnFunction("f", ("text",), 0, "text[]", (("", "text[]"),)),
        ),
        (f"f(m mood) RETURNS mood {BODY}", OwnFunction("f", (None,), 1, None, rows_of="mood")),
        (
            "f(a int, OUT b int, INOUT c text) AS $$ SELECT 1 $$ LANGUAGE sql",
            OwnFunction("f", ("integer", "text"), 2, None, (("b", "integer"), ("c", "text"))),
        ),
        (
            "f(a int, OUT b int) AS $$ SELECT 1 $$ LANGUAGE sql",
            OwnFunction("f", ("integer",), 1, "integer", (("b", "integer"),)),
        ),
        (
            f"f() RETURNS TABLE (a timestamp with time zone, b varchar(3)) {BODY}",
            OwnFunction("f", (), 0, None, (("a", "timestamp with time zone"), ("b", "character varying")), is_set=True),
        ),
        (
            "f() RETURNS int LANGUAGE plpgsql AS $x$ BEGIN RETURN 1; -- IMMUTABLE\nEND $x$",
            OwnFunction("f", (), 0, "integer", (("", "integer"),)),
        ),
    ],
)
def test_a_function(sql: str, expected: OwnFunction) -> None:
    assert read(f"CREATE OR REPLACE FUNCTION {sql};") == {"f": expected}


@pytest.mark.parametrize(
    "sql",
    [
        f"CREATE FUNCTION f(VARIADIC a int[]) RETURNS int {BODY}",
        f"CREATE FUNCTION other.f(a int) RETURNS int {BODY}",
        f"CREATE FUNCTION f(OUT int, OUT int) {BODY}",
        f"CREATE FUNCTION f(a int) RETURNS int {BODY}; CREATE FUNCTION f(a text) RETURNS int {BODY}",
        f"CREATE FUNCTION f(a int) RETURNS int {BODY}; CREATE FUNCTION f(VARIADIC a int[]) RETURNS int {BODY}",
        f"CREATE FUNCTION f(a int) RETURNS int {BODY}; DROP FUNCTION IF EXISTS f(int)",
        f"CREATE PROCEDURE f(a int) {BODY}",
    ],
)
def test_what_a_name_does_not_tell(sql: str) -> None:
    assert read(sql) == {}


def test_the_last_declaration_counts() -> None:
    found = read(
        f"CREATE FUNCTION f(a int) RETURNS int {BODY}; CREATE OR REPLACE FUNCTION f(b int) RETURNS text {BODY}"
    )
    assert found["f"].returns == "text"
