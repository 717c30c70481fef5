"""The SQL text of a call site, through names, constants and concatenation."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from codemod.discovery.call_sites import find_call_sites
from codemod.files.project_files import ProjectFiles
from codemod.outcome import Refusal
from codemod.resolution.constants import ConstantResolver
from codemod.resolution.query_text import QueryText, resolve_query_text
from tests.snippets import CONFIG, module_of, sites_of


def resolved(code: str) -> QueryText:
    return resolve_query_text(sites_of(code)[-1], ConstantResolver(ProjectFiles(Path())))


def function(body: str) -> str:
    return "async def f(db, param):\n" + "".join(f"    {line}\n" for line in body.split("\n"))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("await db.fetch('SELECT 1')", "SELECT 1"),
        ('await db.fetch("""SELECT\n1""")', "SELECT\n    1"),
        (r"await db.fetch('SELECT \'x\'')", "SELECT 'x'"),
        (r"await db.fetch(r'SELECT \d')", r"SELECT \d"),
        ("await db.fetch('SELECT ' 'a ' \"FROM t\")", "SELECT a FROM t"),
        ("await db.fetch('SELECT ' + 'a')", "SELECT a"),
        ("q = 'SELECT 1'\nawait db.fetch(q)", "SELECT 1"),
        ("q = 'SELECT 0'\nq = 'SELECT 1'\nawait db.fetch(q)", "SELECT 1"),
        ("q = 'SELECT 1'\nr = q\nawait db.fetch(r)", "SELECT 1"),
        ("t = 'tags'\nawait db.fetch(f'SELECT * FROM {t}')", "SELECT * FROM tags"),
        ("await db.fetch(f'SELECT {{}}')", "SELECT {}"),
        ("await db.fetch(textwrap.dedent('  SELECT 1'))", "SELECT 1"),
        ("await db.fetch(' SELECT 1 '.strip())", "SELECT 1"),
        ("t = 'tags'\nawait db.fetch('SELECT * FROM %s' % t)", "SELECT * FROM tags"),
        ("t = 'tags'\nawait db.fetch('SELECT %s FROM %s' % ('id', t))", "SELECT id FROM tags"),
        ("await db.fetch('SELECT 5 %% 2, %s FROM t' % 'id')", "SELECT 5 % 2, id FROM t"),
        ("t = 'tags'\nawait db.fetch('SELECT {} FROM {}'.format('id', t))", "SELECT id FROM tags"),
        ("t = 'tags'\nawait db.fetch('SELECT {0}.id, {c} FROM {0}'.format(t, c='x'))", "SELECT tags.id, x FROM tags"),
        ("await db.fetch('SELECT {{}}, {}'.format('id'))", "SELECT {}, id"),
        ("t = 'tags'\n" + r"await db.fetch(f'SELECT \'x\'\n FROM {t}')", "SELECT 'x'\n FROM tags"),
        ("t = 'tags'\n" + r"await db.fetch(rf'SELECT \d FROM {t}')", r"SELECT \d FROM tags"),
        ("t = 'tags'\n" + r"await db.fetch(f'SELECT \d\x41\u00e9 {{\}} {t}')", "SELECT \\dAé {\\} tags"),
        ('t = "tags"\nawait db.fetch(f"""\\\n    SELECT {t}""")', "        SELECT tags"),
        ("if param:\n    q = 'SELECT 1'\nelse:\n    q = 'SELECT 1'\nawait db.fetch(q)", "SELECT 1"),
    ],
)
def test_text(body: str, text: str) -> None:
    assert resolved(function(body)).text == text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("await db.fetch(param)", "query.dynamic"),
        ("await db.fetch(f'SELECT * FROM {param}')", "query.dynamic"),
        ("await db.fetch('SELECT * FROM ' + param)", "query.dynamic"),
        ("await db.fetch('SELECT %s' % param)", "query.dynamic"),
        ("await db.fetch('SELECT {}'.format(param))", "query.dynamic"),
        ("await db.fetch('SELECT %d' % 5)", "query.dynamic"),
        ("await db.fetch('SELECT %s, %s' % 'id')", "query.dynamic"),
        ("await db.fetch('SELECT %s' % ('a', 'b'))", "query.dynamic"),
        ("await db.fetch('SELECT %(a)s' % 'a')", "query.dynamic"),
        ("await db.fetch('SELECT % 5s' % 'a')", "query.dynamic"),
        ("await db.fetch('SELECT id %' % 'a')", "query.dynamic"),
        ("await db.fetch('SELECT {:>5}'.format('a'))", "query.dynamic"),
        ("await db.fetch('SELECT {!r}'.format('a'))", "query.dynamic"),
        ("await db.fetch('SELECT {0.x}'.format('a'))", "query.dynamic"),
        ("await db.fetch('SELECT {0[0]}'.format('a'))", "query.dynamic"),
        ("await db.fetch('SELECT {} {}'.format('a'))", "query.dynamic"),
        ("await db.fetch('SELECT {}'.format('a', b=leave()))", "query.dynamic"),
        ("await db.fetch('SELECT {}'.format(*param))", "query.dynamic"),
        ("await db.fetch('SELECT {a}'.format(**param))", "query.dynamic"),
        ("await db.fetch('SELECT {'.format('a'))", "query.dynamic"),
        (r"await db.fetch(f'SELECT \N{DASH} {1}')", "query.dynamic"),
        ("await db.fetch(build_query())", "query.dynamic"),
        ("q = 'SELECT 1'\nif param:\n    q = 'SELECT 2'\nawait db.fetch(q)", "query.several-definitions"),
        ("q = 'SELECT 1'\nq += ' LIMIT 1'\nawait db.fetch(q)", "query.dynamic"),
        ("for q in ['SELECT 1']:\n    await db.fetch(q)", "query.dynamic"),
        ("await db.fetch(QUERY)", "query.unresolved"),
        ("await db.fetch(self.QUERY)", "query.unresolved"),
        ("t = 'x'\nawait db.fetch(f'SELECT {t!r}')", "query.dynamic"),
        ("await db.fetch(b'SELECT 1')", "query.unresolved"),
    ],
)
def test_refused(body: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        resolved(function(body))
    assert refusal.value.code == code


def test_module_constant() -> None:
    assert resolved("Q = 'SELECT 1'\n" + function("await db.fetch(Q)")).text == "SELECT 1"


def test_rebound_module_name_is_no_constant() -> None:
    code = "Q = 'SELECT 1'\nQ = 'SELECT 2'\n" + function("await db.fetch(Q)")
    with pytest.raises(Refusal) as refusal:
        resolved(code)
    assert refusal.value.code == "query.unresolved"


def test_global_statement_unmakes_a_constant() -> None:
    code = "Q = 'SELECT 1'\ndef g():\n    global Q\n    Q = 'x'\n" + function("await db.fetch(Q)")
    with pytest.raises(Refusal):
        resolved(code)


def test_class_constant(tmp_path: Path) -> None:
    code = "class C:\n    Q = 'SELECT 1'\n    async def f(self):\n        await self.db.fetch(self.Q)\n"
    (tmp_path / "cog.py").write_text(code)
    files = ProjectFiles(tmp_path, [PurePosixPath("cog.py")])
    (site,) = find_call_sites(files.module(PurePosixPath("cog.py")), CONFIG)
    assert resolve_query_text(site, ConstantResolver(files)).text == "SELECT 1"


def test_imported_constants(tmp_path: Path) -> None:
    (tmp_path / "queries.py").write_text("GET = 'SELECT 1'\nALIAS = GET\n")
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg/__init__.py").write_text("")
    (tmp_path / "pkg/sql.py").write_text("GET = 'SELECT 2'\n")
    code = (
        "from queries import ALIAS as Q\nimport queries\nfrom pkg import sql\nfrom os import path\n"
        "async def f(db):\n    await db.fetch(Q)\n    await db.fetch(queries.GET)\n    await db.fetch(sql.GET)\n"
        "    await db.fetch(path)\n"
    )
    *sites, last = find_call_sites(module_of(code), CONFIG)
    constants = ConstantResolver(ProjectFiles(tmp_path))
    assert [resolve_query_text(site, constants).text for site in sites] == ["SELECT 1", "SELECT 1", "SELECT 2"]
    with pytest.raises(Refusal):
        resolve_query_text(last, constants)


QUERIES = """
GET = "SELECT 1"


