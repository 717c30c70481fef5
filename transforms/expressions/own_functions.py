"""Calls of functions that the project's own DDL makes."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.types import STRINGS, base_type
from codemod.mapping.ddl_functions import OwnFunction
from codemod.outcome import Refusal
from codemod.python_code import constant
from codemod.resolution.dialect import sql_of
from transforms.expressions.operands import bound_as, sql_text, value_for_server
from transforms.expressions.repetition import repeated


def own_arguments(lower: Lowering, function: OwnFunction, arguments: list[exp.Expr]) -> list[ast.expr]:
    """The arguments of a call, parameters and constants of the types that the function declares.

    Raises:
        Refusal: ``sql.function`` for a call that the declaration does not fit, or one with named arguments;
            ``bind.unknown-type`` for a parameter where no built-in type is declared.
    """
    if not function.takes(len(arguments)) or any(isinstance(item, exp.Kwarg | exp.Star) for item in arguments):
        raise Refusal("sql.function", f"the project's DDL declares {function.name}() otherwise than it is called")
    return [_argument(lower, item, kind) for item, kind in zip(arguments, function.arguments, strict=False)]


def _argument(lower: Lowering, node: exp.Expr, kind: str | None) -> ast.expr:
    inner = node.unnest()
    if isinstance(inner, exp.Parameter):
        if kind is None:
            raise Refusal("bind.unknown-type", f"the type that {sql_of(inner)} has in a function of the project")
        return bound_as(lower, inner, kind)
    if isinstance(inner, exp.Literal):
        is_text = bool(inner.is_string) and kind is not None and base_type(kind) in STRINGS and not repeated(inner)
        return constant(inner.name) if is_text else sql_text(lower, inner)
    return value_for_server(lower, node)
