"""Rows that are put into a list or dictionary, or whose columns are: ``found.append(row)``, ``found.update(row)``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import libcst as cst

from codemod.rewriting.rows.holds import Holds, Keyed, Many, Row
from codemod.rewriting.rows.shared_names import kept_globally
from codemod.rewriting.rows.value_escapes import kept
from codemod.rewriting.rows.value_flow import Follower


def put(follower: Follower, holder: cst.BaseExpression, holds: Many | Keyed) -> bool:
    """Follow what is put into a container of the function, of an object, or of the module."""
    match holder:
        case cst.Name():
            return follower.joined(holder, holds) or kept_globally(follower, holder, holds)
        case cst.Attribute():
            return kept(follower, holder, holds)
        case cst.Subscript(value=cst.Name() | cst.Attribute() as outer):
            return put(follower, outer, Keyed(holds))
        case cst.Call(func=cst.Attribute(value=outer, attr=cst.Name(value="setdefault")), args=[_, last]):
            new = isinstance(last.value, cst.List) and not last.value.elements
            return new and put(follower, outer, Keyed(holds))
        case _:
            return False


def _appended(follower: Follower, call: cst.Call, method: cst.Attribute, holds: Holds) -> bool:
    return len(call.args) == 1 and put(follower, method.value, Many(holds))


def _extended(follower: Follower, call: cst.Call, method: cst.Attribute, holds: Holds) -> bool:
    return len(call.args) == 1 and isinstance(holds, Many) and put(follower, method.value, holds)


def _updated(follower: Follower, call: cst.Call, method: cst.Attribute, holds: Holds) -> bool:
    """``found.update(row)`` takes the columns of a record by name, as of a mapping; a set takes its values."""
    own = method.value
    is_fields = isinstance(own, cst.Attribute) and own.attr.value == "__dict__"
    flow = follower.scope.flow(own.value) if isinstance(own, cst.Name) and follower.in_own_function(own) else None
    is_dict = flow is not None and bool(flow.bindings) and all(_is_dict(item.value) for item in flow.bindings)
    if (
        not isinstance(holds, Row)
        or len(call.args) != 1
        or not (is_fields or (is_dict and flow and not flow.elsewhere))
    ):
        return False
    return follower.use("mapping", call, row=call.args[0].value)


def _is_dict(node: cst.BaseExpression | None) -> bool:
    match node:
        case cst.Dict() | cst.DictComp():
            return True
        case cst.Call(func=cst.Name(value="dict")):
            return True
        case _:
            return False


def _filled(follower: Follower, call: cst.Call, method: cst.Attribute, holds: Holds) -> bool:
    """``"{name}".format_map(row)``."""
    is_text = isinstance(method.value, cst.SimpleString | cst.ConcatenatedString)
    return is_text and isinstance(holds, Row) and follower.use("mapping", call, row=call.args[0].value)


#: Methods that take a row, or rows, by their names.
INTO: Final[dict[str, Callable[[Follower, cst.Call, cst.Attribute, Holds], bool]]] = {
    "append": _appended,
    "extend": _extended,
    "update": _updated,
    "format_map": _filled,
}
