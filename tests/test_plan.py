"""What a whole small project becomes where names, imports or the order of evaluation are in the way."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from codemod.config import Config
from codemod.pipeline import run_project
from codemod.report import FileResult

HERE = Path(__file__).parent / "cases" / "_project"
HEAD = "import asyncpg\n{imports}\n\nclass Cog:\n    async def f(self, {parameters}):\n"
QUERY = "'SELECT url FROM links WHERE title = $1'"


def converted(root: Path, code: str, name: str = "cog.py", **others: str) -> FileResult:
    files = {path.name: path.read_text() for path in HERE.glob("*.py")} | {name: code}
    for path, text in {**files, **{f"{stem}.py": text for stem, text in others.items()}}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    report = run_project(Config(root=root, jobs=1), [PurePosixPath(name)])
    return report.files[0]


def cog(body: str, parameters: str = "title: str", imports: str = "") -> str:
    return HEAD.format(imports=imports, parameters=parameters) + f"        {body}\n"


def refusals(result: FileResult) -> list[str | None]:
    return [site.code for site in result.sites if site.outcome == "refused"]


@pytest.mark.parametrize(
    "code",
    [
        cog(f"return await self.bot.db.fetch({QUERY}, title)", "title: str, Link=None"),
        cog(f"return await self.bot.db.fetch({QUERY}, title)", "title: str, select=1", "from sqlalchemy import select"),
        cog(
            f"select = 1\n        return await self.bot.db.fetchval({QUERY}, title)",
            imports="from sqlalchemy import select",
        ),
    ],
)
def test_a_local_variable_is_never_taken_for_an_import(tmp_path: Path, code: str) -> None:
    code = code.replace("import asyncpg\n", "import asyncpg\nfrom models import Link\n")
    result = converted(tmp_path, code)
    assert result.after is None
    assert refusals(result) == ["names.shadowed"]


def test_a_variable_of_the_function_around(tmp_path: Path) -> None:
    code = (
        "import asyncpg\nfrom models import Link\n\n\nclass Cog:\n    def outer(self, Link):\n"
        "        async def f(title: str):\n"
        "            await self.bot.db.execute('DELETE FROM links WHERE title = $1', title)\n"
    )
    assert refusals(converted(tmp_path, code)) == ["names.shadowed"]


@pytest.mark.parametrize(
    "line",
    [
        "import cog\n",
        "from cog import X\n",
        "from helpers import X\n",
        "try:\n    import cog\nexcept ImportError:\n    pass\n",
    ],
)
def test_a_circular_import_is_refused(tmp_path: Path, line: str) -> None:
    models = line + (HERE / "models.py").read_text()
    code = "X = 1\n" + cog(f"return await self.bot.db.fetch({QUERY}, title)")
    result = converted(tmp_path, code, models=models, helpers="from cog import X\n")
    assert refusals(result) == ["imports.circle"]


@pytest.mark.parametrize(
    "line",
    ["from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import cog\n", "def late():\n    import cog\n"],
)
def test_an_import_that_does_not_run_makes_no_circle(tmp_path: Path, line: str) -> None:
    models = line + (HERE / "models.py").read_text()
    result = converted(tmp_path, cog(f"return await self.bot.db.fetch({QUERY}, title)"), models=models)
    assert refusals(result) == []


def test_an_existing_import_of_the_models_is_no_new_circle(tmp_path: Path) -> None:
    models = "import cog\n" + (HERE / "models.py").read_text()
    code = cog(f"return await self.bot.db.fetch({QUERY}, title)", imports="from models import Link")
    assert refusals(converted(tmp_path, code, models=models)) == []


def test_the_package_around_a_module_is_imported_already(tmp_path: Path) -> None:
    from pathlib import PurePosixPath

    from codemod.rewriting.facts.import_cycles import ImportGraph

    (tmp_path / "bot").mkdir()
    for name, text in {"__init__": "from bot.cog import X", "cog": "X = 1", "db": "", "hub": "import bot.cog"}.items():
        (tmp_path / "bot" / f"{name}.py").write_text(text)
    graph = ImportGraph(tmp_path)
    assert not graph.closes_circle(PurePosixPath("bot/cog.py"), "bot.db")
    assert graph.closes_circle(PurePosixPath("bot/cog.py"), "bot.hub")


def test_a_name_of_another_service_is_not_imported(tmp_path: Path) -> None:
    from pathlib import PurePosixPath

    from codemod.rewriting.facts.import_cycles import ImportGraph

    files = {
        "api/app/__init__.py": "",
        "api/app/models.py": "class Link: ...\nfrom .more import (\n    Tag,\n)\n",
        "api/app/crud/__init__.py": "",
        "api/app/crud/links.py": "",
        "worker/app/models/__init__.py": "from .rows import *\n",
        "worker/app/jobs.py": "",
        "scripts/app.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    graph = ImportGraph(tmp_path)
    links, jobs = PurePosixPath("api/app/crud/links.py"), PurePosixPath("worker/app/jobs.py")
    assert not any(graph.lacks(links, "app.models", name) for name in ("Link", "Tag"))
    assert graph.lacks(links, "app.models", "Mail")
    assert graph.lacks(links, "app.db", "Session")
    assert not graph.lacks(jobs, "app.models", "Mail")
    assert graph.lacks(jobs, "app.db", "Session")
    assert not graph.lacks(PurePosixPath("scripts/app.py"), "app.models", "Mail")
    assert not graph.lacks(links, "shared.models", "Mail")
    graph.plan("app.db", "app.settings")
    assert not graph.lacks(links, "app.db", "Session")


def test_a_module_does_not_import_from_itself(tmp_path: Path) -> None:
    models = (HERE / "models.py").read_text()
    code = f"{models}\n\nclass Cog:\n    async def f(self, title: str):\n        return await self.bot.db.fetch({QUERY}, title)\n"
    (tmp_path / "backend" / "app").mkdir(parents=True)
    (tmp_path / "backend" / "app" / "main.py").write_text("from app.tables import Link\n")
    for path in HERE.glob("*.py"):
        if path.name != "models.py":
            (tmp_path / path.name).write_text(path.read_text())
    name = "backend/app/tables.py"
    (tmp_path / name).write_text(code)
    after = run_project(Config(root=tmp_path, jobs=1), [PurePosixPath(name)]).files[0].after
    assert after is not None
    assert "select(Link.url)" in after
    assert "app.tables" not in after


ORDER = "'SELECT url FROM links WHERE title = $2 AND url = $1'"


@pytest.mark.parametrize(
    ("arguments", "bound"),
    [
        ("self.a(), self.b()", ["url = self.a()"]),
        ("self.a, self.b()", ["url = self.a"]),
        ("self.a, await self.b()", ["url = self.a", "title_value = await self.b()"]),
        ("self.a(), self.b", ["url = self.a()"]),
        ("self.link.a, self.b()", ["url = self.link.a"]),
        ("title, self.b()", []),
        ("self.a, self.b", []),
        ("self.a, title if title else ''", []),
    ],
)
def test_arguments_are_evaluated_in_their_order(tmp_path: Path, arguments: str, bound: list[str]) -> None:
    after = converted(tmp_path, cog(f"return await self.bot.db.fetch({ORDER}, {arguments})")).after
    assert after is not None
    assert [line.strip() for line in after.splitlines() if " = self." in line or " = await self." in line] == bound


def test_objects_that_would_expire_are_rows(tmp_path: Path) -> None:
    bot = (
        "class Bot:\n    db: Pool\n\n    @asynccontextmanager\n    async def scope(self) -> AsyncIterator[AsyncSession]:\n"
        "        async with self.session_maker.begin() as session:\n            yield session\n"
    )
    code = cog("row = await self.bot.db.fetchrow('SELECT * FROM links WHERE id = 1')\n        print(row['url'])")
    report = converted(tmp_path, code, bot=bot)
    assert refusals(report) == []
    assert report.after is not None
    assert "select(Link.__table__)" in report.after
    assert "result.mappings().first()" in report.after


@pytest.mark.parametrize(("key", "written"), [(" PRIMARY KEY", "select(Link)"), ("", "select(Link.__table__)")])
def test_rows_that_may_share_a_key_are_no_objects(tmp_path: Path, key: str, written: str) -> None:
    columns = "title varchar(200) NOT NULL, url text NOT NULL, tag text, guild_id bigint NOT NULL, clicks int NOT NULL"
    columns += ", created_at timestamptz NOT NULL"
    (tmp_path / "schema.sql").write_text(f"CREATE TABLE links (id int NOT NULL{key}, {columns});")
    code = cog(
        'rows = await self.bot.db.fetch("SELECT * FROM links WHERE title = $1", title)\n'
        '        return [row["title"] for row in rows]'
    )
    text = converted(tmp_path, code).after
    assert text is not None
    assert written in text
