"""Court: a PostgreSQL that judges for the time of a run, our own with the project's schema, or somebody's live one."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from codemod.config import Config
from codemod.executing.execution import Execution
from codemod.judging.question import Judgement, Question, Verdict
from codemod.report import RunError

if TYPE_CHECKING:
    from codemod.judging.judge import Judge
    from codemod.mapping.models import ModelRegistry
    from codemod.schema.statements import Note

_T = TypeVar("_T")

#: Names the live database where no option does: a password there is in no list of processes.
DSN_VARIABLE: Final = "ALCHEMOD_DSN"
#: Parse trees have been printed alike since long before; bodies of functions came with this version.
_OLDEST: Final = 14
#: Nothing is executed there, and nothing that takes long is asked.
_LIVE_SETTINGS: Final = {
    "default_transaction_read_only": "on",
    "statement_timeout": "5000",
    "lock_timeout": "1000",
    "application_name": "alchemod",
}
_CONNECT_SECONDS: Final = 10
#: The least a site with several texts can be said to be is what one of them is.
_WORSE: Final[tuple[Judgement, ...]] = ("proved", "proved with stand-ins", "not checked", "differs")


@dataclass(slots=True, eq=False)
class Court:
    """A ``with`` block in which questions are answered, each of them once.

    Attributes:
        config: of the project.
        models: gives the project's models; asked only when there is a scratch database to be made.
        notes: statements of the project's DDL that failed on the scratch server.
        server: name and version of the server.
    """

    config: Config
    models: Callable[[], ModelRegistry]
    notes: tuple[Note, ...] = ()
    server: str = ""
    _scratch: str = ""
    _judge: Judge | None = None
    _runner: asyncio.Runner = field(default_factory=asyncio.Runner)
    _stack: ExitStack = field(default_factory=ExitStack)
    _verdicts: dict[Question, Verdict] = field(default_factory=dict)
    _faults: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> Self:
        """Start or reach the server.

        Raises:
            RunError: there is none, or it can't be used; one line without a password.
        """
        try:
            import asyncpg  # noqa: F401  (of the extra `verify`)
        except ModuleNotFoundError as error:
            raise RunError("--verify postgres needs asyncpg: pip install 'alchemod[verify]'") from error
        with ExitStack() as stack:
            stack.enter_context(self._runner)
            dsn = self.config.dsn or os.environ.get(DSN_VARIABLE)
            if dsn is not None and self.config.execute:
                raise RunError(f"--execute needs a scratch server: unset {DSN_VARIABLE}, or the key dsn")
            if dsn is not None:
                self._run(self._visit(dsn))
            else:
                self._stack_server(stack)
            stack.callback(self._close)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def verdict(self, question: Question) -> Verdict:
        """What the server says of a rewrite: of several texts, the worst it says of any."""
        if question not in self._verdicts:
            assert self._judge is not None, "inside the block"
            own = self._ask(self._judge.verdict(question))
            found = [own, *(self.verdict(other) for other in question.others)]
            self._verdicts[question] = max(found, key=lambda item: (bool(item.fault), _WORSE.index(item.judgement)))
        return self._verdicts[question]

    def executions(self, questions: Iterable[Question]) -> dict[Question, Execution]:
        """What comes of running both sides of each question, in a scratch database.

        Raises:
            RunError: the server is gone, or what SQLAlchemy runs on is not installed.
        """
        if find_spec("greenlet") is None:  # SQLAlchemy's asyncio runs on it
            raise RunError("--execute needs greenlet: pip install 'alchemod[verify]'")
        from codemod.executing.rehearsal import Rehearsal

        rehearsal = Rehearsal(self._scratch, self.models(), trusted=self.config.none == "trust")
        asked = list(questions)
        ran = self._ask(rehearsal.run([item for question in asked for item in (question, *question.others)]))
        return {
            question: max(
                (ran[item] for item in (question, *question.others)), key=lambda item: item.outcome == "differs"
            )
            for question in asked
        }

    def forget(self) -> None:
        """Answer every question anew."""
        self._verdicts.clear()
        self._faults.clear()

    def fault(self, sql: str) -> str:
        """Why the server refuses a statement; empty when it doesn't, or only lacks what the statement is about."""
        if sql not in self._faults:
            assert self._judge is not None, "inside the block"
            self._faults[sql] = self._ask(self._judge.fault(sql))
        return self._faults[sql]

    def _ask(self, work: Coroutine[Any, Any, _T]) -> _T:
        """Ask the server.

        Raises:
            RunError: it is gone, or the connection to it.
        """
        import asyncpg

        try:
            return self._run(work)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            raise RunError(f"the server that judges answers no more: {' '.join(str(error).split())}") from None

    def _run(self, work: Coroutine[Any, Any, _T]) -> _T:
        return self._runner.run(work)

    def _stack_server(self, stack: ExitStack) -> None:
        from codemod.postgres.binaries import find_binaries
        from codemod.postgres.server import PostgresServer

        named = Path(self.config.pg_bin) if self.config.pg_bin is not None else None
        server = stack.enter_context(PostgresServer(find_binaries(named)))
        self._run(self._settle(server))
        self.server += f" ({server.binaries.origin})"

    async def _settle(self, server: Any) -> None:
        """Make the project's schema on a server of our own."""
        import asyncpg

        from codemod.files.project import all_files
        from codemod.judging.schema import build_schema
        from codemod.schema.sources import schema_sources

        sources = schema_sources(self.config.root, all_files(self.config))
        self._scratch = await server.create_database("judged")
        connection = await asyncpg.connect(self._scratch, statement_cache_size=0)
        built = await build_schema(connection, sources.statements, self.models(), self.config.default_schema)
        self.notes = (*sources.notes, *built.notes)
        await self._seat(connection, stand_ins=built.stand_ins)

    async def _visit(self, dsn: str) -> None:
        """Reach a live database, where nothing can be written.

        Raises:
            RunError: it can't be reached or used.
        """
        import asyncpg

        try:
            connection = await asyncpg.connect(
                dsn, statement_cache_size=0, timeout=_CONNECT_SECONDS, server_settings=_LIVE_SETTINGS
            )
            if connection.get_server_version().major < _OLDEST:
                raise RunError(f"the database of --dsn can't be used: the server is older than PostgreSQL {_OLDEST}")
            await self._seat(connection, live=True)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, ValueError, TimeoutError) as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            raise RunError(f"the database of --dsn can't be used: {_without_secrets(reason, dsn)}") from None

    async def _seat(self, connection: Any, **facts: Any) -> None:
        from codemod.judging.judge import Judge

        self._judge = Judge(connection, **facts)
        await self._judge.open()
        version = connection.get_server_version()  # since PostgreSQL 10 the second number is the micro one
        self.server = f"PostgreSQL {version.major}.{version.micro}"

    def _close(self) -> None:
        if self._judge is not None:
            self._run(self._judge.connection.close())


def _without_secrets(text: str, dsn: str) -> str:
    """A message without the password of a DSN, however the DSN is wrong."""
    from urllib.parse import parse_qs, unquote, urlsplit

    try:
        parts = urlsplit(dsn)
        secrets = [parts.password or "", *parse_qs(parts.query).get("password", [])]
    except ValueError:
        return "the URL can't be read"
    for secret in filter(None, secrets):
        text = text.replace(secret, "***").replace(unquote(secret), "***")
    return text.replace(dsn, "the URL given")
