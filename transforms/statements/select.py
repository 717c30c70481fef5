"""SELECT."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import partial

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.scopes import Source
from codemod.outcome import Refusal
from codemod.python_code import call, method
from codemod.registry import lowers
from transforms.clauses.column_lists import holder_of, with_column_list
from transforms.clauses.document_columns import is_text
from transforms.clauses.from_list import with_sources
from transforms.clauses.grouping import grouping_terms
from transforms.clauses.ordering import order_terms
from transforms.clauses.projection import NOTHING, Projection, check_results, project
from transforms.clauses.result_names import result_name
from transforms.clauses.row_limits import limited, locked
from transforms.clauses.sources import JoinClause, add_join, add_source, is_comma
from transforms.clauses.with_queries import add_ctes, with_unread
from transforms.expressions.operators import conditions_of, flattened
from transforms.expressions.repetition import note_named_terms
from transforms.expressions.types_of import type_of


@lowers(exp.Select)
def select(
    lower: Lowering,
    *,
    node: exp.Select,
    with_: exp.With | None,
    expressions: list[exp.Expr],
    from_: exp.From | None,
    joins: list[exp.Join] | None,
    where: exp.Where | None,
    group: exp.Group | None,
    having: exp.Having | None,
    distinct: exp.Distinct | None,
    order: exp.Order | None,
    limit: exp.Expr | None,
    offset: exp.Expr | None,
    locks: list[exp.Lock] | None,
    windows: list[exp.Window] | None,  # noqa: ARG001  (each OVER looks its window up)
) -> ast.expr:
    """``SELECT a FROM t WHERE b ORDER BY c LIMIT 1``: ``select(T.a).where(T.b).order_by(T.c).limit(1)``.

    PostgreSQL manual, SELECT; SQLAlchemy: Using SELECT Statements.
    """
    with lower.query():
        add_ctes(lower, with_)
        top = lower.top
        sources = _sources(lower, node, from_, joins or [])
        lower.scope.aliases |= {result_name(item): item.unalias() for item in expressions if not _is_plain(item)}
        note_named_terms(node, partial(_can_stand, lower))
        entities = top and lower.shape == "entities"
        unread = isinstance(node.parent, exp.Exists) and not (distinct or group or having or limit)
        labels = _labels(lower, node, top)
        projection = (
            NOTHING
            if unread
            else project(lower, expressions, labels=labels, entities=entities, distinct=distinct is not None)
        )
        projection = with_column_list(lower, node, projection)
        conditions = [lower.condition(item) for item in conditions_of(where.this if where is not None else None)]
        statement: ast.expr = call(lower.sqlalchemy("select"), *projection.expressions)
        statement = with_sources(lower, statement, sources, projection.expressions, conditions)
        if distinct is not None:
            _check_distinct_texts(distinct, projection)
            statement = method(statement, "distinct", *_distinct_on(lower, distinct))
        if conditions:
            statement = method(statement, "where", *conditions)
        if group is not None:
            statement = method(statement, "group_by", *grouping_terms(lower, group))
            if group.find(exp.Cube, exp.GroupingSets, exp.Rollup):  # they give NULL for what they leave out
                projection.columns[:] = [replace(column, origin=None) for column in projection.columns]
        if having is not None:
            statement = method(statement, "having", *(lower(item) for item in _all_of(having)))
        if order is not None:
            _check_distinct_order(distinct, order)
            statement = method(statement, "order_by", *order_terms(lower, order.expressions))
        statement = limited(lower, statement, limit, offset)
        for lock in locks or []:
            statement = locked(lower, statement, lock)
        statement = with_unread(lower, statement, with_, node)
    _note_result(lower, projection, top)
    return statement


def _can_stand(lower: Lowering, item: exp.Alias) -> bool:
    """Whether GROUP BY can say the name of an item: a column of FROM comes first there, and a text is no document."""
    is_input = any(source.column(item.alias) for source in lower.scope.sources.values())
    return not is_input and not is_text(lower, type_of(lower, item.this))


def _is_plain(item: exp.Expr) -> bool:
    """Whether an item of the select list is a column under its own name, or several."""
    return isinstance(item, exp.Column) or bool(item.is_star)


def _note_result(lower: Lowering, projection: Projection, top: bool) -> None:
    lower.projected = projection.columns
    if top:
        if lower.shape != "none":
            check_results(projection.columns)
        lower.result.columns[:] = projection.columns
        lower.result.entity = projection.entity


def _labels(lower: Lowering, node: exp.Select, top: bool) -> bool:
    """Whether the columns are read by name: in the result, in the query around it, or by a clause of this one."""
    if top and lower.shape == "scalar":
        return any(node.args.get(clause) for clause in ("distinct", "group", "order"))
    if top:
        return lower.shape != "none"
    return holder_of(node) is not None


def _sources(
    lower: Lowering, node: exp.Select, from_: exp.From | None, joins: list[exp.Join]
) -> list[Source | JoinClause]:
    if from_ is None:
        return []
    sources: list[Source | JoinClause] = []
    if joins and joins[0].side.upper() == "RIGHT" and not any(isinstance(item, exp.Star) for item in node.expressions):
        # a RIGHT JOIN b is b LEFT JOIN a, but for the order of *
        sources = [add_source(lower, joins[0].this), add_join(lower, joins[0], turned=from_.this)]
        joins = joins[1:]
    else:
        sources = [add_source(lower, from_.this)]
    for join in joins:
        sources.append(add_source(lower, join.this) if is_comma(join) else add_join(lower, join))
    return sources


def _all_of(having: exp.Having) -> list[exp.Expr]:
    """The conditions of HAVING that AND joins: even one that is always true makes groups of the rows."""
    return flattened(having.this) if isinstance(having.this, exp.And) else [having.this]


def _check_distinct_texts(distinct: exp.Distinct, projection: Projection) -> None:
    """Equal documents need not have equal texts (PostgreSQL manual 8.14)."""
    text = next((column for column in projection.columns if column.as_text), None)
    if text is not None and distinct.args.get("on") is None:
        raise Refusal("rows.json-codec", f"column {text.name} is text in asyncpg, and its documents are compared")


def _check_distinct_order(distinct: exp.Distinct | None, order: exp.Order) -> None:
    """Beside DISTINCT a term must be in the select list, and a parameter's second bind makes it another one."""
    if distinct is not None and order.find(exp.Parameter) is not None:
        raise refused("sql.distinct-on", order, "a parameter in ORDER BY beside DISTINCT")


def _distinct_on(lower: Lowering, distinct: exp.Distinct) -> list[ast.expr]:
    """``DISTINCT ON (a)``: ``.distinct(T.a)``. PostgreSQL manual, SELECT, DISTINCT Clause."""
    on = distinct.args.get("on")
    if on is None:
        return []
    terms = [term.unnest() for term in (on.expressions or [on])]
    if any(isinstance(term, exp.Literal) or lower.scope.aliases.get(term.name) for term in terms):
        raise refused("sql.distinct-on", on, "DISTINCT ON of this is not supported")
    if on.find(exp.Parameter) is not None:
        raise refused("sql.distinct-on", on, "a parameter in DISTINCT ON")
    return [lower.column(term).expression() if isinstance(term, exp.Column) else lower(term) for term in terms]
