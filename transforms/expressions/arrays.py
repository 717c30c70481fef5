"""Arrays: constructors, subscripts, overlap and containment."""

from __future__ import annotations

import ast
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.types import STRINGS, base_type, pg_type_of
from codemod.python_code import attribute, call, constant, list_of, method
from codemod.registry import lowers
from transforms.expressions.array_elements import forms_array, text_element
from transforms.expressions.documents import refuse_json
from transforms.expressions.jsonb import containment
from transforms.expressions.operands import operand, sql_text
from transforms.expressions.repetition import repeated
from transforms.expressions.types_of import element_of, type_of

_OPERATORS: Final[dict[type[exp.Expr], str]] = {
    exp.ArrayOverlaps: "&&",
    exp.ArrayContainsAll: "@>",
    exp.ArrayContainedBy: "<@",
}
_METHODS: Final = {"&&": "overlap", "@>": "contains", "<@": "contained_by"}


@lowers(*_OPERATORS)
def array_comparison(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a && b``: ``a.overlap(b)`` for PostgreSQL's own ARRAY, ``a.bool_op("&&")(b)`` for the general one.

    PostgreSQL manual 9.19; SQLAlchemy: ``postgresql.ARRAY.Comparator``.
    """
    operator = _OPERATORS[type(node)]
    left, value = this.unnest(), expression.unnest()
    pg_type = type_of(lower, left)
    if pg_type == "jsonb" and operator != "&&":
        return containment(lower, _METHODS[operator], left, value)
    if isinstance(left, exp.Parameter | exp.Literal | exp.Array):
        raise refused("sql.array", node, f"a bound value on the left of {operator}")
    if pg_type is None or element_of(pg_type) is None:
        raise refused("sql.array", this, f"{operator} on something that is not known to be an array")
    mapped = lower.value(left).mapped if isinstance(left, exp.Column) else None
    right = operand(lower, expression, this)
    if mapped is not None and (mapped.type_source or "").startswith("postgresql.ARRAY"):
        return method(lower(left), _METHODS[operator], right)
    return call(method(lower(left), "bool_op", constant(operator)), right)


@lowers(exp.Array, ignores="bracket_notation value_constructor")
def array(lower: Lowering, *, node: exp.Expr, expressions: list[exp.Expr]) -> ast.expr:
    """``ARRAY[a, b]``: ``array([a, b])``; ``ARRAY(SELECT a …)``: ``func.array(select(a).scalar_subquery())``.

    PostgreSQL manual 4.2.12; SQLAlchemy: ``postgresql.array``.
    """
    if len(expressions) == 1 and isinstance(expressions[0], exp.Query):
        query = lower(expressions[0])
        if len(lower.projected) == 1:
            lower.subquery_types[id(node)] = lower.projected[0].pg_type
        return call(attribute(lower.sqlalchemy("func"), "array"), method(query, "scalar_subquery"))
    around = node.parent
    cast_to = pg_type_of(around.to) if isinstance(around, exp.Cast) else None
    kind = element_of(cast_to) or element_of(type_of(lower, node))
    if kind is None:
        raise refused("sql.array", node, "the type of the array is not known")
    elements = list_of(_element(lower, item, kind, is_cast=cast_to is not None) for item in expressions)
    function = lower.name("sqlalchemy.dialects.postgresql", "array")
    return call(function, elements, **({} if cast_to is not None else {"type_": lower.type(kind)}))


def _element(lower: Lowering, node: exp.Expr, kind: str, *, is_cast: bool) -> ast.expr:
    """An element; a cast around the constructor reaches its elements (manual 4.2.12)."""
    inner = node.unnest()
    if isinstance(inner, exp.Parameter):
        refuse_json(kind, inner)
        if base_type(kind) == "text" and forms_array(node):
            return text_element(lower, inner)
        return lower.typed_parameter(inner, lower.type(kind))
    if isinstance(inner, exp.Literal) and not repeated(inner):
        if inner.is_string and is_cast and base_type(kind) in STRINGS:
            return constant(inner.name)
        if not inner.is_string and kind == "integer" and type_of(lower, inner) == "integer":
            return constant(int(inner.name))
    return lower(node)


@lowers(exp.Bracket, ignores="offset safe returns_list_for_maps json_access")
def subscript(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expressions: list[exp.Expr]) -> ast.expr:
    """``a[1]``, ``a[1:2]``: the same in Python; ``a[$1]`` with an integer bind; ``(f(a))[1]``: ``func.f(a, …)[1]``.

    PostgreSQL manual 8.15.3; SQLAlchemy: ``ARRAY.Comparator``.
    """
    column = this.unnest()
    kind = type_of(lower, column)
    if len(expressions) != 1 or kind is None or element_of(kind) is None:
        raise refused("sql.array", node, "a subscript of something other than one array")
    place = expressions[0]
    if isinstance(place, exp.Slice):
        index: ast.expr = ast.Slice(*[_slice_bound(lower, node, place.args.get(key)) for key in ("this", "expression")])
    else:
        index = _index(lower, node, place)
    return ast.Subscript(value=_array(lower, column, kind), slice=index, ctx=ast.Load())


def _array(lower: Lowering, node: exp.Expr, kind: str) -> ast.expr:
    """An array with a type that SQLAlchemy knows; that of a function it has to be told (but for array_agg)."""
    value = lower(node)
    if isinstance(node, exp.Anonymous) and isinstance(value, ast.Call):
        if node.name.lower() != "array_agg":
            value.keywords.append(ast.keyword("type_", lower.type(kind)))
        return value
    if isinstance(node, exp.Column):
        return value
    if isinstance(node, exp.Case | exp.Cast | exp.Array) or not isinstance(node, exp.Func | exp.DPipe):
        raise refused("sql.array", node, "SQLAlchemy would put no brackets around the array that is subscripted")
    return call(lower.sqlalchemy("type_coerce"), value, lower.type(kind))


def _slice_bound(lower: Lowering, node: exp.Expr, bound: exp.Expr | None) -> ast.expr:
    """SQLAlchemy has no open slices."""
    if bound is None:
        raise refused("sql.array", node, "an open slice is not supported")
    return _index(lower, node, bound)


def _index(lower: Lowering, node: exp.Expr, place: exp.Expr) -> ast.expr:
    inner = place.unnest()
    if isinstance(inner, exp.Parameter):
        return lower.typed_parameter(inner, lower.sqlalchemy("Integer"))
    if isinstance(inner, exp.Literal) and inner.name.isdigit():
        return constant(int(inner.name)) if not repeated(inner) else sql_text(lower, inner)
    if type_of(lower, inner) in ("smallint", "integer"):
        return lower(inner)
    raise refused("sql.array", node, "this subscript is not supported")
