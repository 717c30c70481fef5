"""Runs every call that the programs of a folder name, under each fault, and prints what happened, as JSON.

    python connection_replay.py PROJECT DSN [FUNCTION]

A program is a module with a class ``Work`` and its ``CALLS``. Faults strike where a program pauses, and in each of its
statements. At each pause another connection looks at the tables: that shows where the commit points are.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import asyncpg
from faults import STATEMENT_FAULTS, TABLES, Faults, Injector, asyncpgs

SEED = """
DELETE FROM visits;
DELETE FROM entries;
DELETE FROM accounts;
INSERT INTO accounts VALUES (1, 'Ann', 10), (2, 'Ben', 20), (3, 'Cid', 300);
INSERT INTO entries VALUES (1, 1, 5), (2, 2, 6);
"""
PAUSE_FAULTS = ("raise", "cancel", "change")


def struck(count: int) -> list[int]:
    """The pauses or statements of a call that a fault strikes: the first two and the last; those of loops are alike."""
    return sorted({1, 2, count} & set(range(1, count + 1)))


class Disturber:
    """The outside world at the pauses of one call."""

    def __init__(self, observer: asyncpg.Connection, kind: str = "none", at: int = 0) -> None:
        self.observer = observer
        self.kind, self.at = kind, at
        self.seen: list[Any] = []
        self.looking = asyncio.Lock()

    async def pause(self) -> None:
        """Look at the tables; at the chosen pause raise, cancel the caller, or add a row."""
        async with self.looking:
            self.seen.append([await tables(self.observer), await waiting(self.observer)])
        if len(self.seen) != self.at:
            return
        if self.kind == "raise":
            raise ValueError("struck")
        if self.kind == "cancel":
            task = asyncio.current_task()
            assert task is not None
            task.cancel()
            await asyncio.sleep(0)
        if self.kind == "change":
            await self.observer.execute("INSERT INTO accounts VALUES (500, 'Zoe', 1000) ON CONFLICT DO NOTHING")


async def tables(connection: asyncpg.Connection) -> list[Any]:
    """What everyone sees, but for times."""
    found = [await connection.fetch(f"SELECT * FROM {table} ORDER BY id") for table in TABLES]
    return [[[value for value in row if not isinstance(value, datetime)] for row in rows] for rows in found]


async def waiting(connection: asyncpg.Connection) -> int:
    """How many other connections are idle in a transaction."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
    found: int = await connection.fetchval(query)
    return found


async def outcome_of(call: Awaitable[Any]) -> list[Any]:
    """The result of a call or its error, whichever library it comes from."""
    try:
        return ["result", await call]
    except (Exception, asyncio.CancelledError) as error:
        seen = asyncpgs(error)
        return ["error", type(seen).__name__, getattr(seen, "sqlstate", None), getattr(seen, "constraint_name", None)]


class Replay:
    """The programs of one side on one database."""

    def __init__(self, dsn: str, pool: Any, engine: Any, observer: asyncpg.Connection) -> None:
        self.dsn, self.pool, self.engine, self.observer = dsn, pool, engine, observer
        self.injector = Injector(observer)
        self.injector.install()

    async def step(self, work: Any, call: list[Any], fault: str = "none", at: int = 0) -> dict[str, Any]:
        """What happens in some calls at once, mostly one, with one fault."""
        await self.observer.execute(SEED)
        disturber = Disturber(self.observer, fault, at)
        self.injector.faults = faults = Faults(fault, at)
        running = work(self.pool, disturber.pause)
        tasks = [asyncio.ensure_future(getattr(running, name)(*given)) for name, given in call]
        faults.task = tasks[0]
        outcomes = [await outcome_of(asyncio.wait_for(task, 10)) for task in tasks]
        return {
            "call": [call, fault, at],
            "outcome": sorted(outcomes, key=repr),  # which of several comes first, nobody knows
            "seen": disturber.seen if len(call) == 1 else len(disturber.seen),
            "statements": faults.statements,
            "tables": await tables(self.observer),
            **await self.left_over(),
        }

    async def left_over(self) -> dict[str, int]:
        """What should be nothing: connections that nobody gave back, once tasks that were cancelled have ended."""
        for _ in range(50):
            held = self.pool.get_size() - self.pool.get_idle_size() + self.engine.pool.checkedout()
            open_transactions = await waiting(self.observer)
            if not held and not open_transactions:
                break
            await asyncio.sleep(0.02)
        return {"checked out": held, "idle in transaction": open_transactions}

    async def steps(self, work: Any, name: str, given: tuple[Any, ...]) -> list[dict[str, Any]]:
        """One call, undisturbed and under each fault."""
        call = [(name, given)]
        trace = [await self.step(work, call)]
        for kinds, count in ((PAUSE_FAULTS, len(trace[0]["seen"])), (STATEMENT_FAULTS, trace[0]["statements"])):
            trace += [await self.step(work, call, kind, at) for kind in kinds for at in struck(count)]
        return trace

    async def locked(self, work: Any, name: str, given: tuple[Any, ...]) -> dict[str, Any]:
        """One call, cancelled while it waits for a row that another connection has locked, or giving up by itself."""
        await self.observer.execute(SEED)
        holder = await asyncpg.connect(self.dsn)
        transaction = holder.transaction()
        await transaction.start()
        self.injector.faults = Faults()
        await holder.execute("SELECT * FROM accounts, entries FOR UPDATE")
        task = asyncio.ensure_future(getattr(work(self.pool, Disturber(self.observer).pause), name)(*given))
        await asyncio.wait([task], timeout=30 if given[-1:] == (0.2,) else 0.5)
        task.cancel()
        outcome = await outcome_of(task)
        await transaction.rollback()
        await holder.close()
        return {
            "call": [name, "while it waits"],
            "outcome": outcome,
            "tables": await tables(self.observer),
            **await self.left_over(),
        }


def programs(project: Path) -> Iterator[Any]:
    """The programs of a folder."""
    for file in sorted(project.glob("*.py")):
        if "CALLS = [" in file.read_text():
            yield import_module(file.stem)


async def run(project: Path, dsn: str, only: str | None) -> dict[str, list[dict[str, Any]]]:
    """What every call of every program did, by program."""
    engine = import_module("database").engine
    pool = await asyncpg.create_pool(dsn, min_size=1, max_size=4)
    observer = await asyncpg.connect(dsn)
    replay = Replay(dsn, pool, engine, observer)
    traces: dict[str, list[dict[str, Any]]] = {}
    for program in programs(project):
        trace = traces[program.__name__] = []
        for name, given in program.CALLS:
            if only in (None, name):
                trace += await replay.steps(program.Work, name, given)
        if only is None:
            trace += [await replay.step(program.Work, call) for call in getattr(program, "AT_ONCE", ())]
        waiting_calls = [call for call in getattr(program, "LOCKED", ()) if only in (None, call[0])]
        trace += [await replay.locked(program.Work, *call) for call in waiting_calls]
    await observer.close()
    await pool.close()
    await engine.dispose()
    return traces


if __name__ == "__main__":
    project, database, *wanted = sys.argv[1:]
    sys.path[:0] = [project]
    print(json.dumps(asyncio.run(run(Path(project), database, next(iter(wanted), None)))))
