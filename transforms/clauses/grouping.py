"""GROUP BY: its terms, and sets of them."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.python_code import attribute, call, constant
from codemod.registry import lowers
from transforms.clauses.ordering import output_term
from transforms.expressions.repetition import SAID_AS, repeated


def grouping_terms(lower: Lowering, group: exp.Group) -> list[ast.expr]:
    """The terms of GROUP BY; a name means an input column first here, an output column second.

    PostgreSQL manual, SELECT, GROUP BY Clause.
    """
    # all is True for GROUP BY ALL and False for GROUP BY DISTINCT, which drops sets that occur twice
    extra = {key for key, value in group.args.items() if value not in (None, [])} - {"expressions"}
    if extra:
        raise refused("sql.group-by", group, f"{', '.join(sorted(extra))} of GROUP BY is not supported")
    return [_term(lower, item) for item in group.expressions]


def _term(lower: Lowering, node: exp.Expr) -> ast.expr:
    inner = node.unnest()
    if SAID_AS in inner.meta:
        return constant(inner.meta[SAID_AS])
    if isinstance(inner, exp.Rollup | exp.Cube | exp.GroupingSets | exp.Tuple):
        return lower(inner)
    if inner.find(exp.Parameter) is not None:
        # each copy of the expression would get a bind of its own, and PostgreSQL would see two expressions
        raise refused("sql.group-by", node, "a parameter in GROUP BY is not supported")
    sources = lower.scope.sources.values()
    if isinstance(inner, exp.Column) and any(source.column(inner.name) for source in sources):
        return lower.column(inner).expression()
    term = output_term(lower, node)
    if isinstance(term, ast.Constant) and any(source.column(str(term.value)) for source in sources):
        return _written_out(lower, inner)  # by its name it would be the column
    return term


def _written_out(lower: Lowering, position: exp.Expr) -> ast.expr:
    """The expression at a position of the select list, once more; its constants are SQL text in both places."""
    select = position.find_ancestor(exp.Select)
    assert select is not None, "a term of GROUP BY"
    selected = select.expressions[int(position.name) - 1].unalias()
    constant_ = next((item for item in selected.find_all(exp.Literal) if not repeated(item)), None)
    if constant_ is not None or selected.find(exp.Parameter) is not None:
        raise refused(
            "sql.group-by", selected, "GROUP BY means an expression named like a column, and it holds a value"
        )
    return lower(selected)


@lowers(exp.Rollup, exp.Cube)
def grouping_steps(lower: Lowering, *, node: exp.Expr, expressions: list[exp.Expr]) -> ast.expr:
    """``ROLLUP (a, b)``, ``CUBE (a, b)``: ``func.rollup(a, b)``, ``func.cube(a, b)``.

    PostgreSQL manual 7.2.4; SQLAlchemy: ``functions.rollup``, ``functions.cube``.
    """
    function = attribute(lower.sqlalchemy("func"), type(node).__name__.lower())
    return call(function, *[_set(lower, item) for item in expressions])


@lowers(exp.GroupingSets)
def grouping_sets(lower: Lowering, *, expressions: list[exp.Expr]) -> ast.expr:
    """``GROUPING SETS ((a, b), (c), ())``: ``func.grouping_sets(tuple_(a, b), c, tuple_())``.

    PostgreSQL manual 7.2.4; SQLAlchemy: ``functions.grouping_sets``.
    """
    return call(attribute(lower.sqlalchemy("func"), "grouping_sets"), *[_set(lower, item) for item in expressions])


def _set(lower: Lowering, node: exp.Expr) -> ast.expr:
    if isinstance(node, exp.Tuple):
        return call(lower.sqlalchemy("tuple_"), *[_set(lower, item) for item in node.expressions])
    term = _term(lower, node)
    if isinstance(term, ast.Constant):
        raise refused("sql.group-by", node, "an output name in a set of GROUP BY")
    return term