class Users:
    TABLE = "users"
    GET = f"SELECT id FROM {TABLE}"


class Links(Users):
    ALL = "SELECT 3"
"""


def of_project(folder: Path, imports: str, query: str, more: str = "") -> str:
    """The text of a query in a project with a package that holds constants and classes of them."""
    package = folder / "pkg"
    package.mkdir()
    (package / "__init__.py").write_text("from pkg.sql import Links as Exported\n")
    (package / "sql.py").write_text(QUERIES)
    (folder / "other.py").write_text(more)
    paths = [PurePosixPath(path) for path in ("pkg/__init__.py", "pkg/sql.py", "other.py")]
    (site,) = find_call_sites(module_of(f"{imports}\nasync def f(db, cls):\n    await db.fetch({query})\n"), CONFIG)
    return resolve_query_text(site, ConstantResolver(ProjectFiles(folder, paths))).text


@pytest.mark.parametrize(
    ("imports", "query", "text"),
    [
        ("from pkg.sql import Users", "Users.GET", "SELECT id FROM users"),  # not the GET of its module
        ("from pkg.sql import Users as Q", "Q.GET", "SELECT id FROM users"),
        ("from pkg.sql import Links", "Links.GET", "SELECT id FROM users"),
        ("from pkg.sql import Links", "Links.ALL", "SELECT 3"),
        ("from pkg import Exported", "Exported.ALL", "SELECT 3"),
        ("from pkg import sql", "sql.Users.GET", "SELECT id FROM users"),
        ("from pkg import sql", "sql.GET", "SELECT 1"),
        ("import pkg.sql", "pkg.sql.GET", "SELECT 1"),
        ("import pkg.sql", "pkg.sql.Links.ALL", "SELECT 3"),
        ("import pkg.sql as s", "s.GET", "SELECT 1"),
    ],
)
def test_constant_of_a_class_or_module(imports: str, query: str, text: str, tmp_path: Path) -> None:
    assert of_project(tmp_path, imports, query) == text


@pytest.mark.parametrize(
    ("imports", "query", "more"),
    [
        ("from pkg.sql import Users", "Users.ALL", ""),  # its subclass has it
        ("from pkg.sql import Links", "Links.NONE", ""),
        ("from pkg.sql import Users", "Users.GET", "from pkg.sql import Users\nUsers.GET = 'SELECT 9'\n"),
        ("from pkg.sql import Users", "Users.GET", "setattr(Users, 'GET', 'SELECT 9')\n"),
        ("from pkg.sql import Users as cls", "cls.GET", ""),  # the parameter
        ("from pkg.sql import Users\nfrom other import Users", "Users.GET", "class Users:\n    GET = 'x'\n"),
        ("from other import Q", "Q.GET", "from enum import Enum\nclass Q(Enum):\n    GET = 'SELECT 1'\n"),
        ("from other import Q", "Q.GET", "@loaded\nclass Q:\n    GET = 'SELECT 1'\n"),
        ("from other import Q", "Q.GET", "class Q(metaclass=Prefixed):\n    GET = 'SELECT 1'\n"),
        ("from pkg import sql", "sql.NONE", ""),
    ],
)
def test_no_constant_of_a_class_or_module(imports: str, query: str, more: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        of_project(tmp_path, imports, query, more)


def test_removable_only_when_nothing_else_reads_it() -> None:
    assert len(resolved(function("q = 'SELECT 1'\nawait db.fetch(q)")).removable) == 1
    assert resolved(function("q = 'SELECT 1'\nlog(q)\nawait db.fetch(q)")).removable == ()
    assert resolved(function("await db.fetch('SELECT 1')")).removable == ()


READERS = """
import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
SQL = HERE / "sql"


