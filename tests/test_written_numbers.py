"""Numbers in the text of a query: what is one, and where a parameter may take its place."""

from __future__ import annotations

from textwrap import indent

import libcst as cst
import pytest
from snippets import module_of

from codemod.outcome import Refusal
from codemod.resolution.whole_numbers import is_whole_number
from codemod.resolution.written_numbers import Written, mark, numbered
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import walk


def is_number(body: str, parameters: str = "n: int, m: int | None, x") -> bool:
    """Whether what is given to ``use()`` is a number."""
    module = module_of(f"def function({parameters}):\n{indent(body, '    ')}\n")
    function = next(node for node in walk(module.tree) if isinstance(node, cst.FunctionDef))
    given = next(
        node.args[0].value
        for node in walk(function)
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "use"
    )
    return is_whole_number(given, FunctionScope(function, "function"))


@pytest.mark.parametrize(
    "body",
    [
        "use(n)",
        "use((n - 1) * 20)",
        "use(-n)",
        "use(n if x else 5)",
        "use(m or 10)",
        "use(min(m or 10, 50))",
        "use(len(x))",
        "use(int(x))",
        "x = n // 2\nuse(x)",
        "n = max(n, 1)\nuse(n)",
        "if m is None:\n    return\nuse(m)",
        "if m:\n    use(m)",
        "for x in range(3):\n    use(x)",
    ],
)
def test_numbers(body: str) -> None:
    assert is_number(body)


@pytest.mark.parametrize(
    ("body", "parameters"),
    [
        ("use(x)", "x"),
        ("use(x)", "x: str"),
        ("use(x)", "x: float"),
        ("use(x)", "x: int = None"),
        ("use(m)", "m: int | None"),
        ("use(m)", "m: Optional[int] = None"),
        ("use(n)", "*n: int"),
        ("use(n / 2)", "n: int"),
        ("use(n ** 2)", "n: int"),
        ("use(x or 5)", "x"),
        ("use(min(x, 5))", "x"),
        ("use(min(*n))", "n: int"),
        ("use(round(n))", "n: int"),
        ("use(number(n))", "n: int"),
        ("n = x\nuse(n)", "n: int, x: str"),
        ("if x:\n    n = x\nuse(n)", "n: int, x: str"),
        ("len = x\nuse(len(n))", "n: int, x"),
        ("if x:\n    m = None\nif m is None and x:\n    return\nuse(m)", "m: int | None, x"),
        ("use(n.value)", "n: int"),
        ("for n in x:\n    use(n)", "n: int, x"),
    ],
)
def test_what_may_be_something_else(body: str, parameters: str) -> None:
    assert not is_number(body, parameters)


@pytest.mark.parametrize(
    ("text", "sent", "written"),
    [
        (f"LIMIT {mark(0)}", "LIMIT $3", (Written(0, False, 20),)),
        (f"a & ~{mark(0)}", "a & ~20", ()),
        (f"a = 'page {mark(0)}'", "a = 'page 20'", ()),
        (f"a{mark(0)}", "a20", ()),
        (f"a = {mark(0)} OR b = {mark(1)}", "a = $3 OR b = $4", (Written(0, False, 20), Written(1, False))),
    ],
)
def test_constants(text: str, sent: str, written: tuple[Written, ...]) -> None:
    assert numbered(text, 3, ["20", None]) == (sent, written)


@pytest.mark.parametrize(
    ("kind", "value", "is_taken"),
    [
        ("int4", 20, True),
        ("int8", 20, True),
        ("int4", 2**31, False),
        ("int8", 2**31, True),
        ("int4", None, False),
        ("int2", 20, False),
        ("text", 20, False),
        (None, 20, False),
    ],
)
def test_types_of_constants(kind: str | None, value: int | None, is_taken: bool) -> None:
    written = Written(0, False, value)
    if is_taken:
        written.check(kind)
    else:
        with pytest.raises(Refusal):
            written.check(kind)


@pytest.mark.parametrize(
    ("text", "sent", "written"),
    [
        (f"LIMIT {mark(0)}", "LIMIT $3", (Written(0, False),)),
        (f"LIMIT {mark(1)} OFFSET {mark(0)}", "LIMIT $3 OFFSET $4", (Written(1, False), Written(0, False))),
        (f"a = {mark(0)} OR b={mark(0)}", "a = $3 OR b=$3", (Written(0, False),)),
        (f"f({mark(0)})", "f($3)", (Written(0, False),)),
        (f"INTERVAL '{mark(0)} days'", "make_interval(days => $3)", (Written(0, True),)),
        (f"interval '{mark(0)} Hour'", "make_interval(hours => $3)", (Written(0, True),)),
        (f"'{mark(0)} minutes'::INTERVAL", "make_interval(mins => $3)", (Written(0, True),)),
        (
            f"interval '{mark(0)} day' LIMIT {mark(0)}",
            "make_interval(days => $3) LIMIT $4",
            (Written(0, True), Written(0, False)),
        ),
        ("LIMIT 5", "LIMIT 5", ()),
    ],
)
def test_parameters_take_their_places(text: str, sent: str, written: tuple[Written, ...]) -> None:
    assert numbered(text, 3) == (sent, written)


@pytest.mark.parametrize(
    "text",
    [
        f"links_{mark(0)}",
        f"'{mark(0)}'",
        f"'link {mark(0)} of many'",
        f"'a' || 'b {mark(0)} c'",
        f"-{mark(0)}",
        f"{mark(0)}{mark(1)}",
        f"{mark(0)}.5",
        f"1{mark(0)}",
        f"${mark(0)}",
        f'"a{mark(0)}"',
        f"interval '{mark(0)} fortnights'",
        f"interval '1 day {mark(0)} hours'",
    ],
)
def test_what_a_number_is_part_of_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="inside a word or a text"):
        numbered(text, 1)


@pytest.mark.parametrize(("of_interval", "kinds"), [(False, ("int8", "numeric", "float8")), (True, ("int4", "float8"))])
def test_types_that_take_any_number(of_interval: bool, kinds: tuple[str, ...]) -> None:
    for kind in ("int2", "int4", "int8", "numeric", "float4", "float8", "text", None):
        if kind in kinds:
            Written(0, of_interval).check(kind)
        else:
            with pytest.raises(Refusal, match="a parameter of type"):
                Written(0, of_interval).check(kind)
