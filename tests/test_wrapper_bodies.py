"""Methods of the project's own that pass a query on to asyncpg: which are asyncpg's, and which only look like it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest
from migration import migrated_tree, run
from snippets import module_of

from codemod.discovery.wrapper_bodies import find_wrappers

PLAIN = [
    "return await self.pool.fetch(query, *args)",
    "return await self.pool.fetch(query, *args, timeout=5)",
    "return self.pool.fetch(query, *args)",
    "async with self.pool.acquire() as conn, conn.transaction():\n    return await conn.fetch(query, *args)",
    "rows = await self.pool.fetch(query, *args)\nlog.debug('%s rows', len(rows))\nreturn rows",
    "rows: list = None\nrows = await self.pool.fetch(query, *args)\nreturn cast(list, rows)",
    "return await self.pool.fetch(query, *args) if args else await self.pool.fetch(query)",
    "if self.pool is None:\n    await self.connect()\nreturn await self.pool.fetch(query, *args)",
    "if not query:\n    return None\nreturn await self.pool.fetch(query, *args)",
    "try:\n    return await self.pool.fetch(query, *args)\nexcept Exception:\n    log.exception('failed')\n    raise",
    "try:\n    return await self.pool.fetch(query, *args)\nexcept asyncpg.PostgresError as e:\n    raise Failed from e",
    """
    for attempt in range(3):
        try:
            return await self.pool.fetch(query, *args)
        except asyncpg.PostgresConnectionError:
            if attempt == 2:
                raise
            await asyncio.sleep(1)
    """,
    "if self.pool is None:\n    raise RuntimeError('not connected')\nreturn await self.pool.fetch(query, *args)",
    "try:\n    await self.ready()\nexcept TimeoutError:\n    return None\nreturn await self.pool.fetch(query, *args)",
    "def key(row):\n    return row['id']\nreturn await self.pool.fetch(query, *args)",
]
DOUBTFUL = [
    (
        "return await connection.get().fetch(query, *args)",
        "runs it on the connection of a context variable, which may be in a transaction",
    ),
    (
        "conn = current.get()\nreturn await conn.fetch(query, *args)",
        "runs it on the connection of a context variable, which may be in a transaction",
    ),
    ("return [tuple(row) for row in await self.pool.fetch(query, *args)]", "changes the result"),
    ("rows = await self.pool.fetch(query, *args)\nreturn rows or None", "changes the result"),
    ("rows = await self.pool.fetch(query, *args)\nrows = list(map(dict, rows))\nreturn rows", "changes the result"),
    (
        "row = await self.pool.fetch(query, *args)\nif not row:\n    raise NotFound\nreturn row",
        "raises an error of its own",
    ),
    ("rows = await self.pool.fetch(query, *args)\nrows += self.more\nreturn rows", "changes the result"),
    ("return rows_of(await self.pool.fetch(query, *args))", "changes the result"),
    ("if not self.pool:\n    return []\nreturn await self.pool.fetch(query, *args)", "changes the result"),
    (
        "if query in self.seen:\n    return self.seen[query]\nreturn await self.pool.fetch(query, *args)",
        "changes the result",
    ),
    ("for row in await self.pool.fetch(query, *args):\n    yield row", "gives the rows one by one"),
    (
        "try:\n    return await self.pool.fetch(query, *args)\nexcept Exception:\n    return None",
        "handles errors itself",
    ),
    (
        "try:\n    return await self.pool.fetch(query, *args)\nexcept Exception:\n    log.error('x')",
        "handles errors itself",
    ),
    (
        "try:\n    return await self.pool.fetch(query, *args)\nexcept OSError:\n    if broken():\n        raise",
        "handles errors itself",
    ),
    ("with suppress(Exception):\n    return await self.pool.fetch(query, *args)", "handles errors itself"),
    (
        """
        while True:
            try:
                return await self.pool.fetch(query, *args)
            except OSError:
                break
        """,
        "handles errors itself",
    ),
    ("query = query.format(schema=self.schema)\nreturn await self.pool.fetch(query, *args)", "changes the query"),
    ("args = [str(arg) for arg in args]\nreturn await self.pool.fetch(query, *args)", "changes the arguments"),
    ("own = self.tenant\nreturn await self.pool.fetch(query, own)", "changes the arguments"),
    ("return await self.pool.fetch(query, self.tenant, *args)", "changes the arguments"),
    (
        "async with self.pool.acquire() as conn:\n    await conn.execute('SET ROLE reader')\n"
        "    return await conn.fetch(query, *args)",
        "runs another statement, too",
    ),
    (
        "async with self.pool.acquire() as conn:\n    await conn.set_type_codec('json', encoder=dumps, decoder=loads)\n"
        "    return await conn.fetch(query, *args)",
        "sets the connection up",
    ),
    (
        "async with self.pool.acquire() as conn, conn.transaction(isolation='serializable'):\n"
        "    return await conn.fetch(query, *args)",
        "runs it in a transaction with options",
    ),
    ("return await self.pool.fetchrow(query, *args)", "calls fetchrow()"),
    (
        "if args:\n    return await self.pool.fetch(query, *args)\nreturn await self.pool.execute(query)",
        "calls several methods of asyncpg's",
    ),
]


def method(body: str, signature: str = "fetch(self, query, *args)") -> str:
    return f"class Database:\n    async def {signature}:\n{indent(dedent(body).strip(), ' ' * 8)}\n"


ROWS = "rows = await self.pool.fetch(query, *args)\n"
DICTS = [
    "return [dict(row) for row in await self.pool.fetch(query, *args)]",
    f"{ROWS}return [dict(row) for row in rows]",
    f"{ROWS}return list(map(dict, rows))",
    f"{ROWS}return list(dict(row) for row in rows)",
    f"{ROWS}return [dict(row) for row in rows] if rows else []",
    f"{ROWS}found = [dict(r) for r in rows]\nlog.debug(found)\nreturn found",
    "async with self.pool.acquire() as conn:\n    rows = await conn.fetch(query, *args)\n    return [dict(r) for r in rows]",
    f"try:\n    {ROWS}    return [dict(row) for row in rows]\nexcept Exception as e:\n    raise Failed from e",
]
OTHER_LISTS = [
    f"{ROWS}return [dict(row) for row in rows if row]",
    f"{ROWS}return [dict(row, seen=True) for row in rows]",
    f"{ROWS}return [dict(self.row) for row in rows]",
    f"{ROWS}return [dict(row) for row in rows] if rows else None",
    f"{ROWS}return [dict(row) for row in rows] if args else []",
    f"{ROWS}return [dict(row) for row in rows[:10]]",
    f"{ROWS}return (dict(row) for row in rows)",
    f"{ROWS}return tuple(map(dict, rows))",
    f"{ROWS}if rows:\n    return [dict(row) for row in rows]",
    f"{ROWS}found = [dict(row) for row in rows]\nfound += self.more\nreturn found",
    f"{ROWS}return {{row['id']: dict(row) for row in rows}}",
    f"if not args:\n    return None\n{ROWS}return [dict(row) for row in rows]",
    f"{ROWS}if not rows:\n    return None\nreturn rows",
    f"{ROWS}return rows if rows else None",
]
ROW = "row = await self.pool.fetchrow(query, *args)\n"
DICT = [
    f"{ROW}return dict(row) if row else None",
    f"{ROW}return dict(row) if row is not None else None",
    f"{ROW}return row and dict(row)",
    f"{ROW}if row:\n    return dict(row)\nreturn None",
    f"{ROW}if row is not None:\n    return dict(row)",
    f"{ROW}if row is None:\n    return None\nreturn dict(row)",
    f"{ROW}if not row:\n    return\nelse:\n    return dict(row)",
    "async with self.pool.acquire() as conn:\n    row = await conn.fetchrow(query, *args)\n"
    "    if not row:\n        return None\n    return dict(row)",
]
OTHER_ROW = [
    f"{ROW}return dict(row)",
    f"{ROW}return dict(row) if row else {{}}",
    f"{ROW}return dict(row or {{}})",
    f"{ROW}if args:\n    return dict(row)\nreturn None",
    f"{ROW}if row:\n    row = self.cleaned(row)\nreturn dict(row) if row else None",
    f"{ROW}return row['id'] if row else None",
    f"{ROW}if not row:\n    log.info('none')\nreturn dict(row)",
    f"{ROW}if row:\n    return None\nreturn dict(row)",
    f"{ROW}if row:\n    if args:\n        return dict(row)\nreturn None",
    f"{ROW}if row is None:\n    return None\nif row['hidden']:\n    return None\nreturn dict(row)",
    f"{ROW}if row['hidden']:\n    return None\nreturn dict(row) if row else None",
    f"{ROW}if row['hidden']:\n    return None\nreturn row",
    f"{ROW}if row and args:\n    return dict(row)\nreturn None",
    f"{ROW}return row if row['shown'] else None",
    f"{ROW}return None if row['hidden'] else row",
    f"{ROW}return row if row is not None and row['shown'] else None",
    f"{ROW}return None if row else row",
    f"{ROW}return row if args else None",
    f"{ROW}return row if row['shown'] else await self.pool.fetchrow(query, *args)",
    f"{ROW}if row and row['hidden']:\n    row = None\nreturn row",
    f"{ROW}if row:\n    pass\nelse:\n    row = None\nreturn row",
    f"if args:\n    {ROW}    if row['hidden']:\n        row = None\nelse:\n    row = None\nreturn row",
]
SAME_ROW = [
    f"{ROW}return row if row else None",
    f"{ROW}return row if row is not None else None",
    f"{ROW}return None if row is None else row",
    f"{ROW}return None if not row else row",
    f"row = None\n{ROW}return row",
    f"if query:\n    {ROW}else:\n    row = None\nreturn row",
]


@pytest.mark.parametrize("body", DICTS)
def test_lists_of_dictionaries(body: str) -> None:
    (found,) = find_wrappers(module_of(method(body)))
    assert (found.method, found.gives, found.doubt) == ("fetch", "dicts", "")


@pytest.mark.parametrize("body", DICT)
def test_one_dictionary(body: str) -> None:
    (found,) = find_wrappers(module_of(method(body, "fetchrow(self, query, *args)")))
    assert (found.method, found.gives, found.doubt) == ("fetchrow", "dicts", "")


@pytest.mark.parametrize("body", SAME_ROW)
def test_a_row_that_stays_one(body: str) -> None:
    (found,) = find_wrappers(module_of(method(body, "fetchrow(self, query, *args)")))
    assert (found.gives, found.doubt) == ("result", "")


@pytest.mark.parametrize("body", OTHER_LISTS)
def test_other_lists(body: str) -> None:
    (found,) = find_wrappers(module_of(method(body)))
    assert found.doubt == "changes the result"


@pytest.mark.parametrize("body", OTHER_ROW)
def test_other_forms_of_a_row(body: str) -> None:
    (found,) = find_wrappers(module_of(method(body, "fetchrow(self, query, *args)")))
    assert found.doubt == "changes the result"


@pytest.mark.parametrize(
    "body", ["await self.pool.execute(query, *args)", "if args:\n    return\nawait self.pool.execute(query, *args)"]
)
def test_nothing_comes_back(body: str) -> None:
    (found,) = find_wrappers(module_of(method(body, "execute(self, query, *args)")))
    assert (found.gives, found.doubt) == ("nothing", "")


@pytest.mark.parametrize("body", PLAIN)
def test_what_passes_a_query_on(body: str) -> None:
    (found,) = find_wrappers(module_of(method(body)))
    assert (found.name, found.owner, found.method, found.packed, found.doubt) == ("fetch", "Database", "fetch", "", "")


@pytest.mark.parametrize(("body", "doubt"), DOUBTFUL)
def test_what_does_more(body: str, doubt: str) -> None:
    (found,) = find_wrappers(module_of(method(body)))
    assert found.doubt == doubt


def test_arguments_as_one_sequence() -> None:
    body = "return await self.pool.fetch(sql, *params) if params else await self.pool.fetch(sql)"
    (found,) = find_wrappers(module_of(method(body, "select(self, sql, params=())")))
    assert (found.method, found.packed, found.doubt) == ("fetch", "params", "")


def test_the_size_of_a_page_is_no_sequence_of_arguments() -> None:
    body = "cursor = await self.pool.cursor('SELECT id FROM links')\nreturn await cursor.fetch(size)"
    assert [found.packed for found in find_wrappers(module_of(method(body, "page(self, size)")))] == [""]
    (found,) = find_wrappers(module_of(method("return await self.pool.fetch(query)", "select(self, query)")))
    assert (found.method, found.packed) == ("fetch", "")


@pytest.mark.parametrize("test", ["params is None", "not params"])
def test_no_arguments_may_be_given_as_none(test: str) -> None:
    body = f"if {test}:\n    params = []\nreturn await self.pool.fetch(sql, *params)"
    (found,) = find_wrappers(module_of(method(body, "select(self, sql, params=None)")))
    assert (found.packed, found.doubt) == ("params", "")


@pytest.mark.parametrize(
    "body",
    [
        "if params is None:\n    params = [1]\nreturn await self.pool.fetch(sql, *params)",
        "if params:\n    params = []\nreturn await self.pool.fetch(sql, *params)",
        "if params is None:\n    params = []\n    sql = 'SELECT 1'\nreturn await self.pool.fetch(sql, *params)",
        "if params is None:\n    params = []\nelse:\n    params = ()\nreturn await self.pool.fetch(sql, *params)",
    ],
)
def test_other_arguments_than_those_that_are_given(body: str) -> None:
    (found,) = find_wrappers(module_of(method(body, "select(self, sql, params=None)")))
    assert found.doubt != ""


def test_context_variables_with_a_default() -> None:
    code = "db = ContextVar('db')\nasync def fetch(sql, *args):\n    return await db.get(None).fetch(sql, *args)\n"
    (found,) = find_wrappers(module_of(code, "utils/db.py"))
    assert "context variable" in found.doubt


def test_functions_of_a_module() -> None:
    code = "async def fetch(sql, *args):\n    return list(await pool.fetch(sql, *args))\n"
    (found,) = find_wrappers(module_of(code, "utils/db.py"))
    assert (found.owner, found.place, found.doubt) == ("", "utils/db.py:1", "changes the result")


HEAD = """
import asyncpg


