"""LIMIT, OFFSET and row locks."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.types import INTEGERS
from codemod.python_code import constant, method
from transforms.expressions.types_of import type_of


def limited(lower: Lowering, statement: ast.expr, limit: exp.Expr | None, offset: exp.Expr | None) -> ast.expr:
    """``LIMIT 5 OFFSET $1``: ``.limit(5).offset(x)``; a limit of None means no limit in both, as ALL does.

    ``FETCH FIRST 5 ROWS ONLY`` is the same limit. PostgreSQL manual 7.6; SQLAlchemy: ``Select.limit()``.
    """
    if isinstance(limit, exp.Fetch):
        statement = method(statement, "limit", _row_count(lower, _fetched(limit), limit))
        limit = None
    for name, clause in (("limit", limit), ("offset", offset)):
        if clause is None:
            continue
        value = clause.args.get("expression")
        more = {key for key, item in clause.args.items() if item} - {"expression"}
        if not isinstance(clause, exp.Limit | exp.Offset) or more or not isinstance(value, exp.Expr):
            raise refused("sql.limit", clause, "this row limit is not supported")
        if not (name == "limit" and isinstance(value, exp.Var) and value.name.upper() == "ALL"):
            statement = method(statement, name, _row_count(lower, value.unnest(), clause))
    return statement


def _fetched(clause: exp.Fetch) -> exp.Expr:
    """The number of rows of FETCH, 1 where it says none."""
    options = clause.args.get("limit_options")
    if isinstance(options, exp.LimitOptions) and (options.args.get("percent") or options.args.get("with_ties")):
        raise refused("sql.limit", clause, "this row limit is not supported")
    count = clause.args.get("count")
    return count.unnest() if isinstance(count, exp.Expr) else exp.Literal.number(1)


def _row_count(lower: Lowering, value: exp.Expr, clause: exp.Expr) -> ast.expr:
    if isinstance(value, exp.Literal) and value.name.isdigit():
        return constant(int(value.name))
    if isinstance(value, exp.Parameter):
        return lower.parameter(value)
    if type_of(lower, value) in INTEGERS and value.find(exp.Column, exp.Query) is None:
        return lower(value)
    raise refused("sql.limit", clause, "this row limit is not supported")


def locked(lower: Lowering, statement: ast.expr, lock: exp.Lock) -> ast.expr:
    """``FOR UPDATE OF t SKIP LOCKED``: ``.with_for_update(of=T, skip_locked=True)``.

    PostgreSQL manual, SELECT, The Locking Clause; SQLAlchemy: ``Select.with_for_update()``.
    """
    lower.writes = True  # the lock lasts as long as the transaction
    keywords: dict[str, ast.expr] = {}
    if not lock.args.get("update"):
        keywords["read"] = constant(True)
    if lock.args.get("key"):
        keywords["key_share"] = constant(True)
    if lock.expressions:
        keywords["of"] = _locked_table(lower, lock)
    wait = lock.args.get("wait")
    if wait is not None:
        keywords["nowait" if wait else "skip_locked"] = constant(True)
    return method(statement, "with_for_update", **keywords)


def _locked_table(lower: Lowering, lock: exp.Lock) -> ast.expr:
    source = lower.scope.sources.get(lock.expressions[0].name) if len(lock.expressions) == 1 else None
    if source is None or source.table is None:
        raise refused("sql.locking", lock, "a lock of such a table is not supported")
    return source.expression
