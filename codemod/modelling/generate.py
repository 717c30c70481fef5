"""From schema statements or a live database to the source of a module of models, checked by creating it again."""

from __future__ import annotations

import asyncio
import warnings
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from codemod.config import Config
from codemod.mapping.models import ModelRegistry
from codemod.modelling.comparison import Description, description, differences
from codemod.modelling.extensions import extend
from codemod.modelling.generation import metadata_of, model_source
from codemod.modelling.project_base import declarative_base
from codemod.modelling.schema_sources import schema_sources
from codemod.modelling.scratch import Schema, apply, reflected, require_tables
from codemod.modelling.statements import Note
from codemod.project import all_files
from codemod.report import RunError
from codemod.rewriting.layout import project_line_length

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection, MetaData
    from sqlalchemy.ext.asyncio import AsyncConnection

    from codemod.verification.server import PostgresServer

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class GeneratedModels:
    """The source of a module of models.

    Attributes:
        text: the source; empty when every table has a model.
        tables: names of the tables it maps.
        notes: statements that were not run, or failed.
        differences: what a database made of the models lacks or has otherwise.
    """

    text: str
    tables: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    differences: tuple[str, ...] = field(default=())


def generate_models(config: Config, registry: ModelRegistry, dsn: str | None) -> GeneratedModels:
    """Models for the tables of a project that have none.

    Args:
        config: of the project.
        registry: its models.
        dsn: a live database to read instead of the project's schema statements; only ever read.

    Raises:
        RunError: no server, no schema, or the database can't be read.
    """
    from codemod.verification.server import PostgresServer

    with PostgresServer() as server:
        return asyncio.run(_generated(config, registry, dsn, server))


async def _generated(
    config: Config, registry: ModelRegistry, dsn: str | None, server: PostgresServer
) -> GeneratedModels:
    if dsn is None:
        schema = await _scratch(config, server)
        source, origin = server.sqlalchemy_url_of("schema"), "below the project root"
    else:
        schema, source, origin = Schema(), _sqlalchemy_url(dsn), "in the database"
    base = declarative_base(config.root, all_files(config))
    known = frozenset(
        table.name if table.schema in (None, config.default_schema) else f"{table.schema}.{table.name}"
        for table in registry
    )
    line_length = config.line_length or project_line_length(config.root)

    def rendered(connection: Connection) -> tuple[str, str, tuple[str, ...]]:
        metadata, notes = reflected(connection)
        require_tables(metadata, origin, schema.notes)
        missing = tuple(sorted(metadata.tables.keys() - known))
        schema.notes += [note for note in notes if note.place in missing]
        every, _ = reflected(connection)
        whole = model_source(every, connection, known=frozenset(), base=None, line_length=line_length)
        if not missing:
            return whole, "", ()
        return whole, model_source(metadata, connection, known=known, base=base, line_length=line_length), missing

    async with _connected(source, live=dsn is not None) as connection:
        whole, text, missing = await connection.run_sync(rendered)
        wanted = await connection.run_sync(_quietly)
    found = await _created(server, metadata_of(whole))
    return GeneratedModels(text, missing, tuple(schema.notes), tuple(differences(wanted, found)))


def _quietly(connection: Connection) -> Description:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of types it doesn't know, which the notes tell
        return description(connection)


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


async def _created(server: PostgresServer, metadata: MetaData) -> dict[str, dict[str, str]]:
    """What a database made of the models holds."""
    await _extended(await server.create_database("models"))
    async with _connected(server.sqlalchemy_url_of("models"), live=False) as connection:

        def create(sync: Connection) -> None:
            from sqlalchemy import text

            for schema in {table.schema for table in metadata.tables.values()} - {None}:
                sync.execute(text(f'CREATE SCHEMA "{schema}"'))
            metadata.create_all(sync)

        await connection.run_sync(create)
        return await connection.run_sync(_quietly)


async def _extended(dsn: str) -> None:
    import asyncpg

    connection = await asyncpg.connect(dsn)
    try:
        await extend(connection)
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
        if live:
            engine = engine.execution_options(postgresql_readonly=True)
        try:
            async with engine.connect() as connection:
                yield connection
        finally:
            await engine.dispose()
    except (SQLAlchemyError, OSError, ValueError) as error:
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
