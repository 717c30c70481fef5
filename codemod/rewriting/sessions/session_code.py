"""Whether code works with a session of SQLAlchemy, directly or through the functions it calls."""

from __future__ import annotations

import re
from typing import Final

import libcst as cst

from codemod.discovery.errors.guarded_functions import calls_in
from codemod.discovery.project_index import ProjectIndex
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import code_of

#: ``session.execute(…)``, ``async with self.get_session() as …``, ``engine.begin()``; aiohttp has sessions too.
_WORKS: Final = re.compile(
    r"\w*session\w*(?:\(\))?\s*\.\s*"
    r"(?:execute|scalars?|commit|flush|refresh|merge|begin\w*|stream\w*|run_sync|rollback|get_one|add|add_all)\s*\("
    r"|async with\s+(?:await\s+)?[\w.()]*?(?<!Client)_?session(?:_?maker|_?factory)?\(\s*\)"
    r"|\bengine\w*\s*\.\s*(?:begin|connect)\s*\(",
    re.I,
)


def holds_session_code(body: cst.CSTNode, scope: FunctionScope, index: ProjectIndex, known: frozenset[str]) -> bool:
    """Whether errors of SQLAlchemy may already come out of a block.

    Args:
        body: the block.
        scope: the function it stands in.
        index: gives the functions it calls, by name.
        known: names of calls that are asyncpg's and are not looked up.
    """
    if _WORKS.search(code_of(body)):
        return True
    reached = index.reach().of(calls_in(body, scope.class_name), known)
    return any(_WORKS.search(code_of(function.node)) for function in reached.values())
