"""ANY and ALL: a comparison with the elements of an array or the rows of a query."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.types import base_type
from codemod.outcome import Refusal
from codemod.python_code import call, method
from codemod.registry import lowers
from codemod.resolution.statement import parameter_number
from transforms.expressions.bind_types import sent_as
from transforms.expressions.documents import refuse_json
from transforms.expressions.names import check_name
from transforms.expressions.operands import array_like, sql_text
from transforms.expressions.types_of import element_of, type_of


@lowers(exp.Any)
def any_of(lower: Lowering, *, node: exp.Expr, this: exp.Expr) -> ast.expr:
    """``a = ANY($1)``: ``a == any_(literal(ids, ARRAY(BigInteger)))``.

    ``in_()`` would fail above 32,767 elements and give a statement text per length.
    PostgreSQL manual 9.24.3; SQLAlchemy: ``any_()``.
    """
    return _quantified(lower, "any_", node, this)


@lowers(exp.All)
def all_of(lower: Lowering, *, node: exp.Expr, this: exp.Expr) -> ast.expr:
    """``a <> ALL($1)``: ``a != all_(literal(ids, ARRAY(BigInteger)))``.

    PostgreSQL manual 9.24.4; SQLAlchemy: ``all_()``.
    """
    return _quantified(lower, "all_", node, this)


def _quantified(lower: Lowering, function: str, node: exp.Expr, this: exp.Expr) -> ast.expr:
    """The right side of ``a = ANY(…)``: an array parameter has the type of the left side."""
    inner = this.unnest()
    compared = node.parent
    if not isinstance(compared, exp.Binary) or compared.expression is not node:
        raise refused("sql.quantifier", node, "it stands outside a comparison")
    if isinstance(inner, exp.Parameter):
        kind = type_of(lower, compared.this)
        if kind is None:
            raise Refusal("bind.unknown-type", f"the type of the array ${parameter_number(inner)} is not known")
        refuse_json(kind, inner)
        check_name(lower, inner, kind)
        return call(lower.sqlalchemy(function), lower.typed_parameter(inner, lower.type(f"{sent_as(kind)}[]")))
    if isinstance(inner, exp.Select):
        return call(lower.sqlalchemy(function), method(lower(inner), "scalar_subquery"))
    if isinstance(inner, exp.Array):
        constants = array_like(lower, inner, f"{sent_as(type_of(lower, compared.this) or '')}[]")
        if constants is not None:
            return call(lower.sqlalchemy(function), constants)
    if isinstance(inner, exp.Literal) and inner.is_string:
        return call(lower.sqlalchemy(function), sql_text(lower, inner))
    is_query = isinstance(inner, exp.Array) and isinstance(inner.expressions[:1] and inner.expressions[0], exp.Query)
    array = lower(inner) if is_query else None  # ARRAY(SELECT …) has a type after that
    if element_of(type_of(lower, inner)) is None:
        raise refused("sql.quantifier", node, "what it looks through is not known to be an array")
    return call(lower.sqlalchemy(function), array or lower(inner))


def any_form_in(lower: Lowering, node: exp.Expr, this: exp.Expr) -> ast.expr | None:
    """``a = ANY($1)`` as ``a.in_(ids)``, which the user asked for with ``--any in``; None for anything else."""
    inner = node.this.unnest() if isinstance(node, exp.Any) else None
    left = this.unnest()
    if lower.any_form != "in" or not isinstance(inner, exp.Parameter) or not isinstance(left, exp.Column):
        return None
    column = lower.value(left)
    if column.pg_type is None or base_type(column.pg_type) == "numeric":
        return None
    refuse_json(column.pg_type, inner)
    return method(column.expression(), "in_", lower.parameter(inner))
