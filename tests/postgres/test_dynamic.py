"""A query decided at run time does the same before and after, under every decision there is."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from both_sides import STYLES, Modules, Sides, create_tables, migrated
from faults import asyncpgs

from codemod.postgres.server import PostgresServer

RAW = Path(__file__).parent / "dynamic" / "dynamic.py"
SEED = """
TRUNCATE links, votes;
INSERT INTO links (id, title, url, tag, guild_id, clicks, created_at) VALUES
(1, 'a', 'z', NULL, 1, 0, '2024-01-01'), (2, 'b', 'y', 'x', 1, 7, '2024-01-01'),
(3, 'c', 'x', 'x', 1, 3, '2024-01-01'), (4, 'd', 'w', NULL, 2, 5, '2024-01-01');
INSERT INTO votes VALUES (1, 1, true);
"""
LEFT = "SELECT id, title, url, guild_id, clicks FROM links ORDER BY id"

#: Each function with arguments for every way through it.
CALLS: dict[str, list[tuple[Any, ...]]] = {
    "ordered": [(1, True), (1, False), (9, True)],
    "filtered": [("x", True), ("x", False), (None, True), (None, False)],
    "sorted_by": [(), ("title",), ("clicks",), ("url",)],
    "one_by": [("name", "b"), ("address", "b"), ("address", "y"), ("no such key", "y")],
    "one_by_default": [("name", "b"), ("address", "y"), ("other", "x"), ("other", "y")],
    "count_all": [()],
    "emptied": [("address",), ("name",), ("none",)],
    "counted": [(1,), (2,), (3,)],
    "ordered_by_its_own_name": [(True,), (False,), ("",)],
}

#: Queries put together by statements, with every way through their tests.
CALLS |= {
    "with_options": [*product((1, 2), ("x", "y", None), (1, 5, 0, None))],
    "with_nothing_but_options": [*product(("w", "y", "", None), ("a", "%", "", None), (True, False))],
    "in_branches": [*product((1, 2), ("x", "b", None))],
    "with_whole_queries": [*product((1, 2), ("new", "top", "", None))],
    "without_a_condition": [*product((1, 2, None), (True, False))],
    "counted_by_hand": [*product((1, 2), ("x", "", None), (1, 9))],
    "not_reached_by_all": [*product((1, 2), ("x", "any", ""))],
    "page": [*product((1, 2), ("x", None))],
    "changed": [*product((1, 9), ("n", "", None), ("x", "", None))],
    "changed_or_raised": [*product((1, 2, 9), ("n", "", None), (3, 0, None))],
    "checked_order": [*product(("url", "clicks", "id", ""), ("asc", "DESC", "up"))],
    "checked_column": [*product((1, 9), ("title", "url", "tag"), ("n", "b"))],
    "checked_among_conditions": [*product(("x", "", None), ("title", "url", "clicks", "id"))],
    "limited": [*product((1, 2, 2**40), (0, 2, 9, -1), (0, 1, -1))],
    "limited_or_not": [*product(("x", None), (0, 1, 9, None, -1))],
    "older": [*product((0, 1, 2, 3, -1, 30), (0, 12, 13, 25, -100))],
    "counted_by_callers": [("links",), ("votes",)],
    "count_of": [("links",), ("votes",)],
    "in_order": [*product((1, 2), ("new", "tagged", "old", ""))],
    "tagged_or_not": [*product((True, False), (True, False))],
    "by_returned_names": [("a",), ("b",), ("",)],
    "size": [(True,), (False,)],
    "arranged": [(True,), (False,)],
    "blanked": [(True,), (False,)],
    "changed_by_a_dictionary": [*product((1, 9), ("n", "", None), ("x", None))],
    "changed_where_given": [*product((1, 9), ("n", "b", "", None), ("u", None))],
    "changed_in_a_loop": [*product((1, 9), ("n", "b", None), (3, 0, None))],
    "changed_by_keys": [
        *product((1, 9), ({}, {"title": "n"}, {"url": "u", "title": "m"}, {"url": None}, {"tag": "x"}))
    ],
    "found_by_a_dictionary": [*product((1, 2), ("x", None), ("x", "y", None))],
    "of_some": [([1],), ([1, 3, 9],), ([2, 2],), ([None, 4],)],
    "of_some_tags": [*product((1, 2), (("x",), ["x", "y"], {"x"}, [None], ["y", None, "x"]), (0, 1, 9))],
    "but_some": [*product((1, 2), ([], [1], [1, 4], [None, 1]))],
    "some_under_a_test": [*product(("x", "y", None), ([], [2], [1, 3], [None, 2]))],
    "of_either": [*product(([1], [2, 3]), (["a"], ["b", "d", "z"]))],
    "made_of_others": [(["1"],), (["2", "3"],), (("x",),)],
    "found_by_filters": [
        *product((1, 2), ({}, {"tag": "x"}, {"tag": None}, {"title": "b"}, {"title": ""}, {"tag": "x", "title": "c"}))
    ],
    "changed_but_for_what_is_unset": [(1,), (1, "n"), (1, "n", "u"), (9, None), (1, "b"), (1, None, "u")],
    "title_by_member": [(1,), (9,)],
    "without_a_mark": [(1,), (2,), (3,), (9,)],
    "changed_but_for_the_last_comma": [*product((1, 9), ("n", "b", None), ("t", None))],
    "found_in_a_template": [*product((1, 2), ("x", None), (0, 1, 9))],
    "ordered_by_a_function": [("new",), ("top",), ("",)],
    "put_together_by_a_function": [*product((1, 2), ("x", "", None), ("b", "", "%"), (1, 9))],
    "changed_by_a_method": [*product((1, 9), ("n", "b", "", None), (3, 0, None))],
    "of_a_kind": [*product(("b", 5, "", 3), ("tagged", "both", "any"))],
    "emptied_by_its_owner": [*product((7, 3), (7, 9), ("b", "c"))],
    "pages": [*product((1, 2), ("x", "", None), (True, False), (1, 9, None))],
    "set_by_keywords": [(1,)],
    "put_by_keywords": [(1,)],
    "found_by_keywords": [(1,)],
    "found_by_what_is_given": [(1,)],
    "with_keywords": [*product((1, 3, 9), ("x", "b", 5), (3, None)), (1, None, 3)],
    "put_what_is_set": [(1, "n"), (1, "n", None), (9, "n", "t", 4), (9, "b"), (1, "n", ""), (1, "n", "t", "u")],
}

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module", params=STYLES)
def modules(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Modules]:
    """The module as it was and as it comes out."""
    with migrated(tmp_path_factory.mktemp("dynamic"), [RAW], request.param) as (modules, report):
        assert [(site.line, site.code, site.message) for site in report.sites if site.outcome != "rewritten"] == []
        yield modules


@pytest.fixture(scope="module")
def database(postgres: PostgresServer, modules: Modules) -> str:
    return create_tables(postgres, "dynamic", modules)


async def happened(links: Any, function: str, arguments: tuple[Any, ...], dsn: str) -> tuple[Any, ...]:
    """What a call gives or raises, and what is in the table then."""
    outside = await asyncpg.connect(dsn)
    await outside.execute(SEED)
    try:
        outcome: tuple[Any, ...] = ("returned", await getattr(links, function)(*arguments))
    except Exception as error:
        seen = asyncpgs(error)
        outcome = ("raised", type(seen), str(seen))
    rows = [tuple(row) for row in await outside.fetch(LEFT)]
    await outside.close()
    return (*outcome, rows)


async def differing(sides: Sides, function: str) -> list[tuple[Any, ...]]:
    """The calls that do something else after."""
    found = []
    async with sides as pair:
        for arguments in CALLS[function]:
            dsn = sides.server.dsn_of(sides.database)
            before, after = [await happened(links, function, arguments, dsn) for links in pair]
            found += [(arguments, before, after)] if before != after else []
    return found


def test_every_function_is_called() -> None:
    assert set(CALLS) == set(re.findall(r"^    async def (\w+)", RAW.read_text(), re.M))


@pytest.mark.parametrize("function", CALLS)
def test_every_decision_gives_what_it_gave(
    function: str, modules: Modules, postgres: PostgresServer, database: str
) -> None:
    assert asyncio.run(differing(Sides(postgres, database, modules), function)) == []


@pytest.mark.parametrize(
    ("function", "right", "wrong"),
    [
        ("ordered", "if newest", "if not newest"),
        ("filtered", "if tag is not None", "if tag is None"),
        ("filtered", "if clicked", "if not clicked"),
        ("sorted_by", '"clicks": Link.clicks', '"clicks": Link.title'),
        ("one_by", "Link.url == wanted", "Link.tag == wanted"),
        ("one_by_default", ".get(key, Link.tag)", ".get(key, Link.url)"),
        ("put_what_is_set", "for key in form", "for key in list(form)[1:]"),
        ("count_all", '"votes": Vote', '"votes": Link'),
        ("ordered_by_its_own_name", '"ASC": Link.id}', '"ASC": Link.title.desc()}'),
        ("with_options", "if tag is not None", "if tag is None"),
        ("with_options", "Link.clicks >= least", "Link.clicks > least"),
        ("with_options", "Link.tag == tag", "Link.tag == Link.tag"),
        ("with_nothing_but_options", "if untagged", "if not untagged"),
        ("with_nothing_but_options", "%{term}%", "{term}x"),
        ("in_branches", "if tag is None", "if tag is not None"),
        ("in_branches", "Link.title != tag", 'Link.title != "x"'),
        ("with_whole_queries", 'sort == "top"', 'sort == "new"'),
        ("without_a_condition", "if not everywhere", "if everywhere"),
        ("counted_by_hand", ".limit(limit)", ".limit(1)"),
        ("counted_by_hand", "if tag:", "if tag is not None:"),
        ("not_reached_by_all", 'tag != "any"', 'tag == "any"'),
        ("page", "if tag is not None", "if tag is None"),
        ("changed", "title is None and tag is None", "title is None or tag is None"),
        ("changed", "if tag is not None", "if tag"),
        ("changed", "stmt.values(title=title)", "stmt.values(tag=title)"),
        ("changed_or_raised", "not url and clicks is None", "not url"),
        ("changed_or_raised", "if clicks is not None", "if clicks"),
        ("found_by_filters", '"tag" in filters', 'filters.get("tag")'),
        ("found_by_filters", 'filters.get("title")', '"title" in filters'),
        ("found_by_filters", "len(filters) > 1", "len(filters) > 0"),
        ("changed_but_for_what_is_unset", "title is not UNSET", "title is not None"),
        ("title_by_member", "Link.id == link_id", "Link.id != link_id"),
        ("without_a_mark", 'literal_column("2")', 'literal_column("4")'),
        ("without_a_mark", "LEAST", "LEAST + 1"),
        ("changed_but_for_the_last_comma", "stmt.values(tag=tag)", "stmt.values(url=tag)"),
        ("found_in_a_template", ".limit(limit)", ".limit(1)"),
        ("ordered_by_a_function", 'sort == "new"', 'sort == "top"'),
        ("put_together_by_a_function", "if tag is not None", "if tag"),
        ("put_together_by_a_function", "%{wanted}%", "x{wanted}"),
        ("changed_by_a_method", "clicks is not None", "clicks"),
        ("changed_by_a_method", "title is None and clicks is None", "title is None"),
        ("of_a_kind", '("tagged", "both")', '("tagged",)'),
        ("emptied_by_its_owner", "if not is_owner", "if is_owner"),
        ("pages", "stmt.limit(limit)", "stmt.limit(1)"),
        ("pages", "if newest", "if not newest"),
        ("in_order", 'not in ("new", "tagged")', '!= "new"'),
        ("in_order", 'if sort == "new"', 'if sort == "tagged"'),
        ("tagged_or_not", "if not tagged and not untagged", "if not tagged"),
        ("tagged_or_not", "is_not(None)", "is_(None)"),
        ("by_returned_names", "Link.title == wanted", "Link.url == wanted"),
        ("size", '"votes": Vote', '"votes": Link'),
        ("arranged", '"title DESC": Link.title.desc()', '"title DESC": Link.title'),
        ("arranged", '"url": Link.url', '"url": Link.title'),
        ("blanked", "{self.column: ", '{"url": '),
        ("checked_order", '"url": Link.url', '"url": Link.title'),
        ("checked_column", "{column: value", '{"url": value'),
        ("checked_among_conditions", '"clicks": Link.clicks', '"clicks": Link.id'),
        ("limited", ".limit(limit)", ".limit(limit + 1)"),
        ("limited", "Link.guild_id == guild_id", "Link.guild_id == 1"),
        ("limited_or_not", "if limit is not None", "if limit"),
        ("older", "literal(days, Integer)", "literal(hours, Integer)"),
        ("older", "make_interval(0, 0, 0, 0", "make_interval(0, 0, 0"),
        ("count_of", '"votes": Vote', '"votes": Link'),
        ("changed_by_a_dictionary", "if title:", "if title is not None:"),
        ("changed_where_given", "if url is not None:", "if title is not None:"),
        ("changed_where_given", "stmt.values(title=title)", "stmt.values(title=url)"),
        ("changed_in_a_loop", "title is None and clicks is None", "title is None"),
        ("changed_by_keys", 'url=data["url"]', 'tag=data["url"]'),
        ("found_by_a_dictionary", "Link.tag == tag", "Link.tag != tag"),
        ("of_some", "Link.id.in_(ids)", "Link.id.in_(ids[:1])"),
        ("of_some_tags", "Link.tag.in_(tags)", "Link.tag.not_in(tags)"),
        ("but_some", "Link.id.not_in(ids)", "Link.id.in_(ids)"),
        ("some_under_a_test", "if ids:", "if tag:"),
        ("of_either", "Link.title.in_(titles)", "Link.title.in_(ids)"),
        ("made_of_others", "for text in texts", "for text in texts[:1]"),
        ("counted", '"guild_id": Link.guild_id', '"guild_id": Link.clicks'),
    ],
)
@pytest.mark.parametrize("modules", ["statement"], indirect=True)
def test_a_wrong_decision_is_noticed(
    function: str,
    right: str,
    wrong: str,
    modules: Modules,
    postgres: PostgresServer,
    database: str,
    tmp_path: Path,
) -> None:
    wrong_modules = modules.with_change(function, right, wrong, tmp_path / "dynamic.py")
    sides = Sides(postgres, database, wrong_modules)
    assert asyncio.run(differing(sides, function)) != []
