"""WITH RECURSIVE: a query that reads what it gave so far."""

from __future__ import annotations

import ast
from dataclasses import replace

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.outcome import Refusal
from codemod.python_code import constant, method
from transforms.clauses.derived_tables import derived_source
from transforms.clauses.sides import check_places, check_types, plain_side


def tables_of(node: exp.Expr) -> set[str]:
    """Names without a schema that stand for tables or WITH queries."""
    return {table.name for table in node.find_all(exp.Table) if not table.db}


def is_recursive(cte: exp.CTE) -> bool:
    """Whether a WITH query reads itself; without the word RECURSIVE its name means a table there."""
    return bool(cte.parent and cte.parent.args.get("recursive")) and cte.alias in tables_of(cte.this)


def recursive_query(lower: Lowering, cte: exp.CTE) -> ast.expr:
    """``t AS (SELECT … UNION ALL SELECT … FROM t)``: ``t_start = select(…).cte("t", recursive=True)``, then its union.

    The first part gives the columns their types. PostgreSQL manual 7.8.2; SQLAlchemy: ``Select.cte()``.

    Raises:
        Refusal: ``sql.with`` for any other form, some of which the server refuses too.
    """
    body = cte.this
    given = {key for key, value in body.args.items() if value not in (None, False, [])}
    if not isinstance(body, exp.Union) or given - {"this", "expression", "distinct"}:
        raise refused("sql.with", cte, "this recursive WITH query is not supported")
    first, further = plain_side(body.this), plain_side(body.expression)
    if cte.alias in tables_of(first):
        raise Refusal("sql.with", f"{cte.alias} reads itself in its first part")
    start = method(lower.detached(first), "cte", constant(cte.alias), recursive=constant(True))
    columns = [replace(column, origin=None) for column in lower.projected]  # the other side may give NULL
    begun = derived_source(cte.alias, lower.define(f"{cte.alias}_start", start), columns)
    lower.ctes[cte.alias] = begun
    step = lower.detached(further)
    check_types(columns, lower.projected, body)
    check_places(columns, lower.projected, first, further)
    lower.projected = columns
    return method(begun.expression, "union" if body.args.get("distinct") else "union_all", step)
