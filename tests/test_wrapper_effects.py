"""What a function that passes a query on does besides, and what its decorators do: nothing of it gets lost."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import libcst as cst
import pytest
from migration import run
from snippets import module_of

from codemod.discovery.wrapper_bodies import find_wrappers
from codemod.discovery.wrapper_decorators import hands_everything_on

RUN = "done = await self.pool.execute(query, *args)\n"
HARMLESS = [
    f"{RUN}log.debug('%s: %s', query, done)\nreturn done",
    f"{RUN}self.logger.info('%s', done.split()[-1])\nreturn done",
    f"start = time.perf_counter()\n{RUN}self.timings.append(time.perf_counter() - start)\nreturn done".replace(
        "self.timings.append", "QUERY_TIME.observe"
    ),
    f"self.count += 1\n{RUN}self.queries += 1\nreturn done",
    f"if self.pool is None:\n    self.pool = await asyncpg.create_pool(self.dsn)\n{RUN}return done",
    f"conn = await self.pool.acquire()\ntry:\n    {RUN.replace('self.pool', 'conn')}finally:\n"
    "    await self.pool.release(conn)\nreturn done",
    f"try:\n    {RUN}except OSError:\n    self.failed = True\n    await self.reconnect()\n    raise\nreturn done",
    f"await self.ready()\n{RUN}return done",
    f"if args:\n    {RUN}else:\n    {RUN}return done",
    "if self.conn:\n    return await self.conn.execute(query, *args)\nreturn await self.pool.execute(query, *args)",
    "for _ in range(2):\n    try:\n        return await self.pool.execute(query, *args)\n    except OSError:\n"
    "        await self.reconnect()\nreturn await self.pool.execute(query, *args)",
]
EFFECTS = [
    (f"{RUN}self.cache.clear()\nreturn done", "calls self.cache.clear() besides"),
    (f"self.cache.pop(args[0], None)\n{RUN}return done", "calls self.cache.pop() besides"),
    (f"{RUN}await self.redis.publish('changed', query)\nreturn done", "calls self.redis.publish() besides"),
    (f"{RUN}self.bot.dispatch('query', query)\nreturn done", "calls self.bot.dispatch() besides"),
    (f"{RUN}await refresh()\nreturn done", "calls refresh() besides"),
    (f"{RUN}self.dirty = True\nreturn done", "sets self.dirty besides"),
    (f"self.dirty = True\n{RUN}return done", "sets self.dirty besides"),
    (f"{RUN}self.seen[query] = done\nreturn done", "sets self.seen[…] besides"),
    (f"{RUN}del self.seen[query]\nreturn done", "sets self.seen[…] besides"),
    (f"self.total -= 1\n{RUN}return done", "sets self.total besides"),
    (f"{RUN}{RUN}return done", "may run it twice"),
    (f"if args:\n    {RUN}if query:\n    {RUN}return done", "may run it twice"),
    (f"async with self.lock:\n    {RUN}return done", "runs it under a lock"),
    (f"async with self.pool.acquire() as conn, self._write_lock:\n    {RUN}return done", "runs it under a lock"),
]


@pytest.mark.parametrize("body", HARMLESS)
def test_what_nobody_misses(body: str) -> None:
    (found,) = find_wrappers(module_of(_method(body)))
    assert found.doubt == ""


@pytest.mark.parametrize(("body", "doubt"), EFFECTS)
def test_what_somebody_would_miss(body: str, doubt: str) -> None:
    (found,) = find_wrappers(module_of(_method(body)))
    assert found.doubt == doubt


def _method(body: str) -> str:
    signature = "    async def execute(self, query, *args):"
    return f"class Database:\n{signature}\n{indent(dedent(body).strip(), ' ' * 8)}\n"


CALL = "return await func(*args, **kwargs)"
TRANSPARENT = [
    CALL,
    f"start = time.time()\ntry:\n    {CALL}\nfinally:\n    log.info('%s %s', func.__name__, time.time() - start)",
    "result = await func(*args, **kwargs)\nlog.debug('%s', result)\nreturn result",
    f"try:\n    {CALL}\nexcept Exception:\n    log.exception('failed')\n    raise",
    f"for attempt in range(3):\n    try:\n        {CALL}\n    except OSError:\n        if attempt == 2:\n            raise\n"
    "        await asyncio.sleep(1)",
]
OPAQUE = [
    "key = args[1:]\nif key not in seen:\n    seen[key] = await func(*args, **kwargs)\nreturn seen[key]",
    "return list(await func(*args, **kwargs))",
    "return await func(*args[:2], **kwargs)",
    "return await func(*args)",
    "return await other(func, *args, **kwargs)",
    "await func(*args, **kwargs)",
    f"try:\n    {CALL}\nexcept Exception:\n    return None",
    f"if closed():\n    return []\n{CALL}",
    "result = await func(*args, **kwargs)\nif not result:\n    raise LookupError\nreturn result",
    "result = await func(*args, **kwargs)\nchanged.set()\nreturn result",
    f"async with lock:\n    {CALL}",
    "await func(*args, **kwargs)\nreturn await func(*args, **kwargs)",
    "tasks.add(func)\nreturn await func(*args, **kwargs)",
]


def _decorator(body: str) -> str:
    inner = f"    @functools.wraps(func)\n    async def wrapper(*args, **kwargs):\n{indent(body, ' ' * 8)}\n"
    return f"def around(func):\n{inner}    return wrapper\n"


@pytest.mark.parametrize("body", TRANSPARENT)
def test_decorators_that_hand_everything_on(body: str) -> None:
    assert hands_everything_on(_function(_decorator(body)))
    factory = f"def retried(times):\n{indent(_decorator(body), '    ')}    return around\n"
    assert hands_everything_on(_function(factory))


@pytest.mark.parametrize("body", OPAQUE)
def test_decorators_that_do_more(body: str) -> None:
    assert not hands_everything_on(_function(_decorator(body)))


@pytest.mark.parametrize(
    "source",
    [
        "def around(func):\n    return cache(func)",
        "def around(func):\n    func.seen = True\n    return func",
        "class around:\n    pass\ndef around(func): ...",
        "def around(func):\n    def wrapper(*args):\n        return func(*args)\n    return wrapper",
        "def around(func):\n    @cache\n    async def wrapper(*args):\n        return await func(*args)\n    return wrapper",
    ],
)
def test_other_decorators(source: str) -> None:
    assert not hands_everything_on(_function(source))


def _function(source: str) -> cst.FunctionDef:
    return next(node for node in cst.parse_module(source).body if isinstance(node, cst.FunctionDef))


PROJECT = """
from functools import wraps
import asyncpg
from cache import cached
from models import Session

