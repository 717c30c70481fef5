"""Whether a bound argument can be None, and what type it has: as the source shows it."""

from __future__ import annotations

import contextlib
import itertools
import random
import re
from pathlib import Path
from textwrap import dedent

import libcst as cst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from snippets import module_of, sites_of

from codemod.config import Config
from codemod.lowering.lowered import ArgumentFacts
from codemod.rewriting.facts.arguments import argument_facts
from codemod.rewriting.facts.expression_facts import expression_facts, place_of
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import walk


def facts_of(
    argument: str, before: str = "", signature: str = "x", head: str = "", patterns: tuple[str, ...] = ()
) -> ArgumentFacts:
    """Facts of the argument of a call; ``before`` stands before the call in the function."""
    lines = [f"async def run(self, {signature}):", *dedent(before).strip("\n").splitlines()]
    lines.append(f'await self.db.execute("DELETE FROM links WHERE id = $1", {argument})')
    code = f"{head}\n" + "\n    ".join(lines) + "\n"
    (site,) = sites_of(code)
    return argument_facts(site, 1, Config(root=Path(), never_none=patterns))


def at_use(body: str, signature: str = "x") -> ArgumentFacts:
    """Facts of the name ``x`` where a body hands it to ``use()``."""
    module = module_of(
        f"async def run(self, {signature}):\n" + "".join(f"    {line}\n" for line in dedent(body).strip().splitlines())
    )
    function = next(node for node in walk(module.tree) if isinstance(node, cst.FunctionDef))
    call = next(n for n in walk(module.tree) if isinstance(n, cst.Call) and getattr(n.func, "value", "") == "use")
    return expression_facts(call.args[0].value, place_of(FunctionScope(function, "run"), module))


@pytest.mark.parametrize(
    ("argument", "kind"),
    [
        ('"a"', "str"),
        ('b"a"', "bytes"),
        ('"a" "b"', "str"),
        ('f"{x}"', "str"),
        ("1", "int"),
        ("-1", "int"),
        ("1.5", "float"),
        ("True", "bool"),
        ("x > 1", "bool"),
        ("not x", "bool"),
        ("[x]", "list"),
        ("[y for y in x]", "list"),
        ("(x, 1)", None),
        ("{x}", None),
        ("x + 1", None),
        ("1 + 1", "int"),
        ("1 / 2", "float"),
        ("x / 2", "number"),
        ("x * 0.75", "number"),
        ("x / 4 * 3", "number"),
        ("2 * 0.75", "float"),
        ("x * 2", None),
        ("x + ' times'", "str"),
        ("-(x / 2)", "number"),
        ('"a" + "b"', "str"),
        ('"%s" % x', "str"),
        ("str(x)", "str"),
        ("int(x)", "int"),
        ("len(x)", "int"),
        ("sorted(x)", "list"),
        ("x.lower()", "str"),
        ("x.strip().replace('a', 'b')", "str"),
        ("', '.join(x)", "str"),
        ("x or 0", None),
        ("str(x) or 'a'", "str"),
        ("int(x) if x else 0", "int"),
        ("max(1, len(x))", "int"),
        ("datetime.datetime.now()", "datetime"),
        ("discord.utils.utcnow()", "datetime"),
        ("x.replace(tzinfo=None)", "datetime"),
        ("x.total_seconds()", "float"),
        ("uuid.uuid4()", "UUID"),
        ("(y := 5)", "int"),
    ],
)
def test_an_expression_that_is_never_none(argument: str, kind: str | None) -> None:
    facts = facts_of(argument)
    assert (facts.never_none, facts.python_type) == (True, kind)
    assert facts.evidence


