"""What stands around a site: handlers of asyncpg exceptions, transactions, options."""

from __future__ import annotations

from pathlib import PurePosixPath
from textwrap import dedent

import pytest
from projects import index_of
from snippets import sites_of

from codemod.outcome import Refusal
from codemod.rewriting.connections.guards import check_guards
from codemod.rewriting.errors.caller_handlers import CallerHandlers, HandlerPlace
from codemod.rewriting.errors.handlers import HandlerPlan, find_guarding_handlers

PATH = "cogs/cog.py"
CALL = 'await self.db.execute("DELETE FROM links")'


def code_of(body: str, head: str = "import asyncpg") -> str:
    lines = "".join(f"        {line}\n" for line in dedent(body).strip().replace("CALL", CALL).splitlines())
    return f"{head}\n\n\nclass Cog:\n    async def remove(self, number):\n{lines}"


def check(code: str, site: int = 0, **others: str) -> tuple[HandlerPlan, ...]:
    """Check a site of a module; ``others`` are further modules by name."""
    files = {PATH: code, **{f"cogs/{name}.py": dedent(text) for name, text in others.items()}}
    return check_guards(sites_of(code)[site], index_of(files))


def needed(code: str, writable: frozenset[PurePosixPath] | None = None, **others: str) -> tuple[HandlerPlace, ...]:
    """The handlers of callers that have to be rewritten with the first site of a module."""
    files = {PATH: code, **{f"cogs/{name}.py": dedent(text) for name, text in others.items()}}
    return CallerHandlers(index_of(files), writable).needed_by(sites_of(code)[0])


def refusal_of(code: str, site: int = 0, **others: str) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        check(code, site, **others)
    return refusal.value


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('task = self.db.execute("DELETE FROM links")', "call.not-awaited"),
        ('return self.db.execute("DELETE FROM links")', "call.not-awaited"),
        ('self.db.execute("DELETE FROM links")', "call.not-awaited"),
        ('await self.db.fetchval("SELECT 1", column=number)', "call.option"),
        ('await self.db.fetch("SELECT 1", record_class=Link)', "call.option"),
        ("async with self.db.acquire() as conn:\n    await conn.execute('DELETE FROM links')", "session.connection"),
        (
            "async with self.db.acquire() as conn:\n    async with conn.transaction():\n"
            "        await conn.execute('DELETE FROM links')",
            "session.transaction",
        ),
        ("async with self.db.transaction():\n    CALL", "session.transaction"),
        ("async with self.unit.transaction():\n    CALL", "session.transaction"),
        (
            "async with number.acquire() as conn, conn.transaction():\n"
            "    await self.store.execute('DELETE FROM links')",
            "session.transaction",
        ),
    ],
)
def test_refused(body: str, code: str) -> None:
    assert refusal_of(code_of(body)).code == code


@pytest.mark.parametrize(
    "body",
    [
        "CALL",
        'await self.db.execute("DELETE FROM links", timeout=None)',
        'await self.db.execute("DELETE FROM links", timeout=5)',
        'await self.db.fetchval("SELECT 1", column=0)',
        'return await self.db.fetchval("SELECT 1")',
        "async with number.acquire() as conn, conn.transaction():\n    CALL",
    ],
)
def test_plain_calls_are_let_through(body: str) -> None:
    check(code_of(body))


def test_a_call_of_the_module_is_refused() -> None:
    assert refusal_of('db = make()\nawait db.execute("DELETE FROM links")\n').code == "position.expression"


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("try:\n    CALL\nexcept* asyncpg.DataError:\n    pass", "import asyncpg"),
        ("try:\n    CALL\nexcept DataError:\n    pass", "from asyncpg.exceptions import *"),
        ("try:\n    CALL\nexcept UniqueViolationError:\n    pass", "from utils.db import UniqueViolationError"),
        ("try:\n    CALL\nexcept asyncpg.NewOfTomorrowError:\n    pass", "import asyncpg"),
        ("try:\n    CALL\nexcept (*ERRORS, asyncpg.DataError):\n    pass", "import asyncpg"),
        ("try:\n    CALL\nexcept ERRORS:\n    pass", "import asyncpg\nERRORS = (asyncpg.DataError, *OTHERS)"),
        (
            "try:\n    CALL\nexcept ERRORS:\n    pass",
            "try:\n    import asyncpg\nfinally:\n    pass\nERRORS = asyncpg.DataError",
        ),
        ("try:\n    CALL\nexcept (OSError,  # why\n        asyncpg.DataError):\n    pass", "import asyncpg"),
        ("with pytest.raises(asyncpg.DataError):\n    CALL", "import asyncpg"),
        ("with suppress(asyncpg.DataError), number:\n    CALL", "import asyncpg"),
        ("with suppress(*number, asyncpg.DataError):\n    CALL", "import asyncpg"),
        ("try:\n    CALL\nexcept Exception:\n    if 'UniqueViolationError' in number():\n        pass", ""),
    ],
)
def test_a_handler_that_cannot_be_rewritten_is_refused(body: str, head: str) -> None:
    assert refusal_of(code_of(body, head)).code == "errors.handler"


