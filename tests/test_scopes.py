"""Reaching definitions: which values a use of a name may see."""

from __future__ import annotations

import libcst as cst
import pytest

from codemod.syntax.tree import bound_by, walk
from tests.snippets import function_of


def values_reaching_last_use(code: str, name: str = "q") -> list[str]:
    scope = function_of(code)
    use = scope.flow(name).uses[-1]
    shown = []
    for binding in scope.reaching(use):
        code_of = cst.Module(body=()).code_for_node
        shown.append(code_of(binding.value) if binding.value is not None else binding.kind)
    return shown


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("q = 1\n    use(q)", ["1"]),
        ("q = 1\n    q = 2\n    use(q)", ["2"]),
        ("if a:\n        q = 1\n    else:\n        q = 2\n    use(q)", ["1", "2"]),
        ("q = 1\n    if a:\n        q = 2\n    use(q)", ["1", "2"]),
        ("q = 1\n    if a:\n        q = 2\n        return\n    use(q)", ["1"]),
        ("q = 1\n    if a:\n        q = 2\n        raise E\n    use(q)", ["1"]),
        ("q = 1\n    for x in y:\n        q = 2\n    use(q)", ["1", "2"]),
        ("q = 1\n    for x in y:\n        use(q)\n        q = 2", ["1", "2"]),
        ("q = 1\n    while a:\n        if b:\n            q = 2\n            break\n    use(q)", ["1", "2"]),
        ("q = 1\n    while a:\n        q = 2\n        continue\n    use(q)", ["1", "2"]),
        ("try:\n        q = 1\n        f()\n        q = 2\n    except E:\n        use(q)", ["1", "2"]),
        ("q = 0\n    try:\n        q = 1\n    except E:\n        q = 2\n    use(q)", ["1", "2"]),
        ("q = 0\n    try:\n        f()\n        q = 1\n    except E:\n        pass\n    use(q)", ["0", "1"]),
        ("q = 0\n    try:\n        q = 1\n    finally:\n        use(q)", ["0", "1"]),
        ("q = 0\n    with suppress(E):\n        f()\n        q = 1\n    use(q)", ["0", "1"]),
        ("q = 0\n    with open(f):\n        q = 1\n    use(q)", ["1"]),
        ("q = 1\n    del q\n    use(q)", ["unknown"]),
        ("q = 1\n    q += 2\n    use(q)", ["unknown"]),
        ("q, r = f()\n    use(q)", ["unknown"]),
        ("q = r = 1\n    use(q)", ["1"]),
        ("q: str = 'x'\n    use(q)", ["'x'"]),
        ("q: str\n    use(q)", []),
        ("if (q := f()):\n        use(q)", ["f()"]),
        ("for q in rows:\n        use(q)", ["rows"]),
        ("async with f() as q:\n        use(q)", ["f()"]),
        ("match a:\n        case 1:\n            q = 1\n        case _:\n            q = 2\n    use(q)", ["1", "2"]),
        ("match a:\n        case {'k': q}:\n            use(q)", ["unknown"]),
        ("q = 1\n    def inner():\n        return q\n    q = 2", ["1", "2"]),
        ("global q\n    q = 1\n    use(q)", ["unknown"]),
        ("q = 1\n    def inner():\n        nonlocal q\n        q = 2\n    inner()\n    use(q)", ["unknown"]),
        ("import q\n    use(q)", ["import"]),
        ("q = 1\n    use([q for q in rows])\n    use(q)", ["1"]),
        ("q = 1\n    use(x.q, q=q)", ["1"]),
        ("while True:\n        q = 1\n        if a:\n            break\n    use(q)", ["1"]),
    ],
)
def test_reaching(body: str, expected: list[str]) -> None:
    found = values_reaching_last_use(f"async def f(a):\n    {body}\n")
    # an endless loop is not known to be one: its entry state may flow past it, which only adds values
    assert found == expected


def test_parameter() -> None:
    scope = function_of("def f(q, *args, k=1):\n    use(q, args, k)\n")
    assert [scope.reaching(scope.flow(name).uses[0])[0].kind for name in ("q", "args", "k")] == ["param"] * 3


def test_uses_of_a_binding() -> None:
    scope = function_of("def f(a):\n    q = 1\n    use(q)\n    if a:\n        q = 2\n    use(q)\n")
    first, second = scope.flow("q").bindings
    assert len(scope.uses_of("q", first)) == 2
    assert len(scope.uses_of("q", second)) == 1


def test_comprehension_variable_is_its_own() -> None:
    scope = function_of("def f(rows):\n    q = 1\n    return [q['x'] for q in rows]\n")
    assert scope.flow("q").uses == []


def test_names_are_every_identifier() -> None:
    scope = function_of("def f(rows):\n    stmt = 1\n    return x.result\n")
    assert {"rows", "stmt", "x", "result", "f"} <= scope.names


def test_parents() -> None:
    scope = function_of("def f():\n    return g(1)\n")
    call = next(use for use in scope.flow("g").uses)
    parent = scope.parent(call)
    assert isinstance(parent, cst.Call)
    assert isinstance(scope.parent(parent), cst.Return)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("q = r = 1", "q r"),
        ("q, [r, *s] = t", "q r s"),
        ("q: int = r", "q"),
        ("q += r", "q"),
        ("del q, (r, s[t])", "q r"),
        ("for q, r in s: pass", "q r"),
        ("with a as q, b as (r, s): pass", "q r s"),
        ("import q.r, s as t", "q t"),
        ("from q import r, s as t", "r t"),
        ("def q(r): pass", "q"),
        ("class q(r): pass", "q"),
        ("global q, r", "q r"),
        ("use(q := r)", "q"),
        ("try: pass\nexcept E as q: pass", "q"),
        ("match a:\n    case [q, *r]: pass\n    case {'k': s, **t}: pass", "q r s t"),
        ("match a:\n    case E(b=q) as r: pass", "q r"),
        # reads, and the variables of other scopes
        ("from q import *", ""),
        ("q.r = s[t] = 1", ""),
        ("del q.r, s[t]", ""),
        ("use([q for q in r], lambda s: s)", ""),
        ("match a:\n    case q.E | _: pass", ""),
    ],
)
def test_what_a_statement_binds(line: str, names: str) -> None:
    found = {name for node in walk(cst.parse_module(line)) for name in bound_by(node)}
    assert found == set(names.split())
