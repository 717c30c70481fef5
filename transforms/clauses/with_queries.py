"""WITH: queries named ahead of the one that reads them."""

from __future__ import annotations

import ast
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.outcome import Refusal
from codemod.python_code import constant, method
from codemod.resolution.dialect import sql_of
from transforms.clauses.sources import derived_source

#: Statements that a WITH query may be, besides a query.
_CHANGES: Final = (exp.Insert, exp.Update, exp.Delete)


def add_ctes(lower: Lowering, clause: exp.With | None) -> None:
    """``WITH t AS (SELECT …)``: ``t = select(…).cte("t")`` before the statement; INSERT, UPDATE and DELETE alike.

    Recursive queries, column lists and MATERIALIZED are refused.
    PostgreSQL manual 7.8; SQLAlchemy: Common Table Expressions (CTEs).
    """
    if clause is None:
        return
    if not lower.top:
        # SQLAlchemy would write it at the top, where its name could hide a table of the query around
        raise Refusal("sql.unsupported", "WITH inside a query is not supported")
    if lower.many:
        raise Refusal("sql.unsupported", "executemany of a statement with WITH is not supported")
    if clause.args.get("recursive") or clause.args.get("search"):
        raise Refusal("sql.unsupported", "WITH RECURSIVE is not supported")
    for cte in clause.expressions:
        given = {key for key, value in cte.args.items() if value not in (None, False, [])}
        is_change = isinstance(cte.this, _CHANGES)
        if given - {"this", "alias"} or cte.args["alias"].columns or not (is_change or isinstance(cte.this, exp.Query)):
            raise Refusal("sql.unsupported", f"this WITH query is not supported: {sql_of(cte)[:80]}")
        lower.projected = []
        name = lower.define(cte.alias, method(lower.detached(cte.this), "cte", constant(cte.alias)))
        lower.ctes[cte.alias] = derived_source(cte.alias, name, lower.projected)
        lower.writes = lower.writes or is_change


def with_unread(lower: Lowering, statement: ast.expr, clause: exp.With | None, node: exp.Expr) -> ast.expr:
    """The statement with the WITH queries that nothing reads: ``.add_cte(t)``, or SQLAlchemy would drop them.

    PostgreSQL manual 7.8.4: a statement that changes data runs whether it is read or not.
    """
    if clause is None:
        return statement
    read = {table.name for table in node.find_all(exp.Table) if not table.db}
    unread = [lower.ctes[cte.alias].expression for cte in clause.expressions if cte.alias not in read]
    return method(statement, "add_cte", *unread) if unread else statement