class Base(DeclarativeBase):
    pass


class Link(Base):
    __tablename__ = "links"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]


session_maker: async_sessionmaker[AsyncSession] = async_sessionmaker()


class Plain:
    async def connect(self):
        self.pool = await asyncpg.create_pool()

    async def fetch(self, sql, *args):
        return await self.pool.fetch(sql, *args)


class Dicts:
    async def connect(self):
        self.pool = await asyncpg.create_pool()

    async def fetch(self, sql, *args):
        return [OrderedDict(row) for row in await self.pool.fetch(sql, *args)]

    async def titles(self):
        return [row["title"] for row in await self.fetch("SELECT title FROM links")]


class Shouting(Dicts):
    pass


class Packed:
    async def select(self, sql, params=()):
        async with self.pool.acquire() as conn:
            return await conn.fetch(sql, *params)
"""
IMPORTS = """
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "database.py").write_text(IMPORTS + HEAD)
    return tmp_path


SITE = 'return [row["title"] for row in await {receiver}.fetch("SELECT title FROM links")]'


def refusals(project: Path, files: dict[str, str], settings: str = "") -> dict[str, str]:
    """Function to message, of the calls refused for their wrapper."""
    for name, text in files.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(dedent(text))
    (project / "pyproject.toml").write_text(settings)
    return {site.function: site.message for site in run(project).sites if site.code == "call.wrapper"}


