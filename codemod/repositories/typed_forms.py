"""What type checkers can't tell of SQLAlchemy's results and tables, said with ``typing.cast``; and read past again."""

from __future__ import annotations

import ast
from collections.abc import Set
from typing import Final

from codemod.lowering.lowered import ImportName

#: By this name whatever else a file holds: SQLAlchemy's own ``cast`` may come into it in a later run.
CAST: Final = ImportName("typing", "cast", "typing_cast")
TABLE: Final = ImportName("sqlalchemy", "Table")
CURSOR_RESULT: Final = ImportName("sqlalchemy", "CursorResult")
ANY: Final = ImportName("typing", "Any")

#: Statements that take a ``Table``, where a model's ``__table__`` is declared as anything that can be selected from.
CHANGES: Final = frozenset({"insert", "update", "delete"})


def has_bare_table(tree: ast.expr, changes: Set[str]) -> bool:
    """Whether an expression changes the ``__table__`` of a model.

    Args:
        tree: the expression.
        changes: local names of ``insert`` and its like.
    """
    return any(_changes_table(node, changes) for node in ast.walk(tree))


def with_table_casts(tree: ast.expr, changes: Set[str], cast: str, table: str) -> ast.expr:
    """``insert(cast(Table, Link.__table__))`` for ``insert(Link.__table__)``; in place."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _changes_table(node, changes):
            node.args[0] = ast.Call(ast.Name(cast), [ast.Name(table), node.args[0]], [])
    return tree


def _changes_table(node: ast.AST, changes: Set[str]) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=function), args=[ast.Attribute(attr="__table__"), *_]):
            return function in changes
        case _:
            return False


class WithoutCasts(ast.NodeTransformer):
    """Takes casts away that are for type checkers alone: to a table, and of the result of an execution."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """``Link.__table__`` of ``cast(Table, Link.__table__)``; SQLAlchemy's own ``cast`` has the type behind."""
        self.generic_visit(node)
        match node:
            case ast.Call(func=ast.Name() | ast.Attribute() as function, args=[kind, value], keywords=[]):
                is_cast = ast.unparse(function).rpartition(".")[2].endswith("cast")
                named = kind.value if isinstance(kind, ast.Constant) else ast.unparse(kind)
                shown = str(named).partition("[")[0].rpartition(".")[2]
                fits = isinstance(value, ast.Await) if shown == "CursorResult" else _is_table(value)
                return value if is_cast and shown in ("CursorResult", "Table") and fits else node
            case _:
                return node


def _is_table(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "__table__"
