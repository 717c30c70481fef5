"""The number at the end of a status: ``int(status.split()[-1])``."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst


def status_of_number(value: cst.BaseExpression) -> cst.BaseExpression | None:
    """The status whose number an expression is; None for any other."""
    match value:
        case cst.Call(
            func=cst.Name(value="int"),
            args=[
                cst.Arg(
                    star="",
                    keyword=None,
                    value=cst.Subscript(
                        value=cst.Call(func=cst.Attribute(value=status, attr=cst.Name(value="split")), args=by),
                        slice=[cst.SubscriptElement(slice=cst.Index(value=place))],
                    ),
                )
            ],
        ):
            return status if _is_last(place) and _is_by_blanks(by) else None
        case _:
            return None


def _is_last(place: cst.BaseExpression) -> bool:
    match place:
        case cst.UnaryOperation(operator=cst.Minus(), expression=cst.Integer(value="1")):
            return True
        case _:
            return False


def _is_by_blanks(args: Sequence[cst.Arg]) -> bool:
    match args:
        case []:
            return True
        case [cst.Arg(star="", keyword=None, value=cst.SimpleString() as by)]:
            return by.evaluated_value == " "
        case _:
            return False
