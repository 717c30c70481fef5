"""The sample bot does the same before and after: same results, same messages, same tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from migration import migrated_tree, run, write_tree
from programs import HERE, Program

from codemod.postgres.server import PostgresServer

BOT = HERE.parent.parent / "samples" / "discord_bot"

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def program(postgres: PostgresServer) -> Program:
    """The scenario, on a database with the bot's tables and some rows."""
    program = Program("replay.py", "harbour_seeded")
    program.fill(postgres, BOT / "before" / "database" / "schema.sql", HERE / "seed.sql")
    return program


@pytest.fixture(scope="module")
def before(postgres: PostgresServer, program: Program) -> dict[str, Any]:
    """What the unmigrated bot does."""
    return program.run(BOT / "before", postgres, "harbour_before")


def test_the_scenario_calls_every_function_of_every_cog(before: dict[str, Any]) -> None:
    assert before["uncalled"] == []


def test_the_scenario_does_not_fail_in_the_bot_as_it_was(before: dict[str, Any]) -> None:
    assert [step for step in before["trace"] if "error" in step] == []


def test_the_migrated_bot_does_the_same(before: dict[str, Any], postgres: PostgresServer, program: Program) -> None:
    after = program.run(BOT / "after", postgres, "harbour_after")
    for old, new in zip(before["trace"], after["trace"], strict=True):
        assert new == old


@pytest.mark.parametrize("settings", [{"rows": "entities"}, {"rows": "mappings"}, {"style": "repository"}])
def test_other_settings_do_the_same(
    settings: dict[str, str], before: dict[str, Any], postgres: PostgresServer, program: Program, tmp_path: Path
) -> None:
    write_tree(tmp_path, migrated_tree(BOT / "before", run(BOT / "before", **settings)))
    after = program.run(tmp_path, postgres, f"harbour_{'_'.join(settings.values())}")
    for old, new in zip(before["trace"], after["trace"], strict=True):
        assert new == old
