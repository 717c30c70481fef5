"""RETURNING."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.python_code import method
from transforms.clauses.projection import check_results, project


def returning(lower: Lowering, statement: ast.expr, clause: exp.Returning | None) -> ast.expr:
    """``RETURNING a, b``: ``.returning(Model.a, Model.b)``.

    Never entities: the commit that follows would expire them.
    PostgreSQL manual 6.4; SQLAlchemy: ``Insert.returning()``.
    """
    if clause is None:
        return statement
    if clause.args.get("into"):
        raise refused("sql.returning", clause, "RETURNING INTO is not supported")
    labels = lower.shape in ("mappings", "entities", "rows") or not lower.top
    projection = project(lower, clause.expressions, labels=labels)
    lower.projected = projection.columns
    if lower.top:
        check_results(projection.columns)
        lower.result.columns[:] = projection.columns
    return method(statement, "returning", *projection.expressions)
