"""When rows become mapped objects, and what is edited then."""

from __future__ import annotations

from textwrap import dedent

import pytest
from snippets import sites_of
from test_consumption import FETCH, PATH, ROW, analyse, lowered, method

from codemod.outcome import Refusal
from codemod.source import apply_edits

ENTITIES = {
    "named": (ROW + 'print(row["title"])', {'row["title"]': "row.title"}),
    "attribute of another name": (ROW + "print(row['tag'])", {"row['tag']": "row.label"}),
    "loop": (
        FETCH + 'for row in rows:\n    print(row["title"], row["url"])',
        {'row["title"]': "row.title", 'row["url"]': "row.url"},
    ),
    "comprehension": (
        FETCH + 'x = [link["title"] for link in rows if link["id"] > 1]',
        {'link["title"]': "link.title", 'link["id"]': "link.id"},
    ),
    "tests": (FETCH + 'if not rows:\n    return\nprint(rows[0]["title"])', {'rows[0]["title"]': "rows[0].title"}),
    "sorted": (FETCH + 'for r in sorted(rows, key=lambda k: k["id"]):\n    print(r["url"])', {
        'k["id"]': "k.id",
        'r["url"]': "r.url",
    }),
    "f-string": (ROW + "x = f'{row[\"title\"]}!'", {'row["title"]': "row.title"}),
    "parentheses": (ROW + 'print((row)["title"])', {'(row)["title"]': "(row).title"}),
    "None before": ("row = None\nif other:\n    " + ROW + 'x = row["title"] if row else ""', {'row["title"]': "row.title"}),
    "bracket in the text before": (ROW + 'x = other[0], row["title"]', {'row["title"]': "row.title"}),
}  # fmt: skip

#: What an entity would not answer, or where another value may come: mappings then, and no edit.
NOT_ENTITIES = {
    "get": ROW + 'print(row.get("title"))',
    "dict": ROW + "print(dict(row))",
    "length": ROW + "print(len(row))",
    "unknown column": ROW + 'print(row["nothing"])',
    "keyword": ROW + 'print(row["class"])',
    "relationship of the name": ROW + 'print(row["votes"])',
    "computed key": ROW + "print(row[wanted])",
    "returned": ROW + "return row",
    "kept": ROW + "self.row = row",
    "another value reaches it": "row = {}\nif other:\n    row = await self.db.fetchrow('SELECT * FROM links')\nx = row['title']",
    "another value by or": ROW + "row = row or other\nprint(row['title'])",
    "None is an exception": ROW + "try:\n    x = row['title']\nexcept TypeError:\n    x = ''",
    "joined": FETCH + "rows.extend(other)\nprint(rows[0]['title'])",
    "inner function": ROW + "def inner():\n    return row['title']\nother(inner)",
    "over several lines": ROW + "x = row[  # [\n    'title'\n]",
}


def edited(code: str, **settings: object) -> str:
    consumption = analyse(code, lowered(**settings))  # type: ignore[arg-type]
    assert consumption.shape == "entities"
    return apply_edits(sites_of(code)[0].module.source.text, consumption.edits)


@pytest.mark.parametrize(("body", "changes"), ENTITIES.values(), ids=ENTITIES)
def test_entities(body: str, changes: dict[str, str]) -> None:
    code = method(body)
    expected = code
    for old, new in changes.items():
        assert old in expected
        expected = expected.replace(old, new)
    assert edited(code) == expected


@pytest.mark.parametrize("body", NOT_ENTITIES.values(), ids=NOT_ENTITIES)
def test_not_entities(body: str) -> None:
    consumption = analyse(method(body), lowered())
    assert consumption.shape == "mappings"
    assert consumption.edits == ()


def test_only_a_query_of_one_model_gives_entities() -> None:
    assert analyse(method(ROW + 'print(row["title"])'), lowered(entity=False)).shape == "mappings"


def test_a_write_gives_no_entities_because_its_commit_expires_them() -> None:
    assert analyse(method(ROW + 'print(row["title"])'), lowered(writes=True), "entities").shape == "mappings"


def test_mappings_can_be_asked_for() -> None:
    consumption = analyse(method(ROW + 'print(row["title"])'), lowered(), "mappings")
    assert (consumption.shape, consumption.edits) == ("mappings", ())


def test_positions_are_never_entities() -> None:
    assert analyse(method(ROW + "print(row[0])"), lowered(), "entities").shape == "rows"


def test_two_sites_of_one_name_are_mappings_both() -> None:
    code = method(
        """
        if wanted:
            rows = await self.db.fetch("SELECT * FROM links")
        else:
            rows = await self.db.fetch("SELECT * FROM links WHERE id = 1")
        for row in rows:
            print(row["title"])
        """
    )
    assert [analyse(code, lowered()).shape, len(sites_of(code))] == ["mappings", 2]


