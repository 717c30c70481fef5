"""DELETE."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.scopes import table_source
from codemod.python_code import call, method
from codemod.registry import lowers
from transforms.clauses.returning import returning as with_returning
from transforms.clauses.sources import plain_table
from transforms.clauses.with_queries import add_ctes, with_unread
from transforms.statements.synchronizing import without_fetch
from transforms.statements.update import add_others, where_terms


@lowers(exp.Delete, ignores="cluster")
def delete(
    lower: Lowering,
    *,
    node: exp.Delete,
    this: exp.Expression,
    using: list[exp.Expr] | None,
    where: exp.Where | None,
    returning: exp.Returning | None,
    with_: exp.With | None,
) -> ast.expr:
    """``DELETE FROM t WHERE a = $1``: ``delete(T).where(T.a == a)``; USING is what the terms name.

    PostgreSQL manual, DELETE; SQLAlchemy: Using UPDATE and DELETE Statements.
    """
    table_node = plain_table(this)
    table = lower.registry.find(table_node.name, table_node.db or None)
    with lower.query():
        add_ctes(lower, with_)
        source = table_source(table_node.alias_or_name, table, lower.model(table), core=lower.many)
        lower.scope.add(source)
        joined = add_others(lower, using or [])
        conditions = [*joined, *where_terms(lower, where)]
        statement: ast.expr = call(lower.sqlalchemy("delete"), source.core if lower.many else source.expression)
        if conditions:
            statement = method(statement, "where", *conditions)
        if lower.top and not (lower.many or table.core):
            statement = without_fetch(statement, conditions, several=bool(using))
        lower.projected = []
        return with_unread(lower, with_returning(lower, statement, returning), with_, node)
