"""Queries and what becomes of them: ``tests/cases/lowering/*.sql``, pairs of a statement and its expression.

``=>`` is the expected Python (several lines with their definitions first), ``=> refused: code`` a refusal.
``-- shape: entities`` before a statement says how its rows are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest
from lowering_models import REGISTRY, code, compiled, lowered

from codemod.lowering.lowered import ArgumentFacts, ResultShape
from codemod.outcome import Refusal

FOLDER = Path(__file__).parent / "cases" / "lowering"


@dataclass(frozen=True)
class Case:
    name: str
    shape: ResultShape
    sql: str
    expected: str


def cases() -> list[Case]:
    return [case for path in sorted(FOLDER.glob("*.sql")) for case in read(path)]


def read(path: Path) -> list[Case]:
    found = []
    for number, block in enumerate(path.read_text().strip().split("\n\n")):
        sql, expected = block.split("\n=> ")
        shape: ResultShape = "mappings"
        if sql.startswith("-- shape: "):
            written, sql = sql.removeprefix("-- shape: ").split("\n", 1)
            shape = next(item for item in get_args(ResultShape) if item == written)
        found.append(Case(f"{path.stem}-{number}", shape, sql, expected))
    return found


CASES = cases()
REWRITTEN = [case for case in CASES if not case.expected.startswith("refused: ")]
REFUSED = [case for case in CASES if case.expected.startswith("refused: ")]


@pytest.mark.parametrize("case", REWRITTEN, ids=lambda case: case.name)
def test_a_query_becomes_this_expression(case: Case) -> None:
    result = lowered(case.sql, case.shape)
    assert code(result) == case.expected
    assert str(compiled(result))


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_query_is_refused(case: Case) -> None:
    with pytest.raises(Refusal) as raised:
        lowered(case.sql, case.shape)
    assert f"refused: {raised.value.code}" == case.expected


def test_a_third_of_the_cases_are_refusals() -> None:
    assert len(REFUSED) * 3 >= len(CASES)


def where(sql: str, facts: ArgumentFacts = ArgumentFacts(), **options: object) -> str:  # noqa: B008
    text = code(lowered(f"SELECT id FROM links WHERE {sql}", facts={1: facts}, **options))
    return text.removeprefix("select(Link.id).where(").removesuffix(")")


KNOWN = {
    "int": ArgumentFacts(never_none=True, python_type="int"),
    "str": ArgumentFacts(never_none=True, python_type="str"),
    "datetime": ArgumentFacts(never_none=True, python_type="datetime"),
    "not None": ArgumentFacts(never_none=True),
    "maybe None": ArgumentFacts(),
}


@pytest.mark.parametrize(
    ("sql", "fact", "expected"),
    [
        # NOT NULL column in positive position: None gives no row in either form
        ("title = $1", "maybe None", "Link.title == p1"),
        ("(title = $1)", "maybe None", "Link.title == p1"),
        ("title = $1 OR guild_id = 5", "maybe None", "or_(Link.title == p1, Link.guild_id == 5)"),
        # below NOT, IS TRUE or CASE a NULL is not a false
        ("NOT title = $1", "maybe None", "not_(Link.title == literal(p1, Link.title.type))"),
        ("(title = $1) IS NOT TRUE", "maybe None", "(Link.title == literal(p1, Link.title.type)).is_not(True)"),
        ("title <> $1", "maybe None", "Link.title != literal(p1, Link.title.type)"),
        ("guild_id > $1", "maybe None", "Link.guild_id > literal(p1, Link.guild_id.type)"),
        ("tag = $1", "maybe None", "Link.tag == literal(p1, Link.tag.type)"),
        # known not to be None
        ("tag = $1", "not None", "Link.tag == p1"),
        ("NOT title = $1", "not None", "not_(Link.title == p1)"),
        ("guild_id > $1", "int", "Link.guild_id > p1"),
        ("title LIKE $1", "str", "Link.title.like(p1)"),
        ("lower(title) = lower($1)", "str", "func.lower(Link.title) == func.lower(p1)"),
        ("lower(title) = lower($1)", "not None", "func.lower(Link.title) == func.lower(literal(p1, Text))"),
        # types for which a value of another type means something else, or is taken by asyncpg alone
        ("day = $1", "not None", "Link.day == literal(p1, Link.day.type)"),
        ("day = $1", "datetime", "Link.day == literal(p1, Link.day.type)"),
        ("added > $1", "datetime", "Link.added > p1"),
        ("ref = $1", "str", "Link.ref == literal(p1, Link.ref.type)"),
        ("score > $1", "int", "Link.score > literal(p1, Link.score.type)"),
        # NUMERIC(10, 2) would round, VARCHAR(3)[] would cut
        ("price > $1", "not None", "Link.price > literal(p1, Numeric)"),
        ("codes = $1", "not None", "Link.codes == literal(p1, ARRAY(String))"),
        ("id = ANY($1)", "not None", "Link.id == any_(literal(p1, ARRAY(Integer)))"),
        ("id + 1 > $1", "int", "Link.id + 1 > literal(p1, Integer)"),
        ("id IN ($1, 2)", "maybe None", "Link.id.in_([p1, 2])"),
    ],
)
def test_a_parameter_keeps_its_type_and_none_its_meaning(sql: str, fact: str, expected: str) -> None:
    assert where(sql, KNOWN[fact]) == expected


def test_none_can_be_trusted() -> None:
    assert where("tag = $1", none="trust") == "Link.tag == p1"
    assert where("id = ANY($1)", any_form="in") == "Link.id.in_(p1)"


def test_an_outer_join_makes_a_column_nullable() -> None:
    inner = "SELECT u.id FROM users u JOIN links l ON l.guild_id = u.id WHERE l.title = $1"
    outer = inner.replace("JOIN", "LEFT JOIN")
    assert ".where(Link.title == p1)" in code(lowered(inner))
    assert ".where(Link.title == literal(p1, Link.title.type))" in code(lowered(outer))


def test_a_whole_row_could_be_an_entity() -> None:
    result = lowered("SELECT * FROM users")
    assert result.entity is REGISTRY.find("users")
    assert [column.name for column in result.columns] == ["id", "name", "parent_id", "age"]
    assert lowered("SELECT id FROM users").entity is None
    assert lowered("SELECT * FROM logs").entity is None


@pytest.mark.parametrize(
    ("sql", "writes"),
    [
        ("SELECT id FROM users", False),
        ("SELECT id FROM users WHERE lower(name) = 'a'", False),
        ("SELECT id FROM users FOR UPDATE", True),
        ("SELECT nextval('numbers')", True),
        ("SELECT id FROM users WHERE not_known_to_be_pure(name)", True),
    ],
)
def test_a_query_that_may_write_says_so(sql: str, writes: bool) -> None:
    assert lowered(sql).writes is writes


def test_parameters_are_counted() -> None:
    assert lowered("SELECT id FROM links WHERE title = $2 OR tag = $2").parameters == {1: 0, 2: 2}


def test_a_discarded_result_needs_no_types() -> None:
    assert code(lowered("SELECT do_something(id) FROM users", "none")) == "select(func.do_something(User.id))"
    with pytest.raises(Refusal, match="is not known"):
        lowered("SELECT do_something(id) FROM users", "rows")
