"""From schema statements or a live database to the source of a module of models, checked by creating it again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from codemod.config import Config
from codemod.files.project import all_files
from codemod.mapping.models import ModelRegistry
from codemod.modelling.comparison import Description, description, differences
from codemod.modelling.creation import create_models
from codemod.modelling.extensions import extend
from codemod.modelling.generation import metadata_of, model_source
from codemod.modelling.reflection import reflected
from codemod.modelling.scratch import Schema, apply, require_tables
from codemod.modelling.style import ModelStyle, learn_style
from codemod.report import RunError
from codemod.schema.sources import schema_sources
from codemod.schema.statements import Note

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection, MetaData
    from sqlalchemy.ext.asyncio import AsyncConnection

    from codemod.postgres.server import PostgresServer

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class GeneratedModels:
    """The source of a module of models.

    Attributes:
        text: the source; empty when every table has a model.
        tables: names of the tables it maps.
        notes: statements that were not run, or failed.
        style: that it is written in.
        differences: what a database made of the models lacks or has otherwise.
    """

    text: str
    tables: tuple[str, ...]
    style: ModelStyle
    notes: tuple[Note, ...] = ()
    differences: tuple[str, ...] = field(default=())


def generate_models(config: Config, registry: ModelRegistry, dsn: str | None) -> GeneratedModels:
    """Models for the tables of a project that have none.

    Args:
        config: of the project.
        registry: its models.
        dsn: a live database to read instead of the project's schema statements; only ever read.

    Raises:
        RunError: no schema, or the database can't be read.
    """
    from codemod.postgres.binaries import ServerError, find_binaries
    from codemod.postgres.server import PostgresServer

    try:
        binaries = find_binaries()
    except ServerError:
        if dsn is not None:
            raise
        return _without_server(config, registry)
    with PostgresServer(binaries) as server:
        return asyncio.run(_generated(config, registry, dsn, server))


def _without_server(config: Config, registry: ModelRegistry) -> GeneratedModels:
    """Models of what can be read without running the schema statements; nobody compares them with a database."""
    from sqlalchemy import create_mock_engine

    from codemod.modelling.static_metadata import static_metadata
    from codemod.modelling.static_reader import read_statically

    sources = schema_sources(config.root, all_files(config))
    schema = read_statically(sources.statements)
    metadata, unlinked = static_metadata(schema)
    notes = [*sources.notes, *schema.notes, *unlinked]
    require_tables(metadata, "below the project root", notes)
    style = learn_style(config, registry, all_files(config))
    known = _known(config, registry)
    missing = tuple(sorted(metadata.tables.keys() - known))
    engine: Any = create_mock_engine("postgresql+asyncpg://", lambda *_: None)
    text = model_source(metadata, engine, known=known, style=style) if missing else ""
    notes.append(Note("no PostgreSQL is installed here", "the DDL was read, not run: compare the models with it"))
    return GeneratedModels(text, missing, style, tuple(notes))


def _known(config: Config, registry: ModelRegistry) -> frozenset[str]:
    """The tables that have a model."""
    return frozenset(
        table.name if table.schema in (None, config.default_schema) else f"{table.schema}.{table.name}"
        for table in registry
    )


async def _generated(
    config: Config, registry: ModelRegistry, dsn: str | None, server: PostgresServer
) -> GeneratedModels:
    if dsn is None:
        schema = await _scratch(config, server)
        source, origin = server.sqlalchemy_url_of("schema"), "below the project root"
    else:
        schema, source, origin = Schema(), _sqlalchemy_url(dsn), "in the database"
    style = learn_style(config, registry, all_files(config))
    known = _known(config, registry)

    def rendered(connection: Connection) -> tuple[str, str, tuple[str, ...]]:
        metadata = reflected(connection)
        require_tables(metadata, origin, schema.notes)
        missing = tuple(sorted(metadata.tables.keys() - known))
        every = reflected(connection)
        whole = model_source(every, connection, known=frozenset(), style=_on_its_own(style))
        if not missing:
            return whole, "", ()
        return whole, model_source(metadata, connection, known=known, style=style), missing

    async with _connected(source, live=dsn is not None) as connection:
        whole, text, missing = await connection.run_sync(rendered)
        wanted = await connection.run_sync(description)
    found, refused = await _created(server, metadata_of(whole), schema.givens)
    return GeneratedModels(text, missing, style, tuple(schema.notes), (*refused, *differences(wanted, found)))


def _on_its_own(style: ModelStyle) -> ModelStyle:
    """The style for a module that imports nothing of the project: its metadata is compared with the database."""
    return replace(style, base=None)


async def _scratch(config: Config, server: PostgresServer) -> Schema:
    import asyncpg

    sources = schema_sources(config.root, all_files(config))
    connection = await asyncpg.connect(await server.create_database("schema"))
    try:
        schema = await apply(connection, sources.statements, await extend(connection))
    finally:
        await connection.close()
    schema.notes[:0] = sources.notes
    return schema


async def _created(
    server: PostgresServer, metadata: MetaData, givens: Sequence[str]
) -> tuple[Description, tuple[str, ...]]:
    """What a database made of the models holds, and what of them it refuses.

    Args:
        server: of our own.
        metadata: the models.
        givens: statements that make what models name and don't make.
    """
    await _prepare(await server.create_database("models"), givens)
    async with _connected(server.sqlalchemy_url_of("models"), live=False) as connection:
        refused = await connection.run_sync(create_models, metadata)
        return await connection.run_sync(description), refused


async def _prepare(dsn: str, givens: Sequence[str]) -> None:
    import asyncpg

    connection = await asyncpg.connect(dsn)
    try:
        await extend(connection)
        await connection.execute("SET check_function_bodies = off")
        for given in givens:
            with suppress(asyncpg.PostgresError):  # of a type that the models have not made yet: its index will tell
                await connection.execute(given)
    finally:
        await connection.close()


@asynccontextmanager
async def _connected(url: str, *, live: bool) -> AsyncIterator[AsyncConnection]:
    """A connection; one to a live database is read only.

    Raises:
        RunError: in one line, without the password.
    """
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.ext.asyncio import create_async_engine
    from sqlalchemy.pool import NullPool

    try:
        engine = create_async_engine(url, poolclass=NullPool)
    except (SQLAlchemyError, ValueError) as error:
        raise RunError(f"the database can't be read: {_without_password(str(error).splitlines()[0], url)}") from error
    try:
        if live:
            engine = engine.execution_options(postgresql_readonly=True)
        try:
            async with engine.connect() as connection:
                yield connection
        finally:
            await engine.dispose()
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise RunError(f"the database can't be read: {_without_password(reason, url)}") from error
    except Exception as error:  # asyncpg's own, before SQLAlchemy wraps anything
        if type(error).__module__.startswith("asyncpg"):
            raise RunError(f"the database can't be read: {_without_password(str(error), url)}") from error
        raise


def _sqlalchemy_url(dsn: str) -> str:
    scheme, found, rest = dsn.partition("://")
    if not found or scheme.partition("+")[0] not in ("postgres", "postgresql"):
        raise RunError("option --from-database must be a URL like postgresql://user@host/name")
    return f"postgresql+asyncpg://{rest}"


def _without_password(text: str, url: str) -> str:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        password = make_url(url).password
    except (ArgumentError, ValueError):
        return "the URL can't be read"
    return text.replace(str(password), "***") if password else text
