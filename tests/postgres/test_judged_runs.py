"""``--verify postgres``: verdicts, findings about the project's SQL, live databases, and what can go wrong with a server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import jsonschema
import pytest
from typer.testing import CliRunner, Result

from codemod.cli import app
from codemod.judging.judge import Judge
from codemod.judging.question import Question, Verdict
from codemod.postgres.server import PostgresServer

pytestmark = pytest.mark.postgres

ROOT = Path(__file__).parent.parent.parent
DDL = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TABLE links (id bigint PRIMARY KEY, title text NOT NULL, guild_id bigint NOT NULL, old_id integer NOT NULL);
"""
MODELS = """
from sqlalchemy import BigInteger, Text
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Session = async_sessionmaker(create_async_engine("postgresql+asyncpg://localhost/x"), expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class Link(Base):
    __tablename__ = "links"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    guild_id: Mapped[int] = mapped_column(BigInteger)
    old_id: Mapped[int] = mapped_column({old_id})
"""
COG = """
class Cog:
    async def titles(self, guild_id: int):
        rows = await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1", guild_id)
        return [row["title"] for row in rows]

    async def similar(self, title: str):
        return await self.bot.db.fetchval("SELECT similarity(title, $1) FROM links WHERE id = 1", title)

    async def old(self, old_id: int):
        return await self.bot.db.fetchrow("SELECT title FROM links WHERE old_id = $1", old_id)

    async def clear(self, guild_id: int) -> None:
        await self.bot.db.execute("DELETE FROM links WHERE guild_id = $1", guild_id)

    async def wrong(self):
        return await self.bot.db.fetch("SELECT titel FROM links")
"""


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--root", str(root), str(root)])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make(tmp_path, "")


def make(root: Path, old_id: str) -> Path:
    (root / "pyproject.toml").write_text("")
    (root / "schema.sql").write_text(DDL)
    (root / "models.py").write_text(MODELS.format(old_id=old_id))
    (root / "cog.py").write_text(COG)
    return root


def verdicts(result: Result) -> dict[str, tuple[str, str | None]]:
    """Outcome or code, and verdict, of each site by its function."""
    sites = json.loads(result.stdout)["sites"]
    return {site["function"]: (site["code"] or site["outcome"], site["verdict"]) for site in sites}


def has_extension(postgres: PostgresServer, name: str) -> bool:
    """Whether the server comes with an extension; else it is imitated."""

    async def ask() -> bool:
        connection = await asyncpg.connect(postgres.dsn)
        found = await connection.fetchval("SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = $1)", name)
        await connection.close()
        return bool(found)

    return asyncio.run(ask())


def test_every_rewrite_has_a_verdict(project: Path, postgres: PostgresServer) -> None:
    result = run(project, "check", "--verify", "postgres", "--format", "json")
    document = json.loads(result.stdout)
    jsonschema.validate(document, json.loads((ROOT / "docs" / "report-schema.json").read_text()))
    has_trigrams = has_extension(postgres, "pg_trgm")
    assert verdicts(result) == {
        "Cog.titles": ("rewritten", "proved"),
        "Cog.similar": ("rewritten", "proved" if has_trigrams else "proved with stand-ins"),
        "Cog.old": ("rewritten", "proved"),
        "Cog.clear": ("rewritten", "proved"),
        "Cog.wrong": ("mapping.unknown-column", None),
    }
    assert document["verification"]["proved"] == 3 + has_trigrams
    assert document["verification"]["server"].startswith("PostgreSQL ")


def test_sql_that_the_server_refuses_is_a_finding(project: Path) -> None:
    result = run(project, "check", "--verify", "postgres")
    assert (
        """cog.py:17: server.refused the server refuses the SQL: column "titel" does not exist at 'titel FROM links'"""
        in result.stdout
    )


@pytest.mark.parametrize(("order", "refused"), [("id", False), ("titel", True)])
def test_each_text_of_a_query_is_asked_for_by_itself(project: Path, order: str, refused: bool) -> None:
    text = COG.replace(
        '"SELECT titel FROM links"', f"""f"SELECT id FROM links ORDER BY {{'title' if self.named else '{order}'}}\""""
    )
    (project / "cog.py").write_text(text)
    result = run(project, "check", "--verify", "postgres")
    assert "multiple commands" not in result.stdout
    message = f'server.refused the server refuses one of the texts of the query: column "{order}" does not exist'
    assert (message in result.stdout) is refused
    assert ("server.refused" in result.stdout) is refused


def test_a_function_is_only_lacking_where_no_such_name_is_known(project: Path) -> None:
    text = COG.replace("SELECT titel FROM links", "SELECT own_function()")
    (project / "cog.py").write_text(
        text.replace("SELECT title FROM links WHERE old_id", "SELECT abs(title) FROM links WHERE old_id")
    )
    result = run(project, "check", "--verify", "postgres")
    assert "function abs(text) does not exist" in result.stdout
    assert "own_function" not in "".join(line for line in result.stdout.splitlines() if "server.refused" in line)