@pytest.mark.parametrize(
    "argument",
    [
        "x",
        "None",
        "x.id",
        "x[0]",
        "x()",
        "x.get(1)",
        "await x()",
        "x or None",
        "x and 1",
        "1 if x else None",
        "x if x > 1 else x.y",
        "x.join()",
        "x.format()",
        "x.replace(1, 2)",
        "max(x)",
        "max(x, 1)",
        "max(*x, 1)",
        "unknown",
        "datetime.parse(x)",
        "lambda: 1",
    ],
)
def test_an_expression_that_may_be_none(argument: str) -> None:
    facts = facts_of(argument)
    assert (facts.never_none, facts.evidence) == (False, "")


@pytest.mark.parametrize(
    ("signature", "kind"),
    [
        ("x: int", "int"),
        ("x: str = ''", "str"),
        ("x: 'int'", "int"),
        ("x: discord.Member", None),
        ("x: discord.Member | discord.User", None),
        ("x: Union[int, str]", None),
        ("x: list[int]", "list"),
        ("x: Literal['a', 'b']", None),
        ("x: Annotated[int, 'meta']", "int"),
        ("x: app_commands.Range[int, 1, 5]", "int"),
        ("x: datetime.datetime", "datetime"),
        ("*x", None),
        ("*, x: bool", "bool"),
        ("x: int = -1", "int"),
    ],
)
def test_an_annotation_is_evidence(signature: str, kind: str | None) -> None:
    facts = facts_of("x", signature=signature)
    assert (facts.never_none, facts.python_type) == (True, kind)


@pytest.mark.parametrize(
    "signature",
    [
        "x",
        "x=1",
        "x: int | None",
        "x: None | int",
        "x: Optional[int]",
        "x: typing.Optional[int]",
        "x: Union[int, None]",
        "x: 'int | None'",
        "x: 'int |'",
        "x: Any",
        "x: object",
        "x: int = None",
        "x: str = commands.parameter(default=None)",
        "x: str = DEFAULT",
        "x: Maybe",
        "x: T",
        "x: Box[int]",
        "x: Literal['a', None]",
        "x: Annotated[int | None, 'meta']",
    ],
)
def test_an_annotation_that_admits_none(signature: str) -> None:
    head = "from typing import *\nMaybe = Optional[int]\nT = TypeVar('T')\nDEFAULT = None\n"
    assert not facts_of("x", signature=signature, head=head).never_none


@pytest.mark.parametrize(
    "body",
    [
        "x = 5\nuse(x)",
        "if other:\n    x = 1\nelse:\n    x = 2\nuse(x)",
        "if x is None:\n    return\nuse(x)",
        "if not x:\n    raise ValueError\nuse(x)",
        "if x is None or other:\n    return\nuse(x)",
        "if x is None:\n    x = 1\nuse(x)",
        "if x is not None:\n    use(x)",
        "if x and other:\n    use(x)",
        "if x is None:\n    print()\nelse:\n    use(x)",
        "if x is None:\n    print()\nelif other:\n    use(x)",
        "while x is not None:\n    use(x)",
        "assert x is not None\nuse(x)",
        "assert isinstance(x, int)\nuse(x)",
        "y = x is not None and use(x)",
        "y = x is None or use(x)",
        "y = use(x) if x else 1",
        "for y in other:\n    if x is None:\n        continue\n    use(x)",
        "if x is None:\n    return\nfor y in other:\n    use(x)",
        "if x is None:\n    return\ntry:\n    use(x)\nexcept ValueError:\n    pass",
        "if (x := other()) is not None:\n    use(x)",
        "if x := other():\n    use(x)",
        "x += 1\nuse(x)",
        "for x in range(3):\n    use(x)",
        "for x in (1, 2):\n    use(x)",
        "if not (x is None):\n    use(x)",
        # what is done to a part of it, or by it, binds no name
        "if x is None:\n    return\nother[x] = x.y = 1\nuse(x)",
        "if x is None:\n    return\nmatch other:\n    case {'a': y}:\n        use(x)",
        "if x is None:\n    if other:\n        return\n    else:\n        raise ValueError\nuse(x)",
    ],
)
def test_a_check_is_evidence(body: str) -> None:
    assert at_use(body).never_none


