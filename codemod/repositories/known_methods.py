"""The project's repository methods that are understood: one session, one statement, one result."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from codemod.repositories.given_sessions import other_parameters, own_session


@dataclass(frozen=True, slots=True, eq=False)
class KnownMethod:
    """A method of the project that runs one statement and gives its result.

    Attributes:
        statement: the statement, local variables put in.
        reader: what it returns, with the result called ``result``; None where nothing is read.
        commits: it commits.
        keys: what it makes of each row of its one parameter, where it runs the statement for many; else None.
        swallows: it handles exceptions itself, which a call site doesn't.
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


def known_methods(class_: ast.ClassDef) -> Iterator[KnownMethod]:
    """Methods of a repository class that are understood; any other is passed over."""
    for item in class_.body:
        if isinstance(item, ast.AsyncFunctionDef) and not item.decorator_list:
            known = _known(item)
            if known is not None:
                yield known


def _known(method: ast.AsyncFunctionDef) -> KnownMethod | None:
    names = other_parameters(method)
    if names is None:
        return None
    body, swallows = _without_docstring(method.body), False
    own, body = own_session(method, body) or (None, body)
    match body:
        case [ast.Try(body=inner, handlers=[_, *_] as handlers, orelse=[], finalbody=[])]:
            body, swallows = inner, not all(map(_raises_the_same, handlers))
        case _:
            pass
    keys, body = _rows_of(body, names)
    reading = _Reading("parameters" if keys is not None else None)
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


class _Reading:
    """Reads the straight line of a method: a session, assignments, one execution, a result."""

    def __init__(self, parameters: str | None = None) -> None:
        self.parameters = parameters
        self.values: dict[str, ast.expr] = {}
        self.reader: ast.expr | None = None
        self.session: str | None = None
        self.statement: ast.expr | None = None
        self.result: str | None = None
        self.commits = False

    def read(self, body: Sequence[ast.stmt]) -> tuple[ast.expr, str | None, bool] | None:
        """What a method does that opens a session."""
        match body:
            case [ast.AsyncWith(items=[ast.withitem(optional_vars=ast.Name(id=session))], body=inner)]:
                return self.read_in(session, inner)
            case [
                ast.Assign(targets=[ast.Name(id=session)], value=ast.Await()),
                ast.Try(body=inner, handlers=[], orelse=[], finalbody=[closing]),
            ] if ast.unparse(closing) == f"await {session}.close()":
                return self.read_in(session, inner)
            case _:
                return None

    def read_in(self, session: str, inner: Sequence[ast.stmt]) -> tuple[ast.expr, str | None, bool] | None:
        """What statements do in a session."""
        self.session = session
        for index, statement in enumerate(inner):
            if isinstance(statement, ast.Return) and index == len(inner) - 1:
                return self._returned(statement.value)
            if not self._step(statement):
                return None
        return (self.statement, None, self.commits) if self.statement is not None else None

    def _step(self, statement: ast.stmt) -> bool:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Await(value=call)):
                self.result = name
                return self._execution(call)
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if self.statement is None:
                self.values[name] = self._filled(value)
                return True
            case ast.Assign(targets=[ast.Name(id="value")], value=value) if self.reader is None and not self.commits:
                self.reader = value
                return True
            case ast.Expr(value=ast.Await(value=call)):
                if ast.unparse(call) == f"{self.session}.commit()":
                    self.commits = True
                    return self.statement is not None
                return self._execution(call)
            case _:
                return False

    def _execution(self, call: ast.expr) -> bool:
        match call:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=session), attr="execute"), args=[statement, *more], keywords=[]
            ) if session == self.session and self.statement is None:
                self.statement = self._filled(statement)
                return [ast.unparse(item) for item in more] == ([self.parameters] if self.parameters else [])
            case _:
                return False

    def _returned(self, value: ast.expr | None) -> tuple[ast.expr, str | None, bool] | None:
        if self.statement is None or value is None or self.result is None:
            return None
        if self.reader is not None:
            if not (isinstance(value, ast.Name) and value.id == "value"):
                return None
            value = self.reader
        match value:
            case ast.Call(func=ast.Name(id="list"), args=[inner], keywords=[]):
                value = inner
            case _:
                pass
        names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
        if names != {self.result}:
            return None
        reader = ast.unparse(with_values(value, {self.result: ast.Name("result")}))
        return self.statement, reader, self.commits

    def _filled(self, value: ast.expr) -> ast.expr:
        return with_values(value, self.values)


def with_values(tree: ast.expr, values: Mapping[str, ast.expr]) -> ast.expr:
    """An expression with names replaced by what they stand for."""

    class Filler(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return copy.deepcopy(values[node.id]) if node.id in values else node

    return Filler().visit(copy.deepcopy(tree))  # type: ignore[no-any-return]


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
        case _:
            return body
