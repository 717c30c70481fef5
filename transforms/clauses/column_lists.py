"""Column lists: ``t(a, b)`` names the columns of a query from outside."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TypeGuard

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.python_code import constant, method
from transforms.clauses.projection import Projection


def holder_of(node: exp.Select) -> exp.Expr | None:
    """What reads the columns of a query by name: a WITH query or an item of FROM.

    Of a set operation the first side names the columns.
    """
    side: exp.Expr = node
    holder = node.parent
    while _is_side(holder):
        if isinstance(holder, exp.SetOperation) and holder.expression is side:
            return None
        side, holder = holder, holder.parent
    if isinstance(holder, exp.Subquery) and isinstance(holder.parent, exp.Lateral):
        return holder.parent
    is_item = isinstance(holder, exp.Subquery) and isinstance(holder.parent, exp.From | exp.Join)
    return holder if is_item or isinstance(holder, exp.CTE) else None


def _is_side(node: exp.Expr | None) -> TypeGuard[exp.Expr]:
    in_parentheses = isinstance(node, exp.Subquery) and isinstance(node.parent, exp.SetOperation)
    return in_parentheses or isinstance(node, exp.SetOperation)


def with_column_list(lower: Lowering, node: exp.Select, projection: Projection) -> Projection:
    """Label the columns the way the list around the query calls them: ``t(a) AS (SELECT id …)``: ``id.label("a")``.

    PostgreSQL manual 7.2.1.2, SELECT; SQLAlchemy: ``ColumnElement.label()``.

    Raises:
        Refusal: ``sql.column-list`` for a list that is too long, over ``*``, or over names the query itself uses.
    """
    holder = holder_of(node)
    alias = holder.args.get("alias") if holder is not None else None
    if alias is None or not alias.columns:
        return projection
    names = [item.name for item in alias.columns]
    if len(names) > len(projection.columns) or any(item.is_star for item in node.expressions):
        raise refused("sql.column-list", alias, "this column list is not supported")
    changed = any(name != column.name for name, column in zip(names, projection.columns, strict=False))
    if changed and _named_in(node) & lower.scope.aliases.keys():
        raise refused("sql.column-list", alias, "a column list over names that the query itself uses")
    for index, name in enumerate(names):
        if projection.columns[index].name != name:
            projection.columns[index] = replace(projection.columns[index], name=name)
            projection.expressions[index] = _labelled(projection.expressions[index], name)
            lower.scope.labels[index] = name
    return projection


def _named_in(node: exp.Select) -> set[str]:
    """The names in the clauses where an output column may be meant."""
    clauses = [clause for key in ("order", "group") if (clause := node.args.get(key)) is not None]
    return {column.name for clause in clauses for column in clause.find_all(exp.Column)}


def _labelled(expression: ast.expr, name: str) -> ast.expr:
    match expression:
        case ast.Call(func=ast.Attribute(value=inner, attr="label")):
            return method(inner, "label", constant(name))
        case _:
            return method(expression, "label", constant(name))