@pytest.mark.parametrize(
    ("body", "head", "caught"),
    [
        ("try:\n    CALL\nexcept asyncpg.UniqueViolationError:\n    pass", "import asyncpg", "UniqueViolationError"),
        ("try:\n    CALL\nexcept asyncpg.PostgresError as e:\n    print(e)", "import asyncpg", "PostgresError"),
        ("try:\n    CALL\nexcept asyncpg.exceptions.DataError:\n    pass", "import asyncpg", "DataError"),
        ("try:\n    CALL\nexcept (ValueError, asyncpg.DataError):\n    pass", "import asyncpg", "DataError"),
        (
            "try:\n    CALL\nexcept ValueError:\n    pass\nexcept asyncpg.DataError:\n    pass",
            "import asyncpg",
            "DataError",
        ),
        ("try:\n    CALL\nexcept pg.DataError:\n    pass", "import asyncpg as pg", "DataError"),
        ("try:\n    CALL\nexcept exc.DataError:\n    pass", "from asyncpg import exceptions as exc", "DataError"),
        ("try:\n    CALL\nexcept exc.DataError:\n    pass", "import asyncpg.exceptions as exc", "DataError"),
        ("try:\n    CALL\nexcept DataError:\n    pass", "from asyncpg import DataError", "DataError"),
        ("try:\n    CALL\nexcept Broken:\n    pass", "from asyncpg.exceptions import DataError as Broken", "DataError"),
        ("with suppress(asyncpg.DataError):\n    CALL", "import asyncpg", "DataError"),
        ("with contextlib.suppress(OSError, asyncpg.DataError):\n    CALL", "import asyncpg", "DataError"),
        (
            "for x in number:\n    try:\n        if x:\n            CALL\n    except asyncpg.DataError:\n        pass",
            "import asyncpg",
            "DataError",
        ),
        (
            "try:\n    try:\n        CALL\n    finally:\n        pass\nexcept asyncpg.DataError:\n    pass",
            "import asyncpg",
            "DataError",
        ),
        (
            "try:\n    CALL\nexcept Exception as e:\n    if isinstance(e, asyncpg.DataError):\n        pass",
            "import asyncpg",
            "",
        ),
        ("try:\n    CALL\nexcept Exception as e:\n    if e.sqlstate == '23505':\n        pass", "", ""),
        (
            "try:\n    CALL\nexcept Exception as e:\n    if type(e).__name__ == 'UniqueViolationError':\n        pass",
            "",
            "",
        ),
    ],
)
def test_a_handler_around_the_site_is_to_be_rewritten(body: str, head: str, caught: str) -> None:
    (handler,) = check(code_of(body, head))
    assert " ".join(handler.caught) == caught


@pytest.mark.parametrize(
    "body",
    [
        "try:\n    CALL\nexcept Exception:\n    pass",
        "try:\n    CALL\nexcept:\n    pass",
        "try:\n    CALL\nexcept Exception as e:\n    print(e)",
        "try:\n    CALL\nexcept ValueError:\n    pass",
        "try:\n    CALL\nfinally:\n    pass",
        "try:\n    number()\nexcept asyncpg.DataError:\n    CALL",
        "try:\n    number()\nexcept asyncpg.DataError:\n    pass\nelse:\n    CALL",
        "try:\n    number()\nexcept asyncpg.DataError:\n    pass\nfinally:\n    CALL",
        "try:\n    number()\nexcept asyncpg.DataError:\n    pass\nCALL",
        "async with asyncpg.create_pool() as pool:\n    CALL",
        "with suppress(ValueError):\n    CALL",
        "try:\n    CALL\nexcept sqlalchemy.exc.DataError:\n    pass",
        "try:\n    CALL\nexcept number.InterfaceError:\n    pass",
        "if isinstance(number, asyncpg.Record):\n    CALL",
    ],
)
def test_handlers_that_mean_something_else_are_no_guards(body: str) -> None:
    check(code_of(body))


def test_the_guarding_handlers_are_given_with_what_they_do() -> None:
    code = code_of(
        """
        try:
            with suppress(asyncpg.DataError):
                CALL
        except (asyncpg.UniqueViolationError, OSError) as error:
            print(error, error)
        """
    )
    (site,) = sites_of(code)
    inner, outer = find_guarding_handlers(site, index_of({PATH: code}).exception_names(site.module))
    assert (inner.handler, inner.exceptions, inner.name) == (None, ("asyncpg.DataError",), None)
    assert (outer.exceptions, outer.name, len(outer.uses)) == (("asyncpg.UniqueViolationError",), "error", 2)
    assert outer.text == "(asyncpg.UniqueViolationError, OSError)"


