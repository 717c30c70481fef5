"""Which row shape the uses of a result allow, and what is refused."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest
from projects import index_of
from snippets import sites_of

from codemod.lowering.lowered import Lowered, ResultColumn
from codemod.mapping.models import MappedColumn, MappedTable
from codemod.outcome import Refusal
from codemod.rewriting.rows.consumption import Consumption, analyse_consumers
from codemod.source import apply_edits

COLUMNS = (
    MappedColumn("id", "id", "Integer", "integer", primary_key=True),
    MappedColumn("title", "title", "Text", "text"),
    MappedColumn("url", "url", "Text", "text"),
    MappedColumn("tag", "label", "Text", "text"),
    MappedColumn("class", "class", "Text", "text"),
    MappedColumn("votes", "votes", "Integer", "integer"),
)
LINKS = MappedTable("links", None, "Link", "models", "models.py", 1, COLUMNS, relationships=("votes",))
PATH = "cogs/cog.py"


def lowered(*, entity: bool = True, writes: bool = False, names: tuple[str, ...] = ("id", "title")) -> Lowered:
    return Lowered(
        kind="select",
        shape="mappings",
        expression=ast.Constant(1),
        definitions=(),
        imports=frozenset(),
        tables=(LINKS,),
        columns=tuple(ResultColumn(name, "text") for name in names),
        parameters={},
        entity=LINKS if entity else None,
        writes=writes,
    )


def analyse(code: str, statement: Lowered | None = None, rows: str = "auto", **others: str) -> Consumption:
    """The consumption of the first site of a module; ``others`` are further modules by name."""
    code = dedent(code)
    site = sites_of(code)[0]
    files = {PATH: code, **{f"cogs/{name}.py": text for name, text in others.items()}}
    index = index_of(files)
    return analyse_consumers(site, statement or lowered(entity=False), rows, index)  # type: ignore[arg-type]


def method(body: str) -> str:
    """A method of a cog with a body that is indented by four."""
    return "class Cog:\n    async def show(self, wanted: str, number: int, other):\n" + "".join(
        f"        {line}\n" for line in dedent(body).strip().splitlines()
    )


FETCH = 'rows = await self.db.fetch("SELECT * FROM links")\n'
ROW = 'row = await self.db.fetchrow("SELECT * FROM links")\n'

UNREAD = {
    "no dict": ROW + "x = isinstance(row, dict)",
    "only tested": ROW + "return row is not None",
    "compared with none": ROW + 'x = row != None and "a"',
    "compared with no rows": FETCH + "x = rows == []",
}

MAPPINGS = {
    "put into a kept list": ROW + "self.found.append(row)",
    "put into the dict of others": ROW + "self.cache[1] = row",
    "first and others": FETCH + "first, *rest = rows\nprint(first['id'], [row['id'] for row in rest])",
    "key with a default": FETCH + "rows.sort(key=lambda r, x=1: r['id'])",
    "added": FETCH + "x = [row['id'] for row in rows + other]",
    "format by name": ROW + 'x = "%(id)s of %(title)s" % row, "{id}".format_map(row)',
    "columns into a dict": ROW + "x = {}\nx.update(row)",
    "default of a lambda": FETCH + "x = [lambda row=row: row['id'] for row in rows]",
    "matched with None": ROW + "match row:\n    case None:\n        pass\n    case found:\n        print(found['id'])",
    "matched as a list": FETCH
    + "match rows:\n    case []:\n        pass\n    case [one, *_]:\n        print(one['id'])",
    "named lambda": "show = lambda r: r['id']\n" + FETCH + "x = [show(row) for row in rows], list(map(show, rows))",
    "function as an argument": "def each(rows, show):\n    return [show(r) for r in rows]\n"
    + FETCH
    + "x = each(rows, lambda r: r['id'])",
    "named": ROW + 'print(row["title"])',
    "get": ROW + 'print(row.get("title"), row.get(wanted, ""))',
    "dict": ROW + "x = dict(row)",
    "dict with more": ROW + "x = dict(row, extra=1)",
    "double star call": ROW + "x = other(**row)",
    "double star dict": ROW + 'x = {**row, "y": 1}',
    "items loop": ROW + "for key, value in row.items():\n    print(key, value)",
    "keys joined": ROW + 'x = ", ".join(row.keys())',
    "values listed": ROW + "x = list(row.values())",
    "in tests keys": ROW + 'x = "title" in row',
    "known text key": ROW + "x = row[wanted]",
    "text key of a loop": ROW + 'for key in ("title", "url"):\n    print(row[key])',
    "none test and named": ROW + 'if row is None:\n    return\nprint(row["title"])',
    "walrus": 'if row := await self.db.fetchrow("SELECT * FROM links"):\n    print(row["title"])',
    "await subscript": 'print((await self.db.fetchrow("SELECT * FROM links"))["title"])',
    "conditional": ROW + 'x = row["title"] if row else None',
    "and": ROW + 'x = row and row["title"]',
    "loop": FETCH + 'for row in rows:\n    print(row["title"])',
    "loop over the call": 'for row in await self.db.fetch("SELECT * FROM links"):\n    print(row["title"])',
    "comprehension": FETCH + 'x = [row["title"] for row in rows if row["url"]]',
    "dict of rows": FETCH + 'x = {row["id"]: row for row in rows}\nprint(x[1]["title"], len(x), 2 in x)',
    "dict of rows by get": FETCH + 'x = {row["id"]: row for row in rows}\ny = x.get(1)\nif y:\n    print(y["title"])',
    "dict of rows items": FETCH + 'x = {r["id"]: r for r in rows}\nfor k, r in x.items():\n    print(k, r["title"])',
    "filtered rows": FETCH + 'x = [row for row in rows if row["id"]]\nprint(x[0]["title"])',
    "dict each": FETCH + "x = [dict(row) for row in rows]",
    "map dict": FETCH + "x = list(map(dict, rows))",
    "first row": FETCH + 'print(rows[0]["title"])',
    "slice": FETCH + 'for row in rows[:5]:\n    print(row["title"])',
    "enumerate": FETCH + 'for i, row in enumerate(rows, start=1):\n    print(i, row["title"])',
    "enumerate in comprehension": FETCH + 'x = [f"{i} {row["title"]}" for i, row in enumerate(rows)]',
    "zip": FETCH + 'for row, n in zip(rows, other):\n    print(row["title"], n)',
    "sorted by name": FETCH + 'for row in sorted(rows, key=lambda r: r["title"]):\n    print(row["url"])',
    "deleted": FETCH + 'x = rows[0]["title"]\ndel rows',
    "sort": FETCH + 'rows.sort(key=lambda r: r["title"], reverse=True)',
    "max": FETCH + 'x = max(rows, key=lambda r: r["id"])["title"]',
    "next": FETCH + 'x = next((r for r in rows if r["id"] == 1), None)\nif x:\n    print(x["title"])',
    "filter": FETCH + 'x = list(filter(lambda r: r["id"], rows))',
    "random": FETCH + 'x = random.choice(rows)["title"]',
    "or empty": FETCH + 'for row in rows or []:\n    print(row["title"])',
    "nested comprehension": FETCH + 'x = [row["title"] for n in other for row in rows]',
    "annotated": 'rows: list = await self.db.fetch("SELECT * FROM links")\nprint(rows[0]["title"])',
    "two targets": 'a = b = await self.db.fetchrow("SELECT * FROM links")\nprint(a["title"], b["url"])',
    "pop": FETCH + 'print(rows.pop()["title"])',
    "length of a row": ROW + "print(len(row))",
    "put into a list": "found = []\n" + ROW + 'found.append(row)\nprint(found[0]["title"])',
    "joined to rows": FETCH + 'rows.extend(await self.db.fetch("SELECT 2"))\nprint(rows[0]["title"])',
    "yielded": ROW + "yield row",
    "inner function": FETCH + "def names(items):\n    return [r['title'] for r in items]\nprint(names(rows))",
    "inner function gives back": ROW + "def same(x):\n    return x\nprint(same(row)['title'])",
    "inner generator": FETCH
    + "def some(items):\n    for r in items:\n        yield 1, r\nfor n, r in some(rows):\n    print(r['title'])",
    "in a list": ROW + 'x = [row, other]\nprint(x[0]["title"])',
    "in a tuple": ROW + 'x = row, other\nprint(x[0]["title"], x[1].title)',
    "returned in a tuple": ROW + "return row, other",
    "in a dict": ROW + 'x = {"row": row}\nreturn x["row"]["title"]',
    "element of a tuple assigned": ROW + 'a, b = row, other\nprint(a["title"], b.title)',
    "first of rows unpacked": 'first, second = await self.db.fetch("SELECT * FROM links")\nprint(first["title"])',
    "tuples of rows": FETCH + 'x = [(other(r["id"]), r) for r in rows]\nfor n, r in x:\n    print(n.title, r["title"])',
    "tuples of rows indexed": FETCH + 'x = [(n, r) for n, r in zip(other, rows)]\nprint(x[0][1]["title"], x[0][0].y)',
    "tuples of rows sorted": FETCH + 'x = sorted(zip(other, rows), key=lambda t: (t[0], t[1]["title"]))',
    "groups": FETCH + "for k, g in itertools.groupby(rows, key=lambda r: r['id']):\n    x = [r['url'] for r in g]",
    "groups by itemgetter": FETCH + "x = {k: list(g) for k, g in itertools.groupby(rows, operator.itemgetter('id'))}",
    "batches": FETCH + "for part in itertools.batched(rows, 10):\n    for r in part:\n        print(r['url'])",
    "islice": FETCH + "x = [r['url'] for r in itertools.islice(rows, 3)]",
    "chain": FETCH + "x = [r['url'] for r in itertools.chain(rows, other)]",
    "reduce": FETCH + "x = functools.reduce(lambda n, r: n + r['id'], rows, 0)",
    "numbered list": FETCH + "x = list(enumerate(rows))\nprint(x[0][1]['url'])",
    "nested targets": FETCH + "for i, (n, r) in enumerate(zip(other, rows)):\n    print(i, n, r['url'])",
    "dict items sorted": FETCH
    + "d = {r['id']: r for r in rows}\nfor k, r in sorted(d.items(), key=lambda t: t[1]['url']):\n    print(r['id'])",
    "grouped by hand": "d = defaultdict(list)\n"
    + FETCH
    + "for r in rows:\n    d[r['id']].append(r)\nfor k, v in d.items():\n    print(v[0]['url'])",
    "grouped by setdefault": "d = {}\n"
    + FETCH
    + "for r in rows:\n    d.setdefault(r['id'], []).append(r)\nprint(d[1][0]['url'])",
    "put into a dict": "d = {}\n"
    + FETCH
    + "for r in rows:\n    d[r['id']] = r\nprint(d[1]['url'], d.get(2, {})['url'])",
    "list display": FETCH + "for r in [*rows, other]:\n    print(r['url'])",
    "tuple display": ROW + "for r in (row, other):\n    print(r['url'])",
    "dict of pairs of rows": FETCH + "x = dict(zip(other, rows))\nprint(x[1]['url'])",
    "dict of lists": FETCH + "x = {'rows': rows}\nprint(x['rows'][0]['url'])",
    "attrgetter alike": FETCH + "rows.sort(key=operator.itemgetter('id', 'url'))",
}

ROWS = {
    "position": ROW + "print(row[0], row[-1])",
    "known number": ROW + "print(row[number])",
    "slice of a row": ROW + "print(row[:2])",
    "unpacking": 'title, url = await self.db.fetchrow("SELECT title, url FROM links")',
    "unpacking a name": ROW + "title, url = row",
    "loop that unpacks": FETCH + "for title, url in rows:\n    print(title)",
    "comprehension that unpacks": FETCH + "x = [url for _, url in rows]",
    "enumerate that unpacks": FETCH + "for i, (title, url) in enumerate(rows):\n    print(i)",
    "values of a row": ROW + "for value in row:\n    print(value)",
    "values in a comprehension": ROW + "x = [str(value) for value in row]",
    "joined": "found = []\n" + FETCH + "found.extend(rows)\nfor title, url in found:\n    print(title)",
    "tuple": FETCH + "x = [tuple(row) for row in rows]",
    "star": ROW + "print(*row)",
    "dict of pairs": FETCH + "x = dict(rows)",
    "position after a test": ROW + "if not row:\n    return\nprint(row[0], len(row))",
    "inner clause": FETCH + "x = [value for row in rows for value in row]",
    "zipped with itself": FETCH + "a, b = zip(*rows)",
    "inner function by position": FETCH + "def names(items):\n    return [r[0] for r in items]\nprint(names(rows))",
    "second of pairs by position": FETCH + "for n, (a, b) in zip(other, rows):\n    print(a)",
    "inner clause of another": FETCH + "x = [row[0] for n in other for row in rows]",
    "a set of them": FETCH + "x = set(rows)",
    "sorted by themselves": FETCH + "x = sorted(rows)",
    "a tuple among them": FETCH + "x = (1, other) in rows",
}

#: Uses by position and by name, and what those by name become.
BOTH = {
    "name": ('print(row[0], row["title"])', "print(row[0], row.title)"),
    "dict": ("print(row[0], dict(row))", "print(row[0], dict(row._mapping))"),
    "unpacked and named": ('a, b = row\nprint(row["title"])', "print(row.title)"),
    "stars": ("other(row[0], **row)", "other(row[0], **row._mapping)"),
    "dict display": ('print(row[0], {**row, "x": 1})', 'print(row[0], {**row._mapping, "x": 1})'),
    "get": ('print(row[0], row.get("title"))', 'print(row[0], row._mapping.get("title"))'),
    "in": ('print(row[0], "title" in row)', 'print(row[0], "title" in row._mapping)'),
    "items": ("print(row[0], list(row.items()))", "print(row[0], list(row._mapping.items()))"),
    "key in a variable": ("print(row[0], row[wanted])", "print(row[0], row._mapping[wanted])"),
    "no identifier": ('print(row[0], row["a b"])', 'print(row[0], row._mapping["a b"])'),
    "a method of Row": ('print(row[0], row["count"])', 'print(row[0], row._mapping["count"])'),
    "private": ('print(row[0], row["_fields"])', 'print(row[0], row._mapping["_fields"])'),
    "keyword": ('print(row[0], row["class"])', 'print(row[0], row._mapping["class"])'),
    "no column": ('print(row[0], row["other"])', 'print(row[0], row._mapping["other"])'),
}

#: Uses by position and by name that can't be edited.
NOT_BOTH = {
    "other values beside in a loop": FETCH
    + 'for _ in other:\n    print(rows[0][0], rows[0]["title"])\n    rows.append(other)',
    "other values beside": FETCH + 'rows.append(other)\nprint(rows[0][0], rows[0]["title"])',
    "another value reaches it": 'row = {}\nif other:\n    row = await self.db.fetchrow("SELECT 1")\nprint(row[0], row["title"])',
    "another function": ROW + 'def inner():\n    return row["title"]\nother(inner)\nprint(row[0])',
    "in an expression": ROW + "print(row[0], {**(row if other else row)})",
    "itemgetter": FETCH + 'rows.sort(key=operator.itemgetter("title"))\nprint(rows[0][0])',
    "out of sight": ROW + "print(row[0])\nself.row = row",
    "handled": ROW + 'try:\n    print(row[0], row["title"])\nexcept KeyError:\n    return',
}

REFUSED = {
    "list of records compared": (FETCH + "x = sorted(zip(other, rows))", "sorted(zip"),
    "groups of records": (FETCH + "x = itertools.groupby(rows)", "itertools.groupby(rows)"),
    "key that gives the record": (FETCH + "x = max(rows, key=lambda r: r)", "lambda"),
    "set display": (ROW + "x = {row}", "{row}"),
    "unknown position of a tuple": (FETCH + "for p in zip(other, rows):\n    print(p[number])", "p[number]"),
    "tuple printed": (ROW + "x = (row, other)\nprint(x)", "print(x)"),
    "tuple compared": (ROW + "x = (row, other) == other", "(row, other) == other"),
    "own groupby": ("groupby = other\n" + FETCH + "x = groupby(rows, key=lambda r: r['id'])", "groupby("),
    "dict kept": ("d = {}\n" + ROW + "d[1] = row\nother(d)", "other(d)"),
    "list in itself": (FETCH + "rows.append(rows)\nprint(rows)", "rows"),
    "reduced to a record": (FETCH + "x = functools.reduce(lambda a, r: r, rows, None)", "lambda"),
    "printed": (ROW + "print(row)", "print(row)"),
    "f-string": (ROW + 'x = f"{row}"', "{row}"),
    "json": (ROW + "x = json.dumps(row)", "row"),
    "str": (ROW + "x = str(row)", "row"),
    "set and another": (FETCH + "x = set(rows) | other", "set(rows)"),
    "sorted by we don't know what": (FETCH + "x = sorted(rows, **other)", "rows"),
    "unknown key": (ROW + "x = row[other]", "row[other]"),
    "attribute": (ROW + "x = row.title", "row.title"),
    "record iterator": (ROW + "x = next(row.values())", "row.values"),
    "values kept": (ROW + "x = row.values()\nprint(list(x), list(x))", "row.values"),
    "unknown function": (ROW + "other(row)", "row"),
    "library function": (FETCH + "tabulate(rows)", "rows"),
    "project method that isn't there": (ROW + "self.render(row)", "row"),
    "compared": (FETCH + "x = rows == other", "rows == other"),
    "yielded as a value": (ROW + "x = yield row", "yield row"),
    "matched": (ROW + 'match row:\n    case {"title": t}:\n        print(t)', "match row"),
    "deleted": (ROW + "del row.title", "row.title"),
    "item of a dictionary": (ROW + 'other["row"] = row', "other"),
    "mixed with or": (ROW + "x = (row or other) or number\nprint(x.title)", "x.title"),
    "lambda": (ROW + "x = lambda: row", "lambda: row"),
    "inner function gives it on": (ROW + "def inner():\n    return row\nother(inner)", "return row"),
    "other variable of an inner function": (
        ROW + "def inner(x):\n    return [row.id for row in x]\nother(inner)",
        "row",
    ),
    "nonlocal": (ROW + "def inner():\n    nonlocal row\n    row = 1\nprint(row['title'])", "row"),
    "own len": ("len = other\n" + ROW + "print(len(row))", "len(row)"),
    "starred rows": (FETCH + "print(*rows)", "rows"),
    "target of enumerate with star": (FETCH + "for i, *row in enumerate(rows):\n    print(row)", "enumerate(rows)"),
    "inner variable of the same name": (FETCH + "x = [r for r in rows for r in r]", "for r in rows"),
    "put into a list of others": ("found = other\n" + ROW + "found.append(row)", "found.append"),
    "put into a list given on": ("found = []\n" + ROW + "found.append(row)\nother(found)", "other(found)"),
    "put into a parameter": (ROW + "other.append(row)", "other.append"),
}


@pytest.mark.parametrize("body", MAPPINGS.values(), ids=MAPPINGS)
def test_mappings(body: str) -> None:
    assert analyse(method(body)).shape == "mappings"


@pytest.mark.parametrize("body", UNREAD.values(), ids=UNREAD)
def test_rows_of_which_nothing_is_read(body: str) -> None:
    assert analyse(method(body)).shape == "rows"


@pytest.mark.parametrize("body", ROWS.values(), ids=ROWS)
def test_rows(body: str) -> None:
    assert analyse(method(body), lowered()).shape == "rows"


@pytest.mark.parametrize(("body", "expected"), BOTH.values(), ids=BOTH)
def test_rows_read_by_name_as_well(body: str, expected: str) -> None:
    code = method(ROW + body)
    found = analyse(code, lowered(names=("title", "count", "class", "_fields", "a b")))
    assert found.shape == "rows"
    assert expected in apply_edits(code, found.edits)


@pytest.mark.parametrize("body", NOT_BOTH.values(), ids=NOT_BOTH)
def test_what_cannot_be_edited_is_not_read_in_both_ways(body: str) -> None:
    with pytest.raises(Refusal, match="read by position at"):
        analyse(method(body), lowered(names=("title", "url")))


OTHERS = """
from {source} import Pages, show


