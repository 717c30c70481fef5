"""VALUES in FROM."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.scopes import Source
from codemod.lowering.types import INTEGER_LIMITS
from codemod.outcome import Refusal
from codemod.python_code import call, constant, list_of, method
from codemod.resolution.dialect import sql_of
from transforms.clauses.derived_tables import NamedColumn, declared_source
from transforms.expressions.operands import sql_text
from transforms.expressions.types_of import common_type


def values_source(lower: Lowering, node: exp.Values) -> Source:
    """``(VALUES (1, 'x')) AS t(a, b)``: ``values(column("a", Integer), column("b", Text), name="t").data([(1, "x")])``.

    PostgreSQL manual 7.7; SQLAlchemy: ``values()``.

    Raises:
        Refusal: ``sql.values`` or ``types.unsupported`` for a column whose values have no common type.
    """
    alias = node.args.get("alias")
    given = {key for key, value in node.args.items() if value not in (None, False, [])}
    rows = [row.expressions for row in node.expressions if isinstance(row, exp.Tuple)]
    if alias is None or given - {"expressions", "alias"} or len(rows) != len(node.expressions):
        raise refused("sql.values", node, "this VALUES in FROM is not supported")
    names = [f"column{index + 1}" for index in range(len(rows[0]))]
    listed = [item.name for item in alias.columns if isinstance(item, exp.Identifier)]
    names[: len(listed)] = listed
    if len(names) != len(set(names)) or any(len(row) != len(names) for row in rows):
        raise refused("sql.values", node, "the columns of VALUES don't fit")
    kinds = [_kind(lower, [row[index] for row in rows], node) for index in range(len(names))]
    columns = [NamedColumn(name, name, kind) for name, kind in zip(names, kinds, strict=True)]
    declared = [call(lower.sqlalchemy("column"), constant(one.key), lower.type(one.pg_type)) for one in columns]
    table = call(lower.sqlalchemy("values"), *declared, name=constant(alias.name))
    data = list_of(
        ast.Tuple(elts=[_value(lower, item, kind) for item, kind in zip(row, kinds, strict=True)], ctx=ast.Load())
        for row in rows
    )
    return declared_source(alias.name, lower.define(alias.name, method(table, "data", data)), columns, scalar=False)


def _kind(lower: Lowering, items: list[exp.Expr], node: exp.Expr) -> str:
    kind = common_type(lower, items)
    if kind is None and all(isinstance(item.unnest(), exp.Parameter) for item in items):
        kind = "text"  # what is unknown in every row (manual 10.5)
    if kind is None:
        raise Refusal("types.unsupported", f"the type of a column of VALUES is not known: {sql_of(node)[:80]}")
    return kind


def _value(lower: Lowering, node: exp.Expr, kind: str) -> ast.expr:
    inner = node.unnest()
    if isinstance(inner, exp.Null):
        return constant(None)
    if isinstance(inner, exp.Parameter):
        return lower.typed_parameter(inner, lower.type(kind))
    if isinstance(inner, exp.Literal):
        if inner.is_string and kind == "text":
            return constant(inner.name)
        if not inner.is_string and inner.name.isdigit() and int(inner.name) <= INTEGER_LIMITS.get(kind, -1):
            return constant(int(inner.name))
        return sql_text(lower, inner)
    return lower(node)