GIVEN_ON = 'class Cog:\n    async def links(self):\n        return await self.db.fetch("SELECT * FROM links")\n'


def test_a_result_without_visible_callers_is_entities_where_they_are_asked_for() -> None:
    assert analyse(GIVEN_ON, lowered(), "entities").shape == "entities"
    assert analyse(GIVEN_ON, lowered(), "auto").shape == "mappings"


@pytest.mark.parametrize(
    ("caller", "shape"),
    [
        ("rows = await cog.links()\n    print(len(rows))", "entities"),
        ("rows = await cog.links()\n    print(rows[0]['title'])", "mappings"),
        ("return [dict(row) for row in await cog.links()]", "mappings"),
    ],
)
def test_callers_decide_over_entities(caller: str, shape: str) -> None:
    consumption = analyse(GIVEN_ON, lowered(), "entities", other=f"async def use(cog):\n    {caller}\n")
    assert (consumption.shape, consumption.edits) == (shape, ())


@pytest.mark.parametrize(
    "caller",
    [
        "for title, url in await cog.links():\n        print(title)",
        "rows = await cog.links()\n    print(rows[0][0])",
        "print(await cog.links())",
        "first, *rest = await cog.links()\n    print(rest[0][0])",
        "rows = await asyncio.gather(cog.links(), cog.links())",
    ],
)
@pytest.mark.parametrize("rows", ["auto", "entities", "mappings"])
def test_callers_that_need_more_than_a_mapping_refuse_the_site(caller: str, rows: str) -> None:
    with pytest.raises(Refusal) as refusal:
        analyse(GIVEN_ON, lowered(), rows, other=f"import asyncio\n\n\nasync def use(cog):\n    {caller}\n")
    assert refusal.value.code == "rows.consumer"
    assert "cogs/other.py" in refusal.value.message


OWN_COROUTINE = dedent(
    """
    class Cog:
        async def links(self):
            return await self.db.fetch("SELECT * FROM links")

        def later(self):
            return self.links()
    """
)


def test_a_coroutine_that_is_given_on_is_out_of_sight() -> None:
    with pytest.raises(Refusal, match="awaited out of sight"):
        analyse(OWN_COROUTINE)


def test_a_method_of_the_same_name_elsewhere_is_no_caller() -> None:
    assert analyse(GIVEN_ON, other="def use(page):\n    return page.links()\n").shape == "mappings"


KEPT = 'class Cog:\n    async def load(self):\n        self.cache = await self.db.fetch("SELECT * FROM links")\n'


@pytest.mark.parametrize(
    ("reader", "shape"),
    [
        ("print(cog.cache[0]['title'])", "mappings"),
        ("cog.cache = []", "mappings"),
        ("print(len(cog.cache))", "mappings"),
    ],
)
def test_readers_of_an_attribute_are_followed(reader: str, shape: str) -> None:
    assert analyse(KEPT, lowered(), other=f"def use(cog):\n    {reader}\n").shape == shape


@pytest.mark.parametrize(
    "reader", ["print(cog.cache[0][0])", "print(cog.cache)", "for a, b in cog.cache:\n        print(a)"]
)
def test_readers_of_an_attribute_can_refuse(reader: str) -> None:
    with pytest.raises(Refusal) as refusal:
        analyse(KEPT, lowered(), other=f"def use(cog):\n    {reader}\n")
    assert refusal.value.code == "rows.consumer"


PASSED = dedent(
    """
    class Cog:
        async def show(self):
            row = await self.db.fetchrow("SELECT * FROM links")
            {call}

        def render(self, link, *, wide=False):
            {body}
    """
)


@pytest.mark.parametrize(
    ("call", "body"),
    [
        ("self.render(row)", 'return link["title"]'),
        ("self.render(link=row)", 'return link["title"]'),
        ("self.render(row, wide=True)", "return dict(link)"),
        ("x = self.render(row)\n        print(x['url'])", "return link"),
    ],
)
def test_functions_of_the_project_are_followed(call: str, body: str) -> None:
    assert analyse(PASSED.format(call=call, body=body), lowered()).shape == "mappings"


@pytest.mark.parametrize(
    ("call", "body"),
    [
        ("self.render(row)", "return link[0], link['title']"),
        ("self.render(*row, row)", 'return link["title"]'),
        ("self.render(1, row)", 'return link["title"]'),
        ("other.render(row)", 'return link["title"]'),
        ("x = self.render(row)\n        print(x[0])", "return link"),
        ("self.render(row)", "global link\n        return link"),
        ("self.render(row)", "print(link)"),
    ],
)
def test_functions_that_need_more_refuse(call: str, body: str) -> None:
    with pytest.raises(Refusal) as refusal:
        analyse(PASSED.format(call=call, body=body), lowered())
    assert refusal.value.code == "rows.consumer"