def load(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def opened(name):
    \"\"\"By hand.\"\"\"
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "sql", name), "r") as file:
        return file.read()


def bytes_of(name):
    with open(SQL / name, "rb") as file:
        return file.read()


def written(name):
    with (SQL / name).open("w") as file:
        return file.read()


TOP = load("top")
"""


def read_by(folder: Path, query: str) -> str:
    """The text of a query in a module that reads files."""
    (folder / "sql").mkdir()
    (folder / "sql" / "top.sql").write_text("SELECT 1;\n")
    (folder / "sql" / "other.sql").write_text("SELECT 'é'")
    (folder / "top.sql").write_text("SELECT 3")
    (folder / "cog.py").write_text(f"{READERS}\nasync def f(db, name):\n    await db.fetch({query})\n")
    files = ProjectFiles(folder, [PurePosixPath("cog.py")])
    (site,) = find_call_sites(files.module(PurePosixPath("cog.py")), CONFIG)
    return resolve_query_text(site, ConstantResolver(files)).text


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("TOP", "SELECT 1;\n"),
        ("load('top')", "SELECT 1;\n"),
        ("load('other')", "SELECT 'é'"),
        ("opened('top.sql')", "SELECT 1;\n"),
        ("(HERE / 'top.sql').read_text()", "SELECT 3"),
        ("HERE.joinpath('sql', 'top.sql').read_text('utf8').strip()", "SELECT 1;"),
        ("open(str(Path(__file__).parent / 'top.sql')).read()", "SELECT 3"),
        ("Path(__file__).parents[0].joinpath('top.sql').open(encoding='UTF-8').read()", "SELECT 3"),
    ],
)
def test_text_of_a_file(query: str, text: str, tmp_path: Path) -> None:
    assert read_by(tmp_path, query) == text


@pytest.mark.parametrize(
    "query",
    [
        "load(name)",
        "load('none')",
        "Path('top.sql').read_text()",  # below whatever the current folder is
        "open('top.sql').read()",
        "open(HERE / 'top.sql').read(5)",
        "open(HERE / 'top.sql', 'rb').read()",
        "open(HERE / 'top.sql', 'r', 1).read()",
        "(SQL / 'other.sql').read_text()",  # in the encoding of the machine
        "(SQL / 'top.sql').read_text('utf-16')",
        "(SQL / 'top.sql').read_bytes()",
        "(HERE.parent / 'top.sql').read_text()",
        "(SQL / '..' / '..' / 'top.sql').read_text()",
        "(SQL / '/etc/passwd').read_text()",
        "bytes_of('top.sql')",
        "written('top.sql')",
    ],
)
def test_text_of_no_file(query: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        read_by(tmp_path, query)


def test_text_of_a_linked_module(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "top.sql").write_text("SELECT 2")
    read_by(tmp_path / "elsewhere", "TOP")
    (tmp_path / "project" / "top.sql").write_text("SELECT 3")
    (tmp_path / "project" / "cog.py").symlink_to(tmp_path / "elsewhere" / "cog.py")
    files = ProjectFiles(tmp_path / "project", [PurePosixPath("cog.py")])
    (site,) = find_call_sites(files.module(PurePosixPath("cog.py")), CONFIG)
    with pytest.raises(Refusal):
        resolve_query_text(site, ConstantResolver(files))
