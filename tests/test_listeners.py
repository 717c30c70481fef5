"""Listeners that tell asyncpg's errors apart: init unwraps SQLAlchemy's before the test, and only then do calls move."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from textwrap import dedent

import asyncpg
import pytest
from migration import write_tree
from projects import index_of
from sqlalchemy.exc import DBAPIError, IntegrityError

from codemod.config import load_config
from codemod.initialising.initialise import prepare

POOL = """
import os
import asyncpg

async def main():
    pool = await asyncpg.create_pool(os.environ["DSN"])
"""
BEFORE = """
import asyncpg

async def on_error(ctx, error):
    original = getattr(error, "original", error)
    if isinstance(original, KeyError):
        return "key"
    elif isinstance(original, (asyncpg.UniqueViolationError, asyncpg.ForeignKeyViolationError)):
        return original.constraint_name
    if isinstance(original, asyncpg.PostgresError):
        return original.sqlstate
    return "other"
"""
AFTER = """
import asyncpg
from sqlalchemy.exc import DBAPIError

async def on_error(ctx, error):
    original = getattr(error, "original", error)
    if isinstance(original, DBAPIError):
        original = original.orig.__cause__ or original
    if isinstance(original, KeyError):
        return "key"
    elif isinstance(original, (asyncpg.UniqueViolationError, asyncpg.ForeignKeyViolationError)):
        return original.constraint_name
    if isinstance(original, asyncpg.PostgresError):
        return original.sqlstate
    return "other"
"""


def prepared(folder: Path, listener: str, pool: str = POOL) -> str | None:
    """The new text of the file with the listener; None when it stays."""
    write_tree(folder, {"main.py": pool.encode(), "errors.py": listener.encode()})
    changes = prepare(load_config(folder), None, None).changes
    return next((change.after for change in changes if change.path.name == "errors.py"), None)


def handled(code: str) -> list[str]:
    """Places where a project handles asyncpg's exceptions for the whole application."""
    return [item.place for item in index_of({"errors.py": code}).application_handlers()]


def test_an_error_is_unwrapped_before_it_is_tested(tmp_path: Path) -> None:
    assert prepared(tmp_path, BEFORE) == AFTER
    assert handled(BEFORE) == ["errors.py:8", "errors.py:10"]
    assert handled(AFTER) == []


def test_a_second_time_nothing_changes(tmp_path: Path) -> None:
    assert prepared(tmp_path, AFTER) is None


def test_a_file_that_makes_the_pool_too_is_changed_once(tmp_path: Path) -> None:
    pool = POOL.replace('os.environ["DSN"]', "dsn").replace("main()", "main(dsn)")
    write_tree(tmp_path, {"bot.py": (pool + BEFORE.replace("import asyncpg\n", "")).encode()})
    texts = {change.path.name: change.after or "" for change in prepare(load_config(tmp_path), None, None).changes}
    assert "original.orig.__cause__ or original" in texts["bot.py"]
    assert "session_maker.configure(" in texts["bot.py"]


def errors() -> list[Exception]:
    """Errors as they come through a session, with asyncpg's own behind them, and others."""
    found: list[Exception] = [KeyError("x"), ValueError("y")]
    for class_, wrapper in (
        (asyncpg.UniqueViolationError, IntegrityError),
        (asyncpg.ForeignKeyViolationError, IntegrityError),
        (asyncpg.DataError, DBAPIError),
    ):
        own = class_("text")
        own.constraint_name = "links_pkey"
        adapted = Exception("adapted")
        adapted.__cause__ = own
        found += [own, wrapper("SQL", None, adapted)]
    return found


def test_listeners_do_the_same_with_what_sqlalchemy_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", sys.path)
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    exec(BEFORE, before)
    exec(AFTER, after)
    for error in errors():
        own = error.orig.__cause__ if isinstance(error, DBAPIError) and error.orig is not None else error
        assert asyncio.run(after["on_error"](None, error)) == asyncio.run(before["on_error"](None, own))  # type: ignore[operator]


