"""Values from which the server makes an array: whether they are text or varchar is the type of the array then."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.python_code import call, constant
from codemod.resolution.dialect import sql_of
from transforms.expressions.types_of import is_untyped

#: Functions whose first argument gives the array its type.
_ARRAYS_OF_THE_FIRST: Final = frozenset({"array_agg", "array_fill", "array_prepend"})
#: Functions that give one of their arguments.
_CHOICES: Final = frozenset({"greatest", "least"})


def forms_array(node: exp.Expr) -> bool:
    """Whether an untyped value decides the type of an array, as in ``array_prepend($1, tags)``.

    The first that has a type decides (manual 10.5). SQLAlchemy sends every string as a varchar, and no operator
    takes a ``varchar[]`` beside a ``text[]``.
    """
    around = node.parent
    match around:
        case exp.Array():
            return not isinstance(around.parent, exp.Cast) and _decides(node, around.expressions)
        case exp.Anonymous() if around.name.lower() in _ARRAYS_OF_THE_FIRST:
            return around.expressions[0] is node
        case exp.Anonymous() if around.name.lower() in _CHOICES:
            return _decides(node, around.expressions) and forms_array(around)
        case exp.Coalesce():
            return _decides(node, [around.this, *around.expressions]) and forms_array(around)
        case exp.If(parent=exp.Case() as case) if around.this is not node:
            return _decides(node, _results(case)) and forms_array(case)
        case exp.Case() if node.arg_key == "default":
            return forms_array(around)
        case exp.Select():
            return node.arg_key == "expressions" and len(around.expressions) == 1 and forms_array(around)
        case exp.Paren() | exp.Distinct() | exp.Subquery() | exp.Alias():
            return forms_array(around)
        case exp.Order() | exp.Filter():
            return around.this is node and forms_array(around)
        case _:
            return False


def text_element(lower: Lowering, node: exp.Parameter) -> ast.expr:
    """A parameter that is a text for the server, not the varchar that it is sent as: ``cast(x, Text)``."""
    text = lower.sqlalchemy("Text")
    bound = lower.parameter(node) if lower.never_none(node) else lower.typed_parameter(node, text)
    return call(lower.sqlalchemy("cast"), bound, text)


def text_constant(lower: Lowering, node: exp.Literal) -> ast.expr:
    """A constant that the server sees as it was written: ``literal_column("'a'", Text)``."""
    return call(lower.sqlalchemy("literal_column"), constant(sql_of(node)), lower.sqlalchemy("Text"))


def _decides(node: exp.Expr, items: Sequence[exp.Expr]) -> bool:
    """Whether nothing before ``node`` has a type of its own."""
    for item in items:
        if item is node:
            return True
        if not is_untyped(item):
            return False
    return False


def _results(case: exp.Case) -> list[exp.Expr]:
    """What a CASE can give, in the order in which the server looks: ELSE first."""
    default = case.args.get("default")
    return [*([default] if default is not None else []), *(branch.args["true"] for branch in case.args["ifs"])]
