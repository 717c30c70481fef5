"""Statements as bots and services write them, over one schema: ``tests/realistic/*.sql``.

``=> code`` below a statement says that it is refused; every other one has a proven form, and a server agrees.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import asyncpg
import pytest
from court_rooms import Court
from typer.testing import CliRunner

from codemod.cli import app
from codemod.config import load_config
from codemod.files.project import all_files
from codemod.judging.judge import Judge
from codemod.judging.question import Question
from codemod.judging.schema import build_schema
from codemod.lowering.lower import lower_statement
from codemod.lowering.lowered import ArgumentFacts, Lowered, ResultShape
from codemod.mapping.models import ModelRegistry
from codemod.outcome import Refusal
from codemod.postgres.server import PostgresServer
from codemod.project_context import load_context
from codemod.resolution.statement import parse_statement
from codemod.schema.sources import schema_sources
from codemod.verification.statement import Proof, prove

FOLDER = Path(__file__).parents[1] / "realistic"


@dataclass(frozen=True)
class Written:
    """A statement, and the code it is refused with; empty where it is lowered."""

    sql: str
    refused: str = ""


def read(path: Path) -> list[Written]:
    found = []
    for block in path.read_text().strip().split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("-- ")]
        sql, _, code = "\n".join(lines).partition("\n=> ")
        found.append(Written(sql, code))
    return found


STATEMENTS = [
    item for name in ("bots", "services", "communities", "platforms", "daily") for item in read(FOLDER / f"{name}.sql")
]
LOWERED = [item for item in STATEMENTS if not item.refused]
REFUSED = [item for item in STATEMENTS if item.refused]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> ModelRegistry:
    """The models that are generated from the schema."""
    root = tmp_path_factory.mktemp("realistic")
    (root / "schema.sql").write_text((FOLDER / "schema.sql").read_text())
    (root / "pyproject.toml").write_text("[tool.alchemod]\n")
    generated = ["models", "--root", str(root), "--generate", str(root / "models.py"), "--write"]
    result = CliRunner().invoke(app, generated)
    assert result.exit_code == 0, result.output
    config = load_config(root)
    return load_context(config, all_files(config)).registry


def proven(sql: str, registry: ModelRegistry) -> tuple[Lowered, Proof]:
    """The form whose rows answer to names or, where two columns have one name, to positions."""
    statement = parse_statement(sql)
    facts = {number: ArgumentFacts() for number in range(1, statement.parameter_count + 1)}

    def in_shape(shape: ResultShape) -> tuple[Lowered, Proof]:
        lowered = lower_statement(statement, registry, facts=facts, shape=shape)
        documents = frozenset(item.name for item in lowered.columns if item.pg_type in ("json", "jsonb"))
        lowered = replace(lowered, documents=documents)
        return lowered, prove(statement, lowered, registry, facts)

    try:
        return in_shape("mappings")
    except Refusal as refusal:
        if refusal.code != "sql.result-names":
            raise
        return in_shape("rows")


FormOf = Callable[[str], tuple[Lowered, Proof]]


@pytest.fixture(scope="module")
def form_of(registry: ModelRegistry) -> FormOf:
    """The same, worked out once per statement."""
    return cache(lambda sql: proven(sql, registry))


@pytest.mark.parametrize("written", LOWERED, ids=lambda item: item.sql[:60])
def test_a_statement_is_proven(written: Written, form_of: FormOf) -> None:
    assert form_of(written.sql)[1].compiled


@pytest.mark.parametrize("written", REFUSED, ids=lambda item: item.sql[:60])
def test_a_statement_is_refused(written: Written, form_of: FormOf) -> None:
    with pytest.raises(Refusal) as raised:
        form_of(written.sql)
    assert raised.value.code == written.refused


def test_nearly_all_are_lowered() -> None:
    assert len(STATEMENTS) >= 450
    assert len(LOWERED) >= 0.93 * len(STATEMENTS)


@pytest.fixture(scope="module")
def court(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Court]:
    root = tmp_path_factory.mktemp("schema")
    (root / "schema.sql").write_text((FOLDER / "schema.sql").read_text())

    async def opened() -> Judge:
        connection = await asyncpg.connect(await postgres.create_database("realistic"), statement_cache_size=0)
        built = await build_schema(connection, schema_sources(root, []).statements, [], "public")
        judge = Judge(connection, built.stand_ins)
        await judge.open()
        return judge

    loop = asyncio.new_event_loop()
    judge = loop.run_until_complete(opened())
    yield Court(judge, loop)
    loop.run_until_complete(judge.connection.close())
    loop.close()


@pytest.mark.postgres
@pytest.mark.parametrize("written", LOWERED, ids=lambda item: item.sql[:60])
def test_a_server_agrees(written: Written, form_of: FormOf, court: Court) -> None:
    lowered, proof = form_of(written.sql)
    question = Question(
        sql=written.sql,
        one_row=False,
        sent=proof.compiled,
        numbered=proof.numbered,
        arguments=proof.arguments,
        shape=lowered.shape,
        form=lowered,
    )
    verdict = court.verdict(question)
    assert verdict.judgement in ("proved", "proved with stand-ins"), verdict
