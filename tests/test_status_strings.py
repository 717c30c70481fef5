"""Which readers of a status string can read the row count instead, and that they give what they gave."""

from __future__ import annotations

import ast
from dataclasses import replace
from textwrap import dedent, indent
from types import SimpleNamespace
from typing import Any

import pytest
from projects import index_of
from snippets import sites_of
from test_consumption import PATH, lowered

from codemod.lowering.lowered import Lowered
from codemod.outcome import Refusal
from codemod.rewriting.rows.consumption import Consumption, analyse_consumers
from codemod.source import apply_edits

TAGS = {"insert": "INSERT 0", "update": "UPDATE", "delete": "DELETE"}

#: What each expression of ``r`` reads; None: the text is needed.
COUNTED = {
    'r == "DELETE 1"': "r.rowcount == 1",
    'r != "DELETE 0"': "r.rowcount != 0",
    '"DELETE 0" == r': "0 == r.rowcount",
    '"DELETE 12" != r': "12 != r.rowcount",
    '"DELETE 0" in r': "r.rowcount == 0",
    '"DELETE 0" not in r': "r.rowcount != 0",
    'r in ("DELETE 0", "DELETE 1")': "r.rowcount in (0, 1)",
    'r not in {"DELETE 0", "DELETE 1"}': "r.rowcount not in (0, 1)",
    'r.endswith(" 0")': "r.rowcount == 0",
    'not r.endswith(" 12")': "r.rowcount != 12",
    'r.endswith("DELETE 0")': "r.rowcount == 0",
    'r.startswith("DELETE 0")': "r.rowcount == 0",
    "int(r.split()[-1])": "r.rowcount",
    "int(r.split()[1]) + 1": "r.rowcount + 1",
    'int(r.split(" ")[1])': "r.rowcount",
    'int(r.split(" ", 1)[1])': "r.rowcount",
    "int(r.split(maxsplit=1)[-1])": "r.rowcount",
    'int(r.rsplit(" ", 1)[-1])': "r.rowcount",
    'int(r.rpartition(" ")[2])': "r.rowcount",
    'int(r.partition(" ")[-1])': "r.rowcount",
    'int(r.removeprefix("DELETE "))': "r.rowcount",
    'int(r.replace("DELETE ", ""))': "r.rowcount",
    'int(r.replace("DELETE", "").strip())': "r.rowcount",
    'int(r.lstrip("DELT "))': "r.rowcount",
    "int(r[7:])": "r.rowcount",
    "int((r.split())[-1])": "r.rowcount",
    'str(r.split()[-1]) + "!"': 'str(str(r.rowcount)) + "!"',
    'r.split()[-1] == "0"': "r.rowcount == 0",
    'r.split()[-1] in ("0", "1")': "r.rowcount in (0, 1)",
    '"1" != r[7:]': "1 != r.rowcount",
    'f"{r.split()[-1]} rows, {int(r[7:]):>5}"': 'f"{r.rowcount} rows, {r.rowcount:>5}"',
    "int(r.split()[-1]) if r else 0": None,
    'bool(r and r != "DELETE 0")': None,
    "not r": None,
    '(r == "DELETE 1") is True': "(r.rowcount == 1) is True",
    # the text is needed
    'r == "DELETE"': None,
    'r == "UPDATE 1"': None,
    'r == "DELETE 01"': None,
    'r == "DELETE 1 "': None,
    'r == f"DELETE {1}"': None,
    'r in ("DELETE 0",)': None,
    'r in ("DELETE 0", "UPDATE 0")': None,
    '"0" in r': None,
    '"DELETE 1" in r': None,
    '"DELETE" in r': None,
    'r.startswith("DELETE")': None,
    'r.startswith("DELETE 1")': None,
    'r.startswith(("DELETE 0", "x"))': None,
    'r.endswith("0")': None,
    'r.endswith("1")': None,
    'r.endswith("E 1")': "r.rowcount == 1",
    'r.endswith(" 0", 3)': None,
    'r.endswith(" 0") == True': None,
    'r[-1] == "0"': None,
    "int(r[-1])": None,
    "int(r[6])": None,
    "int(r[7])": None,
    "int(r[7:8])": None,
    "int(r[7:], 16)": None,
    'int(r.split("1")[0][7:] or 0)': None,
    'int(r.strip("DELETE 0") or 0)': None,
    'int(r.replace("1", "")[7:] or 0)': None,
    "r.split()": None,
    "r.split()[0]": None,
    "len(r)": None,
    "len(r.split()[-1])": "len(str(r.rowcount))",
    'f"{r}"': None,
    'f"{r.split()[-1]:>5}"': None,
    'f"{r.split()[-1]!r}"': None,
    "r or 1": None,
    "r if r else None": None,
    "r.split()[-1] < '5'": None,
    "r.lower().split()[-1]": None,
    'r == "DELETE 0" == True': None,
    "r is None": None,
}