@pytest.mark.parametrize(
    ("setting", "receiver"),
    [
        ("db = Dicts()", "db"),
        ("db = Shouting()", "db"),
        ("bot.db = Dicts()", "bot.db"),
        ("def get_db() -> Dicts: ...", "get_db()"),
        ('app["db"] = Dicts()', 'app["db"]'),
        ("store = db = Dicts()", "db"),
        ("db: Dicts", "db"),
        ("def other(db: Dicts): ...", "db"),
        ("", "db"),
    ],
)
def test_an_object_of_a_class_that_does_more(project: Path, setting: str, receiver: str) -> None:
    code = (
        f"from database import Dicts, Shouting\n{setting}\nasync def titles():\n    {SITE.format(receiver=receiver)}\n"
    )
    doubt = "fetch() at database.py:34 changes the result"
    assert refusals(project, {"work.py": code}) == {"titles": doubt, "Dicts.titles": doubt}


@pytest.mark.parametrize(
    ("setting", "receiver"),
    [("db = Plain()", "db"), ("bot.db = await asyncpg.create_pool()", "bot.db"), ("", "bot.pool"), ("", "conn")],
)
def test_objects_that_pass_queries_on(project: Path, setting: str, receiver: str) -> None:
    code = f"import asyncpg\nfrom database import Plain\nasync def titles(bot, conn):\n    {setting}\n    {SITE.format(receiver=receiver)}\n"
    assert [*refusals(project, {"work.py": code})] == ["Dicts.titles"]


