"""Conditions that tests add: what is taken for one, and that wrong ones are not written."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from test_cases import PROJECT, convert

from codemod.converting import proven_form
from codemod.lowering.choice import path_of
from codemod.lowering.decisions import Decision
from codemod.lowering.growth import Growth, Link, grown
from codemod.lowering.lowered import Lowered

FIRST = Decision("__s1__", (True, False))
SECOND = Decision("__s2__", (True, False))
WORDS = Decision("__s2__", ("a", "b"))


def expression(code: str) -> ast.expr:
    return ast.parse(code, mode="eval").body


def growths(codes: Sequence[str], *decisions: Decision) -> list[tuple[str, bool, str]] | None:
    found = grown([expression(code) for code in codes], decisions)
    if found is None:
        return None
    return [(item.placeholder, item.when, ast.unparse(item.on(ast.Name("s")))) for item in found.growths]


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        (["select(x).where(a, b)", "select(x).where(a)"], [("__s1__", True, "s.where(b)")]),
        (["select(x).where(a)", "select(x).where(a, b)"], [("__s1__", False, "s.where(b)")]),
        (["select(x).where(a, b, c)", "select(x).where(a)"], [("__s1__", True, "s.where(b, c)")]),
        (["select(x).where(b, a)", "select(x).where(a)"], [("__s1__", True, "s.where(b)")]),
        (["select(x).where(a).limit(1)", "select(x).limit(1)"], [("__s1__", True, "s.where(a)")]),
        (["select(x).where(a)", "select(x).select_from(t)"], [("__s1__", True, "s.where(a)")]),
        (["delete(x).where(a)", "delete(x)"], [("__s1__", True, "s.where(a)")]),
        (["select(x).where(a)", "select(x).where(b)"], None),
        (["select(x).where(a, b)", "select(x).where(a).limit(1)"], None),
        (["select(x).where(a, b)", "select(y).where(a)"], None),
        (["select(x).where(a, b, c)", "select(x).where(c, a)"], None),
        (["union(x).where(a)", "union(x)"], None),
        (["insert(x).where(a)", "insert(x)"], None),
        (["select(x).where(a)", "select(x).where(a)"], None),
        (["update(x).values(a=1, b=2)", "update(x).values(a=1)"], [("__s1__", True, "s.values(b=2)")]),
        (["update(x).where(w)", "update(x).where(w).values(b=2)"], [("__s1__", False, "s.values(b=2)")]),
        (["update(x).values(a=1)", "update(x).values(a=2)"], None),
        (["update(x).values(a=1, b=2)", "update(x).values(b=1)"], None),
        (["update(x).where(w).values(b=2)", "update(x).values(a=2)"], None),
        (["select(x).order_by(a).limit(n)", "select(x).order_by(a)"], [("__s1__", True, "s.limit(n)")]),
        (
            ["select(x).where(a).order_by(b).limit(n)", "select(x)"],
            [("__s1__", True, "s.where(a).order_by(b).limit(n)")],
        ),
        (["select(x).order_by(a, b)", "select(x).order_by(b)"], [("__s1__", True, "s.order_by(a)")]),
        (["select(x).limit(m)", "select(x).limit(n)"], None),
        (["select(x).where(a)", "select(x).limit(n)"], None),
        (["select(x).group_by(a)", "select(x)"], None),
        (["delete(x).returning(a)", "delete(x)"], None),
        (["insert(x).values(a=1, b=2)", "insert(x).values(a=1)"], None),
    ],
)
def test_what_a_test_adds(codes: list[str], found: list[tuple[str, bool, str]] | None) -> None:
    assert growths(codes, FIRST) == found


def test_two_tests_add_their_own() -> None:
    codes = [f"select(x).where({', '.join(['a', *one, *two])})" for one, two in product((["b"], []), (["c"], []))]
    assert growths(codes, FIRST, SECOND) == [("__s1__", True, "s.where(b)"), ("__s2__", True, "s.where(c)")]


def test_what_depends_on_another_decision_is_not_added() -> None:
    codes = ["select(x).where(a, b)", "select(x).where(a, c)", "select(x).where(a)", "select(x).where(a)"]
    assert growths(codes, FIRST, SECOND) is None


def test_a_way_that_is_never_sent_grows_too() -> None:
    codes = ["update(x).values(a=1, b=2)", "update(x).values(a=1)", "update(x).values(b=2)"]
    found = grown([*map(expression, codes), None], [FIRST, SECOND])
    assert found is not None
    assert [ast.unparse(tree) for tree in found.trees if tree is not None] == ["update(x)"]
    assert [ast.unparse(item.on(ast.Name("s"))) for item in found.growths] == ["s.values(a=1)", "s.values(b=2)"]


def test_what_is_only_ever_sent_one_way_is_not_added() -> None:
    assert grown([expression("update(x).values(a=1)"), None], [FIRST]) is None


def test_other_decisions_stay() -> None:
    codes = [f"select({word}).where({', '.join(['a', *more])})" for more, word in product((["b"], []), "xy")]
    found = grown([expression(code) for code in codes], [FIRST, WORDS])
    assert found is not None
    assert [ast.unparse(tree) for tree in found.trees if tree is not None] == [
        "select(x).where(a)",
        "select(y).where(a)",
    ]
    assert found.others == (WORDS,)


SOURCE = """
class Links:
    async def search(self, guild_id: int, tag: str | None, url: str | None):
        query = "SELECT title FROM links WHERE guild_id = $1"
        args = [guild_id]
        if tag is not None:
            args.append(tag)
            query += f" AND tag = ${len(args)}"
        if url is not None:
            args.append(url)
            query += f" AND url = ${len(args)}"
        return await self.bot.db.fetch(query, *args)
