"""Which expressions are an asyncpg pool or connection: by data flow where it shows, by name where it doesn't."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final, Literal

import libcst as cst

from codemod.syntax.bindings import Binding
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import code_of, dotted

if TYPE_CHECKING:
    from codemod.config import Config

#: ``no`` is positive evidence of another library; ``maybe`` a name that says nothing.
Verdict = Literal["pool", "connection", "maybe", "no"]

_POOL_NAMES: Final = frozenset(
    {"db", "_db", "pool", "_pool", "database", "db_pool", "pg", "pg_pool", "pgpool", "postgres"}
)
_CONNECTION_NAMES: Final = frozenset({"conn", "con", "connection", "_conn", "_connection", "db_conn", "pg_conn"})
_OTHER_NAMES: Final = frozenset(
    {"session", "redis", "cursor", "cur", "engine", "client", "http", "sqlite", "mongo", "cache", "channel", "guild"}
)
_OTHER_TYPES: Final = ("Session", "aiosqlite", "sqlite3", "Redis", "psycopg", "Engine", "aiomysql", "SQLiteConnection")
_OTHER_LIBRARIES: Final = ("aiosqlite", "sqlite3", "psycopg", "psycopg2", "aiomysql", "asyncmy", "aioodbc")


def classify(node: cst.BaseExpression, scope: FunctionScope, config: Config, depth: int = 0) -> Verdict:
    """What kind of receiver an expression is.

    Args:
        node: the expression before the method.
        scope: the function it stands in.
        config: patterns of the project.
        depth: how many names were already followed.
    """
    text = dotted(node)
    if text is not None:
        if any(fnmatchcase(text, pattern) for pattern in config.not_receivers):
            return "no"
        if any(fnmatchcase(text, pattern) for pattern in config.receivers):
            return "pool"
    match node:
        case cst.Name():
            return _of_name(node, scope, config, depth)
        case cst.Attribute():
            return _of_attribute(node, scope)
        case cst.Await():
            return classify(node.expression, scope, config, depth)
        case cst.BooleanOperation():
            return _stronger(*(classify(side, scope, config, depth) for side in (node.left, node.right)))
        case cst.IfExp():
            return _stronger(*(classify(side, scope, config, depth) for side in (node.body, node.orelse)))
        case cst.Call():
            return _of_call(node, scope, config, depth)
        case _:
            return "maybe"


def _stronger(*verdicts: Verdict) -> Verdict:
    """Of several possible values the one that promises least: one connection beats a pool."""
    order: tuple[Verdict, ...] = ("no", "connection", "pool")
    return next((verdict for verdict in order if verdict in verdicts), "maybe")


def _by_name(name: str) -> Verdict:
    lowered = name.lower()
    if lowered in _CONNECTION_NAMES:
        return "connection"
    if lowered in _POOL_NAMES:
        return "pool"
    return "no" if lowered in _OTHER_NAMES or "session" in lowered or "redis" in lowered else "maybe"


def _of_name(node: cst.Name, scope: FunctionScope, config: Config, depth: int) -> Verdict:
    holder = scope.holding(node.value)
    if holder is None or depth > 4:
        return _by_name(node.value)
    bindings = holder.reaching(node) if holder is scope else tuple(holder.flow(node.value).bindings)
    verdicts = [_of_binding(binding, node.value, holder, config, depth + 1) for binding in bindings]
    return _stronger(*verdicts) if verdicts else _by_name(node.value)


def _of_binding(binding: Binding, name: str, scope: FunctionScope, config: Config, depth: int) -> Verdict:
    if binding.kind == "param":
        assert isinstance(binding.node, cst.Param)
        return kind_of_parameter(binding.node)
    if binding.kind in ("assign", "with") and binding.value is not None:
        verdict = classify(binding.value, scope, config, depth)
        if verdict == "maybe" and binding.kind == "with" and _is_of_pool(binding.value, scope, config, depth):
            return "connection"
        return verdict if verdict != "maybe" else _by_name(name)
    return _by_name(name)


def _is_of_pool(node: cst.BaseExpression, scope: FunctionScope, config: Config, depth: int) -> bool:
    """Whether what is entered is a method of a pool: ``async with self.db.unit_of_work() as tx``."""
    while isinstance(node, cst.Await):
        node = node.expression
    is_method = isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute)
    return is_method and classify(node.func.value, scope, config, depth) == "pool"  # type: ignore[attr-defined]


def kind_of_parameter(param: cst.Param) -> Verdict:
    """What a parameter takes, by its annotation or name."""
    if param.annotation is None:
        return _by_name(param.name.value)
    written = code_of(param.annotation.annotation)
    if any(word in written for word in _OTHER_TYPES) and "asyncpg" not in written:
        return "no"
    if re.search(r"Connection(?!Pool)", written):
        return "connection"
    if "Pool" in written:
        return "pool"
    return _by_name(param.name.value)


def _of_attribute(node: cst.Attribute, scope: FunctionScope) -> Verdict:
    if node.attr.value in ("conn", "connection", "con") and isinstance(node.value, cst.Name):
        for binding in scope.reaching(node.value):
            if binding.value is not None and _calls(binding.value, "transaction"):
                return "connection"
    head = node.value
    if isinstance(head, cst.Name) and head.value not in ("self", "cls", "client") and _by_name(head.value) == "no":
        return "no"
    return _by_name(node.attr.value)


def _calls(node: cst.BaseExpression, method: str) -> bool:
    while isinstance(node, cst.Await):
        node = node.expression
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == method


def _of_call(node: cst.Call, scope: FunctionScope, config: Config, depth: int) -> Verdict:
    name = dotted(node.func) or ""
    head, _, last = name.rpartition(".")
    if head.split(".")[0] in _OTHER_LIBRARIES:
        return "no"
    if name in ("asyncpg.connect",):
        return "connection"
    if last == "create_pool":
        return "pool"
    if isinstance(node.func, cst.Attribute):
        inner = node.func.value
        if last == "acquire" or node.func.attr.value == "acquire":
            return "connection" if classify(inner, scope, config, depth) != "no" else "no"
        if node.func.attr.value in ("connect", "begin", "cursor", "get_session", "session"):
            return "no"
    if "session" in last.lower():
        return "no"
    return "maybe"
