"""Dates and times: zones, the moments SQL has names for, intervals."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.types import STRINGS, base_type
from codemod.python_code import attribute, call, constant
from codemod.registry import lowers
from transforms.expressions.operands import sql_text, text_argument
from transforms.expressions.repetition import repeated
from transforms.expressions.types_of import type_of


@lowers(exp.AtTimeZone)
def at_time_zone(lower: Lowering, *, node: exp.Expr, this: exp.Expr, zone: exp.Expr) -> ast.expr:
    """``a AT TIME ZONE 'utc'``: ``func.timezone("utc", a)``, the function that the words stand for.

    PostgreSQL manual 9.9.4: "The function timezone(zone, timestamp) is equivalent to the SQL-conforming construct";
    SQLAlchemy: ``func``.
    """
    if type_of(lower, node) is None:
        raise refused("sql.date-time", node, "AT TIME ZONE on an unknown type")
    inner = zone.unnest()
    if isinstance(inner, exp.Parameter):
        name = text_argument(lower, inner)
    elif isinstance(inner, exp.Literal) and inner.is_string:
        name = sql_text(lower, inner) if repeated(inner) else constant(inner.name)
    elif base_type(type_of(lower, inner) or "") in STRINGS:
        name = lower(inner)
    else:
        raise refused("sql.date-time", node, "the zone is not known to be text")
    return call(attribute(lower.sqlalchemy("func"), "timezone"), name, lower(this))


@lowers(exp.CurrentTimestamp)
def current_timestamp(lower: Lowering) -> ast.expr:
    """``CURRENT_TIMESTAMP``: ``func.current_timestamp()``.

    PostgreSQL manual 9.9.5; SQLAlchemy: ``functions.current_timestamp``.
    """
    return call(attribute(lower.sqlalchemy("func"), "current_timestamp"))


@lowers(exp.CurrentDate)
def current_date(lower: Lowering) -> ast.expr:
    """``CURRENT_DATE``: ``func.current_date()``. PostgreSQL manual 9.9.5; SQLAlchemy: ``functions.current_date``."""
    return call(attribute(lower.sqlalchemy("func"), "current_date"))


@lowers(exp.Extract)
def extract(lower: Lowering, *, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``EXTRACT(epoch FROM a)``: ``extract("epoch", a)``. PostgreSQL manual 9.9.1; SQLAlchemy: ``extract()``."""
    kind = type_of(lower, expression)
    if kind is None or (base_type(kind) in STRINGS):
        raise refused("sql.date-time", expression, "EXTRACT from an unknown type")
    return call(lower.sqlalchemy("extract"), constant(this.name.lower()), lower(expression))


@lowers(exp.Interval)
def interval(lower: Lowering, *, node: exp.Expr, this: exp.Expr | None, unit: exp.Expr | None) -> ast.expr:  # noqa: ARG001
    """``INTERVAL '24 hours'`` as SQL text: a timedelta would say '1 day', which differs over DST.

    PostgreSQL manual 8.5.4; SQLAlchemy: ``literal_column()``.
    """
    if not isinstance(this, exp.Literal):
        raise refused("sql.date-time", node, "an interval that is no constant in quotes is not supported")
    return sql_text(lower, node)
