"""The keys under which an ``executemany`` gives its values to SQLAlchemy."""

from __future__ import annotations

from collections.abc import MutableMapping

from sqlglot import exp

from codemod.resolution.parameter_columns import column_of_parameter
from codemod.resolution.statement import parameter_number


def key_of(node: exp.Parameter, keys: MutableMapping[int, str]) -> str:
    """The key of ``$n``: ``b_`` and its column, as SQLAlchemy proposes, for the bare name is the value it is assigned.

    Args:
        node: the parameter, in its statement.
        keys: those of the statement so far, by number; its own is added.
    """
    number = parameter_number(node)
    if number not in keys:
        column = column_of_parameter(node.root(), number) or ""
        key = f"b_{column}"
        keys[number] = key if column.isidentifier() and key not in keys.values() else f"p{number}"
    return keys[number]
