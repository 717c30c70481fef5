"""Handlers of asyncpg's exceptions: except clauses, context managers, decorators, tests and registrations."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import libcst as cst

from codemod.discovery.errors.errors_in_place import is_unwrapped_in_place
from codemod.discovery.errors.inspections import tells_apart
from codemod.discovery.errors.registered_handlers import is_dispatcher, is_handed_on
from codemod.discovery.errors.unwrapped_errors import is_unwrapped
from codemod.source import ParsedModule
from codemod.syntax.imports import local_name
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import EXPRESSIONS, SMALL_STATEMENTS, children, code_of, names_below, walk

#: Exceptions that only asyncpg calls so, wherever a module imports them from.
_DISTINCT: Final = frozenset(
    {
        "CannotConnectNowError", "ConnectionDoesNotExistError", "DeadlockDetectedError", "DuplicateTableError",
        "InsufficientPrivilegeError", "InvalidCachedStatementError", "InvalidTextRepresentationError",
        "LockNotAvailableError", "NumericValueOutOfRangeError", "PostgresConnectionError", "PostgresError",
        "PostgresSyntaxError", "QueryCanceledError", "SerializationError", "StringDataRightTruncationError",
        "TooManyConnectionsError", "UndefinedColumnError", "UndefinedTableError",
    }
)  # fmt: skip

#: asyncpg exceptions whose names end in nothing that tells (asyncpg/exceptions/__init__.py).
#: What frameworks call the functions that take a handler for the whole application.
_REGISTRATIONS: Final = frozenset(
    {
        "exception_handler",
        "add_exception_handler",
        "errorhandler",
        "error_handler",
        "register_error_handler",
        "exception",
    }
)
_SUFFIXES: Final = ("Error", "Warning", "TargetServerAttributeNotMatched", "StringDataRightTruncation", "NoData")

#: A file without a match names no exception of asyncpg, and looks into none.
NAMES_EXCEPTION: Final = re.compile(
    r"asyncpg[\w.]*\.\w*(?:Error|Warning|NotMatched|Truncation|NoData)\b"
    r"|from[ \t]+asyncpg|import[ \t]+asyncpg[\w.]*[ \t]+as"
    r"|ViolationError|Postgres\w*Error|\bsqlstate\b|\bpgcode\b|\bconstraint_name\b|DeadlockDetectedError"
    r"|SerializationError|TooManyConnectionsError|QueryCanceledError|UndefinedTableError|LockNotAvailableError"
)


@dataclass(frozen=True, slots=True)
class ExceptionNames:
    """How a module may call asyncpg's exceptions.

    Attributes:
        modules: local names of asyncpg's modules (``asyncpg``, ``pg`` of ``import asyncpg as pg``).
        classes: local names of its exceptions, and names bound to tuples of them anywhere in the project.
        star: a ``from asyncpg import *``: any exception may be asyncpg's.
    """

    modules: frozenset[str]
    classes: frozenset[str]
    star: bool = False

    def is_exception(self, node: cst.CSTNode) -> bool:
        """Whether a name or attribute is an asyncpg exception, or a name for several of them."""
        match node:
            case cst.Name():
                return self.star or node.value in self.classes or _is_distinct(node.value)
            case cst.Attribute():
                if _is_distinct(node.attr.value) or node.attr.value in self.classes:
                    return True
                return node.attr.value.endswith(_SUFFIXES) and _root(node) in self.modules
            case _:
                return False

    def named_in(self, node: cst.CSTNode) -> tuple[str, ...]:
        """The exceptions of asyncpg that an expression names, as written."""
        pending, found = [node], []
        while pending:
            item = pending.pop()
            if self.is_exception(item):
                found.append(code_of(item))
            else:
                pending.extend(reversed(children(item)))
        return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class GuardingHandler:
    """One handler that an asyncpg exception of a guarded call would reach.

    Attributes:
        around: the ``try``, or the ``with`` of a ``suppress(…)``.
        handler: the except clause; None for a context manager.
        exceptions: the asyncpg exceptions it names, as written; empty when it catches anything and
            looks at the exception inside.
        text: what it catches, as written.
        name: the name it binds the exception to.
        uses: uses of that name in the clause.
    """

    around: cst.Try | cst.TryStar | cst.With
    handler: cst.ExceptHandler | cst.ExceptStarHandler | None
    exceptions: tuple[str, ...]
    text: str
    name: str | None = None
    uses: tuple[cst.Name, ...] = ()


def _is_distinct(name: str) -> bool:
    return name in _DISTINCT or name.endswith("ViolationError")


def _root(node: cst.BaseExpression) -> str:
    while isinstance(node, cst.Attribute):
        node = node.value
    return node.value if isinstance(node, cst.Name) else ""


def exception_names(module: ParsedModule, shared: frozenset[str] = frozenset()) -> ExceptionNames:
    """The names of asyncpg's exceptions in one module.

    Args:
        module: the module.
        shared: names bound to asyncpg exceptions elsewhere in the project.
    """
    modules, classes, star = {"asyncpg"}, set(shared), False
    for node in statements(module.tree) if "asyncpg" in module.source.text else ():
        if isinstance(node, cst.Import):
            modules |= {local_name(alias) for alias in node.names if _is_asyncpg(alias.name)}
        elif isinstance(node, cst.ImportFrom) and node.module is not None and _is_asyncpg(node.module):
            star = star or isinstance(node.names, cst.ImportStar)
            for alias in () if isinstance(node.names, cst.ImportStar) else node.names:
                (classes if alias.evaluated_name.endswith(_SUFFIXES) else modules).add(local_name(alias))
    return ExceptionNames(frozenset(modules), frozenset(classes), star)


def statements(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Every statement below a node, without a look into expressions."""
    pending = [node]
    while pending:
        item = pending.pop()
        yield item
        pending.extend(reversed(statements_below(item)))


