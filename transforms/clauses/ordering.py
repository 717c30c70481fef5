"""ORDER BY: terms with direction, NULLS placement, positions and output names."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.lowered import ResultColumn
from codemod.lowering.refusing import refused
from codemod.outcome import Refusal
from codemod.python_code import call, constant, method
from codemod.registry import lowers
from transforms.expressions.repetition import SAID_AS


def order_terms(lower: Lowering, terms: list[exp.Expr], *, names: bool = True) -> list[ast.expr]:
    """Every term of an ORDER BY; ``names`` where output names and positions mean result columns."""
    outer, lower.output_names = lower.output_names, names
    try:
        return [lower(term) for term in terms]
    finally:
        lower.output_names = outer


@lowers(exp.Ordered)
def ordered(lower: Lowering, *, this: exp.Expr, desc: bool | None, nulls_first: bool | None) -> ast.expr:
    """``a DESC NULLS LAST``: ``a.desc().nulls_last()``; the default placement of NULLs stays unsaid.

    PostgreSQL manual 7.5; SQLAlchemy: ``ColumnElement.desc()``, ``nulls_last()``.
    """
    return _directed(lower, output_term(lower, this), desc, nulls_first)


def _directed(lower: Lowering, term: ast.expr, desc: bool | None, nulls_first: bool | None) -> ast.expr:
    steps = ["desc"] if desc else []
    if bool(nulls_first) != bool(desc):
        steps.append("nulls_first" if nulls_first else "nulls_last")
    for step in steps:
        # an output name is a string, which has no methods: desc("total")
        term = call(lower.sqlalchemy(step), term) if isinstance(term, ast.Constant) else method(term, step)
    return term


def output_term(lower: Lowering, node: exp.Expr) -> ast.expr:
    """A term of ORDER BY or GROUP BY: an output name as a string, anything else as an expression.

    A bare name that is an output name means the output column (PostgreSQL manual 7.5); a label given as
    a string is what SQLAlchemy resolves the same way.
    """
    inner = node.unnest()
    if not lower.output_names:
        return lower(node)
    if SAID_AS in inner.meta:
        return constant(inner.meta[SAID_AS])
    if isinstance(inner, exp.Literal):
        return _position(lower, inner)
    if isinstance(inner, exp.Column) and not isinstance(inner.this, exp.Star):
        meant = lower.scope.aliases.get(inner.name, inner).unnest() if not inner.table else inner
        if not isinstance(meant, exp.Column):
            return constant(inner.name)
        return lower.column(meant).expression()  # of whatever type: no value is read
    return lower(node)


def _position(lower: Lowering, node: exp.Literal) -> ast.expr:
    """``ORDER BY 2``: the label of the second result column, or the column itself."""
    select = node.find_ancestor(exp.Select)
    items = select.expressions if select is not None else []
    position = int(node.name) if node.name.isdigit() and not node.is_string else 0
    if not 0 < position <= len(items) or any(item.is_star for item in items):
        raise refused("sql.order-by", node, "ordering by this is not supported")
    target = items[position - 1]
    selected = target.unalias().unnest()
    if isinstance(selected, exp.Column):
        return lower.column(selected).expression()
    label = lower.scope.labels[position - 1]
    if label is None or lower.scope.labels.count(label) > 1:
        raise Refusal("sql.order-by", f"ordering by position {position} of an unnamed expression")
    return constant(label)


def result_order_terms(lower: Lowering, terms: list[exp.Expr], columns: list[ResultColumn]) -> list[ast.expr]:
    """ORDER BY of a set operation, whose terms can only be names or positions of the result."""
    return [_result_term(lower, term, columns) for term in terms]


def _result_term(lower: Lowering, term: exp.Expr, columns: list[ResultColumn]) -> ast.expr:
    names = [column.name for column in columns]
    inner = term.this.unnest()
    if isinstance(inner, exp.Literal) and inner.name.isdigit() and 0 < int(inner.name) <= len(names):
        name = names[int(inner.name) - 1]
    elif isinstance(inner, exp.Column) and not inner.table:
        name = inner.name
    else:
        name = ""
    if names.count(name) != 1:
        raise refused("sql.order-by", term, "ordering a set operation by this is not supported")
    return _directed(lower, constant(name), term.args.get("desc"), term.args.get("nulls_first"))
