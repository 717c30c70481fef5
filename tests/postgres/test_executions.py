"""``--execute``: rewrites run beside their originals, and what only running them can show."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import asyncpg
import jsonschema
import pytest
from test_judged_runs import has_extension, make, run

sys.path.append(str(Path(__file__).parent.parent / "verification"))

from models_of_chess import REGISTRY, TABLES, TYPES
from other_expressions import WRONG_EXPRESSIONS
from other_sources import WRONG_SOURCES
from other_statements import WRONG, Wrong
from same_statements import SAME
from server_questions import question_of
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable
from typer.testing import CliRunner

from codemod.cli import app
from codemod.executing.catalog import Catalog, read_catalog
from codemod.executing.execution import Execution
from codemod.executing.rehearsal import Rehearsal
from codemod.judging.court import Court
from codemod.judging.question import Question, Verdict
from codemod.judging.schema import build_schema
from codemod.postgres.server import PostgresServer
from codemod.verification.standins import StandIns

pytestmark = pytest.mark.postgres

ROOT = Path(__file__).parent.parent.parent
EVERY_WRONG = [*WRONG, *WRONG_EXPRESSIONS, *WRONG_SOURCES]
#: The recursive pair walks for ever where games refer to one another in a circle.
ENDLESS = "recursive"
#: SQLAlchemy warns of a key without a value, which these tests make an error; the server refuses the row in both.
WARNED = "defaults_one_by_one"
#: Asks which transaction took the row, which no second run finds again.
FLEETING = "system_column"


async def executed(postgres: PostgresServer, name: str, questions: Iterable[Question]) -> dict[Question, Execution]:
    dsn = await postgres.create_database(name)
    connection = await asyncpg.connect(dsn)
    await build_schema(connection, [], [], "public")
    await connection.execute(f"CREATE SCHEMA admin; {TYPES}")
    stand_ins = StandIns()
    for model, table in TABLES.items():
        if model != "Mood":
            made = stand_ins.of(table)
            core = made if table.core else made.__table__
            await connection.execute(str(CreateTable(core).compile(dialect=postgresql.dialect())))
    await connection.execute("CREATE UNIQUE INDEX ON players (handle)")
    await connection.close()
    return await Rehearsal(dsn, REGISTRY).run(questions)


def test_equal_statements_do_the_same(postgres: PostgresServer) -> None:
    names = {question_of(pair): name for name, pair in SAME.items() if name not in (ENDLESS, WARNED, FLEETING)}
    found = asyncio.run(executed(postgres, "same", names))
    outcomes = {names[question]: execution.outcome for question, execution in found.items()}
    odd = {names[question]: item for question, item in found.items() if item.outcome not in ("same", "vacuous")}
    assert odd == {}
    assert list(outcomes.values()).count("same") > 0.8 * len(outcomes)  # the others find no row, whatever is tried


#: What no parse tree shows: values of arguments, and what becomes of the rows.
OUT_OF_SIGHT_OF_TREES = {
    ("star_as_entity", "columns instead of the model"),
    ("attribute_of_another_name", "the attribute names the key"),
    ("nullable", "None becomes IS NULL"),
    ("any", "None raises in in_()"),
    ("double_argument", "an int becomes INTEGER"),
}


def test_running_shows_what_parse_trees_do_not(postgres: PostgresServer) -> None:
    chosen = [wrong for wrong in EVERY_WRONG if (wrong.of, wrong.why) in OUT_OF_SIGHT_OF_TREES]
    questions = {question_of(replace(SAME[wrong.of], code=wrong.code)): wrong for wrong in chosen}
    found = asyncio.run(executed(postgres, "sight", questions))
    assert {execution.outcome for execution in found.values()} == {"differs"}, found
    assert len(found) == len(OUT_OF_SIGHT_OF_TREES)


def test_most_wrong_rewrites_differ(postgres: PostgresServer) -> None:
    """The parse trees see all of these; running them is another witness, which data can mislead."""
    chosen = [wrong for wrong in EVERY_WRONG if wrong.of != ENDLESS][::4]
    questions = {question_of(replace(SAME[wrong.of], code=wrong.code)): wrong for wrong in chosen}
    found = asyncio.run(executed(postgres, "wrong", questions))
    differing = [execution for execution in found.values() if execution.outcome == "differs"]
    assert len(differing) > 0.5 * len(found), missed(found, questions)
    assert all(execution.reason.startswith("executed with ") for execution in differing)


def missed(found: dict[Question, Execution], questions: dict[Question, Wrong]) -> list[tuple[str, str]]:
    return [(questions[item].of, questions[item].why) for item in found if found[item].outcome != "differs"]


def test_a_run_tells_what_was_executed(tmp_path: Path, postgres: PostgresServer) -> None:
    root = make(tmp_path, "")
    result = run(root, "check", "--execute", "--format", "json")
    document = json.loads(result.stdout)
    jsonschema.validate(document, json.loads((ROOT / "docs" / "report-schema.json").read_text()))
    has_trigrams = has_extension(postgres, "pg_trgm")
    sites = {site["function"]: site["executed"] for site in document["sites"]}
    assert sites == {
        "Cog.titles": "same",
        "Cog.similar": "same" if has_trigrams else "vacuous",  # what imitates an extension finds nothing similar
        "Cog.old": "same",
        "Cog.clear": "same",
        "Cog.wrong": None,
    }
    vacuous = 0 if has_trigrams else 1
    assert document["verification"]["executions"] == {"same": 4 - vacuous, "vacuous": vacuous, "not_executed": 0}
    assert f"{4 - vacuous} executed alike" in run(root, "check", "--execute").stdout


def test_nothing_is_executed_unasked(tmp_path: Path) -> None:
    document = json.loads(run(make(tmp_path, ""), "check", "--verify", "postgres", "--format", "json").stdout)
    assert {site["executed"] for site in document["sites"]} == {None}
    assert document["verification"]["executions"] is None


RANDOM = """
class Cog:
    async def any_title(self):
        return await self.bot.db.fetchrow("SELECT id, title FROM links ORDER BY random() LIMIT 1")
