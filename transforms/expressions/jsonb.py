"""Operators on json and jsonb."""

from __future__ import annotations

import ast
import re
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.types import INTEGER_LIMITS, STRINGS, base_type, is_json
from codemod.python_code import attribute, call, constant, method
from codemod.registry import lowers
from transforms.expressions.documents import document, is_document
from transforms.expressions.operands import array_like, constant_like, sql_text, text_argument
from transforms.expressions.repetition import repeated
from transforms.expressions.types_of import type_of

#: The text of a path whose parts need no quotes: ``{a,b,0}``.
_PATH: Final = re.compile(r"\{(\w+(?:,\w+)*)\}")


@lowers(exp.JSONExtractScalar, ignores="only_json_types")
def text_of_key(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a ->> 'key'``: ``T.a["key"].astext``; of SQLAlchemy's general ``JSON``: ``T.a.op("->>", …)("key")``.

    ``as_string()``, which that type has, casts. PostgreSQL manual 9.16; SQLAlchemy: ``JSON.Comparator.astext``.
    """
    value, key = json_value(lower, this.unnest(), node), _key(lower, expression.unnest(), node)
    if type_of(lower, this) == "json" and not _is_own(lower, this.unnest()):
        return call(method(value, "op", constant("->>"), return_type=lower.sqlalchemy("Text")), key)
    return attribute(ast.Subscript(value=value, slice=key, ctx=ast.Load()), "astext")


@lowers(exp.JSONBExtractScalar)
def text_of_path(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a #>> '{x,y}'``: ``T.a[("x", "y")].astext``; a path that is no constant: ``T.a.op("#>>", …)(path)``.

    PostgreSQL manual 9.16; SQLAlchemy: ``JSON.Comparator.astext``.
    """
    value, path = json_value(lower, this.unnest(), node), _path(expression)
    general = type_of(lower, this) == "json" and not _is_own(lower, this.unnest())
    if path is not None and not general:
        return attribute(ast.Subscript(value=value, slice=path, ctx=ast.Load()), "astext")
    operator = method(value, "op", constant("#>>"), return_type=lower.sqlalchemy("Text"))
    return call(operator, _written_path(lower, expression, node))


@lowers(exp.JSONBExtract)
def value_of_path(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a #> '{x,y}'``: ``T.a[("x", "y")]``; a path that is no constant: ``T.a.op("#>", return_type=JSONB)(path)``.

    PostgreSQL manual 9.16; SQLAlchemy: ``JSON.Comparator``, "Path index operations".
    """
    kind = type_of(lower, this)
    value, path = json_value(lower, this.unnest(), node), _path(expression)
    if path is not None and (kind != "json" or _is_own(lower, this.unnest())):
        return ast.Subscript(value=value, slice=path, ctx=ast.Load())
    operator = method(value, "op", constant("#>"), return_type=lower.type(kind or "jsonb"))
    return call(operator, _written_path(lower, expression, node))


@lowers(exp.JSONBDeleteAtPath)
def without_path(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a #- '{x,y}'``: ``T.a.op("#-", return_type=JSONB)(…)``, as ``delete_path()`` casts.

    PostgreSQL manual 9.16; SQLAlchemy: ``Operators.op()``.
    """
    operator = method(_jsonb(lower, this, node), "op", constant("#-"), return_type=lower.type("jsonb"))
    return call(operator, _written_path(lower, expression, node))


@lowers(exp.JSONBPathExists)
def path_exists(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a @? '$.x'``: ``T.a.bool_op("@?")(…)``, of a constant path.

    PostgreSQL manual 9.16; SQLAlchemy: ``Operators.bool_op()``.
    """
    path = expression.unnest()
    if not isinstance(path, exp.Literal):
        raise refused("sql.json", node, "a path that is no constant is not supported")
    return call(method(_jsonb(lower, this, node), "bool_op", constant("@?")), sql_text(lower, path))


@lowers(exp.JSONExtract, ignores="only_json_types")
def value_of_key(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a -> 'key'`` inside an expression: ``T.a.op("->", return_type=JSONB)("key")``.

    ``T.a["key"]`` is another thing for jsonb: PostgreSQL's subscript takes ``'0'`` for a position in an array,
    where ``->`` finds nothing. PostgreSQL manual 8.14.5, 9.16; SQLAlchemy: ``Operators.op()``.
    """
    value = json_value(lower, this.unnest(), node)
    key = _key(lower, expression.unnest(), node)
    kind = type_of(lower, this)
    return call(method(value, "op", constant("->"), return_type=lower.type(kind or "jsonb")), key)


def json_value(lower: Lowering, this: exp.Expr, node: exp.Expr) -> ast.expr:
    """What stands left of the operator in ``node``, which SQLAlchemy has to know as PostgreSQL's own JSON or JSONB."""
    if isinstance(this, exp.Column):
        column = lower.column(this)
        plain = column.mapped is not None and is_json(column.mapped)
        if not plain and not (column.declared and column.pg_type == "jsonb"):
            raise refused("sql.json", this, "it is no JSON column of PostgreSQL's own type")
        return column.expression()
    value = lower(this)
    kind = type_of(lower, this)  # after lowering: a scalar subquery knows its type by then
    if not is_document(kind) or kind is None:
        raise refused("sql.json", node, "a JSON operator on something that is not known to be JSON")
    return value if _is_typed(this) else call(lower.sqlalchemy("type_coerce"), value, lower.type(kind))


def _is_typed(node: exp.Expr) -> bool:
    """Whether SQLAlchemy, too, knows a document for one: it gives an expression the type of its first part."""
    inner = node.unnest()
    if isinstance(inner, exp.Coalesce | exp.DPipe):
        return _is_typed(inner.this)
    return isinstance(inner, exp.Column | exp.Cast | exp.JSONExtract | exp.JSONBExtract | exp.JSONBDeleteAtPath)


def _is_own(lower: Lowering, node: exp.Expr) -> bool:
    """Whether SQLAlchemy takes a value for PostgreSQL's own JSON, which has ``astext``: a column of that type."""
    mapped = lower.column(node).mapped if isinstance(node, exp.Column) else None
    return mapped is not None and (mapped.type_source or "").startswith("postgresql.JSON")


def _key(lower: Lowering, node: exp.Expr, whole: exp.Expr) -> ast.expr:
    """A key or position; an untyped parameter is a key (manual 10.2: a string type is preferred)."""
    if isinstance(node, exp.Parameter):
        return lower.typed_parameter(node, lower.sqlalchemy("Text"))
    if isinstance(node, exp.Literal) and repeated(node):
        return sql_text(lower, node)
    if isinstance(node, exp.Literal) and node.is_string:
        return constant(node.name)
    if isinstance(node, exp.Literal) and node.name.isdigit() and int(node.name) <= INTEGER_LIMITS["integer"]:
        return constant(int(node.name))
    if base_type(type_of(lower, node) or "") in STRINGS:
        return lower(node)
    raise refused("sql.json", whole, "a JSON operator with such a key is not supported")


def _path(node: exp.Expr) -> ast.expr | None:
    """A constant path as a Python tuple; None for any other path."""
    found = _PATH.fullmatch(node.name) if isinstance(node, exp.Literal) and node.is_string else None
    if found is None or repeated(node):
        return None
    return ast.Tuple(elts=[constant(part) for part in found[1].split(",")], ctx=ast.Load())


def _written_path(lower: Lowering, node: exp.Expr, whole: exp.Expr) -> ast.expr:
    """A path as PostgreSQL takes it, ``text[]``: a constant as it was written, a parameter, an array."""
    inner = node.unnest()
    if isinstance(inner, exp.Parameter):
        return lower.typed_parameter(inner, lower.type("text[]"))
    if isinstance(inner, exp.Literal) and inner.is_string:
        return sql_text(lower, inner)
    keys = array_like(lower, inner, "text[]") if isinstance(inner, exp.Array) else None
    if keys is None and type_of(lower, inner) != "text[]":
        raise refused("sql.json", whole, "the path is not known to be an array of text")
    return keys or lower(inner)


def containment(lower: Lowering, name: str, left: exp.Expr, right: exp.Expr) -> ast.expr:
    """``a @> '{"x": 1}'``: ``T.a.contains(…)``. PostgreSQL manual 9.16; SQLAlchemy: ``JSONB.Comparator``."""
    if isinstance(right, exp.Parameter):
        return method(json_value(lower, left, left), name, document(lower, right, "jsonb"))
    if not isinstance(right, exp.Literal) and type_of(lower, right) != "jsonb":
        raise refused("sql.json", right, "it is not known to be jsonb")
    return method(json_value(lower, left, left), name, lower(right))


@lowers(exp.JSONBContainsTopKey)
def has_key(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a ? 'key'``: ``T.a.has_key("key")``. PostgreSQL manual 9.16; SQLAlchemy: ``JSONB.Comparator``."""
    value, inner = _jsonb(lower, this, node), expression.unnest()
    if isinstance(inner, exp.Parameter):
        return method(value, "has_key", text_argument(lower, inner))
    return method(
        value, "has_key", constant_like(lower, inner, "text") if isinstance(inner, exp.Literal) else lower(inner)
    )


@lowers(exp.JSONBContainsAnyTopKeys, exp.JSONBContainsAllTopKeys)
def has_keys(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a ?| $1``, ``a ?& ARRAY['x', 'y']``: ``T.a.has_any(…)``, ``T.a.has_all(…)``.

    PostgreSQL manual 9.16; SQLAlchemy: ``JSONB.Comparator``.
    """
    name = "has_any" if isinstance(node, exp.JSONBContainsAnyTopKeys) else "has_all"
    value, inner = _jsonb(lower, this, node), expression.unnest()
    if isinstance(inner, exp.Parameter):
        return method(value, name, lower.typed_parameter(inner, lower.type("text[]")))
    keys = array_like(lower, inner, "text[]") if isinstance(inner, exp.Array) else None
    if keys is not None:
        return method(value, name, keys)
    if type_of(lower, inner) != "text[]":
        raise refused("sql.json", inner, "it is not known to be an array of text")
    return method(value, name, lower(inner))


def _jsonb(lower: Lowering, node: exp.Expr, whole: exp.Expr) -> ast.expr:
    if type_of(lower, node) != "jsonb":
        raise refused("sql.json", whole, "a JSON operator on something that is not known to be jsonb")
    return json_value(lower, node.unnest(), whole)


def without_key(lower: Lowering, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a - 'key'``: ``T.a.op("-")("key")``; ``a - ARRAY['x', 'y']``; a parameter is a key. PostgreSQL manual 9.16."""
    inner = expression.unnest()
    value = _jsonb(lower, this, this)
    if isinstance(inner, exp.Literal) and not inner.is_string:
        key = sql_text(lower, inner)
    elif type_of(lower, inner) == "text[]":
        key = (array_like(lower, inner, "text[]") if isinstance(inner, exp.Array) else None) or lower(inner)
    else:
        key = _key(lower, inner, expression)
    return call(method(value, "op", constant("-")), key)
