"""The casts of binds are told from the rest of a compiled text, and may do nothing but say a type."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import ARRAY, BigInteger, Integer, Numeric, String, Text, cast, column, func, literal, select

from codemod.verification.compilation import Compilation, compile_statement
from codemod.verification.difference import Difference

A = column("a", Integer)
ARGUMENT = 7_301


def compiled(expression: Any) -> Compilation:
    return compile_statement(select(A).where(expression), {1: ARGUMENT}, None)


@pytest.mark.parametrize(
    ("expression", "plain", "casts"),
    [
        (literal(ARGUMENT, BigInteger) == A, "$1 = a", {1: "BIGINT"}),
        (cast(literal("5", Text), Integer) == A, "CAST($1 AS INTEGER) = a", {1: "VARCHAR"}),
        (literal(ARGUMENT, Numeric(10, 2)) == A, "$1 = a", {1: "NUMERIC(10, 2)"}),
        (A.in_([1, 2]), "a IN ($1, $2)", {1: "INTEGER", 2: "INTEGER"}),
        (
            func.f(literal("a::b", String(3)), A, literal([1], ARRAY(Integer))),
            "f($1, a, $2)",
            {1: "VARCHAR", 2: "INTEGER[]"},
        ),
        (func.f(column("$1::INTEGER")) == A, 'f("$1::INTEGER") = a', {}),
        (A.is_(None), "a IS NULL", {}),
    ],
)
def test_casts_are_told_apart(expression: Any, plain: str, casts: dict[int, str]) -> None:
    found = compiled(expression)
    assert " ".join(found.plain.split()) == f"SELECT a WHERE {plain}"
    assert found.casts == casts
    sent = found.plain
    for number, kind in casts.items():
        sent = sent.replace(f"${number}", f"${number}::{kind}")
    assert casts == {} or found.text == sent


@pytest.mark.parametrize("word", ["[", "(", ".", "WITHOUT", "varying", "ARRAY", "DAY"])
def test_a_word_that_continues_the_type_is_refused(word: str) -> None:
    with pytest.raises(Difference, match="casts of binds"):
        compiled(literal(ARGUMENT, Integer).op(word)(A))


@pytest.mark.parametrize("word", ["WITHOUTS", "||", "DAYS", "AT TIME ZONE"])
def test_other_words_say_nothing_of_the_type(word: str) -> None:
    assert compiled(literal(ARGUMENT, Integer).op(word)(A)).casts == {1: "INTEGER"}


def test_a_mark_of_ours_in_the_statement_is_refused() -> None:
    with pytest.raises(Difference, match="casts of binds"):
        compiled(column("a\x00") == literal(ARGUMENT, Integer))