"""


def test_chance_is_the_same_for_both(tmp_path: Path) -> None:
    root = make(tmp_path, "")
    (root / "cog.py").write_text(RANDOM)
    sites = json.loads(run(root, "check", "--execute", "--format", "json").stdout)["sites"]
    assert [(site["outcome"], site["executed"]) for site in sites] == [("rewritten", "same")]


REFERRING = """
CREATE TABLE visits (id bigint PRIMARY KEY, link_id bigint REFERENCES links (id) ON DELETE CASCADE);
CREATE TABLE stays (visit_id bigint REFERENCES visits (id) ON DELETE CASCADE);
CREATE TABLE others (id bigint);
"""


async def catalog_of(postgres: PostgresServer, ddl: str) -> Catalog:
    connection = await asyncpg.connect(await postgres.create_database("reach"))
    try:
        await connection.execute(ddl)
        return await read_catalog(connection)
    finally:
        await connection.close()


def test_changes_reach_the_tables_that_refer(postgres: PostgresServer) -> None:
    catalog = asyncio.run(catalog_of(postgres, "CREATE TABLE links (id bigint PRIMARY KEY);" + REFERRING))
    reached = {name: {table.name for table in catalog.within_reach({name})} for name in ("links", "visits", "others")}
    assert reached == {"links": {"links", "visits", "stays"}, "visits": {"visits", "stays"}, "others": {"others"}}


def explained(root: Path, *options: str) -> str:
    return CliRunner().invoke(app, ["explain", f"{root / 'cog.py'}:4", *options]).stdout


def test_explain_ends_with_what_the_server_says(tmp_path: Path) -> None:
    root = make(tmp_path, "")
    text = explained(root, "--execute")
    verdict, execution, outcome = text.rstrip().split("\n\n")[-3:]
    assert verdict.startswith("PostgreSQL ")
    assert verdict.endswith("\n    proved")
    assert execution.startswith("execution\n    same in ")
    assert outcome.endswith("as mappings (proved, executed alike)")


def test_explain_refuses_what_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def differing(_: Court, __: Question) -> Verdict:
        return Verdict("differs", "another table")

    monkeypatch.setattr(Court, "verdict", differing)
    root = make(tmp_path, "")
    text = explained(root, "--verify", "postgres")
    assert "\n    differs: another table\n\nserver.differs another table\n" in text


def test_what_differs_when_executed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make(tmp_path, "")
    before = (root / "cog.py").read_text()

    def differing(_: Court, questions: Iterable[Question]) -> dict[Question, Execution]:
        return {item: Execution("differs", "executed with 1: 2 rows before, 3 after", 1) for item in questions}

    monkeypatch.setattr(Court, "executions", differing)
    result = run(root, "migrate", "--execute", "--allow-dirty")
    assert (root / "cog.py").read_text() == before
    assert "server.differs" in result.stdout + result.stderr
    assert "2 rows before, 3 after" in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--dsn", "postgresql://localhost/x"], "nothing is executed in a live database"),
        (["--verify", "static"], "can't be used together with --verify static"),
    ],
)
def test_where_nothing_may_be_executed(tmp_path: Path, options: list[str], message: str) -> None:
    result = run(make(tmp_path, ""), "check", "--execute", *options)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_live_database_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALCHEMOD_DSN", "postgresql://localhost/x")
    result = run(make(tmp_path, ""), "check", "--execute")
    assert result.exit_code == 2
    assert "ALCHEMOD_DSN" in result.stderr
    assert "--execute needs a scratch server" in result.stderr


def test_documents_are_given_as_they_are_taken(tmp_path: Path) -> None:
    """Objects where pool and engine write them, text where neither does."""
    shutil.copytree(Path(__file__).parent / "documents", tmp_path, dirs_exist_ok=True)
    (tmp_path / "pyproject.toml").write_text("[tool.alchemod]\n")
    document = json.loads(run(tmp_path, "check", "--execute", "--format", "json").stdout)
    sites = {
        site["function"]: (site["executed"] or site["code"], site["executed_reason"])
        for site in document["sites"]
        if site["function"].startswith("In.")
    }
    assert sites.pop("In.as_rows") == ("vacuous", "runs ended with error 22023")  # no row is made of these documents
    refused = {"In.several_at_once"}
    assert {function for function, outcome in sites.items() if outcome == ("bind.json", None)} == refused
    assert {outcome for function, outcome in sites.items() if function not in refused} == {("same", None)}


def test_documents_of_another_shape_differ(postgres: PostgresServer) -> None:
    pair = SAME["document_as_text"]
    wrong = replace(pair, code=pair.code.replace("cast(literal(p1, Text), JSONB)", "literal(p1 * 2, JSONB)"))
    twice = replace(
        pair, code=pair.code.replace("cast(literal(p1, Text), JSONB)", "cast(literal(p1 + p1, Text), JSONB)")
    )
    found = asyncio.run(executed(postgres, "shape", [question_of(wrong), question_of(twice)]))
    assert {execution.outcome for execution in found.values()} == {"differs"}
