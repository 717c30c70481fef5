"""A judge over tables of the tests, and the loop it sits in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import asyncpg
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from codemod.judging.judge import Judge
from codemod.judging.question import Question, Verdict
from codemod.judging.schema import build_schema, create_enums
from codemod.mapping.models import MappedTable
from codemod.postgres.server import PostgresServer
from codemod.verification.standins import StandIns


@dataclass(frozen=True, slots=True)
class Court:
    """A judge that answers without being awaited."""

    judge: Judge
    loop: asyncio.AbstractEventLoop

    def verdict(self, question: Question) -> Verdict:
        """What the server says."""
        return self.loop.run_until_complete(self.judge.verdict(question))


@contextmanager
def court_over(server: PostgresServer, database: str, tables: Sequence[MappedTable]) -> Iterator[Court]:
    """A judge in a new database of that name with these tables."""
    loop = asyncio.new_event_loop()
    judge = loop.run_until_complete(_opened(server, database, tables))
    yield Court(judge, loop)
    loop.run_until_complete(judge.connection.close())
    loop.close()


async def _opened(server: PostgresServer, database: str, tables: Sequence[MappedTable]) -> Judge:
    connection = await asyncpg.connect(await server.create_database(database), statement_cache_size=0)
    built = await build_schema(connection, [], [], "public")
    await connection.execute("CREATE SCHEMA admin")
    stand_ins = StandIns()
    for table in tables:
        await create_enums(connection, table)
        made = stand_ins.of(table)
        core = made if table.core else made.__table__
        await connection.execute(str(CreateTable(core).compile(dialect=postgresql.dialect())))
        if table.name == "players":
            await connection.execute("CREATE UNIQUE INDEX ON players (handle)")
    judge = Judge(connection, built.stand_ins)
    await judge.open()
    return judge
