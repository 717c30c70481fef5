"""Whether a method of a repository runs the statement of a call site: by proof, whatever it is called."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Final

from codemod.conversion import Conversion
from codemod.lowering.lowered import ImportName, Lowered, placeholder
from codemod.mapping.models import ModelRegistry
from codemod.mapping.modules import Module
from codemod.outcome import Refusal
from codemod.project_context import ProjectContext
from codemod.registry import CALLS, load_transforms
from codemod.resolution.cardinality import at_most_one_row
from codemod.verification.statement import prove

#: More parameters than this aren't tried in every order.
_TRIED: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class KnownMethod:
    """A method of the project that runs one statement and gives its result.

    Attributes:
        statement: the statement, local variables put in.
        reader: what it returns, with the result called ``result``; None where nothing is read.
        commits: it commits.
        swallows: it handles exceptions itself, which a call site doesn't.
    """

    name: str
    line: int
    parameters: tuple[str, ...]
    statement: ast.expr
    reader: str | None
    commits: bool
    swallows: bool


def known_methods(class_: ast.ClassDef) -> Iterator[KnownMethod]:
    """Methods of a repository class that are understood; any other is passed over."""
    for item in class_.body:
        if isinstance(item, ast.AsyncFunctionDef) and not item.decorator_list:
            arguments = item.args
            if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs:
                continue
            names = tuple(argument.arg for argument in arguments.args[1:])
            body, swallows = _without_docstring(item.body), False
            match body:
                case [ast.Try(body=inner, handlers=[_, *_] as handlers, orelse=[], finalbody=[])]:
                    body, swallows = inner, not all(map(_raises_the_same, handlers))
                case _:
                    pass
            found = _Reading().read(body)
            if found is not None:
                statement, reader, commits = found
                yield KnownMethod(item.name, item.lineno, names, statement, reader, commits, swallows)


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

    def __init__(self) -> None:
        self.values: dict[str, ast.expr] = {}
        self.session: str | None = None
        self.statement: ast.expr | None = None
        self.result: str | None = None
        self.commits = False

    def read(self, body: Sequence[ast.stmt]) -> tuple[ast.expr, str | None, bool] | None:
        match body:
            case [ast.AsyncWith(items=[ast.withitem(optional_vars=ast.Name(id=session))], body=inner)]:
                self.session = session
            case [
                ast.Assign(targets=[ast.Name(id=session)], value=ast.Await()),
                ast.Try(body=inner, handlers=[], orelse=[], finalbody=[closing]),
            ] if ast.unparse(closing) == f"await {session}.close()":
                self.session = session
            case _:
                return None
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
                func=ast.Attribute(value=ast.Name(id=session), attr="execute"), args=[statement], keywords=[]
            ) if session == self.session and self.statement is None:
                self.statement = self._filled(statement)
                return True
            case _:
                return False

    def _returned(self, value: ast.expr | None) -> tuple[ast.expr, str | None, bool] | None:
        if self.statement is None or value is None or self.result is None:
            return None
        match value:
            case ast.Call(func=ast.Name(id="list"), args=[inner], keywords=[]):
                value = inner
            case _:
                pass
        names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
        if names != {self.result}:
            return None
        reader = ast.unparse(_replaced(value, {self.result: ast.Name("result")}))
        return self.statement, reader, self.commits

    def _filled(self, value: ast.expr) -> ast.expr:
        return _replaced(value, self.values)


def _replaced(tree: ast.expr, values: Mapping[str, ast.expr]) -> ast.expr:
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


def matched(conversion: Conversion, method: KnownMethod, module: Module, context: ProjectContext) -> list[int] | None:
    """The ``$n`` that each parameter of the method stands for, when it runs the statement of the site.

    Args:
        conversion: the site.
        method: a method of a repository.
        module: the module of the method, for what its names mean.
        context: models and configuration.
    """
    lowered = conversion.lowered
    numbers = [number for number, count in sorted(lowered.parameters.items()) if count]
    fits = len(method.parameters) == len(numbers) <= _TRIED and method.commits == lowered.writes
    if not fits or lowered.many_keys is not None or method.reader not in _readers(conversion, context.registry):
        return None
    imports = statement_imports(method.statement, method.parameters, module, context.registry)
    if imports is None:
        return None
    for order in permutations(numbers):
        names = {name: ast.Name(placeholder(number)) for name, number in zip(method.parameters, order, strict=True)}
        candidate = _candidate(lowered, _replaced(method.statement, names), imports)
        try:
            trusted = context.config.none == "trust"
            prove(conversion.statement, candidate, context.registry, conversion.facts, trusted=trusted)
        except Refusal:
            continue
        return list(order)
    return None


def _candidate(lowered: Lowered, statement: ast.expr, imports: frozenset[ImportName]) -> Lowered:
    statement = ast.parse(ast.unparse(statement), mode="eval").body
    return replace(lowered, expression=statement, definitions=(), imports=imports)


def _readers(conversion: Conversion, registry: ModelRegistry) -> set[str | None]:
    """What may stand for the way the site reads its result."""
    load_transforms()
    own = CALLS[conversion.site.method](conversion.consumption, "result")
    readers: set[str | None] = {own}
    if own == "result.scalars().first()" and at_most_one_row(conversion.statement.tree, registry):
        readers |= {"result.scalar_one_or_none()", "result.scalars().one_or_none()", "result.scalar()"}
    return readers


#: What a statement may be built of to be evaluated here: no private attribute, no comprehension, no lambda.
_BUILDING: Final = (
    ast.Call, ast.Attribute, ast.Name, ast.Constant, ast.Compare, ast.BinOp, ast.UnaryOp, ast.List, ast.Tuple,
    ast.Dict, ast.keyword, ast.Starred, ast.expr_context, ast.operator, ast.unaryop, ast.cmpop,
)  # fmt: skip


def _is_building(tree: ast.expr, parameters: Sequence[str]) -> bool:
    """Whether an expression only builds a statement: a parameter goes into it as it is."""
    for node in ast.walk(tree):
        if not isinstance(node, _BUILDING):
            return False
        if isinstance(node, ast.Attribute):
            if node.attr.startswith("_") and node.attr != "__table__":
                return False
            holder = node.value
            while isinstance(holder, ast.Attribute):
                holder = holder.value
            changed = {item.id for item in ast.walk(holder) if isinstance(item, ast.Name)} & set(parameters)
            if changed and not isinstance(holder, ast.Call):
                return False
    return True


def statement_imports(
    tree: ast.expr, parameters: Sequence[str], module: Module, registry: ModelRegistry
) -> frozenset[ImportName] | None:
    """Imports of the names in a statement; None when one of them is none that a proof can evaluate.

    Args:
        tree: the statement.
        parameters: names that stand for arguments.
        module: the module it stands in, for what its names mean.
        registry: models of the project.
    """
    if not _is_building(tree, parameters):
        return None
    found: set[ImportName] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Name) or node.id in parameters:
            continue
        source, name = module.imports.get(node.id, ("", None))
        if name is None:
            return None
        tables = [table for table in registry if table.class_name == name]
        if source.split(".")[0] == "sqlalchemy":
            found.add(ImportName(source, name, node.id if node.id != name else None))
        elif len(tables) == 1:
            found.add(ImportName(tables[0].module, name, node.id if node.id != name else None))
        else:
            return None
    return frozenset(found)
