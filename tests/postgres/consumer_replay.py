"""Runs every consumer case of a project on fresh tables and prints what happened, as JSON.

    python consumer_replay.py PROJECT DSN SQLALCHEMY_URL

Its own program, because two versions of one project can't live in one interpreter.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import Row
from sqlalchemy import inspect as inspect_entity
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

#: Modules of the project that hold no cases.
COMMON = ("models", "bot")

_TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"


def plain(value: Any) -> Any:
    """A value as JSON can hold it, types included; records, mappings, rows and entities look alike."""
    match value:
        case datetime():
            # what a clock gave differs between two runs; the seed has whole seconds
            return "from a clock" if value.microsecond else f"{type(value).__name__} {value!r}"
        case None | bool() | int() | str():
            return value
        case asyncpg.Record() | Mapping():
            return {"mapping": [[str(key), plain(item)] for key, item in sorted(dict(value).items(), key=str)]}
        case Row():
            return plain(value._asdict())
        case DeclarativeBase():
            mapper = inspect_entity(value).mapper
            return plain({item.columns[0].name: getattr(value, item.key) for item in mapper.column_attrs})
        case list():
            return [plain(item) for item in value]
        case tuple():
            return {"tuple": [plain(item) for item in value]}
        case _:
            return f"{type(value).__name__} {value!r}"


async def run_case(case: Any) -> Any:
    """What a case gives or raises."""
    try:
        return {"value": plain(await case())}
    except (asyncpg.PostgresError, Exception) as error:
        cause = getattr(getattr(error, "orig", None), "__cause__", None) or error
        return {
            "error": type(cause).__name__,
            "of": plain(list(cause.args)) if isinstance(cause, KeyError) else None,
        }


async def main(project: Path, dsn: str, url: str) -> None:
    """Run all cases and print what they did."""
    sys.path[:0] = [str(project), str(Path(__file__).parent / "fakes")]
    common = importlib.import_module("bot")
    seed = (project / "seed.sql").read_text()
    outside = await asyncpg.connect(dsn)
    bot = common.Bot()
    bot.db = await (
        common.connect(dsn) if hasattr(common, "connect") else asyncpg.create_pool(dsn, min_size=1, max_size=2)
    )
    engine = common.make_engine(url) if hasattr(common, "make_engine") else create_async_engine(url)
    bot.session_maker = async_sessionmaker(engine, expire_on_commit=False)
    tables = [row[0] for row in await outside.fetch(_TABLES)]
    done = {}
    for path in sorted(project.glob("*.py")):
        if path.stem in COMMON:
            continue
        for name, class_ in inspect.getmembers(importlib.import_module(path.stem), inspect.isclass):
            if not issubclass(class_, common.Cases) or class_.__module__ != path.stem:
                continue
            for method in (name for name in vars(class_) if not name.startswith("_")):
                await outside.execute(seed)
                happened = await run_case(getattr(class_(bot), method))
                left = {table: plain(await outside.fetch(f"SELECT * FROM {table} ORDER BY 1")) for table in tables}
                done[f"{name}.{method}"] = {**happened, "tables": left}
    await outside.close()
    await bot.db.close()
    await engine.dispose()
    print(json.dumps(done))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), *sys.argv[2:4]))