@pytest.mark.parametrize(
    ("imported", "receiver"),
    [
        ("import db", "db"),
        ("import db as database", "database"),
        ("import services.db", "services.db"),
        ("from services import db as queries", "queries"),
        ("from services import again as db", "db"),  # which has the function from another module
    ],
)
def test_functions_of_a_module_by_any_name(project: Path, imported: str, receiver: str) -> None:
    functions = (
        "from database import pool\nasync def fetch(sql, *args):\n    return list(await pool.fetch(sql, *args))\n"
    )
    code = f"import asyncpg\n{imported}\nasync def titles():\n    {SITE.format(receiver=receiver)}\n"
    files = {"db.py": functions, "services/db.py": functions, "services/again.py": "from .db import fetch\n"}
    found = refusals(project, {**files, "work.py": code})
    assert found["titles"].endswith("changes the result")


def test_functions_that_an_import_of_everything_gives_are_findings(project: Path) -> None:
    functions = "import asyncpg\nasync def fetch_all(sql, *args):\n    return await pool.fetch(sql, *args)\n"
    code = """
        from db import *


        async def titles():
            await fetch_all(3)
            await log.fetch_all("SELECT 1")
            return await fetch_all("SELECT title FROM links"), await fetch_all("SELECT url FROM links")
        """
    assert "titles" not in refusals(project, {"db.py": functions, "work.py": code})
    found = [(item.code, item.path, item.line) for item in run(project).findings if item.code.startswith("call.")]
    assert found == [("call.function", "work.py", 8)]


