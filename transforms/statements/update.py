"""UPDATE."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.scopes import table_source
from codemod.outcome import Refusal
from codemod.python_code import call, method
from codemod.registry import lowers
from codemod.resolution.dialect import sql_of
from transforms.clauses.assignments import assignments, keywords_or_dict
from transforms.clauses.returning import returning as with_returning
from transforms.clauses.sources import add_source, is_comma, plain_table
from transforms.clauses.with_queries import add_ctes, with_unread
from transforms.expressions.operators import flattened
from transforms.statements.synchronizing import without_fetch


@lowers(exp.Update)
def update(
    lower: Lowering,
    *,
    this: exp.Expression,
    expressions: list[exp.Expression],
    node: exp.Update,
    from_: exp.From | None,
    where: exp.Where | None,
    returning: exp.Returning | None,
    with_: exp.With | None,
) -> ast.expr:
    """``UPDATE t SET a = $1 WHERE b = $2``: ``update(T).where(T.b == b).values(a=a)``; FROM is what the terms name.

    PostgreSQL manual, UPDATE; SQLAlchemy: Using UPDATE and DELETE Statements.
    """
    table_node = plain_table(this)
    table = lower.registry.find(table_node.name, table_node.db or None)
    touched = [column.name for column in table.columns if column.onupdate is not None]
    with lower.query():
        add_ctes(lower, with_)
        source = table_source(table_node.alias_or_name, table, lower.model(table), core=lower.many)
        lower.scope.add(source)
        if from_ is not None:
            add_others(lower, [from_.this, *(join.this for join in _commas(from_.this))])
        values = assignments(lower, source, expressions)
        added = set(touched) - {column.name for column, _ in values}
        if added:
            raise Refusal(
                "mapping.python-default", f"the model of {table.name} has onupdate for {', '.join(sorted(added))}"
            )
        conditions = where_terms(lower, where)
        statement: ast.expr = call(lower.sqlalchemy("update"), source.core if lower.many else source.expression)
        if conditions:
            statement = method(statement, "where", *conditions)
        by_name = lower.many or table.core
        pairs = [(column.name if by_name else column.attribute, value) for column, value in values]
        arguments, keywords = keywords_or_dict(pairs)
        statement = method(statement, "values", *arguments, **keywords)
        if not by_name and lower.top:
            statement = without_fetch(statement, conditions, several=from_ is not None)
        lower.projected = []
        return with_unread(lower, with_returning(lower, statement, returning), with_, node)


def _commas(first: exp.Expr) -> list[exp.Join]:
    """The further tables of ``FROM a, b``.

    Raises:
        Refusal: ``sql.unsupported`` for a join with a condition, which SQLAlchemy has no place for.
    """
    joins = list(first.args.get("joins") or [])
    if not all(is_comma(join) for join in joins):
        raise Refusal("sql.unsupported", f"a join in FROM of UPDATE is not supported: {sql_of(first)[:60]}")
    return joins


def add_others(lower: Lowering, nodes: list[exp.Expr]) -> None:
    """Make the other tables of an UPDATE or DELETE visible; SQLAlchemy lists those that the terms name."""
    if lower.many:
        raise Refusal("sql.unsupported", "executemany with several tables is not supported")
    for node in nodes:
        bare = node.copy()
        bare.set("joins", None)
        add_source(lower, bare)


def where_terms(lower: Lowering, where: exp.Where | None) -> list[ast.expr]:
    """The conditions of WHERE that AND joins, one by one."""
    if where is None:
        return []
    condition = where.this
    items = flattened(condition) if isinstance(condition, exp.And) else [condition]
    return [lower.condition(item) for item in items]