class Cog:
    async def show(self):
        rows = await self.db.fetch("SELECT * FROM links")
        {call}
"""
PAGES = """
class Base:
    def __init__(self, entries, per_page=1):
        self.shown = [entry["title"] for entry in entries]


class Pages(Base):
    pass


def show(entries):
    print([entry["title"] for entry in entries])
"""


@pytest.mark.parametrize(
    ("source", "call"),
    [
        ("ui.pages", "show(rows)"),
        (".ui.pages", "show(entries=rows)"),
        ("ui", "show(rows)"),
        ("cogs.ui", "show(rows)"),
        (".ui", "show(rows)"),
    ],
)
def test_a_function_of_another_module_is_in_sight(source: str, call: str) -> None:
    exports = "from .pages import (\n    Pages,\n    show,\n)\n"
    files = {"ui/pages": PAGES, "ui/__init__": exports, "other/pages": "def show(entries):\n    print(entries)\n"}
    assert analyse(OTHERS.format(source=source, call=call), **files).shape == "mappings"


@pytest.mark.parametrize(("source", "refused"), [("ui.pages", False), ("other.pages", True), ("library", True)])
def test_a_function_that_is_imported_on_the_spot_is_in_sight(source: str, refused: bool) -> None:
    call = f"from {source} import show\n        show(rows)"
    files = {"ui/pages": PAGES, "other/pages": ""}
    code = OTHERS.format(source="somewhere", call=call)
    if refused:
        with pytest.raises(Refusal, match="show"):
            analyse(code, **files)
    else:
        assert analyse(code, **files).shape == "mappings"


@pytest.mark.parametrize("source", ["other.pages", "pages.ui", "..ui", "library", "..ui.pages"])
def test_a_function_of_the_same_name_elsewhere_is_not(source: str) -> None:
    files = {"ui/pages": PAGES, "ui/__init__": "from .others import show", "other/pages": ""}
    with pytest.raises(Refusal, match="show"):
        analyse(OTHERS.format(source=source, call="show(rows)"), **files)


@pytest.mark.parametrize(("base", "refused"), [("Base", False), ("Other", True), ("Base, Other", True)])
def test_the_initializer_of_a_base_is_in_sight(base: str, refused: bool) -> None:
    code = PAGES.replace("Pages(Base)", f"Pages({base})") + FETCH.join(
        ["\nclass Cog:\n    async def f(self):\n        ", "        Pages(rows)\n"]
    )
    if refused:
        with pytest.raises(Refusal):
            analyse(code)
    else:
        assert analyse(code).shape == "mappings"


GENERATOR = """
class Cog:
    async def pages(self):
        while True:
            rows = await self.db.fetch("SELECT * FROM links")
            yield rows

    async def show(self):
        {reader}
