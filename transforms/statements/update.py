"""UPDATE."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.scopes import table_source
from codemod.outcome import Refusal
from codemod.python_code import call, method
from codemod.registry import lowers
from transforms.clauses.assignments import assignments, keywords_or_dict
from transforms.clauses.returning import returning as with_returning
from transforms.clauses.sources import plain_table
from transforms.expressions.operators import flattened
from transforms.statements.synchronizing import without_fetch


@lowers(exp.Update)
def update(
    lower: Lowering,
    *,
    this: exp.Expression,
    expressions: list[exp.Expression],
    where: exp.Where | None,
    returning: exp.Returning | None,
) -> ast.expr:
    """``UPDATE t SET a = $1 WHERE b = $2``: ``update(T).where(T.b == b).values(a=a)``.

    PostgreSQL manual, UPDATE; SQLAlchemy: Using UPDATE and DELETE Statements.
    """
    table_node = plain_table(this)
    table = lower.registry.find(table_node.name, table_node.db or None)
    touched = [column.name for column in table.columns if column.onupdate is not None]
    with lower.query():
        source = table_source(table_node.alias_or_name, table, lower.model(table), core=lower.many)
        lower.scope.add(source)
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
        if not by_name:
            statement = without_fetch(statement, conditions)
        return with_returning(lower, statement, returning)


def where_terms(lower: Lowering, where: exp.Where | None) -> list[ast.expr]:
    """The conditions of WHERE that AND joins, one by one."""
    if where is None:
        return []
    condition = where.this
    items = flattened(condition) if isinstance(condition, exp.And) else [condition]
    return [lower.condition(item) for item in items]
