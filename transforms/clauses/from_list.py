"""Where a query's sources come from: the columns and conditions that name them, or ``select_from()`` and ``join()``."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from codemod.lowering.lower import Lowering
from codemod.lowering.scopes import Source
from codemod.outcome import Refusal
from codemod.python_code import constant, method
from transforms.clauses.sources import JoinClause

#: Functions that begin a query of its own, whose tables are not those of the query around it.
_QUERIES: Final = frozenset({"select", "exists", "union", "union_all", "intersect", "except_"})


def with_sources(
    lower: Lowering,
    statement: ast.expr,
    sources: list[Source | JoinClause],
    columns: Iterable[ast.expr],
    conditions: Iterable[ast.expr],
) -> ast.expr:
    """Add ``select_from()`` and ``join()`` where columns and conditions alone don't say them.

    Raises:
        Refusal: ``sql.join`` for ``FROM a, b JOIN c``: SQLAlchemy would choose what c is joined to.
    """
    plain = [source for source in sources if isinstance(source, Source)]
    joined = [source for source in sources if isinstance(source, JoinClause)]
    if not plain:
        return statement
    if joined and len(plain) > 1:
        if isinstance(sources[0], Source) and all(isinstance(item, JoinClause) for item in sources[len(plain) :]):
            return _joined_last(statement, plain, joined)
        raise Refusal("sql.join", "FROM with a comma and with JOIN is not supported")
    own = [root_name(source.expression) for source in plain]
    named = [set(_named(expression)) & _visible(lower) for expression in columns]
    listed = set[str]().union(*named)
    if joined:
        implied = listed == {own[0]}
    elif len(own) == 1:
        implied = own[0] in listed.union(*(_named(condition) for condition in conditions))
    else:
        # SQLAlchemy lists tables in the order the columns name them
        implied = all(len(names) <= 1 for names in named) and own == list(dict.fromkeys(chain(*named)))
    if not implied:
        statement = method(statement, "select_from", *(source.expression for source in plain))
    for join in joined:
        keywords: dict[str, ast.expr] = {}
        if join.outer or join.full:
            keywords["full" if join.full else "isouter"] = constant(True)
        statement = method(statement, "join", join.source.expression, join.on, **keywords)
    return statement


def _joined_last(statement: ast.expr, plain: list[Source], joined: list[JoinClause]) -> ast.expr:
    """``FROM a, b JOIN c ON …``: ``.select_from(a, b).join_from(b, c, …)``; joins begin with the last item."""
    statement = method(statement, "select_from", *(source.expression for source in plain))
    for index, join in enumerate(joined):
        keywords: dict[str, ast.expr] = {}
        if join.outer or join.full:
            keywords["full" if join.full else "isouter"] = constant(True)
        if index == 0:
            left = plain[-1].expression
            statement = method(statement, "join_from", left, join.source.expression, join.on, **keywords)
        else:
            statement = method(statement, "join", join.source.expression, join.on, **keywords)
    return statement


def _visible(lower: Lowering) -> set[str]:
    """Names under which any source in sight is written."""
    return {root_name(source.expression) for source in lower.scope.every_source()}


def _named(expression: ast.expr) -> Iterator[str]:
    """Names in an expression, those in its subqueries left out: SQLAlchemy keeps their tables to themselves."""
    pending: list[ast.AST] = [expression]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Name):
            yield node.id
        elif not (isinstance(node, ast.Call | ast.Attribute) and root_name(node) in _QUERIES):
            pending += ast.iter_child_nodes(node)


def root_name(expression: ast.AST) -> str:
    """The name that a chain of attributes and calls begins with; empty for any other expression."""
    while not isinstance(expression, ast.Name):
        match expression:
            case ast.Attribute(value=inner) | ast.Call(func=inner) | ast.Subscript(value=inner):
                expression = inner
            case _:
                return ""
    return expression.id
