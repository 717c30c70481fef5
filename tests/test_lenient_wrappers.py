"""Classes and functions that give the connection they are given, or one of their own, are told from those that don't."""

from __future__ import annotations

import ast
from textwrap import dedent, indent

import pytest

from codemod.discovery.connections.lenient_wrappers import (
    MayTake,
    Place,
    may_take_of_class,
    may_take_of_function,
    pool_of_expression,
)

INIT = """
def __init__(self, pool, conn=None):
    self.pool = pool
    self.conn = conn
    self.own = None
"""
ENTER = """
async def __aenter__(self):
    if not self.conn:
        self.conn = self.own = await self.pool.acquire()
    return self.conn
"""
LEAVE = """
async def __aexit__(self, *error):
    if self.own is not None:
        await self.pool.release(self.own)
"""
TAKEN = MayTake(Place("conn", 1), has_default=True, pool=Place("pool", 0), path="")


def of_class(methods: str) -> MayTake | None:
    tree = ast.parse("class Lease:\n" + indent(methods, "    "))
    class_ = tree.body[0]
    assert isinstance(class_, ast.ClassDef)
    return may_take_of_class(class_, tree)


def of_function(text: str, own: int = 0) -> MayTake | None:
    tree = ast.parse(dedent(text))
    function = tree.body[-1]
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    return may_take_of_function(function, own, tree)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("if not self.conn", "if self.conn is None"),
        ("self.own = None\n", "self.own: object = None\n"),
        ("    if self.own is not None:", "    assert self.conn is not None\n    if self.own:"),
        ("release(self.own)\n", "release(self.own)\n    return False\n"),
        ("return self.conn", "return self.own if self.own is not None else self.conn"),
    ],
)
def test_a_class_is_understood_however_it_is_written(old: str, new: str) -> None:
    methods = INIT + ENTER + LEAVE
    assert old in methods
    assert of_class(methods.replace(old, new)) == TAKEN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("release(self.own)", "release(self.conn.other)"),
        ("    if self.own is not None:", "    if True:"),
        ("        self.conn = self.own", "        self.conn"),
        ("await self.pool.release(self.own)", "pass"),
        ("release(self.own)", "release(self.own)\n    return True"),
        ("return self.conn", "return self"),
        ("return self.conn", "await self.conn.execute('SET ROLE reader')\n    return self.conn"),
        ("if not self.conn", "if self.conn"),
        ("*error", "kind, error, traceback"),
        ("self.pool = pool", "self.pool = pool or SPARE"),
        ("class Lease:", "class Lease(Base):"),
        ("conn=None", "conn=SPARE"),
        ("async def __aexit__", "@logged\nasync def __aexit__"),
    ],
)
def test_a_class_that_does_anything_else_is_left_alone(old: str, new: str) -> None:
    methods = INIT + ENTER + LEAVE
    if old == "*error":
        methods, old, new = methods.replace(old, new), "if self.own is not None:", "if kind is None:"
    text = "class Lease:\n" + indent(methods, "    ")
    assert old in text
    tree = ast.parse(text.replace(old, new if "\n" not in new else new.replace("\n", "\n    ")))
    class_ = tree.body[0]
    assert isinstance(class_, ast.ClassDef)
    assert may_take_of_class(class_, tree) is None


GENERATOR = """
@asynccontextmanager
async def lease(pool, conn=None):
    acquired = conn or await pool.acquire()
    try:
        yield acquired
    finally:
        if conn is None:
            await pool.release(acquired)
"""


@pytest.mark.parametrize(
    "text",
    [
        GENERATOR,
        """
        @asynccontextmanager
        async def lease(pool, conn=None):
            if conn:
                yield conn
                return
            async with pool.acquire() as acquired:
                yield acquired
        """,
        """
        @contextlib.asynccontextmanager
        async def lease(pool, conn=None):
            async with (nullcontext(conn) if conn is not None else pool.acquire()) as acquired:
                yield acquired
        """,
        """
        def lease(pool, conn=None):
            return contextlib.nullcontext(conn) if conn else pool.acquire()
        """,
        """
        def lease(pool, conn=None):
            if conn is not None:
                return nullcontext(conn)
            return pool.acquire()
        """,
    ],
)
def test_functions_are_understood(text: str) -> None:
    assert of_function(text) == TAKEN


@pytest.mark.parametrize(
    "text",
    [
        GENERATOR.replace("if conn is None:", "if conn is not None:"),
        GENERATOR.replace("conn is None", "True"),
        GENERATOR.replace("    finally:", "    except ValueError:"),
        GENERATOR.replace("yield acquired", "yield acquired\n        yield acquired"),
        GENERATOR.replace("yield acquired", "async with acquired.transaction():\n            yield acquired"),
        GENERATOR.replace("yield acquired", "yield pool"),
        GENERATOR.replace("@asynccontextmanager", "@logged\n@asynccontextmanager"),
        GENERATOR.replace("conn=None", "conn=None, **more"),
        GENERATOR.replace("pool.acquire()", "pool.acquire(timeout=1)"),
        GENERATOR.replace("acquired = conn", "log(conn)\n    acquired = conn"),
        """
        @asynccontextmanager
        async def lease(pool, conn=None):
            acquired = conn or await pool.acquire()
            yield acquired
            if conn is None:
                await pool.release(acquired)
        """,
        """
        def lease(pool, conn=None):
            return nullcontext(pool) if conn else pool.acquire()
        """,
        """
        async def lease(pool, conn=None):
            return nullcontext(conn) if conn else pool.acquire()
        """,
    ],
)
def test_functions_that_do_anything_else_are_left_alone(text: str) -> None:
    assert of_function(text) is None


def test_the_pool_is_seen_from_an_argument_or_the_object() -> None:
    by_argument = of_function("def lease(bot, *, conn): return nullcontext(conn) if conn else bot.pool.acquire()")
    assert by_argument == MayTake(Place("conn", None), has_default=False, pool=Place("bot", 0), path=".pool")
    by_object = of_function("def lease(self, conn): return nullcontext(conn) if conn else self.bot.db.acquire()", own=1)
    assert by_object == MayTake(Place("conn", 0), has_default=False, pool=None, path=".bot.db")
    of_module = of_function("def lease(conn): return nullcontext(conn) if conn else POOL.acquire()")
    assert of_module == MayTake(Place("conn", 0), has_default=False, pool=None, path="")


@pytest.mark.parametrize(
    ("text", "pool"),
    [
        ("nullcontext(conn) if conn is not None else self.pool.acquire()", "self.pool"),
        ("self.pool.acquire() if not conn else contextlib.nullcontext(conn)", "self.pool"),
        ("nullcontext(conn) if conn is None else self.pool.acquire()", None),
        ("nullcontext(other) if conn else self.pool.acquire()", None),
        ("nullcontext(conn) if self.shared else self.pool.acquire()", None),
        ("wrapped(conn) if conn else self.pool.acquire()", None),
    ],
)
def test_a_choice_where_it_is_entered(text: str, pool: str | None) -> None:
    assert pool_of_expression(ast.parse(text, mode="eval").body, "conn") == pool