def statements_below(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The statements and clauses directly below a node."""
    if node.__class__ in SMALL_STATEMENTS:
        return []
    return [child for child in children(node) if child.__class__ not in EXPRESSIONS]


def _is_asyncpg(node: cst.Attribute | cst.Name) -> bool:
    return _root(node) == "asyncpg"


def handlers_around(
    node: cst.CSTNode, outer: cst.CSTNode, names: ExceptionNames, *, near: bool = False
) -> Iterator[GuardingHandler]:
    """Handlers that ``outer`` puts around its child ``node``: only the guarded body counts.

    Args:
        node: a part of ``outer``.
        outer: a statement.
        names: how the module may call asyncpg's exceptions.
        near: the statement that raises stands in the block itself.
    """
    if isinstance(outer, cst.Try | cst.TryStar) and outer.body is node:
        yield from (found for handler in outer.handlers if (found := _of_clause(outer, handler, names, near)))
    elif isinstance(outer, cst.With) and outer.body is node:
        for item in outer.items:
            exceptions = names.named_in(item.item) if isinstance(item.item, cst.Call) else ()
            if exceptions:
                yield GuardingHandler(outer, None, exceptions, code_of(item.item))


def _of_clause(
    around: cst.Try | cst.TryStar,
    handler: cst.ExceptHandler | cst.ExceptStarHandler,
    names: ExceptionNames,
    near: bool,
) -> GuardingHandler | None:
    exceptions = names.named_in(handler.type) if handler.type is not None else ()
    inspects = _may_catch_any(handler.type) and (tells_apart(handler, near=near) or any(names.named_in(handler.body)))
    if not exceptions and not inspects:
        return None
    bound = handler.name.name if handler.name is not None else None
    name = bound.value if isinstance(bound, cst.Name) else None
    uses = tuple(item for item in walk(handler.body) if isinstance(item, cst.Name) and item.value == name)
    text = code_of(handler.type) if handler.type is not None else "everything"
    return GuardingHandler(around, handler, exceptions, text, name, uses)


def _may_catch_any(caught: cst.BaseExpression | None) -> bool:
    """Whether a clause may catch asyncpg's exceptions without naming one: not if it names built-in ones only."""
    names = set(names_below(caught)) if caught is not None else {"Exception"}
    return any(name in ("Exception", "BaseException") or not hasattr(builtins, name) for name in names)


def shared_names(module: ParsedModule) -> frozenset[str]:
    """Names that a module binds to asyncpg exceptions: ``DATABASE_ERRORS = (asyncpg.PostgresError, OSError)``."""
    names = exception_names(module)
    found: set[str] = set()
    for node in statements(module.tree):
        match node:
            case cst.Assign(value=cst.Tuple() | cst.Name() | cst.Attribute()) if names.named_in(node.value):
                found |= {item.target.value for item in node.targets if isinstance(item.target, cst.Name)}
            case _:
                pass
    return frozenset(found - {"_"})


def called_name(call: cst.Call) -> str | None:
    """``F`` of ``x.F(…)`` and ``F(…)``."""
    match call.func:
        case cst.Attribute():
            return call.func.attr.value
        case cst.Name():
            return call.func.value
        case _:
            return None


def is_registration(node: cst.BaseExpression) -> bool:
    """Whether a call (or a decorator) hands a handler to the application."""
    if not isinstance(node, cst.Call):
        return False
    keywords = {item.keyword.value for item in node.args if item.keyword is not None}
    return called_name(node) in _REGISTRATIONS or "exception_handlers" in keywords


def _sees_carried(test: cst.Call, scope: FunctionScope, module: ParsedModule) -> bool:
    """Whether a test of an error sees asyncpg's exception behind SQLAlchemy's."""
    return is_unwrapped(test, scope) or is_unwrapped_in_place(test) or is_dispatcher(scope.node, module)


def listeners(module: ParsedModule, names: ExceptionNames) -> Iterator[tuple[cst.Call, FunctionScope]]:
    """Calls that make a handler of asyncpg exceptions for the whole application, and the functions they stand in.

    ``isinstance(error, asyncpg.…)`` outside any except clause (``on_command_error``), unless the error was
    unwrapped before, and ``@app.exception_handler(asyncpg.…)``, unless another one hands it what sessions raise.
    """
    if not any(word in module.source.text for word in ("isinstance", "issubclass", "handler", "exception(")):
        return
    pending: list[tuple[cst.CSTNode, bool, FunctionScope]] = [(module.tree, False, FunctionScope(module.tree, ""))]
    while pending:
        node, handled, scope = pending.pop()
        handled = handled or node.__class__ in (cst.ExceptHandler, cst.ExceptStarHandler)
        if node.__class__ is cst.FunctionDef:
            assert isinstance(node, cst.FunctionDef)
            scope = FunctionScope(node, node.name.value)
        if node.__class__ is cst.Call:
            assert isinstance(node, cst.Call)
            tests = called_name(node) in ("isinstance", "issubclass") and not handled
            told = (tests or is_registration(node)) and any(names.named_in(argument.value) for argument in node.args)
            if told and not (_sees_carried(node, scope, module) if tests else is_handed_on(node, module)):
                yield node, scope
        pending.extend((child, handled, scope) for child in reversed(children(node)))
