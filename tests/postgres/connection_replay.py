"""Runs every function of ``connections/work.py`` under each disturbance and prints what happened, as JSON.

    python connection_replay.py PROJECT DSN [FUNCTION]

At each pause another connection looks at the tables: that shows where the commit points are.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg

CALLS: list[tuple[str, tuple[Any, ...]]] = [
    ("statements", (1,)),
    ("statements", (99,)),
    ("transfer", (1, 2)),
    ("one_line", (1,)),
    ("one_line", (3,)),
    ("savepoints", ([10, 11, 12],)),
    ("goes_on", (4,)),
    ("goes_on", (1,)),
    ("passed_over", (4, "Zed")),
    ("passed_over", (1, "Zed")),
    ("passed_over", (4, None)),
    ("conflict", (20,)),
    ("rows", ([(5, 1, 1), (6, 2, 2)],)),
    ("rows", ([(5, 1, 1), (1, 2, 2)],)),
    ("rows", ([],)),
    ("loop", ([1, 99, 2, 3],)),
    ("read_only", (1,)),
    ("snapshot", ()),
    ("by_hand", (1,)),
    ("by_hand", (3,)),
    ("ended_by_hand", (3, False)),
    ("ended_by_hand", (3, True)),
    ("ended_by_hand", (1, False)),
    ("ended_by_hand", (30, False)),
    ("acquired", (1,)),
    ("acquired", (3,)),
    ("acquired_and_handled", (1,)),
    ("acquired_and_handled", (3,)),
    ("serial", (1,)),
    ("streamed", (50, 15)),
    ("streamed", (1000, 500)),
    ("prepared", ([1, 3],)),
    ("prepared", ([2, 99],)),
    ("prepared_and_streamed", (1000,)),
    ("prepared_and_streamed", (200,)),
    ("prepared_and_streamed", (15,)),
    ("copied", ([(10, 1, 1), (11, 2, 2)],)),
    ("copied", ([(10, 1, 1), (2, 2, 2)],)),
    ("copied_or_not", ([(10, 1, 1)],)),
    ("copied_or_not", ([(1, 1, 1)],)),
    ("wrapped", (1,)),
    ("wrapped", (3,)),
    ("told_apart", (10,)),
    ("booked", (1,)),
    ("skipped", ([1, 99, 3, 2],)),
    ("swallowed", (1,)),
    ("swallowed", (40,)),
    ("moved", (1, 2)),
    ("moved", (30, 2)),
    ("two", (1,)),
    ("hasty", (1, 60)),
    ("adjacent", (1, 100)),
    ("adjacent", (1, 2)),
    ("maybe", (1,)),
    ("inside", (1,)),
    ("remembered", (1,)),
    ("kept", (1, "Dot")),
    ("kept", (2, "Ann")),
    ("kept", (99, "Dot")),
    ("kept_in_transactions", (1,)),
    ("kept_in_transactions", (3,)),
    ("kept_and_caught", (1, "Dot")),
    ("kept_and_caught", (9, "Ann")),
    ("kept_in_objects", (50, "Dot")),
    ("kept_in_objects", (50, "Ann")),
    ("kept_beside_objects", (1, 80)),
    ("kept_beside_objects", (1, 0)),
    ("kept_beside_objects", (3, 2)),
]
SEED = """
TRUNCATE accounts, entries;
INSERT INTO accounts VALUES (1, 'Ann', 10), (2, 'Ben', 20), (3, 'Cid', 300);
INSERT INTO entries VALUES (1, 1, 5), (2, 2, 6);
"""


class Disturber:
    """The outside world at the pauses of one call."""

    def __init__(self, observer: asyncpg.Connection, strike_at: int, strike: str) -> None:
        self.observer = observer
        self.strike_at = strike_at
        self.strike = strike
        self.seen: list[Any] = []

    async def pause(self) -> None:
        """Look at the tables; at the chosen pause raise, cancel the caller, or add a row."""
        self.seen.append(await tables(self.observer))
        self.seen.append(await waiting(self.observer))
        if len(self.seen) // 2 == self.strike_at:
            if self.strike == "raise":
                raise ValueError("struck")
            if self.strike == "cancel":
                task = asyncio.current_task()
                assert task is not None
                task.cancel()
                await asyncio.sleep(0)
            if self.strike == "change":
                await self.observer.execute("INSERT INTO accounts VALUES (500, 'Zoe', 1000) ON CONFLICT DO NOTHING")


async def tables(connection: asyncpg.Connection) -> list[Any]:
    """What everyone sees."""
    return [
        [list(row) for row in await connection.fetch(f"SELECT * FROM {table} ORDER BY id")]
        for table in ("accounts", "entries")
    ]


async def waiting(connection: asyncpg.Connection) -> int:
    """How many other connections are idle in a transaction."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
    found: int = await connection.fetchval(query)
    return found


