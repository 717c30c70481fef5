"""UPDATE."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.scopes import table_source
from codemod.outcome import Refusal
from codemod.python_code import call, method
from codemod.registry import lowers
from transforms.clauses.assignments import assignments, values_arguments
from transforms.clauses.returning import returning as with_returning
from transforms.clauses.sources import add_source, plain_table
from transforms.clauses.with_queries import add_ctes, with_unread
from transforms.expressions.operators import conditions_of
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
    table.check_defaults()
    touched = [column.name for column in table.columns if column.onupdate is not None]
    with lower.query():
        add_ctes(lower, with_)
        source = table_source(table_node.alias_or_name, table, lower.model(table), core=lower.many)
        lower.scope.add(source)
        joined = add_others(lower, [from_.this]) if from_ is not None else []
        values = assignments(lower, source, expressions)
        added = set(touched) - {column.name for item in values for column in item.columns}
        if added:
            raise Refusal(
                "mapping.python-default", f"the model of {table.name} has onupdate for {', '.join(sorted(added))}"
            )
        conditions = [*joined, *where_terms(lower, where)]
        statement: ast.expr = call(lower.sqlalchemy("update"), source.core if lower.many else source.expression)
        if conditions:
            statement = method(statement, "where", *conditions)
        by_name = lower.many or table.core
        arguments, keywords = values_arguments(source, values, by_name=by_name)
        statement = method(statement, "values", *arguments, **keywords)
        if not by_name and lower.top:
            places = any(item.place is not None for item in values)
            statement = without_fetch(statement, conditions, several=from_ is not None or places)
        lower.projected = []
        return with_unread(lower, with_returning(lower, statement, returning), with_, node)


def add_others(lower: Lowering, nodes: list[exp.Expr]) -> list[ast.expr]:
    """Make the other tables of an UPDATE or DELETE visible; SQLAlchemy lists those that the terms name.

    An inner join among them says no more than a comma and a condition in WHERE (manual 7.2.1.1).

    Returns:
        The conditions of the joins.

    Raises:
        Refusal: ``sql.joined-change`` for an outer join, which SQLAlchemy has no place for.
    """
    if lower.many and nodes:
        raise Refusal("sql.executemany", "executemany with several tables is not supported")
    conditions: list[exp.Expr] = []
    for node in nodes:
        joins = list(node.args.get("joins") or [])
        for item in [node, *(join.this for join in joins)]:
            bare = item.copy()
            bare.set("joins", None)
            add_source(lower, bare)
        for join in joins:
            given = {key for key, value in join.args.items() if value not in (None, False, [], "")}
            if given - {"this", "on", "kind"} or join.kind.upper() not in ("", "INNER", "CROSS"):
                raise refused("sql.joined-change", join, "this join beside a change is not supported")
            conditions += conditions_of(join.args.get("on"))
    return [lower.condition(item) for item in conditions]


def where_terms(lower: Lowering, where: exp.Where | None) -> list[ast.expr]:
    """The conditions of WHERE that AND joins, one by one."""
    return [lower.condition(item) for item in conditions_of(where.this if where is not None else None)]
