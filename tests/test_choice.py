"""Several statements as one: what differs is decided, and what is decided gives each of them back."""

from __future__ import annotations

import ast
from dataclasses import replace
from itertools import product

import pytest

from codemod.lowering.choice import check_instance, merged
from codemod.lowering.decisions import Decision
from codemod.lowering.lowered import Lowered, ResultColumn
from codemod.mapping.models import MappedTable
from codemod.outcome import Refusal

TEST = Decision("__s1__", (True, False))
KEYS = Decision("__s1__", ("a", "b"))
DEFAULT = Decision("__s1__", ("a",), has_default=True)
SECOND = Decision("__s2__", (True, False))


def lowered(code: str, **changes: object) -> Lowered:
    plain = Lowered(
        kind="select",
        shape="mappings",
        expression=ast.parse(code, mode="eval").body,
        definitions=(),
        imports=frozenset(),
        tables=(),
        columns=(ResultColumn("title", "text"),),
        parameters={},
        entity=None,
        writes=False,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def together(codes: list[str], *decisions: Decision) -> str:
    return ast.unparse(merged([lowered(code) for code in codes], decisions).expression)


@pytest.mark.parametrize(
    ("decision", "codes", "code"),
    [
        (TEST, ["f(x)", "f(x)"], "f(x)"),
        (TEST, ["f(A.x)", "f(A.y)"], "f(A.x if __s1__ else A.y)"),
        (TEST, ["f(A.x.desc())", "f(A.x)"], "f(A.x.desc() if __s1__ else A.x)"),
        (TEST, ["f(A.x.desc())", "f(A.x.asc())"], "f(A.x.desc() if __s1__ else A.x.asc())"),
        (TEST, ["f(A.x.desc())", "f(A.y.desc())"], "f((A.x if __s1__ else A.y).desc())"),
        (TEST, ["f(x).g(1)", "f(x).g(1, 2)"], "f(x).g(1) if __s1__ else f(x).g(1, 2)"),
        (TEST, ["f(x > 1)", "f(x < 1)"], "f(x > 1 if __s1__ else x < 1)"),
        (TEST, ["f(x > 1)", "f(x > 2)"], "f(x > (1 if __s1__ else 2))"),
        (TEST, ["f(x > 1)", "f(y > 2)"], "f(x > 1 if __s1__ else y > 2)"),
        (TEST, ["f(x + 1)", "f(y + 2)"], "f(x + 1 if __s1__ else y + 2)"),
        (TEST, ["f(x=1)", "f(x=2)"], "f(x=1 if __s1__ else 2)"),
        (TEST, ["f(x=1)", "f(y=1)"], "f(x=1) if __s1__ else f(y=1)"),
        (TEST, ["f(True)", "f(1)"], "f(True if __s1__ else 1)"),
        (TEST, ["f(*x)", "f(*y)"], "f(*(x if __s1__ else y))"),
        (KEYS, ["f(A.x)", "f(A.y)"], "f({'a': A.x, 'b': A.y}[__s1__])"),
        (DEFAULT, ["f(A.x)", "f(A.y)"], "f({'a': A.x}.get(__s1__, A.y))"),
        (KEYS, ["f().values(a=x)", "f().values(b=x)"], "f().values({__s1__: x})"),
        (KEYS, ["f().values(c=1, a=x).g()", "f().values(c=1, b=x).g()"], "f().values({'c': 1, __s1__: x}).g()"),
        (
            KEYS,
            ["f().values(a=n(A.a))", "f().values(b=n(A.b))"],
            "f().values({__s1__: n({'a': A.a, 'b': A.b}[__s1__])})",
        ),
        # the name is not that of the column, the values or the statements differ, or no value decides
        (KEYS, ["f().values(b=x)", "f().values(a=x)"], "{'a': f().values(b=x), 'b': f().values(a=x)}[__s1__]"),
        (KEYS, ["f().values(a=x)", "f().values(b=y)"], "{'a': f().values(a=x), 'b': f().values(b=y)}[__s1__]"),
        (KEYS, ["f().values(a=x)", "g().values(b=x)"], "{'a': f().values(a=x), 'b': g().values(b=x)}[__s1__]"),
        (KEYS, ["f().where(a=x)", "f().where(b=x)"], "{'a': f().where(a=x), 'b': f().where(b=x)}[__s1__]"),
        (DEFAULT, ["f().values(a=x)", "f().values(b=x)"], "{'a': f().values(a=x)}.get(__s1__, f().values(b=x))"),
        (TEST, ["f().values(a=x)", "f().values(b=x)"], "f().values(a=x) if __s1__ else f().values(b=x)"),
    ],
)
def test_what_differs_is_decided(decision: Decision, codes: list[str], code: str) -> None:
    assert together(codes, decision) == code


def test_two_decisions_stand_where_each_matters() -> None:
    codes = [f"f(A.{column}).g({order})" for column, order in product("xy", "12")]
    assert together(codes, KEYS, SECOND) == "f({'a': A.x, 'b': A.y}[__s1__]).g(1 if __s2__ else 2)"


def test_models_get_a_name_of_their_own() -> None:
    tables = [
        MappedTable(f"{name}_players", None, f"{name.title()}Player", "models", "models.py", 1, ())
        for name in ("lol", "dota")
    ]
    sides = [lowered(f"f({table.class_name}.x, {table.class_name}.y)", tables=(table,)) for table in tables]
    found = merged(sides, [KEYS])
    assert [(item.hint, ast.unparse(item.value)) for item in found.definitions] == [
        ("player", "{'a': LolPlayer, 'b': DotaPlayer}[__s1__]")
    ]
    assert ast.unparse(found.expression) == "f(__c1__.x, __c1__.y)"
    assert found.tables == tuple(tables)


def test_a_look_up_that_is_there_twice_gets_a_name() -> None:
    sides = [lowered(f"f(A.{name}, {order})") for name, order in product("xy", ("up", "down"))]
    found = merged(
        [lowered(f"f(A.{one}, A.{one}{order})") for one, order in product("xy", ("", ".desc()"))], [KEYS, SECOND]
    )
    assert [(item.hint, ast.unparse(item.value)) for item in found.definitions] == [
        ("chosen_column", "{'a': A.x, 'b': A.y}[__s1__]")
    ]
    assert ast.unparse(found.expression) == "f(__c1__, __c1__ if __s2__ else __c1__.desc())"
    assert merged(sides, [KEYS, SECOND]).definitions == ()


def test_a_way_that_is_never_sent_needs_no_code() -> None:
    assert ast.unparse(merged([lowered("f(A.x)"), None], [TEST]).expression) == "f(A.x)"
    assert ast.unparse(merged([None, lowered("f(A.x)")], [TEST]).expression) == "f(A.x)"
    found = merged([lowered("f(A.x, 1)"), lowered("f(A.y, 1)"), None, lowered("f(A.y, 2)")], [TEST, SECOND])
    assert ast.unparse(found.expression) == "f((A.x if __s2__ else A.y) if __s1__ else A.y, 1 if __s1__ else 2)"


def test_arguments_are_counted_in_the_code_for_all() -> None:
    sides = [lowered(f"f(A.{name}, __p1__).g(__p2__{more})", parameters={1: 1, 2: 1}) for name, more in ("x ", "y,")]
    assert merged(sides, [KEYS]).parameters == {1: 1, 2: 1}
    sides = [lowered(f"{name}(__p1__)", parameters={1: 1}) for name in "fg"]
    assert merged(sides, [KEYS]).parameters == {1: 2}


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "delete"},
        {"shape": "rows"},
        {"columns": (ResultColumn("url", "text"),)},
        {"columns": ()},
        {"parameters": {1: 1}},
        {"many_keys": ("p1",)},
        {"documents": frozenset({"title"})},
    ],
    ids=str,
)
def test_statements_that_are_used_differently_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(Refusal, match="the texts of the query") as caught:
        merged([lowered("f(x)"), lowered("f(y)", **changes)], [TEST])
    assert caught.value.code == "query.alternatives"


@pytest.mark.parametrize(
    ("decision", "wrong"),
    [
        (TEST, "f(A.y if __s1__ else A.x)"),
        (TEST, "f(A.x if __s1__ else A.x)"),
        (TEST, "f(A.x if other else A.y)"),
        (TEST, "f(A.x)"),
        (KEYS, "f({'b': A.x, 'a': A.y}[__s1__])"),
        (KEYS, "f({'a': A.y, 'b': A.x}[__s1__])"),
        (KEYS, "f({'a': A.x, 'b': A.y}[other])"),
        (KEYS, "f({'a': A.x}.get(__s1__, A.y))"),
        (DEFAULT, "f({'a': A.y}.get(__s1__, A.x))"),
        (DEFAULT, "f({'b': A.x}.get(__s1__, A.y))"),
    ],
)
def test_code_that_decides_wrongly_is_refused(decision: Decision, wrong: str) -> None:
    refused = 0
    for pick, code in enumerate(("f(A.x)", "f(A.y)")):
        try:
            check_instance(lowered(wrong), [decision], [pick], [lowered(code).expression])
        except Refusal as refusal:
            refused += refusal.code == "query.alternatives"
    assert refused
