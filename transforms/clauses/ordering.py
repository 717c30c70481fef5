"""ORDER BY: terms with direction, NULLS placement, positions and output names."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.outcome import Refusal
from codemod.python_code import call, constant, method
from codemod.registry import lowers
from codemod.resolution.dialect import sql_of


def order_terms(lower: Lowering, terms: list[exp.Expr]) -> list[ast.expr]:
    """Every term of an ORDER BY."""
    return [lower(term) for term in terms]


@lowers(exp.Ordered)
def ordered(lower: Lowering, *, this: exp.Expr, desc: bool | None, nulls_first: bool | None) -> ast.expr:
    """``a DESC NULLS LAST``: ``a.desc().nulls_last()``; the default placement of NULLs stays unsaid.

    PostgreSQL manual 7.5; SQLAlchemy: ``ColumnElement.desc()``, ``nulls_last()``.
    """
    term = output_term(lower, this)
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
    if isinstance(inner, exp.Literal):
        if inner.is_string:
            raise Refusal("sql.unsupported", f"ordering by a constant: {sql_of(node)}")
        position = int(inner.name) if inner.name.isdigit() else 0
        select = node.find_ancestor(exp.Select)
        if select is None or not 0 < position <= len(select.expressions):
            raise Refusal("sql.unsupported", f"ordering by position {sql_of(node)} is not supported")
        target = select.expressions[position - 1]
        if isinstance(target, exp.Alias):
            return constant(target.alias)
        if isinstance(target.unnest(), exp.Column) and not isinstance(target.unnest().this, exp.Star):
            return lower(target)
        raise Refusal("sql.unsupported", f"ordering by position {sql_of(node)} of an unnamed expression")
    if isinstance(inner, exp.Column) and not inner.table:
        labelled = lower.scope.aliases.get(inner.name)
        if labelled is not None:
            return lower(labelled) if isinstance(labelled.unnest(), exp.Column) else constant(inner.name)
    return lower(node)
