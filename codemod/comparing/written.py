"""SQLAlchemy statements of a module as a person wrote them: straight-line code, local variables put in."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: Methods of a session or connection that run the statement they are given first.
_RUNNING: Final = frozenset({"execute", "scalar", "scalars", "stream", "stream_scalars"})
_MAKING: Final = frozenset({"select", "insert", "pg_insert", "update", "delete", "union", "union_all", "intersect"})
#: What makes something to select from, of which each is another one.
_OBJECTS: Final = frozenset({"aliased", "subquery", "cte", "alias", "lateral", "table_valued"})


@dataclass(frozen=True, slots=True, eq=False)
class WrittenStatement:
    """A statement that a function runs.

    Attributes:
        function: qualified name of the function.
        line: where it is run, 1-based.
        expression: the statement; None where it is built in branches, loops or out of sight.
        gets: model and key of ``session.get(Model, key)``.
    """

    function: str
    line: int
    expression: ast.expr | None
    gets: tuple[str, ast.expr] | None = None


def written_statements(tree: ast.Module) -> Iterator[WrittenStatement]:
    """Every statement that the functions of a module run, in the order of the text."""
    yield from _in_body(tree.body, ())


def _in_body(body: Sequence[ast.stmt], names: tuple[str, ...]) -> Iterator[WrittenStatement]:
    for statement in body:
        match statement:
            case ast.ClassDef(name=name, body=inner):
                yield from _in_body(inner, (*names, name))
            case ast.FunctionDef(name=name, body=inner) | ast.AsyncFunctionDef(name=name, body=inner):
                yield from _Reading(".".join((*names, name))).read(inner)
                yield from _in_body(inner, (*names, name))
            case _:
                pass


class _Reading:
    """Reads one function from top to bottom."""

    def __init__(self, function: str) -> None:
        self.function = function
        self.values: dict[str, ast.expr | None] = {}

    def read(self, body: Sequence[ast.stmt], *, certain: bool = True) -> Iterator[WrittenStatement]:
        for statement in body:
            match statement:
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                    continue
                case ast.With(items=items, body=inner) | ast.AsyncWith(items=items, body=inner):
                    for item in items:
                        yield from self._run_in(item.context_expr)
                    yield from self.read(inner, certain=certain)
                case ast.Try(body=inner, handlers=handlers, orelse=orelse, finalbody=finalbody):
                    yield from self.read(inner, certain=certain)
                    for part in [*(handler.body for handler in handlers), orelse, finalbody]:
                        yield from self.read(part, certain=False)
                case ast.If() | ast.For() | ast.AsyncFor() | ast.While() | ast.Match():
                    yield from self._branches(statement)
                case _:
                    yield from self._run_in(statement)
                    self._assign(statement, certain=certain)

    def _branches(self, statement: ast.stmt) -> Iterator[WrittenStatement]:
        for name, value in ast.iter_fields(statement):
            if name not in ("body", "orelse", "cases") and isinstance(value, ast.AST):
                yield from self._run_in(value)
        bodies = [case.body for case in statement.cases] if isinstance(statement, ast.Match) else []
        bodies += [getattr(statement, "body", []), getattr(statement, "orelse", [])]
        for body in bodies:
            before = dict(self.values)
            yield from self.read(body)
            self.values = {name: value if self.values.get(name) is value else None for name, value in before.items()}

    def _run_in(self, tree: ast.AST) -> Iterator[WrittenStatement]:
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
            match call:
                case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Name(id=model), key]) if model[:1].isupper():
                    yield WrittenStatement(self.function, call.lineno, None, (model, key))
                case ast.Call(func=ast.Attribute(attr=method), args=[given, *_]) if method in _RUNNING:
                    filled = self._filled(given)
                    if filled is None or _makes_statement(filled):
                        yield WrittenStatement(self.function, call.lineno, filled)
                case _:
                    pass

    def _assign(self, statement: ast.stmt, *, certain: bool) -> None:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                filled = self._filled(value) if certain else None
                if _mentions_statement(value, self.values) and _is_one_of_a_kind(value):
                    self.values[name] = None
                elif _mentions_statement(value, self.values):
                    self.values[name] = filled if filled is not None and _makes_statement(filled) else None
                else:
                    self.values.pop(name, None)
            case _:
                pass

    def _filled(self, value: ast.expr) -> ast.expr | None:
        """The expression with the statements that its names stand for; None where one of them isn't known."""
        names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
        if any(name in self.values and self.values[name] is None for name in names):
            return None
        return filled(value, {name: known for name, known in self.values.items() if known is not None})


def filled(tree: ast.expr, values: Mapping[str, ast.expr]) -> ast.expr:
    """An expression with others in the place of names."""

    class Filler(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return copy.deepcopy(values[node.id]) if node.id in values else node

    return Filler().visit(copy.deepcopy(tree))  # type: ignore[no-any-return]


def _makes_statement(tree: ast.expr) -> bool:
    """Whether an expression is a chain of calls that begins with ``select(…)`` or the like."""
    while isinstance(tree, ast.Call | ast.Attribute):
        if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
            return tree.func.id in _MAKING
        tree = tree.func if isinstance(tree, ast.Call) else tree.value
    return False


def _is_one_of_a_kind(tree: ast.expr) -> bool:
    """Whether each evaluation makes another object, so that writing it out twice changes the statement."""
    match tree:
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name in _OBJECTS
        case _:
            return False


def _mentions_statement(tree: ast.expr, values: Mapping[str, ast.expr | None]) -> bool:
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return bool(names & (values.keys() | _MAKING | _OBJECTS))
