"""The project's repository methods that are understood: one session, one statement, one result."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from codemod.repositories.given_sessions import other_parameters, own_session
from codemod.repositories.straight_lines import Reading
from codemod.repositories.typed_forms import WithoutCasts
from codemod.syntax.matching import is_name, without_docstring


@dataclass(frozen=True, slots=True, eq=False)
class KnownMethod:
    """A method of the project that runs one statement and gives its result.

    Attributes:
        statement: the statement, local variables put in.
        reader: what it returns, with the result called ``result``; None where nothing is read.
        commits: it commits.
        keys: what it makes of each row of its one parameter, where it runs the statement for many; else None.
        swallows: it handles exceptions itself, which a call site doesn't.
        by_identity: an object that its session has loaded before is given as it is.
        session: the parameter that may give it a session, in which it doesn't commit; else None.
    """

    name: str
    line: int
    parameters: tuple[str, ...]
    statement: ast.expr
    reader: str | None
    commits: bool
    swallows: bool
    keys: tuple[str, ...] | None = None
    session: str | None = None
    by_identity: bool = False


def known_methods(class_: ast.ClassDef, held: str | None = None) -> Iterator[KnownMethod]:
    """Methods of a repository class that are understood; any other is passed over.

    Args:
        class_: the class.
        held: the attribute in which its objects keep a session; None where each method opens one.
    """
    for item in WithoutCasts().visit(copy.deepcopy(class_)).body:
        if isinstance(item, ast.AsyncFunctionDef) and not item.decorator_list:
            known = _known(item) if held is None else _known_on(item, held)
            if known is not None:
                yield known


#: What stands for the session of the object in a method of a class that keeps one.
_HELD: Final = "session_of_object"


def _known_on(method: ast.AsyncFunctionDef, held: str) -> KnownMethod | None:
    """A method that runs its statement in the session of its object."""
    names = other_parameters(method)
    if names is None:
        return None
    body = [_OnVariable(held).visit(statement) for statement in without_docstring(method.body)]
    body, swallows = _within_handlers(body)
    keys, body = _rows_of(body, names)
    found = Reading("parameters" if keys is not None else None).read_in(_HELD, body)
    if found is None:
        return None
    statement, reader, commits = found
    return KnownMethod(method.name, method.lineno, names, statement, reader, commits, swallows, keys)


class _OnVariable(ast.NodeTransformer):
    """Puts a variable in the place of the session of an object."""

    def __init__(self, held: str) -> None:
        self.held = held

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """``self.session`` alone."""
        self.generic_visit(node)
        return ast.Name(_HELD) if node.attr == self.held and is_name(node.value, "self") else node


def _within_handlers(body: list[ast.stmt]) -> tuple[list[ast.stmt], bool]:
    """What a method does within its ``try``, and whether that handles errors itself."""
    match body:
        case [ast.Try(body=inner, handlers=[_, *_] as handlers, orelse=[], finalbody=[])]:
            return inner, not all(map(_raises_the_same, handlers))
        case _:
            return body, False


def _known(method: ast.AsyncFunctionDef) -> KnownMethod | None:
    names = other_parameters(method)
    if names is None:
        return None
    body = without_docstring(method.body)
    own, body = own_session(method, body) or (None, body)
    body, swallows = _within_handlers(body)
    keys, body = _rows_of(body, names)
    reading = Reading("parameters" if keys is not None else None)
    found = reading.read(body) if own is None else reading.read_in(own.parameter, body)
    if found is None:
        return None
    statement, reader, commits = found
    if own is None:
        return KnownMethod(method.name, method.lineno, names, statement, reader, commits, swallows, keys)
    if commits:
        return None  # also in the session it is given, which is another's to commit
    line, session = method.lineno, own.parameter
    return KnownMethod(method.name, line, names, statement, reader, own.commits, swallows, keys, session)


def _rows_of(body: list[ast.stmt], names: Sequence[str]) -> tuple[tuple[str, ...] | None, list[ast.stmt]]:
    """The keys of the rows that a method is given, and what it does with them if there are any."""
    match body:
        case [
            ast.Assign(
                targets=[ast.Name(id="parameters")],
                value=ast.ListComp(
                    elt=ast.Dict(keys=keys, values=values),
                    generators=[ast.comprehension(target=ast.Tuple(elts=targets), iter=ast.Name(id=rows), ifs=[])],
                ),
            ),
            ast.If(test=ast.Name(id="parameters"), body=inner, orelse=[]),
        ] if list(names) == [rows] and list(map(_shown, values)) == list(map(_shown, targets)):
            known = [key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
            return (tuple(known), inner) if len(known) == len(keys) else (None, body)
        case _:
            return None, body


def _shown(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ast.dump(node)


def _raises_the_same(handler: ast.ExceptHandler) -> bool:
    """Whether a handler only logs: whoever calls the method gets the exception as it is."""
    match handler.body:
        case [*logging, ast.Raise(exc=None)]:
            return all(map(_is_logging, logging))
        case _:
            return False


def _is_logging(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name() | ast.Attribute() as logger))):
            return ast.unparse(logger).rpartition(".")[2].lstrip("_") in ("logger", "log", "logging")
        case _:
            return False