"""


@pytest.mark.parametrize(
    ("reader", "shape"),
    [
        ("async for rows in self.pages():\n            print(rows[0]['title'])", "mappings"),
        ("return [row['title'] async for rows in self.pages() for row in rows]", "mappings"),
        ("async for rows in self.pages():\n            print(rows[0][0])", None),
        ("return [rows async for rows in other.pages() for a, b in rows]", None),
        ("print(self.pages())", None),
        ("for rows in self.pages():\n            print(rows[0]['title'])", None),
    ],
)
def test_what_a_generator_gives_is_in_sight(reader: str, shape: str | None) -> None:
    if shape is None:
        with pytest.raises(Refusal):
            analyse(GENERATOR.format(reader=reader))
    else:
        assert analyse(GENERATOR.format(reader=reader)).shape == shape


@pytest.mark.parametrize(("body", "named"), REFUSED.values(), ids=REFUSED)
def test_refused(body: str, named: str) -> None:
    with pytest.raises(Refusal) as refusal:
        analyse(method(body), lowered())
    assert refusal.value.code == "rows.consumer"
    assert named in refusal.value.message
    assert PATH in refusal.value.message


@pytest.mark.parametrize(
    ("body", "shape"),
    [
        ('await self.db.execute("DELETE FROM links")', "none"),
        ('await self.db.fetch("DELETE FROM links")', "none"),
        ('await self.db.executemany("DELETE FROM links WHERE id = $1", other)', "none"),
        ('x = await self.db.fetchval("SELECT 1")\nprint(x)', "scalar"),
    ],
)
def test_no_rows(body: str, shape: str) -> None:
    assert analyse(method(body)).shape == shape


def test_rows_of_a_statement_that_gives_none_are_refused() -> None:
    with pytest.raises(Refusal, match="no rows"):
        analyse(method(FETCH + "print(len(rows))"), lowered(names=()))


def test_a_name_of_two_columns_is_the_last_of_them() -> None:
    twice = lowered(entity=False, names=("id", "id"))
    assert analyse(method(FETCH + "for a, b in rows:\n    print(a, b)"), twice).shape == "rows"
    assert analyse(method(ROW + 'print(row["id"])'), twice).shape == "mappings"
    with pytest.raises(Refusal, match="several columns of the result are called id, read at"):
        analyse(method(ROW + 'print(row["id"], len(row))'), twice)