def consumption(body: str, kind: str = "delete", statement: Lowered | None = None) -> tuple[str, Consumption]:
    """The body with its edits made, and what was found."""
    code = f"class Cog:\n    async def show(self, other):\n{indent(dedent(body), ' ' * 8)}\n"
    site = sites_of(code)[0]
    made = replace(statement or lowered(entity=False, names=(), writes=True), kind=kind)
    found = analyse_consumers(site, made, "auto", index_of({PATH: code}))
    return apply_edits(code, found.edits), found


def values(expression: str, r: Any) -> Any:
    try:
        return eval(expression, {"r": r})
    except (TypeError, ValueError, IndexError) as error:
        return type(error)


@pytest.mark.parametrize(("expression", "expected"), COUNTED.items(), ids=COUNTED)
def test_readers(expression: str, expected: str | None) -> None:
    text, found = consumption(f'r = await self.db.execute("DELETE FROM links")\nx = [1, {expression}]')
    if expected is None:
        assert (found.shape, found.edits) == ("status", ())
        assert found.tag == "DELETE"
        return
    assert found.shape == "count"
    written = text.rstrip().rpartition("x = [1, ")[2].removesuffix("]")
    assert written == expected
    for count in (*range(30), 99, 100, 101, 110, 1000, 12345):
        assert values(written, SimpleNamespace(rowcount=count)) == values(expression, f"DELETE {count}")


#: What asks for the last digit knows the number where it is 0 or 1.
OF_ONE_ROW = {
    'r[-1] == "0"': "r.rowcount == 0",
    '"1" != r[-1]': "1 != r.rowcount",
    'r.endswith("0")': "r.rowcount == 0",
    'not r.endswith("1")': "r.rowcount != 1",
    "int(r[-1])": "r.rowcount",
    'r.endswith(" 0")': "r.rowcount == 0",
    'r == "DELETE 1"': "r.rowcount == 1",
    'r.endswith("E 0")': "r.rowcount == 0",
    'r.endswith("2")': None,
    'r.endswith("")': None,
    'r[-2] == "1"': None,
    '"0" in r': None,
}


@pytest.mark.parametrize(("expression", "expected"), OF_ONE_ROW.items(), ids=OF_ONE_ROW)
def test_readers_of_a_change_of_one_row(expression: str, expected: str | None) -> None:
    made = replace(lowered(entity=False, names=(), writes=True), one_row=True)
    body = f'r = await self.db.execute("DELETE FROM links WHERE id = 1")\nx = [1, {expression}]'
    text, found = consumption(body, statement=made)
    if expected is None:
        assert (found.shape, found.edits) == ("status", ())
        return
    written = text.rstrip().rpartition("x = [1, ")[2].removesuffix("]")
    assert written == expected
    for count in (0, 1):
        assert values(written, SimpleNamespace(rowcount=count)) == values(expression, f"DELETE {count}")


@pytest.mark.parametrize("expression", ['r[-1] == "0"', 'r.endswith("0")', "int(r[-1])"])
def test_the_last_digit_of_many_rows_is_not_their_number(expression: str) -> None:
    _, found = consumption(f'r = await self.db.execute("DELETE FROM links")\nx = [1, {expression}]')
    assert (found.shape, found.edits) == ("status", ())