class Database:
    @{decorator}
    async def fetchval(self, query, *args):
        return await self.pool.fetchval(query, *args)

class Cog:
    def __init__(self, db: Database):
        self.db = db

    async def count(self):
        return await self.db.fetchval("SELECT count(*) FROM tags")
"""
OTHERS = {
    "cache.py": """
def timed(func):
    async def wrapper(*args, **kwargs):
        return await func(*args, **kwargs)
    return wrapper

def cached(func):
    async def wrapper(*args, **kwargs):
        if args not in SEEN:
            SEEN[args] = await func(*args, **kwargs)
        return SEEN[args]
    return wrapper

def cached_or_none(func):
    async def wrapper(*args, **kwargs):
        try:
            return await func(*args, **kwargs)
        except Exception:
            return SEEN.get(args)
    return wrapper
""",
    "models.py": """
from sqlalchemy import BigInteger
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Session = async_sessionmaker()

class Base(DeclarativeBase): ...

class Tag(Base):
    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
""",
}


@pytest.mark.parametrize(
    ("decorator", "refusal"),
    [
        ("timed", None),
        # what it gives is older, and the README says that a cache doesn't come along
        ("cached", None),
        ("alru_cache(maxsize=32)", None),
        ("cached_or_none", "fetchval() at db.py:9 is decorated with cached_or_none, which may do more"),
        ("limited(3)", "fetchval() at db.py:9 is decorated with limited, which may do more"),
    ],
)
def test_a_decorator_is_looked_up_in_the_project(tmp_path: Path, decorator: str, refusal: str | None) -> None:
    assert _converted(tmp_path, PROJECT.format(decorator=decorator)) == refusal


def test_a_cache_may_not_run_a_write(tmp_path: Path) -> None:
    code = PROJECT.format(decorator="cached").replace("fetchval", "execute").replace("SELECT count(*)", "DELETE")
    assert _converted(tmp_path, code) == "execute() at db.py:9 is decorated with cached, which may not run it"


def _converted(folder: Path, database: str) -> str | None:
    """Why the one site is refused; None where it is converted."""
    for name, text in {**OTHERS, "db.py": database}.items():
        (folder / name).write_text(text)
    (site,) = [site for site in run(folder).sites if site.outcome != "unchanged"]
    assert (site.outcome == "refused") == (site.message is not None)
    return site.message
