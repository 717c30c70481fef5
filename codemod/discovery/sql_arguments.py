"""Whether the first argument of a call is SQL text, a SQLAlchemy construct, or something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import libcst as cst

from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import code_of, dotted

#: How a statement starts, behind comments and opening parentheses.
_SQL: Final = re.compile(
    r"""\s*(?:--[^\n]*\n\s*|/\*.*?\*/\s*|\(\s*)*
    (select|insert|update|delete|with|values|merge|table|create|alter|drop|truncate|comment|grant|reindex|refresh
    |set|show|reset|vacuum|analyze|listen|notify|copy|begin|lock|do|call|explain)\b""",
    re.I | re.S | re.X,
)
_QUERY_NAMES: Final = re.compile(r"query|sql|stmt|statement|command|^q$", re.I)
_BUILDERS: Final = frozenset(
    {"select", "insert", "update", "delete", "text", "pg_insert", "func", "sa", "sqlalchemy", "union"}
)
_ONE_VALUE: Final = re.compile(r"(?:typing\.|t\.)?(?:Optional\[)?(?:int|str|float|bool|uuid\.UUID|UUID)\b")
#: Methods of a ``Table`` that begin a construct.
_TABLE_METHODS: Final = frozenset({"select", "insert", "update", "delete"})


def _values(node: cst.BaseExpression, scope: FunctionScope) -> list[cst.BaseExpression]:
    if isinstance(node, cst.Name):
        return [binding.value for binding in scope.reaching(node) if binding.value is not None]
    return [node]


def is_built(query: cst.BaseExpression, scope: FunctionScope) -> bool:
    """Whether the argument is a construct of SQLAlchemy: ``select(…).where(…)``, ``text("…")``, ``tags.insert()``."""
    for value in _values(query, scope):
        while isinstance(value, cst.Call | cst.Attribute):
            match value:
                case cst.Call(func=cst.Attribute(attr=cst.Name(value=method)), args=[]) if method in _TABLE_METHODS:
                    return True
            value = value.func if isinstance(value, cst.Call) else value.value
            if isinstance(value, cst.Name) and value.value in _BUILDERS:
                return True
    return False


def looks_like_sql(query: cst.BaseExpression, scope: FunctionScope, *, strict: bool) -> bool:
    """Whether the first argument of a call is SQL; ``strict`` wants to see it, not just no evidence against it."""
    for value in _values(query, scope):
        text = _text_start(value)
        if text is not None:
            return _SQL.match(text) is not None if strict else _SQL.match(text) is not None or not text.strip()
    if isinstance(query, cst.Integer | cst.Float | cst.Dict | cst.List):
        return False
    if not strict:
        return True
    return bool(_QUERY_NAMES.search(dotted(query) or ""))


def has_numbered_arguments(
    query: cst.BaseExpression, bound: Sequence[cst.BaseExpression], scope: FunctionScope
) -> bool:
    """Whether the text has ``$1`` to ``$n`` and n arguments stand behind it: only asyncpg is called like that.

    Libraries with the same numbers (psqlpy, DuckDB) take the values as one list.
    """
    written = [code_of(value) for value in _values(query, scope)]
    numbers = [{int(number) for number in re.findall(r"\$(\d+)", text)} for text in written]
    alone = len(bound) == 1 and not _is_one_value(bound[0], scope)
    return bool(bound and numbers) and not alone and all(found == {*range(1, len(bound) + 1)} for found in numbers)


def _is_one_value(node: cst.BaseExpression, scope: FunctionScope) -> bool:
    """Whether an argument is no list of values: a number, an attribute, a parameter that says so."""
    if isinstance(node, cst.Attribute | cst.BaseNumber | cst.SimpleString):
        return True
    written = [
        code_of(binding.node.annotation.annotation)
        for binding in (scope.reaching(node) if isinstance(node, cst.Name) else ())
        if isinstance(binding.node, cst.Param) and binding.node.annotation is not None
    ]
    return bool(written) and all(_ONE_VALUE.match(text.strip("'\"")) for text in written)


def _text_start(node: cst.BaseExpression) -> str | None:
    match node:
        case cst.SimpleString():
            value = node.evaluated_value
            return value if isinstance(value, str) else None
        case cst.ConcatenatedString():
            return _text_start(node.left)
        case cst.FormattedString():
            first = node.parts[0] if node.parts else None
            # its escapes are still in it
            return (
                re.sub(r"\\(?:\r?\n|[nrt])", " ", first.value) if isinstance(first, cst.FormattedStringText) else None
            )
        case cst.BinaryOperation():
            return _text_start(node.left)
        case _:
            return None