# -- handlers elsewhere

PLAIN = code_of(CALL)


@pytest.mark.parametrize(
    "caller",
    [
        "async def use(cog):\n    try:\n        await cog.remove(1)\n    except asyncpg.DataError:\n        pass\n",
        "async def use(cog):\n    try:\n        await asyncio.gather(cog.remove(1))\n    except asyncpg.DataError:\n        pass\n",
        "async def use(cog):\n    with suppress(asyncpg.DataError):\n        x = await cog.remove(1)\n",
        "async def use(ctx, cog):\n    try:\n        await ctx.invoke(cog.remove, 1)\n    except asyncpg.DataError:\n        pass\n",
        "async def middle(cog):\n    await cog.remove(1)\n\n\nasync def use(cog):\n    try:\n        await middle(cog)\n"
        "    except asyncpg.DataError:\n        pass\n",
        "def later(cog):\n    return cog.remove(1)\n\n\nasync def use(cog):\n    try:\n        await later(cog)\n"
        "    except asyncpg.DataError:\n        pass\n",
    ],
)
def test_the_handler_a_function_runs_under_is_needed(caller: str) -> None:
    other = f"import asyncio\nimport asyncpg\n\n\n{caller}"
    check(PLAIN, other=other)
    (place,) = needed(PLAIN, other=other)
    assert place.path == PurePosixPath("cogs/other.py")
    assert other[place.offset :].startswith(("except asyncpg", "with suppress"))


@pytest.mark.parametrize(
    "body",
    [
        "with pytest.raises(asyncpg.DataError):\n    await cog.remove(1)",
        "try:\n    await cog.remove(1)\nexcept ERRORS:\n    pass",
        "try:\n    await cog.remove(1)\n    await session.execute(stmt)\nexcept asyncpg.DataError:\n    pass",
        "try:\n    await cog.remove(1)\nexcept asyncpg.DataError as e:\n    e.add_note('x')\n    raise",
        "DBAPIError = 1\ntry:\n    await cog.remove(1)\nexcept asyncpg.DataError:\n    pass",
    ],
)
def test_a_function_that_runs_under_a_handler_that_cannot_be_rewritten_is_refused(body: str) -> None:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    other = f"import asyncpg\n\nERRORS = (asyncpg.DataError, *OTHERS)\n\n\nasync def use(cog, session, stmt):\n{lines}"
    with pytest.raises(Refusal) as refusal:
        needed(PLAIN, other=other)
    assert refusal.value.code in ("errors.handler", "names.shadowed")
    assert "Cog.remove() is called at cogs/other.py:" in refusal.value.message


def test_a_handler_in_a_file_that_is_to_stay_refuses_the_function() -> None:
    other = "import asyncpg\n\n\nasync def use(cog):\n    try:\n        await cog.remove(1)\n    except asyncpg.DataError:\n        pass\n"
    with pytest.raises(Refusal) as refusal:
        needed(PLAIN, frozenset({PurePosixPath(PATH)}), other=other)
    assert refusal.value.code == "errors.handler"
    assert len(needed(PLAIN, frozenset({PurePosixPath(PATH), PurePosixPath("cogs/other.py")}), other=other)) == 1


@pytest.mark.parametrize(
    "caller",
    [
        "async def use(cog):\n    await cog.remove(1)\n",
        "async def use(cog):\n    try:\n        cog.remove(1)\n    except asyncpg.DataError:\n        pass\n",
        "async def use(cog):\n    try:\n        await cog.add(1)\n    except asyncpg.DataError:\n        await cog.remove(1)\n",
        "async def use(cog):\n    try:\n        await cog.remove(1)\n    except ValueError:\n        pass\n",
        "async def use(cog):\n    try:\n        await remove(1)\n    except asyncpg.DataError:\n        pass\n",
        "class Other:\n    async def use(self):\n        try:\n            await self.remove(1)\n        except asyncpg.DataError:\n"
        "            pass\n\n    async def remove(self, number):\n        pass\n",
        "class Page(View):\n    async def use(self):\n        try:\n            await super().remove(1)\n        except asyncpg.DataError:\n"
        "            pass\n",
        "def read(path):\n    try:\n        return path.remove()\n    except ValueError:\n        raise asyncpg.DataError\n",
    ],
)
def test_a_function_that_runs_under_no_handler_is_let_through(caller: str) -> None:
    check(PLAIN, other=f"import asyncpg\n\n\n{caller}")
    assert needed(PLAIN, other=f"import asyncpg\n\n\n{caller}") == ()