def test_a_function_is_followed_where_its_import_shows_it() -> None:
    code = method(ROW + "return render(row)")
    render = "def render(row):\n    return row['title']\n"
    assert analyse("from cogs.pages import render\n" + code, pages=render).shape == "mappings"
    for imported in ("", "from pages_of_others import render\n", "from cogs.pages import draw as render\n"):
        with pytest.raises(Refusal):
            analyse(imported + code, pages=render)


def test_a_class_is_followed_into_its_constructor() -> None:
    code = "class Page:\n    def __init__(self, row):\n        self.title = row[{key}]\n\n\n" + method(
        ROW + "return Page(row)"
    )
    assert analyse(code.replace("{key}", "'title'")).shape == "mappings"
    assert analyse(code.replace("{key}", "0")).shape == "rows"
    with pytest.raises(Refusal):
        analyse(code.replace("{key}", "0] + row['title'"))


@pytest.mark.parametrize(
    ("page", "followed"),
    [
        ("    @classmethod\n    def of(cls, row):\n        return row['title']\n", True),
        ("    @staticmethod\n    def of(row):\n        return row['title']\n", True),
        ("    @classmethod\n    def of(cls, row):\n        return row[0], row['title']\n", False),
        ("    def of(self, row):\n        return row['title']\n", False),
        ("    @cached\n    def of(self, row):\n        return row['title']\n", False),
    ],
)
def test_a_method_of_a_class_is_followed(page: str, followed: bool) -> None:
    code = "from cogs.pages import Page\n" + method(ROW + "return Page.of(row)")
    if followed:
        assert analyse(code, pages=f"class Page:\n{page}").shape == "mappings"
    else:
        with pytest.raises(Refusal):
            analyse(code, pages=f"class Page:\n{page}")


INHERITED = "class Sheet:\n    @classmethod\n    def of(cls, row):\n        return row['title']\n\n\nclass Page({base}):\n    pass\n"


def test_an_inherited_method_is_followed() -> None:
    code = INHERITED.format(base="Sheet") + method(ROW + "return Page.of(row)")
    assert analyse(code).shape == "mappings"
    with pytest.raises(Refusal):
        analyse(INHERITED.format(base="Other") + method(ROW + "return Page.of(row)"))


@pytest.mark.parametrize(
    ("fields", "call", "followed"),
    [
        ("@dataclass\nclass Page:\n    row: dict\n    number: int = 0\n", "Page(row)", True),
        ("@dataclass(slots=True)\nclass Page:\n    number: int\n    row: dict\n", "Page(1, row=row)", True),
        ("@dataclass\nclass Page(Base):\n    row: dict\n", "Page(row)", False),
        ("@dataclass\nclass Page:\n    row: dict = field(kw_only=True)\n", "Page(row)", False),
        ("@dataclass\nclass Page:\n    row: InitVar[dict]\n", "Page(row)", False),
        ("@validated\nclass Page:\n    row: dict\n", "Page(row)", False),
        ("class Page:\n    row: dict\n", "Page(row)", False),
    ],
)
def test_a_field_of_a_dataclass_is_followed_to_its_readers(fields: str, call: str, followed: bool) -> None:
    code = f"from dataclasses import dataclass\n{fields}\n\n" + method(ROW + f"page = {call}\nprint(page.row['title'])")
    if followed:
        assert analyse(code).shape == "mappings"
    else:
        with pytest.raises(Refusal):
            analyse(code)


@pytest.mark.parametrize(
    ("other", "followed"),
    [
        ("", True),
        ("CACHE = 1\nprint(CACHE)\n", True),
        ("from cogs.cog import CACHE\nprint(CACHE)\n", False),
        ("import cogs.cog\nfrom cogs import cog\nprint(cog.CACHE)\n", False),
        ("from cogs.cog import *\nprint(CACHE)\n", False),
    ],
)
def test_a_name_of_the_module_is_followed_within_it(other: str, followed: bool) -> None:
    code = "CACHE = {}\n\n\ndef kept():\n    return CACHE[1]['title']\n\n\n" + method(ROW + "CACHE[1] = row")
    if followed:
        assert analyse(code, others=other).shape == "mappings"
    else:
        with pytest.raises(Refusal):
            analyse(code, others=other)


def test_uses_are_told_with_their_places() -> None:
    assert analyse(method(ROW + 'print(row["title"])')).uses == (f"read by name at {PATH}:4",)