@pytest.mark.parametrize(
    "body",
    [
        "use(x)",
        "if x is None:\n    print()\nuse(x)",
        "if x is not None:\n    return\nuse(x)",
        "if x is None and other:\n    return\nuse(x)",
        "if x or other:\n    use(x)",
        "if x is None:\n    return\nx = other()\nuse(x)",
        "if x is None:\n    x = other()\nuse(x)",
        "if x is None:\n    return\nfor x in other:\n    use(x)",
        "if x is None:\n    return\nwith other as x:\n    use(x)",
        "while other:\n    if x is None:\n        continue\n    x = other()\n    use(x)",
        "while a:\n    if x is None:\n        return\n    while b:\n        use(x)\n        x = other()",
        "if x is None:\n    return\nif (x := other()):\n    pass\nelse:\n    use(x)",
        "if x is None:\n    return\ntry:\n    x = other()\nexcept ValueError:\n    use(x)",
        "if x is None:\n    return\nelse:\n    x = other()\nuse(x)",
        "if y is None:\n    return\nuse(x)",
        "if x is None:\n    return\ny = [use(x) for x in other]",
        "if x is None:\n    return\ndef inner():\n    x = None\nmatch other:\n    case {'a': x}:\n        use(x)",
        "if x is None:\n    return\nmatch other:\n    case [1, *x]:\n        use(x)",
        "if x is None:\n    return\nfrom other import x\nuse(x)",
        "if x is None:\n    return\nif other:\n    def x(): pass\nuse(x)",
        "if x is None:\n    if other:\n        return\nuse(x)",
        "global x\nuse(x)",
        "x = None\nuse(x)",
        "if isinstance(x, (int, NoneType)):\n    use(x)",
        "for x in (1, None):\n    use(x)",
        "y = x is None and use(x)",
        "y = 1 if x else use(x)",
        "y = (x is not None) == use(x)",
    ],
)
def test_a_check_that_proves_nothing(body: str) -> None:
    assert not at_use(body).never_none


@pytest.mark.parametrize(
    ("head", "never"),
    [
        ("LIMIT = 5", True),
        ("LIMIT: int = 5", True),
        ("LIMIT = None", False),
        ("LIMIT = compute()", False),
        ("LIMIT = 5\nLIMIT = None", False),
        ("LIMIT = 5\nif True:\n    LIMIT = None", False),
        ("LIMIT = 5\ndef change():\n    global LIMIT\n    LIMIT = None", False),
        ("from settings import LIMIT", False),
    ],
)
def test_constants_of_the_module(head: str, never: bool) -> None:
    assert facts_of("LIMIT", head=head).never_none is never


def test_a_name_that_hides_a_builtin_is_not_the_builtin() -> None:
    assert not facts_of("str(x)", before="    str = x").never_none
    assert not facts_of("str(x)", head="str = print").never_none


@pytest.mark.parametrize(
    ("argument", "before"),
    [
        ("json.dumps(x)", ""),
        ("orjson.dumps(x).decode()", ""),
        ("y", "    y = json.dumps(x)"),
        ("json.dumps(x) if x else None", ""),
        ("x.model_dump_json()", ""),
    ],
)
def test_json_is_told(argument: str, before: str) -> None:
    assert facts_of(argument, before).json_encoded


def test_text_is_not_json() -> None:
    assert not facts_of("str(x)").json_encoded


@pytest.mark.parametrize(
    ("argument", "patterns", "never"),
    [
        ("ctx.author.id", (), False),
        ("ctx.author.id", ("*.id",), True),
        ("x.id", ("*.id",), True),
        ("x.identity", ("*.id",), False),
        ("ctx.author.id", ("discord",), True),
        ("member.id", ("discord",), True),
        ("interaction.guild.id", ("discord",), True),
        ("interaction.guild_id", ("discord",), False),
        ("emoji.id", ("discord",), False),
        ("member.nick", ("discord",), False),
        ("member.joined_at", ("discord",), False),
        ("discord", ("discord",), False),
        ("await ctx.author.id", ("*.id",), False),
        ("x().id", ("*.id",), False),
    ],
)
def test_configured_patterns(argument: str, patterns: tuple[str, ...], never: bool) -> None:
    assert facts_of(argument, patterns=patterns).never_none is never