@pytest.mark.parametrize(
    ("body", "gives"),
    [
        ("status = await self.pool.execute(query, *args)\nreturn int(status.split()[-1])", "number"),
        ("return int((await self.pool.execute(query, *args)).split(' ')[-1])", "number"),
        ("status = await self.pool.execute(query, *args)\ncount = int(status.split()[-1])\nreturn count", "number"),
        # of an INSERT, this is always 0
        ("status = await self.pool.execute(query, *args)\nreturn int(status.split()[1])", None),
        ("status = await self.pool.execute(query, *args)\nreturn int(status.split('E')[-1])", None),
        ("status = await self.pool.execute(query, *args)\nreturn int(status.split()[-1]) > 0", None),
        ("status = await self.pool.execute(query, *args)\nif args:\n    return int(status.split()[-1])", None),
        ("status = await self.pool.execute(query, *args)\nstatus = self.last\nreturn int(status.split()[-1])", None),
        ("rows = await self.pool.fetch(query, *args)\nreturn int(rows.split()[-1])", None),
    ],
)
def test_numbers_of_rows(body: str, gives: str | None) -> None:
    code = f"class Database:\n    async def changed(self, query, *args):\n{indent(body, ' ' * 8)}\n"
    (found,) = find_wrappers(module_of(code))
    assert (found.gives if not found.doubt else None) == gives


RETRYING = """
    for attempt in range(3):
        try:
            return await {call}
        except OSError:
            await asyncio.sleep(1)
            {handler}
    """


