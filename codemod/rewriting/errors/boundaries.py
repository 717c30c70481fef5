"""Functions whose errors are asyncpg's again for what stands around them: a loop's, a decorated one's.

A loop that runs again after ``asyncpg.PostgresConnectionError`` can't be told of SQLAlchemy's exceptions: it knows
classes, and the class says too little. So the function it runs gives it asyncpg's own exceptions, as before.
"""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemod.discovery.errors.asyncpg_exceptions import WIDEST_CARRIER
from codemod.discovery.errors.outside_guards import Guarded
from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.outcome import Refusal
from codemod.rewriting.errors.handler_forms import gives_cause
from codemod.rewriting.errors.raising import RAISING
from codemod.rewriting.sessions.session_code import holds_session_code
from codemod.source import ParsedModule
from codemod.syntax.functions import is_generator, statements_of
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.variables import is_shadowed


@dataclass(frozen=True, slots=True, eq=False)
class Boundary:
    """A function that has to give asyncpg's own exceptions.

    Attributes:
        scope: the function.
    """

    module: ParsedModule
    scope: FunctionScope

    @property
    def node(self) -> cst.CSTNode:
        """The function's definition."""
        return self.scope.node


def plan_boundaries(guard: Guarded, index: ProjectIndex) -> tuple[Boundary, ...]:
    """The functions that have to become boundaries for a decorator or loop to see what it saw.

    Args:
        guard: the decorator or loop.
        index: functions of the whole project.

    Raises:
        Refusal: ``errors.handler`` when one of them can't.
    """
    if not guard.functions:
        raise Refusal("errors.handler", "which functions run under it can't be told")
    if not guard.is_certain:
        raise Refusal("errors.handler", f"that may be {' or '.join(item.place for item in guard.functions)}")
    return tuple(_planned(item, index) for item in guard.functions if not is_boundary(item.node))


def is_boundary(function: cst.CSTNode) -> bool:
    """Whether a function already gives asyncpg's exceptions, as `boundary_edits` writes it."""
    if not isinstance(function, cst.FunctionDef):
        return False
    lines = statements_of(function)
    return len(lines) == 1 and isinstance(lines[0], cst.Try) and any(map(gives_cause, lines[0].handlers))


def _planned(function: Occurrence, index: ProjectIndex) -> Boundary:
    node, scope = function.node, function.scope
    assert isinstance(node, cst.FunctionDef), "a function is looked for"
    name = scope.qualified_name
    if node.asynchronous is None or is_generator(node):
        raise Refusal("errors.handler", f"{name}() does not raise its errors where it is awaited")
    if not isinstance(node.body, cst.IndentedBlock):
        raise Refusal("errors.handler", f"{name}() is written in one line")
    if holds_session_code(node.body, scope, index, RAISING):
        raise Refusal("errors.handler", f"{name}() works with a session as well")
    if is_shadowed(scope, WIDEST_CARRIER):
        raise Refusal("names.shadowed", f"{WIDEST_CARRIER} is a variable of {name}()")
    same = [item for item in index.functions_in(function.module.source.path) if item.scope.qualified_name == name]
    if len(same) != 1:
        raise Refusal("errors.handler", f"there are several functions {name}()")
    return Boundary(function.module, scope)
