"""Operators on strings, and the functions that the standard spells with words between their arguments."""

from __future__ import annotations

import ast
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.types import INTEGERS, STRINGS, base_type
from codemod.python_code import attribute, binary, call, constant, method
from codemod.registry import lowers
from transforms.expressions.functions import argument
from transforms.expressions.operands import left_value, operand, sql_text, text_argument, value_for_server
from transforms.expressions.predicates import check_text
from transforms.expressions.repetition import repeated
from transforms.expressions.types_of import element_of, is_untyped, type_of
from transforms.expressions.types_of_operators import SEARCH

#: Types whose value ``||`` turns into text beside text: ``anynonarray`` (PostgreSQL manual, table 9.9).
_SIMPLE: Final = (*INTEGERS, "boolean", "date", "uuid", "double precision", "real", "name")


@lowers(exp.DPipe, ignores="safe")
def concatenation(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a || b``: ``a + b`` on text; ``a.concat(b)`` where SQLAlchemy would read ``+`` as a sum, and on arrays.

    PostgreSQL manual 9.4, 9.19; SQLAlchemy: ``ColumnOperators.concat()``.
    """
    kinds = [type_of(lower, item.unnest()) for item in (this, expression)]
    if any(map(element_of, kinds)) or "jsonb" in kinds:
        return _joined_values(lower, node, this, expression)
    if kinds[0] == kinds[1] and kinds[0] in SEARCH:
        return method(lower(this), "concat", lower(expression))
    sides = [_joined(lower, item, other) for item, other in ((this, expression), (expression, this))]
    if _is_string(this) and _is_text(lower, expression) and not repeated(this):
        return binary(sides[0], ast.Add(), sides[1])
    if isinstance(this.unnest(), exp.Literal | exp.Parameter):
        sides[0] = left_value(lower, this, exp.Cast(this=exp.Null(), to=exp.DataType.build("text")))
    is_bound = _is_string(expression) or isinstance(expression.unnest(), exp.Parameter)
    if _is_text(lower, this) and (is_bound or _is_text(lower, expression)):
        return binary(sides[0], ast.Add(), sides[1])
    return method(sides[0], "concat", sides[1])


def _is_text(lower: Lowering, node: exp.Expr) -> bool:
    """Whether SQLAlchemy, too, knows it to be text, so that ``+`` means ``||``."""
    inner = node.unnest()
    if isinstance(inner, exp.DPipe):
        texts = [_is_text(lower, item) for item in (inner.this, inner.expression)]
        strings = [_is_string(item) for item in (inner.this, inner.expression)]
        return any(texts) and all(text or string for text, string in zip(texts, strings, strict=True))
    if isinstance(inner, exp.Coalesce):
        return _is_text(lower, inner.this)  # coalesce() of SQLAlchemy has the type of its first argument
    if isinstance(inner, exp.Column) and lower.column(inner).mapped is None:
        return False  # a column of a subquery: what type SQLAlchemy gives it is not known here
    return isinstance(inner, exp.Column | exp.Cast) and base_type(type_of(lower, inner) or "") in STRINGS


def _joined_values(lower: Lowering, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """Arrays and jsonb: an untyped side has the type of the other (manual 10.2, rule 2a)."""
    if isinstance(this.unnest(), exp.Parameter | exp.Literal):
        raise refused("sql.string", node, "a bound value on the left of ||")
    left, right = type_of(lower, this), type_of(lower, expression)
    if right is not None and base_type(right) != base_type(left or "") and base_type(right) != element_of(left):
        raise refused("sql.string", node, f"|| of {left or 'an unknown type'} and {right or 'an unknown type'}")
    if left == "jsonb":
        return method(value_for_server(lower, this), "concat", operand(lower, expression, this))
    return method(lower(this), "concat", operand(lower, expression, this))


def _joined(lower: Lowering, node: exp.Expr, other: exp.Expr) -> ast.expr:
    """One side of ``||``: text, or anything with a type of its own beside text."""
    inner = node.unnest()
    kind, neighbour = type_of(lower, inner), type_of(lower, other.unnest())
    if isinstance(inner, exp.Literal) and inner.is_string:
        return sql_text(lower, inner) if repeated(inner) else constant(inner.name)
    if kind is not None and base_type(kind) in STRINGS:
        return lower(node)
    if neighbour is None or base_type(neighbour) in STRINGS or _is_string(other):
        if isinstance(inner, exp.Parameter) and (neighbour is not None or _is_string(other)):
            return text_argument(lower, inner)
        if kind is not None and base_type(kind) in _SIMPLE:
            return lower(node)
    raise refused("sql.string", node, "|| on something that is not known to be text")


def _is_string(node: exp.Expr) -> bool:
    inner = node.unnest()
    return isinstance(inner, exp.Literal) and bool(inner.is_string)


@lowers(exp.SimilarTo)
def similar_to(lower: Lowering, *, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a SIMILAR TO b``: ``a.bool_op("SIMILAR TO")(b)``.

    PostgreSQL manual 9.7.2; SQLAlchemy: ``Operators.bool_op()``.
    """
    check_text(lower, this, "SIMILAR TO")
    return call(method(lower(this), "bool_op", constant("SIMILAR TO")), operand(lower, expression, this))


@lowers(exp.Escape)
def escape(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a LIKE b ESCAPE '!'``: ``a.like(b, escape="!")``.

    PostgreSQL manual 9.7.1; SQLAlchemy: ``ColumnOperators.like()``.
    """
    written = lower(this)
    plain = isinstance(expression, exp.Literal) and expression.is_string and len(expression.name) == 1
    match written:
        case ast.Call(func=ast.Attribute(attr="like" | "ilike" | "not_like" | "not_ilike")) if plain:
            written.keywords.append(ast.keyword("escape", constant(expression.name)))
            return written
        case _:
            raise refused("sql.string", node, "ESCAPE beside a pattern of this form is not supported")


@lowers(exp.Substring)
def substring(
    lower: Lowering, *, node: exp.Expr, this: exp.Expr, start: exp.Expr | None, length: exp.Expr | None
) -> ast.expr:
    """``substring(a FROM 2 FOR 3)``: ``func.substring(a, 2, 3)``; ``FROM 'pattern'`` alike.

    PostgreSQL manual 9.4; SQLAlchemy: ``func``.
    """
    if length is None and start is not None and _is_string(start):
        check_text(lower, this, "substring")
        return call(attribute(lower.sqlalchemy("func"), "substring"), lower(this), sql_text(lower, start))
    numbers = [start or exp.Literal.number(1), *([length] if length is not None else [])]
    if not all(type_of(lower, item) in INTEGERS for item in numbers):
        raise refused("sql.string", node, "this form of substring() is not supported")
    check_text(lower, this, "substring")
    return call(
        attribute(lower.sqlalchemy("func"), "substring"), lower(this), *[_place(lower, item) for item in numbers]
    )


_TRIMMING: Final = {"BOTH": "btrim", "LEADING": "ltrim", "TRAILING": "rtrim"}


@lowers(exp.Trim)
def trim(
    lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr | None, position: str | None
) -> ast.expr:
    """``trim(LEADING 'x' FROM a)``: ``func.ltrim(a, "x")``, which the server makes of it.

    PostgreSQL manual 9.4; SQLAlchemy: ``func``.
    """
    parts = [this, *([expression] if expression is not None else [])]
    function = attribute(lower.sqlalchemy("func"), _TRIMMING[position or "BOTH"])
    check_strings(lower, node, parts)
    return call(function, *[argument(lower, item, "t", parts) for item in parts])


@lowers(exp.Overlay)
def overlay(
    lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr, from_: exp.Expr, for_: exp.Expr | None
) -> ast.expr:
    """``overlay(a PLACING b FROM 2 FOR 3)``: ``func.overlay(a, b, 2, 3)``.

    PostgreSQL manual 9.4; SQLAlchemy: ``func``.
    """
    check_strings(lower, node, [this, expression])
    texts = [argument(lower, item, "t", [this, expression]) for item in (this, expression)]
    places = [argument(lower, item, "i", [item]) for item in (from_, for_) if item is not None]
    return call(attribute(lower.sqlalchemy("func"), "overlay"), *texts, *places)


def check_strings(lower: Lowering, node: exp.Expr, parts: list[exp.Expr]) -> None:
    """Refuse parts of a function on strings that could be bytes: they have functions of the same name."""
    if not all(is_untyped(item) or base_type(type_of(lower, item) or "") in STRINGS for item in parts):
        raise refused("sql.string", node, "a function on strings of something that is not known to be text")


@lowers(exp.StrPosition)
def position(lower: Lowering, *, node: exp.Expr, this: exp.Expr, substr: exp.Expr) -> ast.expr:
    """``position(a IN b)``: ``func.strpos(b, a)``, the same with its arguments turned.

    PostgreSQL manual, tables 9.9 and 9.10; SQLAlchemy: ``func``.
    """
    check_strings(lower, node, [this, substr])
    parts = [argument(lower, item, "t", [item]) for item in (this, substr)]
    return call(attribute(lower.sqlalchemy("func"), "strpos"), *parts)


def _place(lower: Lowering, node: exp.Expr) -> ast.expr:
    plain = isinstance(node, exp.Literal) and not repeated(node)
    return constant(int(node.name)) if plain else lower(node)


@lowers(exp.MatchAgainst, ignores="modifier")
def text_search(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expressions: list[exp.Expr]) -> ast.expr:
    """``vector @@ query``: ``vector.bool_op("@@")(query)``; ``.match()`` would add a function of its own.

    PostgreSQL manual 9.13, 12.1.2; SQLAlchemy: ``Operators.bool_op()``.
    """
    document = expressions[0]
    if (type_of(lower, document), type_of(lower, this)) != ("tsvector", "tsquery"):
        raise refused("sql.string", node, "@@ on something other than a tsvector and a tsquery")
    return call(method(lower(document), "bool_op", constant("@@")), lower(this))


def text_distance(lower: Lowering, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a <-> b`` of pg_trgm: ``a.op("<->", return_type=REAL)(b)``. PostgreSQL manual F.35."""
    check_text(lower, this, "<->")
    right = (
        text_argument(lower, expression) if isinstance(expression, exp.Parameter) else operand(lower, expression, this)
    )
    return call(method(lower(this), "op", constant("<->"), return_type=lower.sqlalchemy("REAL")), right)


def similar(lower: Lowering, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a % b`` of pg_trgm: ``a.bool_op("%")(b)``. PostgreSQL manual F.35."""
    return call(method(lower(this), "bool_op", constant("%")), operand(lower, expression, this))
