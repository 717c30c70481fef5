"""Options and fixtures of the whole suite."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache

import asyncpg
import black
import pytest
from hypothesis import HealthCheck, settings

from codemod.postgres.binaries import ServerError
from codemod.postgres.server import PostgresServer
from codemod.rewriting import formatting, layout

#: Set where a missing server is a failure and not a reason to skip.
REQUIRED = ("CI", "ALCHEMOD_REQUIRE_POSTGRES")

# a busy machine is no reason to fail
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens", action="store_true", help="write what comes out into the golden files instead of comparing"
    )


@pytest.fixture(scope="session")
def update_goldens(pytestconfig: pytest.Config) -> bool:
    """Whether the golden files are to be written."""
    return bool(pytestconfig.getoption("--update-goldens"))


class ServerOfTests(PostgresServer):
    """A server on which a database replaces one of its name: a fixture of a module may be set up twice in one process."""

    async def create_database(self, name: str, *, template: str = "template1") -> str:
        try:
            return await super().create_database(name, template=template)
        except asyncpg.DuplicateDatabaseError:
            connection = await asyncpg.connect(self.dsn)
            await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            await connection.close()
            return await super().create_database(name, template=template)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running PostgreSQL, one per test process."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(ServerOfTests())
        except ServerError as error:
            if any(os.environ.get(name) for name in REQUIRED):
                raise
            pytest.skip(str(error))
        yield server


@pytest.fixture(autouse=True)
def _server_for_marked_tests(request: pytest.FixtureRequest) -> None:
    """Skip or fail every test with the marker ``postgres`` where there is no server."""
    if request.node.get_closest_marker("postgres") is not None:
        request.getfixturevalue("postgres")


@pytest.fixture(autouse=True)
def _black_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let black write all generated code as well, and compare."""

    def formatted(code: str, width: int, *, single_quotes: bool) -> str:
        text = formatting.formatted(code, width, single_quotes=single_quotes)
        assert text == _by_black(code, width, single_quotes)
        return text

    monkeypatch.setattr(layout, "formatted", formatted)


@cache
def _by_black(code: str, width: int, single_quotes: bool) -> str:
    mode = black.Mode(
        target_versions={black.TargetVersion.PY37},
        line_length=width,
        string_normalization=not single_quotes,
        magic_trailing_comma=False,
    )
    return black.format_str(code, mode=mode).rstrip("\n")
