"""Functions of libraries that read rows: by position (csv, pandas, numpy, named tuples), or by name (msgspec, JSON)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import libcst as cst

from codemod.rewriting.rows.holds import Holds, Keyed, Many, Row
from codemod.rewriting.rows.library_names import library_name
from codemod.rewriting.rows.value_flow import Follower, UseKind

#: What a function does with an argument; None where it is no business of this table.
Reader = Callable[[Follower, cst.Call, cst.Arg, Holds], bool]

#: What ``default=`` of a JSON encoder reads of each object that it doesn't know, which a record and a row both are.
_DEFAULTS: Final[dict[str, UseKind]] = {"dict": "mapping", "list": "positional", "tuple": "positional"}


def _frame(follower: Follower, call: cst.Call, argument: cst.Arg, holds: Holds) -> bool:
    """``DataFrame(rows, columns=[…])``; without names of its own it would take those of a row, not of a record."""
    columns = [item.value for item in call.args if item.keyword is not None and item.keyword.value == "columns"]
    named = bool(columns) and not (isinstance(columns[0], cst.Name) and columns[0].value == "None")
    return named and _records(follower, call, argument, holds)


def _records(follower: Follower, call: cst.Call, argument: cst.Arg, holds: Holds) -> bool:
    """``DataFrame.from_records(rows)``: values by their position."""
    first = argument.keyword.value == "data" if argument.keyword is not None else call.args[0] is argument
    return first and isinstance(holds, Many) and isinstance(holds.item, Row) and follower.use("positional", call)


def _array(follower: Follower, call: cst.Call, argument: cst.Arg, holds: Holds) -> bool:
    """``numpy.array(rows)``; a ``dtype=`` of several fields takes tuples alone."""
    return len(call.args) == 1 and _records(follower, call, argument, holds)


def _encoded(follower: Follower, call: cst.Call, argument: cst.Arg, holds: Holds) -> bool:
    """``json.dumps(rows, default=dict)``: neither a record nor what takes its place is known to JSON."""
    given = [item.value for item in call.args if item.keyword is not None and item.keyword.value == "default"]
    name = given[0].value if given and isinstance(given[0], cst.Name) else ""
    is_builtin = library_name(follower, cst.Call(cst.Name(name))) == name if name in _DEFAULTS else False
    if call.args[0] is not argument or argument.keyword is not None or not is_builtin or not _of_rows(holds):
        return False
    return follower.mixed().use(_DEFAULTS[name], call)


def _of_rows(holds: Holds) -> bool:
    match holds:
        case Row():
            return True
        case Many(inner) | Keyed(inner):
            return _of_rows(inner)
        case _:
            return False


def _converted(follower: Follower, call: cst.Call, argument: cst.Arg, holds: Holds) -> bool:
    """``msgspec.convert(rows, list[Link])`` reads whatever has keys by them, whichever type it makes."""
    settings = {"type", "strict", "from_attributes"}
    known = all(item.keyword is None or item.keyword.value in settings for item in call.args)
    kept = any("Any" in follower.module.text_of(item.value) for item in call.args)  # what stays as it is
    first = call.args[0] is argument and argument.keyword is None
    return first and known and not kept and _of_rows(holds) and follower.mixed().use("mapping", call)


#: Functions by their full names.
LIBRARIES: Final[dict[str, Reader]] = {
    "pandas.DataFrame": _frame,
    "pandas.DataFrame.from_records": _records,
    **dict.fromkeys(("numpy.array", "numpy.asarray"), _array),
    **dict.fromkeys(("json.dumps", "orjson.dumps", "simplejson.dumps"), _encoded),
    "msgspec.convert": _converted,
}


def _written(follower: Follower, call: cst.Call, method: cst.Attribute, holds: Holds) -> bool:
    """``csv.writer(file).writerow(row)``: its values."""
    one = isinstance(holds, Row) and len(call.args) == 1
    return one and is_writer(follower, method.value) and follower.use("positional", call)


def _all_written(follower: Follower, call: cst.Call, method: cst.Attribute, holds: Holds) -> bool:
    """``csv.writer(file).writerows(rows)``."""
    many = isinstance(holds, Many) and isinstance(holds.item, Row) and len(call.args) == 1
    return many and is_writer(follower, method.value) and follower.use("positional", call)


def is_writer(follower: Follower, node: cst.BaseExpression) -> bool:
    """Whether an expression is what ``csv.writer()`` gave; that of dictionaries takes no record."""
    if isinstance(node, cst.Call):
        return library_name(follower, node) == "csv.writer"
    if not isinstance(node, cst.Name) or not follower.in_own_function(node):
        return False
    flow = follower.scope.flow(node.value)
    values = [item.value for item in flow.bindings]
    writers = [isinstance(value, cst.Call) and is_writer(follower, value) for value in values]
    return bool(writers) and all(writers) and not flow.elsewhere


def _made(follower: Follower, call: cst.Call, _method: cst.Attribute, holds: Holds) -> bool:
    """``Point._make(row)`` of a named tuple."""
    own = any(True for _ in follower.index.functions_named("_make"))
    return isinstance(holds, Row) and len(call.args) == 1 and not own and follower.use("positional", call)


#: Methods by their names.
METHODS: Final[dict[str, Callable[[Follower, cst.Call, cst.Attribute, Holds], bool]]] = {
    "writerow": _written,
    "writerows": _all_written,
    "_make": _made,
}