"""


def after(project: Path) -> str:
    """The module as it comes out."""
    shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns("__pycache__"))
    (project / "pyproject.toml").write_text("[tool.alchemod]\n")
    result = convert(project, SOURCE.encode())
    assert [site.outcome for site in result.sites] == ["rewritten"]
    return result.after or ""


def otherwise(growth: Growth) -> Growth:
    return replace(growth, when=not growth.when)


MUTANTS: dict[str, Callable[[tuple[Growth, ...]], tuple[Growth, ...]]] = {
    "under the opposite": lambda found: (otherwise(found[0]), found[1]),
    "both under the opposite": lambda found: (otherwise(found[0]), otherwise(found[1])),
    "one forgotten": lambda found: found[:1],
    "all forgotten": lambda _found: (),
    "conditions swapped": lambda found: (
        replace(found[0], links=found[1].links),
        replace(found[1], links=found[0].links),
    ),
    "one twice": lambda found: (found[0], found[0]),
    "no condition": lambda found: (replace(found[0], links=()), found[1]),
}


@pytest.fixture(scope="module")
def decided_in_place(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The module as it comes out where no test only adds a condition."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proven_form, "grown_form", lambda *_: None)
        return after(tmp_path_factory.mktemp("growth") / "none")


def test_a_right_condition_is_written(tmp_path: Path, decided_in_place: str) -> None:
    right = after(tmp_path / "right")
    assert "if tag is not None:\n                stmt = stmt.where(Link.tag == tag)\n" in right
    assert "stmt.where" not in decided_in_place


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_wrong_condition_is_never_written(
    mutant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, decided_in_place: str
) -> None:
    original = proven_form.grown_form

    def wrong(alternatives: Sequence[Lowered], decisions: Sequence[Decision]) -> Lowered | None:
        found = original(alternatives, decisions)
        assert found is not None
        return replace(found, growths=MUTANTS[mutant](found.growths))

    monkeypatch.setattr(proven_form, "grown_form", wrong)
    assert after(tmp_path / "wrong") == decided_in_place


def test_a_way_has_the_conditions_of_its_decisions() -> None:
    growth = Growth("__s1__", False, (Link("where", (expression("b"),)),))
    whole = Lowered(
        "select", "rows", expression("select(x)"), (), frozenset(), (), (), {}, None, False, growths=(growth,)
    )
    assert [ast.unparse(path_of(whole, [FIRST], [pick])) for pick in (0, 1)] == ["select(x)", "select(x).where(b)"]
