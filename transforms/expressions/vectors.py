"""Distances between vectors: the operators of pgvector."""

from __future__ import annotations

import ast
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.types import STRINGS, base_type
from codemod.mapping.vectors import VECTOR, is_vector, of_package
from codemod.python_code import call, constant, method
from codemod.registry import lowers
from codemod.resolution.vector_operators import (
    DISTANCES,
    CosineDistance,
    NegativeInnerProduct,
    TaxicabDistance,
)
from transforms.expressions.documents import document
from transforms.expressions.operands import sql_text
from transforms.expressions.strings import text_distance
from transforms.expressions.types_of import type_of

#: Methods that columns of pgvector's own type have (pgvector-python, SQLAlchemy).
_METHODS: Final[dict[type[exp.Expr], str]] = {
    exp.Distance: "l2_distance",
    CosineDistance: "cosine_distance",
    NegativeInnerProduct: "max_inner_product",
    TaxicabDistance: "l1_distance",
}


@lowers(*_METHODS)
def distance(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a <=> $1`` of pgvector: ``T.a.cosine_distance(x)``; ``<->``: ``l2_distance``, ``<#>``: ``max_inner_product``.

    Where the models have the type by its name alone, ``T.a.op("<=>", return_type=Double)(x)``. ``<->`` of two texts
    is that of pg_trgm. pgvector, Querying; pgvector-python, SQLAlchemy. PostgreSQL manual, pg_trgm; SQLAlchemy:
    ``Operators.op()``.
    """
    kinds = [type_of(lower, side.unnest()) for side in (this, expression)]
    if not any(map(is_vector, kinds)):
        if isinstance(node, exp.Distance) and base_type(kinds[0] or "") in STRINGS:
            return text_distance(lower, this, expression)
        raise refused("sql.operator", node, "a distance of something that is not known to be a vector or text")
    found = lower.registry.vector_column()
    left, right = _side(lower, this), _side(lower, expression)
    if found is not None and of_package(found[1].type_source):
        return method(left, _METHODS[type(node)], right)
    operator = method(left, "op", constant(DISTANCES[type(node)]), return_type=lower.sqlalchemy("Double"))
    return call(operator, right)


def _side(lower: Lowering, node: exp.Expr) -> ast.expr:
    """A vector that only the server reads."""
    inner = node.unnest()
    if isinstance(inner, exp.Parameter):
        return document(lower, inner, VECTOR)
    if isinstance(inner, exp.Literal):
        return sql_text(lower, inner)
    if isinstance(inner, exp.Column) and is_vector(type_of(lower, inner)):
        return lower.column(inner).expression()
    return lower(node)
