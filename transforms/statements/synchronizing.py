"""Keeping an ORM UPDATE or DELETE to the one statement that was proven."""

from __future__ import annotations

import ast

from codemod.python_code import constant, method

_PLAIN_METHODS = frozenset({"is_", "is_not"})


def without_fetch(statement: ast.expr, conditions: list[ast.expr], *, several: bool = False) -> ast.expr:
    """Turn the synchronization of the session off where it would send more than the statement.

    By default SQLAlchemy evaluates the criteria in Python, to update objects of the session; criteria it
    can't evaluate get a ``RETURNING`` of the primary key instead. The session of a rewritten call holds no
    objects. Criteria over ``several`` tables can never be evaluated. SQLAlchemy: Selecting a Synchronization Strategy.
    """
    if not several and all(_is_evaluated(condition) for condition in conditions):
        return statement
    return method(statement, "execution_options", synchronize_session=constant(False))


def _is_evaluated(node: ast.expr) -> bool:
    """Whether SQLAlchemy's evaluator surely knows a criterion: columns compared with values, AND, OR, IS NULL."""
    match node:
        case ast.Compare(left=left, comparators=[right]):
            return _is_column(left) and (_is_value(right) or _is_column(right))
        case ast.Call(func=ast.Name(id="and_" | "or_"), args=items):
            return all(_is_evaluated(item) for item in items)
        case ast.Call(func=ast.Attribute(value=value, attr=name), args=[ast.Constant(value=None)]):
            return name in _PLAIN_METHODS and _is_column(value)
        case _:
            return _is_column(node)


def _is_column(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)


def _is_value(node: ast.expr) -> bool:
    match node:
        case ast.Constant() | ast.Name():
            return True
        case ast.Call(func=ast.Name(id="literal"), args=[ast.Name(), _]):
            return True
        case _:
            return False