@pytest.mark.parametrize(
    "code",
    [
        "def on_error(error):\n    if isinstance(error.own, asyncpg.DataError):\n        error.own = 1\n",
        "def on_error(error):\n    error = error or 1\n    if isinstance(error.own, asyncpg.DataError):\n        raise error.own\n",
        "def on_error(error):\n    while isinstance(error.own, asyncpg.DataError):\n        raise error.own\n",
        "def on_error():\n    if isinstance(LAST.own, asyncpg.DataError):\n        raise LAST.own\n",
        "def on_error(error, own, own_error):\n    if isinstance(error.own, asyncpg.DataError):\n        raise error.own\n",
        "def on_error(error):\n    if isinstance(error.own(), asyncpg.DataError):\n        return 1\n",
        "def on_error(errors):\n    if isinstance(errors[0], asyncpg.DataError):\n        return 1\n",
        "def on_error(error):\n    if (own := error.original) and isinstance(own, asyncpg.DataError):\n        return 1\n",
        "known = isinstance(LAST, asyncpg.DataError)\n",
        "def failed(results):\n    return [item for item in results if isinstance(item, asyncpg.DataError)]\n",
        "def failed(results):\n    return [str(x) if isinstance(x, asyncpg.DataError) else 0 for x in results]\n",
        "def failed(results):\n    return [x.detail for x in results if isinstance(x, asyncpg.DataError)]\n",
        "def failed(results):\n    return list(filter(lambda x: log(x) or isinstance(x, asyncpg.DataError), results))\n",
        "def failed(results):\n    return any(isinstance(x, asyncpg.DataError) for x in results if x)\n",
        "FAILED = [isinstance(item, asyncpg.DataError) for item in RESULTS]\n",
    ],
)
def test_what_is_no_variable_of_a_function_stays(code: str, tmp_path: Path) -> None:
    assert prepared(tmp_path, f"import asyncpg\n\n{code}") is None
    assert len(handled(f"import asyncpg\n\n{code}")) == 1


NAMED = [
    (
        "if isinstance(error.own, asyncpg.DataError):\n        return error.own.detail",
        "own = error.own",
        "if isinstance(own, asyncpg.DataError):\n        return own.detail",
    ),
    (
        'if not error:\n        return 1\n    elif isinstance(getattr(error, "own", error), asyncpg.DataError):\n'
        "        return error.own.detail",
        'own = getattr(error, "own", error)',
        "if not error:\n        return 1\n    elif isinstance(own, asyncpg.DataError):\n        return own.detail",
    ),
    (
        "if isinstance(error, LookupError) and isinstance(error.own, asyncpg.DataError):\n        return error.own.detail",
        'own = getattr(error, "own", None)',
        "if isinstance(error, LookupError) and isinstance(own, asyncpg.DataError):\n        return own.detail",
    ),
]


@pytest.mark.parametrize(("tests", "bound", "named"), NAMED)
def test_an_error_that_is_read_elsewhere_too_gets_a_name(tests: str, bound: str, named: str, tmp_path: Path) -> None:
    code = f"import asyncpg\n\ndef on_error(error):\n    {tests}\n"
    unwrapped = "if isinstance(own, DBAPIError):\n        own = own.orig.__cause__ or own"
    assert prepared(tmp_path, code) == (
        "import asyncpg\nfrom sqlalchemy.exc import DBAPIError\n\n"
        f"def on_error(error):\n    {bound}\n    {unwrapped}\n    {named}\n"
    )
    assert handled(prepared(tmp_path, code) or "") == []


@pytest.mark.parametrize("tests", [tests for tests, _, _ in NAMED])
def test_a_named_error_tells_what_it_told(tests: str, tmp_path: Path) -> None:
    code = f"import asyncpg\n\ndef on_error(error):\n    {tests}\n"
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    exec(code, before)
    exec(prepared(tmp_path, code) or "", after)
    for error in errors():
        around, own = LookupError(), LookupError()
        around.own = error  # type: ignore[attr-defined]
        own.own = error.orig.__cause__ if isinstance(error, DBAPIError) and error.orig is not None else error  # type: ignore[attr-defined]
        assert after["on_error"](around) == before["on_error"](own)  # type: ignore[operator]


