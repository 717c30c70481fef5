"""WITH: queries named ahead of the one that reads them."""

from __future__ import annotations

import ast
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.scopes import Source
from codemod.outcome import Refusal
from codemod.python_code import constant, method
from transforms.clauses.derived_tables import derived_source
from transforms.clauses.recursion import is_recursive, recursive_query, tables_of

#: Statements that a WITH query may be, besides a query.
_CHANGES: Final = (exp.Insert, exp.Update, exp.Delete)


def add_ctes(lower: Lowering, clause: exp.With | None) -> None:
    """``WITH t AS (SELECT …)``: ``t = select(…).cte("t")`` before the statement; INSERT, UPDATE and DELETE alike.

    PostgreSQL manual 7.8; SQLAlchemy: Common Table Expressions (CTEs).
    """
    if clause is None:
        return
    if not lower.top:
        # SQLAlchemy would write it at the top, where its name could hide a table of the query around
        raise Refusal("sql.with", "WITH inside a query is not supported")
    if lower.many:
        raise Refusal("sql.executemany", "executemany of a statement with WITH is not supported")
    if clause.args.get("search"):
        raise Refusal("sql.with", "WITH with SEARCH or CYCLE is not supported")
    _check_names(clause)
    for cte in clause.expressions:
        lower.ctes[cte.alias] = _with_query(lower, cte)


def _check_names(clause: exp.With) -> None:
    """In WITH RECURSIVE a query may read those after it, which are not lowered yet."""
    names = [cte.alias for cte in clause.expressions]
    for index, cte in enumerate(clause.expressions):
        if clause.args.get("recursive") and tables_of(cte.this) & set(names[index + 1 :]):
            raise Refusal("sql.with", f"WITH query {cte.alias} reads one that comes after it")


def _with_query(lower: Lowering, cte: exp.CTE) -> Source:
    is_change = isinstance(cte.this, _CHANGES)
    given = {key for key, value in cte.args.items() if value not in (None, [])}
    if given - {"this", "alias", "materialized"} or not (is_change or isinstance(cte.this, exp.Query)):
        raise refused("sql.with", cte, "this WITH query is not supported")
    if is_change and cte.args["alias"].columns:
        raise refused("sql.with", cte, "a statement that changes data with a column list")
    lower.writes = lower.writes or is_change
    lower.projected = []
    if is_recursive(cte):
        query = recursive_query(lower, cte)
    else:
        query = method(lower.detached(cte.this), "cte", constant(cte.alias))
    kept = cte.args.get("materialized")
    if kept is not None:
        query = method(query, "prefix_with", constant("MATERIALIZED" if kept else "NOT MATERIALIZED"))
    return derived_source(cte.alias, lower.define(cte.alias, query), lower.projected)


def with_unread(lower: Lowering, statement: ast.expr, clause: exp.With | None, node: exp.Expr) -> ast.expr:
    """The statement with the WITH queries that nothing reads: ``.add_cte(t)``, or SQLAlchemy would drop them.

    PostgreSQL manual 7.8.4: a statement that changes data runs whether it is read or not.
    """
    if clause is None:
        return statement
    bodies = {cte.alias: tables_of(cte.this) - {cte.alias} for cte in clause.expressions}
    statement_only = node.copy()
    statement_only.set("with_", None)
    read = tables_of(statement_only).union(*bodies.values())
    unread = [lower.ctes[name].expression for name in bodies if name not in read]
    return method(statement, "add_cte", *unread) if unread else statement
