"""LIMIT, OFFSET and row locks."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.types import NUMBERS, base_type
from codemod.python_code import constant, list_of, method
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
        if not _is_no_limit(value):
            statement = method(
                statement, name, _row_count(lower, value if isinstance(value, exp.Subquery) else value.unnest(), clause)
            )
    return statement


def _is_no_limit(value: exp.Expr) -> bool:
    """``LIMIT ALL`` and ``LIMIT NULL`` (manual 7.6)."""
    return isinstance(value, exp.Null) or (isinstance(value, exp.Var) and value.name.upper() == "ALL")


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
    lowered = lower(value)  # a subquery has a type after that
    if base_type(type_of(lower, value) or "") in NUMBERS:
        return lowered
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
    tables = [_lockable(lower, lock, item.name) for item in lock.expressions]
    return tables[0] if len(tables) == 1 else list_of(tables)


def _lockable(lower: Lowering, lock: exp.Lock, name: str) -> ast.expr:
    source = lower.scope.sources.get(name)
    if source is None or source.table is None:
        raise refused("sql.locking", lock, "a lock of such a table is not supported")
    return source.expression
