"""Operators on json and jsonb."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.outcome import Refusal
from codemod.python_code import attribute, constant
from codemod.registry import lowers
from codemod.resolution.dialect import sql_of


@lowers(exp.JSONExtractScalar, ignores="only_json_types")
def text_of_key(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a ->> 'key'``: ``T.a["key"].astext``, for one key of a column of PostgreSQL's own type.

    PostgreSQL manual 9.16; SQLAlchemy: ``postgresql.JSON.Comparator.astext``.
    """
    column = this.unnest()
    mapped = lower.column(column).mapped if isinstance(column, exp.Column) else None
    type_source = (mapped.type_source if mapped is not None else None) or ""
    keys = [part.this for part in expression.expressions if isinstance(part, exp.JSONPathKey)]
    plain = isinstance(expression, exp.JSONPath) and len(expression.expressions) == 2 and len(keys) == 1
    if not plain or not type_source.startswith(("JSONB", "postgresql.JSON")) or not isinstance(column, exp.Column):
        raise Refusal("sql.unsupported", f"{sql_of(node)} is not supported")
    key = constant(str(keys[0]))
    return attribute(ast.Subscript(value=lower.column(column).expression(), slice=key, ctx=ast.Load()), "astext")
