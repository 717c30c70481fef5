"""WITH: queries named ahead of the one that reads them."""

from __future__ import annotations

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.outcome import Refusal
from codemod.python_code import constant, method
from codemod.resolution.dialect import sql_of
from transforms.clauses.sources import derived_source


def add_ctes(lower: Lowering, clause: exp.With | None) -> None:
    """``WITH t AS (SELECT …)``: ``t = select(…).cte("t")`` before the statement.

    Recursive queries, column lists, MATERIALIZED and statements that write are refused.
    PostgreSQL manual 7.8; SQLAlchemy: Common Table Expressions (CTEs).
    """
    if clause is None:
        return
    if not lower.top:
        # SQLAlchemy would write it at the top, where its name could hide a table of the query around
        raise Refusal("sql.unsupported", "WITH inside a query is not supported")
    if clause.args.get("recursive") or clause.args.get("search"):
        raise Refusal("sql.unsupported", "WITH RECURSIVE is not supported")
    for cte in clause.expressions:
        given = {key for key, value in cte.args.items() if value not in (None, False, [])}
        if given - {"this", "alias"} or cte.args["alias"].columns or not isinstance(cte.this, exp.Query):
            raise Refusal("sql.unsupported", f"this WITH query is not supported: {sql_of(cte)[:80]}")
        name = lower.define(cte.alias, method(lower.detached(cte.this), "cte", constant(cte.alias)))
        lower.ctes[cte.alias] = derived_source(cte.alias, name, lower.projected)