def test_a_method_of_a_subclass_is_reached_through_self() -> None:
    base = """
        import asyncpg

        class Base:
            async def use(self):
                try:
                    await self.remove(1)
                except asyncpg.DataError:
                    pass
        """
    assert len(needed(PLAIN.replace("class Cog:", "class Cog(Base):"), base=base)) == 1
    assert needed(PLAIN.replace("class Cog:", "class Cog(Another):"), base=base) == ()


@pytest.mark.parametrize(
    "decorator", ["@retry(on=asyncpg.DataError)", "@backoff.on_exception(backoff.expo, (asyncpg.DataError, OSError))"]
)
def test_a_decorator_that_handles_makes_a_boundary(decorator: str) -> None:
    code = PLAIN.replace("    async def remove", f"    {decorator}\n    async def remove")
    (place,) = needed(code)
    assert code[place.offset :].startswith("async def remove")
    with pytest.raises(Refusal, match=r"at cogs/cog\.py:5, and cogs/cog\.py is to stay"):
        needed(code, frozenset())


def test_a_decorator_of_another_function_of_the_name_is_none() -> None:
    other = (
        "import asyncpg\n\nclass Other:\n    @retry(on=asyncpg.DataError)\n    async def remove(self):\n        pass\n"
    )
    assert needed(PLAIN, other=other) == ()


LOOP = PLAIN + "\n    def __init__(self):\n        self.remove.add_exception_type(asyncpg.DataError)\n"


def test_a_task_loop_that_runs_again_after_an_exception_makes_a_boundary() -> None:
    (place,) = needed(LOOP)
    assert LOOP[place.offset :].startswith("async def remove")
    assert needed(LOOP.replace("asyncpg.DataError", "OSError")) == ()


@pytest.mark.parametrize(
    ("behind", "count"),
    [
        ("self.remove.clear_exception_types()", 0),
        ("self.remove.add_exception_type(OSError)\n        self.remove.clear_exception_types()", 0),
        ("self.remove.start()\n        self.remove.clear_exception_types()", 1),
        ("self.other.clear_exception_types()", 1),
        ("self.other.clear_exception_types()\n        self.remove.clear_exception_types()", 1),
    ],
)
def test_a_task_loop_that_forgets_its_exceptions_at_once_is_no_guard(behind: str, count: int) -> None:
    assert len(needed(f"{LOOP}        {behind}\n")) == count


def test_overrides_of_a_loop_are_boundaries_too() -> None:
    other = "class Sub(Cog):\n    async def remove(self, number):\n        pass\n"
    assert [place.path.name for place in needed(LOOP, other=other)] == ["cog.py", "other.py"]
    assert [place.path.name for place in needed(LOOP, other=other.replace("(Cog)", ""))] == ["cog.py"]


@pytest.mark.parametrize(
    ("loop", "message"),
    [
        ("bot.cog.remove", "that may be cogs/cog.py:5 or cogs/other.py:2"),
        ("task", "which functions run under it can't be told"),
        ("loops[0]", "which functions run under it can't be told"),
    ],
)
def test_a_loop_that_is_not_known_keeps_the_sites(loop: str, message: str) -> None:
    other = "class Other:\n    async def remove(self, number):\n        pass\n"
    with pytest.raises(Refusal, match=message):
        needed(LOOP.replace("self.remove", loop), other=other)


@pytest.mark.parametrize(
    "other",
    [
        "import asyncpg\n\n\nasync def on_command_error(ctx, error):\n    if isinstance(error, asyncpg.DataError):\n        pass\n",
        "import asyncpg\n\n\n@app.exception_handler(asyncpg.UniqueViolationError)\nasync def conflict(request, error):\n    pass\n",
        "import asyncpg\n\n\napp.add_exception_handler(asyncpg.UniqueViolationError, conflict)\n",
    ],
)
def test_a_handler_of_the_whole_application_is_a_guard(other: str) -> None:
    refusal = refusal_of(PLAIN, other=other)
    assert refusal.code == "errors.handler"
    assert "cogs/other.py:" in refusal.message


@pytest.mark.parametrize(
    "other",
    [
        "import asyncpg\n\n\ndef show(value):\n    return isinstance(value, asyncpg.Record)\n",
        "async def on_command_error(ctx, error):\n    if isinstance(error, CommandError):\n        pass\n",
        "@app.exception_handler(ValueError)\nasync def conflict(request, error):\n    pass\n",
    ],
)
def test_a_listener_of_other_exceptions_is_none(other: str) -> None:
    check(PLAIN, other=other)


def test_the_names_of_another_module_for_asyncpg_exceptions_are_known() -> None:
    errors = "import asyncpg\n\nDATABASE_ERRORS = (asyncpg.PostgresError, OSError)\n"
    code = code_of("try:\n    CALL\nexcept errors.DATABASE_ERRORS:\n    pass", "from cogs import errors")
    assert refusal_of(code, errors=errors).code == "errors.handler"
    check(code)
