"""Which exception of SQLAlchemy carries which of asyncpg's, measured again with the versions installed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import asyncpg
import pytest
from sqlalchemy import exc, text
from sqlalchemy.ext.asyncio import create_async_engine

from codemod.discovery.errors.asyncpg_exceptions import (
    carrier_of,
    carriers_of,
    caught_by,
    is_exact,
    is_known,
    may_come_from_connecting,
    states_of,
)
from codemod.postgres.server import PostgresServer

pytestmark = pytest.mark.postgres

ROOTS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


def below(kind: type) -> Iterator[type]:
    yield kind
    for subclass in kind.__subclasses__():
        # the DataError of asyncpg.exceptions._base can't be had by name
        if subclass.__module__.startswith("asyncpg.") and getattr(asyncpg.exceptions, subclass.__name__) is subclass:
            yield from below(subclass)


EVERY = list(dict.fromkeys(kind for root in ROOTS for kind in below(root)))


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_the_table_is_asyncpgs(kind: type) -> None:
    assert is_known(kind.__name__)
    assert caught_by(kind.__name__) == {item.__name__ for item in EVERY if issubclass(item, kind)}
    states = states_of([kind.__name__])
    assert states is None or states == (kind.__dict__["sqlstate"],)


def test_warnings_are_no_errors() -> None:
    assert not is_known("PostgresWarning")
    assert not is_known("NoData")


def test_an_error_of_every_state_arrives_in_its_carrier(postgres: PostgresServer) -> None:
    states = {kind.__dict__["sqlstate"]: kind for kind in EVERY if "sqlstate" in kind.__dict__}

    async def measured() -> dict[str, tuple[str, object, object]]:
        await postgres.create_database("carriers")
        engine = create_async_engine(postgres.sqlalchemy_url_of("carriers"))
        found = {}
        for state in states:
            async with engine.connect() as connection:
                try:
                    await connection.execute(
                        text(f"DO $$ BEGIN RAISE 'm' USING ERRCODE = '{state}', DETAIL = 'd', CONSTRAINT = 'c'; END $$")
                    )
                except exc.DBAPIError as error:
                    cause = error.orig.__cause__
                    told = (
                        type(cause),
                        cause.message,
                        cause.detail,
                        cause.constraint_name,
                        cause.sqlstate,
                        error.orig.sqlstate,
                    )
                    found[state] = (type(error).__name__, told)
        await engine.dispose()
        return found

    assert asyncio.run(measured()) == {
        state: (carrier_of(kind.__name__), (kind, "m", "d", "c", state, state)) for state, kind in states.items()
    }


def test_an_error_of_the_commit_arrives_like_one_of_a_statement(postgres: PostgresServer) -> None:
    async def measured() -> exc.DBAPIError:
        await postgres.create_database("carriers_of_commit")
        engine = create_async_engine(postgres.sqlalchemy_url_of("carriers_of_commit"))
        async with engine.connect() as connection:
            await connection.execute(text("CREATE TABLE t (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)"))
            await connection.execute(text("INSERT INTO t VALUES (1), (1)"))
            with pytest.raises(exc.DBAPIError) as raised:
                await connection.commit()
        await engine.dispose()
        return raised.value

    error = asyncio.run(measured())
    assert isinstance(error, exc.IntegrityError)
    assert isinstance(error.orig.__cause__, asyncpg.UniqueViolationError)
    assert error.orig.sqlstate == "23505"


def test_an_error_of_connecting_may_arrive_as_it_is(postgres: PostgresServer) -> None:
    async def measured() -> BaseException:
        engine = create_async_engine(postgres.sqlalchemy_url_of("there_is_none"))
        try:
            async with engine.connect():
                raise AssertionError("there is no such database")
        except (asyncpg.PostgresError, exc.DBAPIError) as error:
            return error
        finally:
            await engine.dispose()

    error = asyncio.run(measured())
    cause = error.orig.__cause__ if isinstance(error, exc.DBAPIError) else error
    assert isinstance(cause, asyncpg.InvalidCatalogNameError)
    assert may_come_from_connecting("InvalidCatalogNameError")


def test_what_carries_nothing_else() -> None:
    exact = {kind.__name__ for kind in EVERY if is_exact([kind.__name__])}
    assert exact == {
        "IntegrityConstraintViolationError",
        "InterfaceError",
        "InvalidCachedStatementError",
        "SyntaxOrAccessError",
    }
    assert is_exact(["PostgresError", "InterfaceError", "InternalClientError"])
    assert carriers_of(["UniqueViolationError", "UndefinedTableError"]) == ("IntegrityError", "ProgrammingError")
    assert carriers_of(["UniqueViolationError", "PostgresError"]) == ("DBAPIError",)