async def attempt(call: Callable[[], Awaitable[Any]], disturber: Disturber) -> dict[str, Any]:
    """One call in a task of its own: its result or its error, and what was seen."""
    try:
        outcome: Any = ["result", await asyncio.wait_for(asyncio.ensure_future(call()), 10)]
    except (Exception, asyncio.CancelledError) as error:
        original = getattr(error, "orig", error)
        outcome = ["error", getattr(original, "sqlstate", None) or type(error).__name__]
    return {"outcome": outcome, "seen": disturber.seen}


async def run(dsn: str, only: str | None) -> list[dict[str, Any]]:
    """The trace of every call under every disturbance."""
    from database import engine
    from work import Passing, Work

    pool = await asyncpg.create_pool(dsn, min_size=1, max_size=4)
    observer = await asyncpg.connect(dsn)
    trace = []
    for name, arguments in CALLS:
        if only not in (None, name):
            continue
        for strike, at in [("none", 0), *((kind, at) for kind in ("raise", "cancel", "change") for at in (1, 2, 3))]:
            await observer.execute(SEED)
            disturber = Disturber(observer, at, strike)
            work = (Passing if hasattr(Passing, name) else Work)(pool, disturber.pause)
            step = await attempt(lambda work=work, name=name, given=arguments: getattr(work, name)(*given), disturber)
            step["call"] = [name, repr(arguments), strike, at]
            step["tables"] = await tables(observer)
            step["checked out"] = pool.get_size() - pool.get_idle_size() + engine.pool.checkedout()  # type: ignore[attr-defined]
            step["idle in transaction"] = await waiting(observer)
            trace.append(step)
    if only is None:
        trace += await locked(observer, pool, dsn, Work, engine)
    await observer.close()
    await pool.close()
    await engine.dispose()
    return trace


async def locked(
    observer: asyncpg.Connection, pool: Any, dsn: str, work_class: Any, engine: Any
) -> list[dict[str, Any]]:
    """Calls cancelled while they wait for a row that another connection has locked, or that give up by themselves."""
    trace = []
    for name, arguments in (("statements", (1,)), ("transfer", (1, 2)), ("savepoints", ([2],)), ("hasty", (1, 0.2))):
        await observer.execute(SEED)
        holder = await asyncpg.connect(dsn)
        transaction = holder.transaction()
        await transaction.start()
        await holder.execute("SELECT * FROM accounts, entries FOR UPDATE")
        disturber = Disturber(observer, 0, "none")
        task = asyncio.ensure_future(getattr(work_class(pool, disturber.pause), name)(*arguments))
        await asyncio.wait([task], timeout=30 if name == "hasty" else 0.5)
        task.cancel()
        step = await attempt(lambda task=task: task, disturber)
        await transaction.rollback()
        await holder.close()
        await asyncio.sleep(0.1)
        step |= {"call": [name, "cancelled while waiting"], "tables": await tables(observer)}
        step["checked out"] = pool.get_size() - pool.get_idle_size() + engine.pool.checkedout()
        step["idle in transaction"] = await waiting(observer)
        trace.append(step)
    return trace


if __name__ == "__main__":
    project, database, *wanted = sys.argv[1:]
    sys.path[:0] = [project]
    print(json.dumps(asyncio.run(run(database, next(iter(wanted), None))), indent=1))
