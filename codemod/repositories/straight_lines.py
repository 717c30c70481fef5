"""What a method does that is one straight line: a session, assignments, one execution, a result."""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping, Sequence

#: The statement, what is returned of its result (``result``; None where nothing is read), and whether it commits.
Line = tuple[ast.expr, str | None, bool]


class Reading:
    """Reads the statements of a method, for one of which there may be no telling what it does.

    Args:
        parameters: the variable that holds the rows the statement is run for, where there is one.
    """

    def __init__(self, parameters: str | None = None) -> None:
        self.parameters = parameters
        self.values: dict[str, ast.expr] = {}
        self.results: dict[str, ast.expr] = {}
        self.session: str | None = None
        self.statement: ast.expr | None = None
        self.commits = False

    def read(self, body: Sequence[ast.stmt]) -> Line | None:
        """What a method does that opens a session."""
        match body:
            case [ast.AsyncWith(items=[ast.withitem(optional_vars=ast.Name(id=session)), *more], body=inner)]:
                begun = [ast.unparse(item) for item in more] == [f"{session}.begin()"]
                return self.read_in(session, inner, begun=begun) if begun or not more else None
            case [
                ast.Assign(targets=[ast.Name(id=session)], value=ast.Await()),
                ast.Try(body=inner, handlers=[], orelse=[], finalbody=[closing]),
            ] if ast.unparse(closing) == f"await {session}.close()":
                return self.read_in(session, inner)
            case _:
                return None

    def read_in(self, session: str, inner: Sequence[ast.stmt], *, begun: bool = False) -> Line | None:
        """What statements do in a session; one that is ``begun`` commits at their end."""
        self.session = session
        match inner:
            case [ast.AsyncWith(items=[ast.withitem(context_expr=begin, optional_vars=None)], body=block)] if (
                not begun and ast.unparse(begin) == f"{session}.begin()"
            ):
                return self.read_in(session, block, begun=True)
            case _:
                pass
        found: Line | None = None
        for index, statement in enumerate(inner):
            if isinstance(statement, ast.Return) and index == len(inner) - 1:
                found = self._returned(statement.value)
                break
            if not self._step(statement):
                return None
        else:
            found = (self.statement, None, self.commits) if self.statement is not None else None
        if found is None or (begun and found[2]):
            return None  # a commit ends the block of a transaction
        return found[0], found[1], found[2] or begun

    def _step(self, statement: ast.stmt) -> bool:
        match statement:
            case ast.Expr(value=ast.Await(value=call)) if ast.unparse(call) == f"{self.session}.commit()":
                self.commits = True
                return self.statement is not None
            case ast.Expr(value=ast.Await() as value):
                return self._read_of(value) is not None
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                read = self._read_of(value)
                if read is not None:
                    self.results[name] = read
                elif self.statement is None:
                    self.values[name] = with_values(value, self.values)
                return read is not None or self.statement is None
            case _:
                return False

    def _read_of(self, value: ast.expr) -> ast.expr | None:
        """An expression over ``result`` that a value is: of the execution in it, or of what was kept of one before."""
        awaited = [node for node in ast.walk(value) if isinstance(node, ast.Await)]
        if not awaited:
            names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
            return with_values(value, self.results) if names and names <= self.results.keys() else None
        if len(awaited) > 1 or not self._executes(awaited[0].value):
            return None
        read = _without(value, awaited[0], _RESULTS[_method(awaited[0].value)])
        names = {node.id for node in ast.walk(read) if isinstance(node, ast.Name)}
        return read if names == {"result"} else None

    def _executes(self, call: ast.expr) -> bool:
        match call:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=session), attr=method), args=[statement, *more], keywords=[]
            ) if session == self.session and self.statement is None and method in _RESULTS:
                self.statement = with_values(statement, self.values)
                return [ast.unparse(item) for item in more] == ([self.parameters] if self.parameters else [])
            case _:
                return False

    def _returned(self, value: ast.expr | None) -> Line | None:
        if value is None:
            return None
        read = self._read_of(_out_of_list(value)) or self._made_of(value)
        if read is None or self.statement is None:
            return None
        return self.statement, ast.unparse(_out_of_list(read)), self.commits

    def _made_of(self, value: ast.expr) -> ast.expr | None:
        """What is made of a result in another way than SQLAlchemy's own: no call site reads it so."""
        names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
        is_awaited = any(isinstance(node, ast.Await) for node in ast.walk(value))
        return with_values(value, self.results) if names & self.results.keys() and not is_awaited else None


#: What is read by a method of a session that runs a statement.
_RESULTS = {"execute": "result", "scalars": "result.scalars()", "scalar": "result.scalar()"}


def _method(call: ast.expr) -> str:
    assert isinstance(call, ast.Call)
    assert isinstance(call.func, ast.Attribute)
    return call.func.attr


def _out_of_list(value: ast.expr) -> ast.expr:
    """What ``list(…)`` is made of."""
    match value:
        case ast.Call(func=ast.Name(id="list"), args=[inner], keywords=[]):
            return inner
        case _:
            return value


def _without(tree: ast.expr, old: ast.Await, new: str) -> ast.expr:
    """An expression with a part replaced."""

    class Filler(ast.NodeTransformer):
        def visit_Await(self, node: ast.Await) -> ast.expr:
            return ast.parse(new, mode="eval").body if node is old else node

    return Filler().visit(tree)  # type: ignore[no-any-return]


def with_values(tree: ast.expr, values: Mapping[str, ast.expr]) -> ast.expr:
    """An expression with names replaced by what they stand for."""

    class Filler(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return copy.deepcopy(values[node.id]) if node.id in values else node

    return Filler().visit(copy.deepcopy(tree))  # type: ignore[no-any-return]