def test_what_differs_is_refused_and_not_written(tmp_path: Path) -> None:
    project = make(tmp_path, "BigInteger")  # the column is an integer
    result = run(project, "check", "--verify", "postgres", "--format", "json")
    assert verdicts(result)["Cog.old"] == ("server.differs", None)
    assert verdicts(result)["Cog.titles"] == ("rewritten", "proved")
    written = run(project, "migrate", "--verify", "postgres", "--allow-dirty")
    assert written.exit_code == 0, written.output
    assert "server.differs $1 is int4 in the original and int8 in what is sent" in written.output
    text = (project / "cog.py").read_text()
    assert 'fetchrow("SELECT title FROM links WHERE old_id = $1", old_id)' in text
    assert "select(Link.title).where(Link.guild_id == guild_id)" in text


def test_tables_without_ddl_come_from_the_models(project: Path) -> None:
    (project / "schema.sql").unlink()
    result = run(project, "check", "--verify", "postgres", "--format", "json")
    assert verdicts(result)["Cog.titles"] == ("rewritten", "proved")


def test_without_verify_there_is_no_verdict(project: Path) -> None:
    result = run(project, "check", "--format", "json")
    assert "verification" not in json.loads(result.stdout)
    assert verdicts(result)["Cog.titles"] == ("rewritten", None)


class TestLive:
    """A database that is somebody's."""

    @pytest.fixture
    def dsn(self, postgres: PostgresServer) -> Iterator[str]:
        async def make() -> str:
            connection = await asyncpg.connect(await postgres.create_database("live"))
            await connection.execute(DDL.split(";", 1)[1])
            await connection.execute("CREATE ROLE lowly LOGIN PASSWORD 'secret'")
            await connection.close()
            return postgres.dsn_of("live").replace("postgres@", "lowly:secret@")

        dsn = asyncio.run(make())
        yield dsn

        async def drop() -> None:
            connection = await asyncpg.connect(postgres.dsn)
            await connection.execute("DROP DATABASE live")
            await connection.execute("DROP ROLE lowly")
            await connection.close()

        asyncio.run(drop())

    def test_a_role_without_rights_is_enough(self, project: Path, dsn: str) -> None:
        result = run(project, "check", "--dsn", dsn, "--format", "json")
        assert verdicts(result)["Cog.titles"] == ("rewritten", "proved")
        assert verdicts(result)["Cog.clear"] == ("rewritten", "proved")
        assert verdicts(result)["Cog.similar"] == ("rewritten", "not checked")  # no extension, no stand-in
        assert "secret" not in result.output

    def test_the_variable_names_it_too(self, project: Path, dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ALCHEMOD_DSN", dsn)
        result = run(project, "check", "--verify", "postgres", "--format", "json")
        assert verdicts(result)["Cog.similar"] == ("rewritten", "not checked")
        monkeypatch.setenv("ALCHEMOD_DSN", "postgresql://127.0.0.1:1/nobody")
        assert run(project, "check").exit_code == 1  # nobody is asked

    def test_nothing_can_be_written_there(self, dsn: str) -> None:
        async def settings() -> str:
            from codemod.judging import court

            connection = await asyncpg.connect(dsn, server_settings=court._LIVE_SETTINGS)
            with pytest.raises(asyncpg.PostgresError, match="read-only transaction"):
                await connection.execute("CREATE TEMPORARY TABLE x (); DELETE FROM links")
            found: str = await connection.fetchval("SHOW statement_timeout")
            await connection.close()
            return found

        assert asyncio.run(settings()) == "5s"


def test_a_server_that_dies_is_one_line(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def dies(judge: Judge, question: Question) -> Verdict:
        judge.connection.terminate()
        return await verdict(judge, question)

    verdict = Judge.verdict
    monkeypatch.setattr(Judge, "verdict", dies)
    before = (project / "cog.py").read_bytes()
    result = run(project, "migrate", "--verify", "postgres", "--allow-dirty")
    assert result.exit_code == 2
    assert result.output.startswith("error: the server that judges answers no more: ")
    assert result.output.count("\n") == 1
    assert (project / "cog.py").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--dsn", "postgresql://me:secret@127.0.0.1:1/x"), "error: the database of --dsn can't be used: "),
        (("--dsn", "postgresql://me:secret@127.0.0.1:port/x"), "error: the database of --dsn can't be used: "),
        (("--dsn", "mysql://me:secret@localhost/x"), "error: option --dsn must be a URL like postgresql://"),
        (("--verify", "static", "--dsn", "postgresql://localhost/x"), "can't be used together with --verify static"),
        (("--pg-bin", "x", "--dsn", "postgresql://localhost/x"), "can't be used together with --pg-bin"),
        (("--verify", "postgres", "--pg-bin", "nowhere"), "error: nowhere: holds no postgres and initdb"),
    ],
)
def test_a_server_that_can_not_be_used_is_one_line(project: Path, arguments: tuple[str, ...], said: str) -> None:
    result = run(project, "check", *arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert "secret" not in result.output
    assert result.output.count("\n") == 1
