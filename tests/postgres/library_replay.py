"""Runs every function of the library sample with fixed arguments and prints what happened, as JSON.

    python library_replay.py PROJECT DSN SQLALCHEMY_URL

Its own program, because two versions of one project can't live in one interpreter.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import sys
from datetime import date
from typing import Any

import asyncpg

SEED = """
INSERT INTO books (title, author, shelf, copies) VALUES
    ('Emma', 'Austen', 'A1', 2), ('Dracula', 'Stoker', 'B2', 1), ('Persuasion', 'Austen', 'A1', 1),
    ('Beowulf', 'unknown', NULL, 3);
INSERT INTO members VALUES (1, 'Ann', 'ann@example.org'), (2, 'Ben', NULL), (3, 'Cid', 'cid@example.org');
INSERT INTO loans VALUES (1, 1, '2024-01-10'), (2, 1, '2024-03-01'), (1, 2, '2024-02-01');
"""
SPRING = date(2024, 4, 1)
CALLS: list[tuple[str, tuple[Any, ...]]] = [
    *(("Catalogue.on_shelf", (shelf,)) for shelf in ("A1", "none")),
    *(("Catalogue.title", (book,)) for book in (1, 99, None)),
    *(("Catalogue.page", (number,)) for number in (0, 1, 5)),
    ("Catalogue.page", (0, 0)),
    ("Catalogue.page", (0, -1)),
    ("Catalogue.add", ("Villette", "Brontë")),
    ("Catalogue.add", (None, "nobody")),
    ("Catalogue.take_over", ([("Ivanhoe", "Scott"), ("Waverley", "Scott")],)),
    ("Catalogue.take_over", ([("kept out", "by the next"), (None, "nobody")],)),
    ("Catalogue.take_over", ([],)),
    ("Catalogue.authors", ()),
    *(("Catalogue.move", way) for way in (("A1", "C3"), ("none", "C3"))),
    *(("copies_of", (book,)) for book in (4, 99)),
    *(("Lending.lend", (book, member, SPRING)) for book, member in ((3, 2), (3, 2), (3, 99), (99, 1))),
    *(("Lending.take_back", pair) for pair in ((1, 1), (99, 99))),
    *(("Lending.lent_to", (member,)) for member in (1, 99, None)),
    ("Lending.late", (SPRING,)),
    *(("Lending.hand_over", given) for given in ((2, 1, 3), (2, 1, 3), (1, 2, 99))),
    ("Lending.take_back", (3, 2)),
    *(("Members.join", given) for given in ((4, "Dot", None), (4, "Dorothy", "d@example.org"))),
    ("Members.join", (5, "Eve", "ann@example.org")),
    *(("Members.greet", (number,)) for number in (4, 99)),
    *(("Members.by_email", (email,)) for email in ("ann@example.org", "nobody", None)),
    *(("Members.is_member", (number,)) for number in (1, 99)),
    *(("Members.leave", (number,)) for number in (4, 4, 3)),
]


async def run(dsn: str, engine_url: str) -> dict[str, Any]:
    """What every call gives or raises, with all tables after it."""
    from cogs import catalogue, lending, members
    from desk import Desk

    desk = Desk(engine_url)
    await desk.open(dsn)
    observer = await asyncpg.connect(dsn)
    await observer.execute(SEED)
    parts = {kind.__name__: kind(desk) for kind in (catalogue.Catalogue, lending.Lending, members.Members)}
    trace = []
    for name, arguments in CALLS:
        part, _, method = name.rpartition(".")
        call = getattr(parts[part], method) if part else lambda *given: catalogue.copies_of(desk, *given)
        try:
            outcome: Any = ["result", await call(*arguments)]
        except Exception as error:
            original = getattr(error, "orig", error)
            outcome = ["error", getattr(original, "sqlstate", None) or type(error).__name__]
        tables = {
            table: [list(row) for row in await observer.fetch(f"SELECT * FROM {table} ORDER BY 1, 2")]
            for table in ("books", "members", "loans")
        }
        busy = desk.db.get_size() - desk.db.get_idle_size() + desk.engine.pool.checkedout()  # type: ignore[attr-defined]
        trace.append({"call": [name, arguments], "outcome": outcome, "tables": tables, "checked out": busy})
    defined = {
        f"{kind}.{name}"
        for kind, part in parts.items()
        for name, function in vars(type(part)).items()
        if inspect.iscoroutinefunction(function)
    }
    await observer.close()
    await desk.close()
    return {"trace": trace, "uncalled": sorted(defined - {name for name, _ in CALLS})}


def main() -> None:
    """Put the project on the path, then run."""
    project, dsn, engine_url = sys.argv[1:]
    sys.path.insert(0, project)
    print(json.dumps(asyncio.run(run(dsn, engine_url)), default=str))


if __name__ == "__main__":
    main()