# -- the checks against what really happens


def _block(statements: list[str]) -> str:
    return "\n".join("    " + line for statement in statements for line in statement.splitlines())


_SIMPLE = st.sampled_from(
    ["probe(x)", "probe(x)", "probe(x)", "x = None", "x = 1", "x = pick()", "return", "raise ValueError", "x = x or 3"]
)
_IN_LOOPS = st.sampled_from(["break", "continue"])
_TESTS = st.sampled_from(
    ["x", "not x", "x is None", "x is not None", "x is None or pick()", "x is not None and pick()", "(x := pick())",
     "(x := pick()) is not None", "pick()", "not (x is None)", "x and (x := pick())", "x is None and pick()"]
)  # fmt: skip


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(inner, min_size=1, max_size=3).map(_block)
    looped = st.lists(inner | _IN_LOOPS, min_size=1, max_size=3).map(_block)
    return st.one_of(
        st.builds("if {}:\n{}".format, _TESTS, body),
        st.builds("if {}:\n{}\nelse:\n{}".format, _TESTS, body, body),
        st.builds("if {}:\n{}\nelif {}:\n{}".format, _TESTS, body, _TESTS, body),
        st.builds("while more() and {}:\n{}".format, _TESTS, looped),
        st.builds("for x in (pick(), 2):\n{}".format, looped),
        st.builds("for _ in (1, 2):\n{}".format, looped),
        st.builds("try:\n{}\nexcept ValueError:\n{}".format, body, body),
        st.builds("try:\n{}\nfinally:\n{}".format, body, body),
        st.builds("y = {} and probe(x)".format, _TESTS),
        st.builds("y = probe(x) if {} else probe(x)".format, _TESTS),
    )


_STATEMENTS = st.lists(st.recursive(_SIMPLE, _compound, max_leaves=8), min_size=1, max_size=5)


class _Stopped(Exception):
    """The drawn program ran long enough."""


@settings(max_examples=250, deadline=None)
@given(_STATEMENTS)
def test_what_is_never_none_never_is(statements: list[str]) -> None:
    numbers = itertools.count()
    numbered = re.sub(r"probe\(x\)", lambda _: f"probe({next(numbers)}, x)", "def run(x):\n" + _block(statements))
    module = module_of(numbered)
    function = next(node for node in walk(module.tree) if isinstance(node, cst.FunctionDef))
    where = place_of(FunctionScope(function, "run"), module)
    probes = [
        node for node in walk(function) if isinstance(node, cst.Call) and getattr(node.func, "value", "") == "probe"
    ]
    promised = {
        cst.ensure_type(node.args[0].value, cst.Integer).evaluated_value
        for node in probes
        if expression_facts(node.args[1].value, where).never_none
    }
    seen_none: set[int] = set()
    for seed in range(12):
        _run(numbered, random.Random(seed), seen_none)
    assert not promised & seen_none


def _run(code: str, source: random.Random, seen_none: set[int]) -> None:
    budget = iter(range(60))

    def probe(number: int, value: object) -> None:
        if value is None:
            seen_none.add(number)

    def more() -> bool:
        if next(budget, None) is None:
            raise _Stopped
        return source.random() < 0.8

    names: dict[str, object] = {"probe": probe, "more": more, "pick": lambda: source.choice([None, 1, 0])}
    exec(compile(code, "drawn", "exec"), names)
    run = names["run"]
    assert callable(run)
    with contextlib.suppress(ValueError, _Stopped):
        run(source.choice([None, 1, 0]))
