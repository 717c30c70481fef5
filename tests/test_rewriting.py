"""Imports, layout and positions: what is built around a statement."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemod.config import Config
from codemod.lowering.lowered import ImportName
from codemod.outcome import Refusal
from codemod.rewriting.facts.import_cycles import ImportGraph
from codemod.rewriting.imports import ModuleImports
from codemod.rewriting.layout import Layout, layout_of, stand_in
from codemod.rewriting.positions import position_of
from codemod.source import apply_edits
from codemod.verification.source import SourceCheckError, check_source
from tests.snippets import CONFIG, module_of, sites_of

# what a module imports


def with_imports(code: str, root: Path, *wanted: ImportName, unused: frozenset[str] = frozenset()) -> str:
    module = module_of(code, "cogs/cog.py")
    imports = ModuleImports(module, ImportGraph(root))
    for item in wanted:
        imports.local_name(item, "cogs.cog")
    layout = layout_of(module, Config(root=root, line_length=88))
    return apply_edits(module.source.text, imports.edits(wanted, unused, layout))


SELECT = ImportName("sqlalchemy", "select")
FUNC = ImportName("sqlalchemy", "func")
MODEL = ImportName("models.tag", "Tag")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import discord\n\nx = 1\n", "import discord\nfrom sqlalchemy import func, select\n\nx = 1\n"),
        ("from sqlalchemy import text\n", "from sqlalchemy import func, select, text\n"),
        ("from sqlalchemy import select\nselect\n", "from sqlalchemy import func, select\nselect\n"),
        ("import os\n\nx = 1\n", "import os\n\nfrom sqlalchemy import func, select\n\nx = 1\n"),
        ('"""Doc."""\n\nx = 1\n', '"""Doc."""\n\nfrom sqlalchemy import func, select\n\nx = 1\n'),
        ("x = 1\n", "from sqlalchemy import func, select\n\nx = 1\n"),
        (
            "from __future__ import annotations\n\nx = 1\n",
            "from __future__ import annotations\n\nfrom sqlalchemy import func, select\n\nx = 1\n",
        ),
        (
            "import discord\nfrom zlibx import y\n",
            "import discord\nfrom sqlalchemy import func, select\nfrom zlibx import y\n",
        ),
    ],
)
def test_imports_are_added(tmp_path: Path, before: str, after: str) -> None:
    assert with_imports(before, tmp_path, SELECT, FUNC) == after


def test_first_party_has_a_section_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    text = with_imports("import os\n\nimport discord\n\nx = 1\n", tmp_path, SELECT, MODEL)
    assert text == "import os\n\nimport discord\nfrom sqlalchemy import select\n\nfrom models.tag import Tag\n\nx = 1\n"


def test_name_that_is_taken_gets_an_alias(tmp_path: Path) -> None:
    text = with_imports("import discord\n\ndef select(a):\n    pass\n", tmp_path, SELECT)
    assert "from sqlalchemy import select as sa_select\n" in text


def test_attribute_and_keyword_do_not_take_a_name(tmp_path: Path) -> None:
    assert "import select\n" in with_imports("import discord\n\nui.select(select=1)\n", tmp_path, SELECT)


@pytest.mark.parametrize(
    "rebinding",
    [
        "select = make_select()",
        "from queries import select",
        "try:\n    import fast\nexcept ImportError:\n    select = None",
        "for select in (1, 2):\n    pass",
        "with open('x') as select:\n    pass",
        "del select",
        "def select():\n    pass",
        "class select:\n    pass",
        "def f():\n    global select\n    select = 1",
        "match 1:\n    case select:\n        pass",
        "print(select := 1)",
    ],
)
def test_a_rebound_import_is_not_used(tmp_path: Path, rebinding: str) -> None:
    text = with_imports(f"from sqlalchemy import select\n\n{rebinding}\n", tmp_path, SELECT)
    assert "from sqlalchemy import select as sa_select\n" in text


def test_a_steady_import_is_used(tmp_path: Path) -> None:
    code = "from sqlalchemy import select\n\n\ndef f(select):\n    select = 1\n\n\nclass A:\n    select = 2\n"
    assert with_imports(code, tmp_path, SELECT) == code


def test_a_model_defined_twice_is_not_named_in_its_module(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Tag is bound more than once"):
        ModuleImports(module_of("class Tag: ...\nTag = 1\n"), ImportGraph(tmp_path)).local_name(MODEL, MODEL.module)


def test_long_import_is_wrapped(tmp_path: Path) -> None:
    names = [
        ImportName("sqlalchemy", name)
        for name in ("BigInteger", "DateTime", "Interval", "LargeBinary", "SmallInteger", "Numeric", "literal")
    ]
    assert "from sqlalchemy import (\n    BigInteger,\n" in with_imports("import discord\n", tmp_path, *names)


def test_unused_import_goes(tmp_path: Path) -> None:
    assert (
        with_imports("from queries import A, B\nB\n", tmp_path, unused=frozenset({"A"})) == "from queries import B\nB\n"
    )
    assert with_imports("import os\nfrom queries import A\n", tmp_path, unused=frozenset({"A"})) == "import os\n"


# layout


def test_arguments_keep_their_text_and_width() -> None:
    layout = Layout(line_length=40, single_quotes=False, newline="\n", unit="    ")
    argument = stand_in(0, "interaction.guild.id")
    text = layout.render(f"x = f({argument}, 'a')\n", {argument: "interaction.guild.id"}, "    ")
    assert text == 'x = f(interaction.guild.id, "a")'
    wrapped = layout.render(f"xyz = f({argument}, 'abcdefgh')\n", {argument: "interaction.guild.id"}, "    ")
    assert wrapped.splitlines()[1] == "        interaction.guild.id,"[:28] or "\n" in wrapped


def test_quotes_and_indentation_of_the_file() -> None:
    module = module_of("x = 'a'\ny = 'b'\nif x:\n\tz = 1\n")
    layout = layout_of(module, CONFIG)
    assert (layout.single_quotes, layout.unit) == (True, "\t")
    assert layout.render("if a:\n    b('c')\n", {}, "\t") == "if a:\n\t\tb('c')"


# positions


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("await db.fetch('SELECT 1')", "discarded"),
        ("x = await db.fetch('SELECT 1')", "assigned"),
        ("x: list = await db.fetch('SELECT 1')", "assigned"),
        ("self.x = y = await db.fetch('SELECT 1')", "assigned"),
        ("return await db.fetch('SELECT 1')", "returned"),
        ("for r in await db.fetch('SELECT 1'): pass", "lifted"),
        ("if await db.fetchval('SELECT 1'): pass", "lifted"),
        ("if not await db.fetchval('SELECT 1'): pass", "lifted"),
        ("if (await db.fetchval('SELECT 1')) is None: pass", "lifted"),
        ("return dict(await db.fetchrow('SELECT 1'))", "lifted"),
        ("x = (await db.fetchrow('SELECT 1'))['a']", "lifted"),
        ("return [r for r in await db.fetch('SELECT 1')]", "lifted"),
        ("x = await db.fetchval('SELECT 1') or 0", "lifted"),
        ("x = f'{await db.fetchval(\"SELECT 1\")}'", "lifted"),
        ("yield await db.fetchval('SELECT 1')", "lifted"),
        ("n = 1\n    n += await db.fetchval('SELECT 1')", "lifted"),
        ("n = 1\n    x = n + await db.fetchval('SELECT 1')", "lifted"),
        ("n = 1\n    x = n == await db.fetchval('SELECT 1')", "lifted"),
        ("n = 1\n    x = n, await db.fetchval('SELECT 1')", "lifted"),
        ("x = {'a': 1, 'b': await db.fetchval('SELECT 1')}", "lifted"),
        ("print(*await db.fetch('SELECT 1'))", "lifted"),
        ("x = [*await db.fetch('SELECT 1')]", "lifted"),
        ("async with g(await db.fetchval('SELECT 1')): pass", "lifted"),
        ("match await db.fetchval('SELECT 1'):\n        case _: pass", "lifted"),
        ("async for a in g(await db.fetch('SELECT 1')): pass", "lifted"),
        ("raise KeyError(await db.fetchval('SELECT 1')) from None", "lifted"),
        ("x = a[await db.fetchval('SELECT 1')]", "called"),
        ("x.y += await db.fetchval('SELECT 1')", "called"),
        ("x = self.n + await db.fetchval('SELECT 1')", "called"),
        ("x = n + await db.fetchval('SELECT 1')", "called"),
        ("x = a < b < await db.fetchval('SELECT 1')", "called"),
        ("x = f'{g()} {await db.fetchval(\"SELECT 1\")}'", "called"),
        ("print(*g(), await db.fetch('SELECT 1'))", "called"),
        ("x = [*g(), await db.fetch('SELECT 1')]", "called"),
        ("x = {**g(), 'b': await db.fetchval('SELECT 1')}", "called"),
        ("raise a() from await db.fetchval('SELECT 1')", "called"),
        ("del x[await db.fetchval('SELECT 1')]", "called"),
        ("async with g(), h(await db.fetchval('SELECT 1')): pass", "called"),
    ],
)
def test_positions(statement: str, kind: str) -> None:
    (site,) = sites_of(f"async def f(self, db):\n    {statement}\n")
    assert position_of(site).kind == kind


@pytest.mark.parametrize(
    "statement",
    [
        "while await db.fetchval('SELECT 1'): pass",
        "x = a() or await db.fetchval('SELECT 1')",
        "x = y if a else await db.fetchval('SELECT 1')",
        "x = g(h(), await db.fetchval('SELECT 1'))",
        "x = g().h(await db.fetchval('SELECT 1'))",
        "x = [await db.fetchval('SELECT 1') for a in b]",
        "x = [a async for a in await db.fetch('SELECT 1')]",
        "x = {h(): await db.fetchval('SELECT 1')}",
        "a(); await db.execute('SELECT 1')",
        "assert await db.fetchval('SELECT 1')",
        "if a: pass\n    elif await db.fetchval('SELECT 1'): pass",
        "if a: await db.execute('SELECT 1')",
    ],
)
def test_positions_where_the_call_stays(statement: str) -> None:
    (site,) = sites_of(f"async def f(self, db):\n    {statement}\n")
    assert position_of(site).kind == "called"


# the source gate


def test_source_gate() -> None:
    source = module_of("a = 1  # kept\nb = 2\n").source
    from codemod.source import Edit

    good = Edit(4, 5, "3")
    check_source(source, apply_edits(source.text, [good]), [good])
    with pytest.raises(SourceCheckError, match="outside"):
        check_source(source, "a = 3  # kept\nb = 9\n", [good])
    bad = Edit(4, 5, "(")
    with pytest.raises(SourceCheckError, match="parse"):
        check_source(source, apply_edits(source.text, [bad]), [bad])
    eats = Edit(0, 13, "a = 3")
    with pytest.raises(SourceCheckError, match="comment"):
        check_source(source, apply_edits(source.text, [eats]), [eats])


def test_edits_that_overlap_are_refused() -> None:
    from codemod.source import Edit

    with pytest.raises(ValueError, match="overlap"):
        apply_edits("abcdef", [Edit(0, 3, "x"), Edit(2, 4, "y")])