IN_PLACE = [
    ("return [isinstance(item, asyncpg.DataError) for item in errors]", "item", 1),
    ("return sum(not isinstance(item, asyncpg.DataError) for row in [errors] for item in row)", "item", 1),
    ("return list(map(lambda item: isinstance(item, asyncpg.DataError), errors))", "item", 1),
    (
        "return isinstance(errors.last, asyncpg.DataError) or isinstance(errors.last, asyncpg.PostgresError)",
        "errors.last",
        2,
    ),
]


@pytest.mark.parametrize(("line", "error", "tests"), IN_PLACE)
def test_what_is_only_tested_is_unwrapped_in_the_test(line: str, error: str, tests: int, tmp_path: Path) -> None:
    code = f"import asyncpg\n\ndef failed(errors):\n    {line}\n"
    new = f'getattr(getattr({error}, "orig", None), "__cause__", {error})'
    assert prepared(tmp_path, code) == code.replace(f"isinstance({error},", f"isinstance({new},")
    assert (len(handled(code)), handled(prepared(tmp_path, code) or "")) == (tests, [])


class Errors(list[Exception]):
    """Errors, and the last of them."""

    @property
    def last(self) -> Exception:
        return self[-1]


@pytest.mark.parametrize("line", [line for line, _, _ in IN_PLACE])
def test_tests_in_place_tell_what_they_told(line: str, tmp_path: Path) -> None:
    code = f"import asyncpg\n\ndef failed(errors):\n    {line}\n"
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    exec(code, before)
    exec(prepared(tmp_path, code) or "", after)
    for end in range(1, len(errors()) + 1):
        raised = Errors(errors()[:end])
        own = Errors(item.orig.__cause__ if isinstance(item, DBAPIError) and item.orig else item for item in raised)  # type: ignore[misc]
        assert after["failed"](raised) == before["failed"](own)  # type: ignore[operator]


UNWRAPPED = """
    if isinstance(error, DBAPIError):
        error = error.orig.__cause__ or error
"""


@pytest.mark.parametrize(
    "body",
    [
        "    error = other\n    if isinstance(error, asyncpg.DataError): ...",
        "    for error in errors:\n        if isinstance(error, asyncpg.DataError): ...",
        "    while error:\n        if isinstance(error, asyncpg.DataError): ...\n        error = other",
        "    with told() as error:\n        if isinstance(error, asyncpg.DataError): ...",
        "    if (error := other):\n        if isinstance(error, asyncpg.DataError): ...",
        "    if isinstance(other, asyncpg.DataError): ...",
        "    def inner(error):\n        if isinstance(error, asyncpg.DataError): ...",
    ],
)
def test_another_value_is_not_unwrapped(body: str) -> None:
    assert handled(f"import asyncpg\n\ndef on_error(error, other, errors):{UNWRAPPED}{body}\n")


@pytest.mark.parametrize(
    "written",
    [
        "    if ready:\n        if isinstance(error, DBAPIError):\n            error = error.orig.__cause__ or error\n",
        "    if isinstance(error, DBAPIError):\n        error = error.orig\n",
        "    if isinstance(error, OSError):\n        error = error.orig.__cause__ or error\n",
        "    if isinstance(error, DBAPIError):\n        other = error.orig.__cause__ or error\n",
    ],
)
def test_what_unwraps_only_sometimes_or_something_else(written: str) -> None:
    test = "    if isinstance(error, asyncpg.DataError): ...\n"
    assert handled(f"import asyncpg\n\ndef on_error(error, ready):\n{written}{test}")


def test_deeper_tests_are_served(tmp_path: Path) -> None:
    code = dedent("""
        import asyncpg
        from sqlalchemy.exc import DBAPIError

        def on_error(error, tries):
            if isinstance(error, DBAPIError):
                error = error.orig.__cause__ or error
            for _ in tries:
                if error and not isinstance(error, asyncpg.DataError):
                    return [isinstance(error, asyncpg.PostgresError)]
    """)
    assert handled(code) == []
    assert prepared(tmp_path, code) is None