@pytest.mark.parametrize(
    ("decorated", "call", "handler", "found"),
    [
        (
            False,
            "self.pool.fetch(query, *args)",
            "if attempt == 2:\n                raise",
            [("call.retries", "db.py", 5)],
        ),
        (False, "self.pool.fetch(query, *args)", "raise", []),
        (
            False,
            "self.pool.fetch(query, *args)",
            "if attempt < 2:\n                continue\n            raise",
            [("call.retries", "db.py", 5)],
        ),
        (True, "func(*args, **kwargs)", "if attempt == 2:\n                raise", [("call.retries", "db.py", 16)]),
    ],
)
def test_what_runs_a_query_again_is_a_finding(
    project: Path, *, decorated: bool, call: str, handler: str, found: list[tuple[str, str, int]]
) -> None:
    body = dedent(RETRYING.format(call=call, handler=handler)).strip()
    around = f"def again(func):\n    @wraps(func)\n    async def run(*args, **kwargs):\n{indent(body, ' ' * 8)}\n    return run\n"
    own = indent("return await self.pool.fetch(query, *args)" if decorated else body, " " * 8)
    method = (
        f"class Database:\n{'    @again' if decorated else ''}\n    async def fetch_rows(self, query, *args):\n{own}\n"
    )
    functions = f"import asyncpg\n\n{around if decorated else ''}{method}"
    code = """
        async def titles(self):
            return await self.bot.db.fetch_rows("SELECT title FROM links")
        """
    assert "titles" not in refusals(project, {"db.py": functions, "work.py": code, "more.py": code})
    assert [(item.code, item.path, item.line) for item in run(project).findings if item.code == "call.retries"] == found


@pytest.mark.parametrize(("name", "found"), [("cached_rows", [("call.cache", "db.py", 12)]), ("timed", [])])
def test_what_answers_from_a_cache_is_a_finding(project: Path, name: str, found: list[tuple[str, str, int]]) -> None:
    functions = dedent(
        f"""
        import asyncpg

        def {name}(func):
            @wraps(func)
            async def run(*args, **kwargs):
                return await func(*args, **kwargs)
            return run

        class Database:
            @{name}
            async def fetch_rows(self, query, *args):
                return await self.pool.fetch(query, *args)
        """
    )
    code = """
        async def titles(self):
            return await self.bot.db.fetch_rows("SELECT title FROM links")
        """
    assert "titles" not in refusals(project, {"db.py": functions, "work.py": code})
    findings = [(item.code, item.path, item.line) for item in run(project).findings if item.code.startswith("call.")]
    assert findings == found


def test_functions_of_an_imported_module(project: Path) -> None:
    functions = (
        "from database import pool\nasync def fetch(sql, *args):\n    return list(await pool.fetch(sql, *args))\n"
    )
    code = f"import db\nasync def titles():\n    {SITE.format(receiver='db')}\n"
    found = refusals(project, {"db.py": functions, "work.py": code})
    assert found["titles"] == "fetch() at db.py:2 changes the result"


def test_a_method_that_the_configuration_names(project: Path) -> None:
    code = f"from database import Dicts\ndb = Dicts()\nasync def titles():\n    {SITE.format(receiver='db')}\n"
    assert refusals(project, {"work.py": code}, '[tool.alchemod.methods]\nfetch = "fetch"\n') == {}


def test_arguments_out_of_a_sequence(project: Path) -> None:
    code = """
        from database import Packed

        db = Packed()


        async def title(id: int):
            return await db.select("SELECT title FROM links WHERE id = $1", [id])


        async def title_of(id: int):
            return await db.select("SELECT title FROM links WHERE id = $1", params=(id,))


        async def titles():
            return await db.select("SELECT title FROM links")


        async def found(params):
            return await db.select("SELECT title FROM links WHERE id = $1", params)


        async def mixed(ids):
            return await db.select("SELECT title FROM links WHERE id = $1", [*ids])
        """
    refusals(project, {"work.py": code})
    report = run(project)
    own = ("title", "title_of", "titles", "found", "mixed")
    assert {site.function: site.outcome for site in report.sites if site.function in own} == {
        "title": "rewritten",
        "title_of": "rewritten",
        "titles": "rewritten",
        "found": "refused",
        "mixed": "refused",
    }
    text = migrated_tree(project, report)["work.py"].decode()
    assert text.count("select(Link.title).where(Link.id == id)") == 2
