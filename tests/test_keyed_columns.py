"""Statements that read a dictionary: what is written for all keys gives back what was proven for each."""

from __future__ import annotations

import ast

import pytest

from codemod.lowering.keyed_columns import Keyed, folded, sets_nothing, unfolded, with_types

KEYED = Keyed("__p9__", {"title": "__p2__", "url": "__p3__"})

FOLDED = [
    ("update(Link).values(title=__p2__, url=__p3__)", "update(Link).values(**__p9__)"),
    ("insert(Link).values(id=__p1__, title=__p2__, url=__p3__)", "insert(Link).values(id=__p1__, **__p9__)"),
    (
        "stmt.on_conflict_do_update(set_={'title': __p2__, 'url': __p3__})",
        "stmt.on_conflict_do_update(set_=__p9__)",
    ),
    (
        "stmt.on_conflict_do_update(set_={'title': __p2__, 'url': __p3__, 'tag': 1})",
        "stmt.on_conflict_do_update(set_={**__p9__, 'tag': 1})",
    ),
    (
        "stmt.on_conflict_do_update(set_={'title': stmt.excluded.title, 'url': stmt.excluded.url})",
        "stmt.on_conflict_do_update(set_={key: stmt.excluded[key] for key in __p9__})",
    ),
    (
        "select(Link).where(Link.id == __p1__, Link.title == __p2__, Link.url == __p3__)",
        "select(Link).where(Link.id == __p1__, *[getattr(Link, key) == value for key, value in __p9__.items()])",
    ),
    (
        "select(Link).where(Link.data['title'].astext == __p2__, Link.data['url'].astext == __p3__)",
        "select(Link).where(*[Link.data[key].astext == value for key, value in __p9__.items()])",
    ),
]

LEFT = [
    # the values are those of other keys
    "update(Link).values(title=__p3__, url=__p2__)",
    # another order than the dictionary's
    "update(Link).values(url=__p3__, title=__p2__)",
    # something stands between them
    "update(Link).values(title=__p2__, tag=1, url=__p3__)",
    # the keys make different things
    "select(Link).where(Link.title == __p2__, Link.url > __p3__)",
    # every condition reads another argument, which could be called `key`
    "select(Link).where(Link.title == __p2__ + __p1__, Link.url == __p3__ + __p1__)",
    # names that the comprehension would take
    "select(Link).where(Link.title == f(key, __p2__), Link.url == f(key, __p3__))",
    # one of them is missing
    "update(Link).values(title=__p2__)",
]

WRONG = [
    ("update(Link).values(title=__p2__, url=__p3__)", "update(Link).values(__p9__)"),
    ("update(Link).values(title=__p2__)", "update(Link).values(**__p9__)"),
    (
        "select(Link).where(Link.title == __p2__, Link.url == __p3__)",
        "select(Link).where(*[getattr(Link, key) != value for key, value in __p9__.items()])",
    ),
    (
        "select(Link).where(Link.title == __p2__, Link.url == __p3__)",
        "select(Link).where(*[getattr(Vote, key) == value for key, value in __p9__.items()])",
    ),
    (
        "select(Link).where(Link.title == __p2__, Link.url == __p3__)",
        "select(Link).where(or_(*[getattr(Link, key) == value for key, value in __p9__.items()]))",
    ),
]


def source(tree: ast.expr) -> str:
    return ast.unparse(tree)


def parsed(code: str) -> ast.expr:
    return ast.parse(code, mode="eval").body


@pytest.mark.parametrize(("code", "expected"), FOLDED)
def test_a_dictionary_stands_for_its_values(code: str, expected: str) -> None:
    found = folded(parsed(code), KEYED)
    assert source(found) == source(parsed(expected))
    assert source(unfolded(found, KEYED)) == source(parsed(code))


@pytest.mark.parametrize("code", LEFT)
def test_other_parts_are_left(code: str) -> None:
    assert source(folded(parsed(code), KEYED)) == source(parsed(code))


@pytest.mark.parametrize(("code", "wrong"), WRONG)
def test_what_reads_it_wrongly_gives_something_else_back(code: str, wrong: str) -> None:
    assert source(unfolded(parsed(wrong), KEYED)) != source(parsed(code))


@pytest.mark.parametrize(
    ("code", "fails"),
    [
        ("update(Link).where(Link.id == __p1__).values(**__p9__)", True),
        ("update(Link).values(**__p9__).returning(Link.id)", True),
        ("insert(Link).values(id=__p1__, **__p9__).on_conflict_do_update(set_=__p9__)", True),
        ("update(Link).values(clicks=0, **__p9__)", False),
        ("insert(Link).values(id=__p1__, **__p9__)", False),
        ("insert(Link).values(**__p9__)", False),
        ("insert(Link).values(id=__p1__, **__p9__).on_conflict_do_update(set_={**__p9__, 'tag': 1})", False),
        ("delete(Link).where(*[getattr(Link, key) == value for key, value in __p9__.items()])", False),
    ],
)
def test_without_keys_only_what_sets_columns_fails(code: str, fails: bool) -> None:
    assert sets_nothing(unfolded(parsed(code), Keyed("__p9__", {}))) is fails


def test_only_values_of_the_dictionary_get_types() -> None:
    tree = with_types(parsed("select(Link).where(Link.id == __p1__, Link.title == __p2__, Link.url > __p3__)"), KEYED)
    expected = (
        "select(Link).where(Link.id == __p1__, Link.title == literal(__p2__, Link.title.type), Link.url > __p3__)"
    )
    assert source(tree) == expected
