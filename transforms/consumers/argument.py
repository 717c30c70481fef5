"""Results as arguments: builtins that read them, ``dict(row)``, ``f(**row)``, functions of the project."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import libcst as cst

from codemod.discovery.receivers import dotted
from codemod.registry import rewrites_consumer
from codemod.rewriting.expression_facts import place_of
from codemod.rewriting.value_flow import Follower, Holds

#: What a function does with rows (or a row) that are its one positional argument.
Reader = Callable[[Follower, cst.Call], bool]


def _rows_again(follower: Follower, call: cst.Call) -> bool:
    return follower.follow(call, "rows")


def _one_row(follower: Follower, call: cst.Call) -> bool:
    return follower.follow(call, "row")


def _neutral(follower: Follower, call: cst.Call) -> bool:
    return follower.use("neutral", call)


def _mapping(follower: Follower, call: cst.Call) -> bool:
    return follower.use("mapping", call)


def _positional(follower: Follower, call: cst.Call) -> bool:
    return follower.use("positional", call)


def _sized(follower: Follower, call: cst.Call) -> bool:
    return follower.use("record", call)


def _sorted(follower: Follower, call: cst.Call) -> bool:
    return follower.keyed_by(call) and follower.follow(call, "rows")


def _extreme(follower: Follower, call: cst.Call) -> bool:
    return follower.keyed_by(call) and follower.follow(call, "row")


_OF_ROWS: Final[dict[str, Reader]] = {
    "len": _neutral,
    "bool": _neutral,
    "any": _neutral,
    "all": _neutral,
    "list": _rows_again,
    "tuple": _rows_again,
    "iter": _rows_again,
    "reversed": _rows_again,
    "next": _one_row,
    "sorted": _sorted,
    "min": _extreme,
    "max": _extreme,
    "dict": _positional,
    "random.choice": _one_row,
}

_OF_ROW: Final[dict[str, Reader]] = {
    "dict": _mapping,
    "len": _sized,
    "bool": _neutral,
    "tuple": _positional,
    "list": _positional,
}

_OF_KEYED: Final[dict[str, Reader]] = {"len": _neutral, "bool": _neutral, "list": _neutral, "set": _neutral}

#: The method that puts a value into a list.
_JOINING: Final[dict[Holds, str]] = {"rows": "extend", "row": "append", "keyed": ""}

_TABLES: Final[dict[Holds, dict[str, Reader]]] = {"rows": _OF_ROWS, "row": _OF_ROW, "keyed": _OF_KEYED}


@rewrites_consumer(cst.Arg)
def argument(follower: Follower, parent: cst.Arg, _node: cst.CSTNode, holds: Holds) -> bool:
    """``len(rows)``, ``dict(row)``, ``Link(**row)``, ``f(*row)``, ``sorted(rows, key=…)``, ``self.show(row)``."""
    call = follower.parent(parent)
    if not isinstance(call, cst.Call):
        return False
    if parent.star:
        return holds == "row" and follower.use("mapping" if parent.star == "**" else "positional", call)
    if isinstance(call.func, cst.Attribute) and call.func.attr.value == _JOINING[holds]:
        return follower.joined(call.func.value)
    name = _builtin(follower, call)
    if name in ("enumerate", "zip"):
        return holds == "rows" and follower.paired(call, 1 if name == "enumerate" else call.args.index(parent))
    if name in ("map", "filter"):
        return holds == "rows" and _mapped(follower, call, parent, name)
    reader = _TABLES[holds].get(name)
    if reader is None:
        return follower.passed(call, parent, holds)
    if call.args[0] is not parent or parent.keyword is not None:
        return False
    return reader(_beside(follower, call.args[1:]), call)


def _beside(follower: Follower, others: Sequence[cst.Arg]) -> Follower:
    """The follower of a call's value that may also be another argument: ``next(rows, fallback)``."""
    told = all(item.keyword is not None and item.keyword.value in ("key", "reverse") for item in others)
    return follower if told else follower.mixed()


def _builtin(follower: Follower, call: cst.Call) -> str:
    """The name of a called function that neither the function around nor its module binds itself."""
    name = dotted(call.func) or ""
    own = place_of(follower.scope, follower.module).binds(name.partition(".")[0])
    return "" if own else name


def _mapped(follower: Follower, call: cst.Call, argument: cst.Arg, name: str) -> bool:
    if len(call.args) != 2 or call.args[1] is not argument:
        return False
    function = call.args[0].value
    if name == "map" and isinstance(function, cst.Name) and function.value == "dict":
        return follower.use("mapping", call)
    return follower.into_lambda(function) and (name == "map" or follower.follow(call, "rows"))


@rewrites_consumer(cst.StarredDictElement)
def dict_star(follower: Follower, parent: cst.StarredDictElement, _node: cst.CSTNode, holds: Holds) -> bool:
    """``{**row}``."""
    return holds == "row" and follower.use("mapping", parent)
