"""Exceptions that a wrapper raises instead of asyncpg's: their handlers never see those of a session."""

from __future__ import annotations

from textwrap import dedent

import pytest
from projects import index_of
from snippets import module_of, sites_of

from codemod.outcome import Refusal
from codemod.rewriting.connections.guards import check_guards

WRAPPER = """
    import asyncpg


    class ProjectError(Exception):
        pass


    class DatabaseError(ProjectError):
        pass


    class Database:
        async def fetch(self, query, *args):
            try:
                return await self.pool.fetch(query, *args)
            except asyncpg.PostgresError as e:
                if retry(e):
                    raise
                raise DatabaseError(f"broken: {e}") from e

        async def close(self):
            try:
                await self.pool.close()
            except asyncpg.InterfaceError:
                raise ClosingError
    """
OTHERS = "class DatabaseError(Exception):\n    pass\n"


def site_under(head: str, caught: str) -> str:
    return dedent(
        f"""
        {head}


        class Cog:
            async def names(self):
                try:
                    return await self.db.fetch("SELECT name FROM ships")
                except {caught}:
                    return []
        """
    )


FILES = {"utils/db.py": WRAPPER, "utils/errors.py": OTHERS}


@pytest.mark.parametrize(
    ("head", "caught"),
    [
        ("from utils.db import DatabaseError", "DatabaseError"),
        ("from utils.db import DatabaseError as Broken", "Broken"),
        ("from ..utils.db import DatabaseError", "(OSError, DatabaseError)"),
        ("from utils import DatabaseError", "DatabaseError"),
        ("from utils.db import ProjectError", "ProjectError"),
        ("def shown():\n            from utils.db import DatabaseError", "DatabaseError"),
    ],
)
def test_a_handler_of_what_the_wrapper_raises_is_refused(head: str, caught: str) -> None:
    code = site_under(head, caught)
    (site,) = sites_of(code)
    with pytest.raises(Refusal) as refusal:
        check_guards(site, index_of({**FILES, "cogs/cog.py": code}))
    assert refusal.value.code == "errors.handler"


@pytest.mark.parametrize(
    ("head", "caught"),
    [
        ("from utils.errors import DatabaseError", "DatabaseError"),
        ("from utils.db import ClosingError", "ClosingError"),
        ("from utils.db import Database", "OSError"),
        ("from utils.db import DatabaseError", "Exception"),
    ],
)
def test_a_handler_of_another_class_is_none(head: str, caught: str) -> None:
    code = site_under(head, caught)
    (site,) = sites_of(code)
    check_guards(site, index_of({**FILES, "cogs/cog.py": code}))


def test_the_module_of_the_wrapper_knows_its_own_class() -> None:
    index = index_of(FILES)
    module = module_of(WRAPPER, "utils/db.py")
    assert index.wrapper_errors().named_in(module) == {"DatabaseError", "ProjectError"}
    assert index.wrapper_errors().named_in(module_of(OTHERS, "utils/errors.py")) == frozenset()


def test_without_a_wrapper_there_is_none() -> None:
    index = index_of({"a.py": WRAPPER.replace("pool.fetch(query", "pool.fetch(TEXT"), "b.py": OTHERS})
    assert index.wrapper_errors().origins == {}