@pytest.mark.parametrize(
    ("expression", "kind", "expected"),
    [
        ('r == "INSERT 0 1"', "insert", "r.rowcount == 1"),
        ('r == "INSERT 1"', "insert", None),
        ('r.endswith(" 0")', "insert", "r.rowcount == 0"),
        ('r.endswith("0 1")', "insert", "r.rowcount == 1"),
        ('" 0" in r', "insert", None),
        ("int(r.split()[2])", "insert", "r.rowcount"),
        ("int(r.split()[1])", "insert", None),
        ("int(r[9:])", "insert", "r.rowcount"),
        ("int(r[7:])", "insert", None),
        ('int(r.replace("INSERT 0 ", ""))', "insert", None),
        ('int(r.removeprefix("UPDATE "))', "update", "r.rowcount"),
        ('int(r.removeprefix("DELETE "))', "update", None),
    ],
)
def test_tags(expression: str, kind: str, expected: str | None) -> None:
    text, found = consumption(f'r = await self.db.execute("DELETE FROM links")\nx = bool({expression})', kind)
    assert found.shape == ("status" if expected is None else "count")
    if expected is None:
        assert found.tag == TAGS[kind]
    else:
        assert f"bool({expected})" in text
        assert all(
            values(expected, SimpleNamespace(rowcount=n)) == values(expression, f"{TAGS[kind]} {n}") for n in range(120)
        )


@pytest.mark.parametrize(
    "body",
    [
        'r = await self.db.execute("DELETE FROM links")\nr = r + "!"\nprint(int(r[7:]))',
        'r = ""\nif other:\n    r = await self.db.execute("DELETE FROM links")\nprint(r == "DELETE 0")',
        'global r\nr = await self.db.execute("DELETE FROM links")\nprint(r == "DELETE 0")',
        'r = s = await self.db.execute("DELETE FROM links")\nprint(r == "DELETE 0")',
        'r: str = await self.db.execute("DELETE FROM links")\nprint(r == "DELETE 0")',
        'self.r = await self.db.execute("DELETE FROM links")\nprint(self.r == "DELETE 0")',
        'if (r := await self.db.execute("DELETE FROM links")) == "DELETE 0":\n    print(r)',
        'return await self.db.execute("DELETE FROM links")',
        'r = await self.db.execute("DELETE FROM links")\nprint(r == "DELETE 0", r)',
        'r = await self.db.execute("DELETE FROM links")\nprint(int(  # the count\n    r.split()[-1]\n))',
        'int = other\nr = await self.db.execute("DELETE FROM links")\nprint(int(r.split()[-1]))',
        'str = other\nr = await self.db.execute("DELETE FROM links")\nprint(r.split()[-1])',
        'r = await self.db.execute("DELETE FROM links")\nmatch r:\n    case "DELETE 0":\n        print(1)',
        'r = await self.db.execute("DELETE FROM links")\nr += "!"',
        'r = await self.db.execute("DELETE FROM links")\nother(*r[7:])',
        'r = await self.db.execute("DELETE FROM links")\nword, count = r.split()',
    ],
)
def test_the_text_is_built_where_it_is_needed(body: str) -> None:
    _, found = consumption(body)
    assert (found.shape, found.tag, found.edits) == ("status", "DELETE", ())


def test_a_name_bound_again_later_is_read_up_to_there() -> None:
    text, found = consumption(
        'r = await self.db.execute("DELETE FROM links")\nprint(r == "DELETE 0")\nr = await self.db.execute("DELETE FROM links")\nprint(r)'
    )
    assert found.shape == "count"
    assert "print(r.rowcount == 0)" in text
    ast.parse(text)


@pytest.mark.parametrize(
    ("kind", "names"), [("select", ("id",)), ("delete", ("id",))], ids=["rows of a query", "rows of RETURNING"]
)
def test_the_status_of_a_statement_that_gives_rows_is_refused(kind: str, names: tuple[str, ...]) -> None:
    with pytest.raises(Refusal) as refusal:
        consumption('print(await self.db.execute("DELETE FROM links"))', kind, lowered(entity=False, names=names))
    assert refusal.value.code == "rows.status"
