"""Results as arguments: builtins that read them, ``dict(row)``, ``f(**row)``, functions of the project."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import libcst as cst

from codemod.registry import rewrites_consumer
from codemod.rewriting.facts.callees import Given
from codemod.rewriting.rows.function_values import into_function
from codemod.rewriting.rows.holds import Among, Coroutine, Holds, Keyed, Many, Row, Stream
from codemod.rewriting.rows.library_names import library_name
from codemod.rewriting.rows.value_escapes import passed
from codemod.rewriting.rows.value_flow import Follower, UseKind
from transforms.consumers.condition import is_of_class_alike
from transforms.consumers.containers import INTO
from transforms.consumers.coroutine import given_on
from transforms.consumers.libraries import LIBRARIES, METHODS

#: What a function does with a value that is its one positional argument.
Reader = Callable[[Follower, cst.Call, Holds], bool]


def _same(follower: Follower, call: cst.Call, holds: Holds) -> bool:
    return follower.follow(call, holds)


def _item(follower: Follower, call: cst.Call, holds: Holds) -> bool:
    return isinstance(holds, Many) and follower.follow(call, holds.item)


def _parts(follower: Follower, call: cst.Call, holds: Holds) -> bool:
    """``batched(rows, 10)``: lists of the same."""
    return follower.follow(call, Many(holds))


def _using(kind: UseKind) -> Reader:
    def reader(follower: Follower, call: cst.Call, _holds: Holds) -> bool:
        row = call.args[0].value if kind == "mapping" else None
        return follower.use(kind, call, row=row)

    return reader


def _sorted(follower: Follower, call: cst.Call, holds: Holds) -> bool:
    return keyed_by(follower, call, holds) and follower.follow(call, holds)


def _collected(follower: Follower, call: cst.Call, holds: Holds) -> bool:
    """``set(rows)``: records are equal where their values are, and so are rows."""
    return _compared(follower, call, holds) and follower.follow(call, holds)


def _compared(follower: Follower, node: cst.CSTNode, holds: Holds) -> bool:
    return isinstance(holds, Many) and isinstance(holds.item, Row) and follower.use("positional", node)


def _extreme(follower: Follower, call: cst.Call, holds: Holds) -> bool:
    alone = all(item.keyword is not None for item in call.args[1:])  # max(rows, others) compares the two lists
    return alone and keyed_by(follower, call, holds) and _item(follower, call, holds)


def _grouped(follower: Follower, call: cst.Call, holds: Holds) -> bool:
    """``groupby(rows, key=lambda row: …)``: keys and the rows of each."""
    keys = [item.value for item in call.args[1:]]
    found = isinstance(holds, Many) and len(keys) == 1 and into_function(follower, keys[0], holds.item, Given(0))
    return found and follower.follow(call, Many(Among(1, holds)))


def _flattened(follower: Follower, call: cst.Call, holds: Holds) -> bool:
    """``chain.from_iterable(rows)`` gives the values of rows, and the rows of lists of rows."""
    match holds:
        case Many(Row()):
            return follower.use("positional", call)
        case Many(Many() as inner):
            return follower.follow(call, inner)
        case _:
            return False


def _dictionary(follower: Follower, call: cst.Call, holds: Holds) -> bool:
    """``dict(rows)`` takes pairs: of rows their two values, of tuples a key and what belongs to it."""
    match holds:
        case Many(Row()):
            return follower.use("positional", call)
        case Many(Among(1, value)):
            return follower.follow(call, Keyed(value))
        case _:
            return False


def keyed_by(follower: Follower, call: cst.Call, holds: Holds) -> bool:
    """Follow an item into the ``key=`` of ``sorted()`` and its kin; without one, records compare by their values."""
    keys = [item.value for item in call.args if item.keyword is not None and item.keyword.value == "key"]
    if not keys:
        return not any(item.star for item in call.args) and _compared(follower, call, holds)
    return isinstance(holds, Many) and into_function(follower, keys[0], holds.item, Given(0))


_OF_MANY: Final[dict[str, Reader]] = {
    **dict.fromkeys(("len", "bool", "any", "all", "random.shuffle"), _using("neutral")),
    **dict.fromkeys(("list", "tuple", "iter", "reversed", "copy.copy", "collections.deque"), _same),
    **dict.fromkeys(("itertools.islice", "random.sample", "random.choices", "itertools.cycle"), _same),
    **dict.fromkeys(("next", "random.choice"), _item),
    **dict.fromkeys(("itertools.batched", "discord.utils.as_chunks"), _parts),
    **dict.fromkeys(("min", "max"), _extreme),
    **dict.fromkeys(("set", "frozenset"), _collected),
    "sorted": _sorted,
    "dict": _dictionary,
    "itertools.groupby": _grouped,
    "itertools.chain.from_iterable": _flattened,
}

_OF_ROW: Final[dict[str, Reader]] = {
    **dict.fromkeys(("dict", "collections.OrderedDict"), _using("mapping")),
    "len": _using("record"),
    "bool": _using("neutral"),
    **dict.fromkeys(("tuple", "list", "set", "frozenset", "iter", "reversed", "sorted"), _using("positional")),
    **dict.fromkeys(("any", "all", "sum", "min", "max"), _using("positional")),
}

_OF_KEYED: Final[dict[str, Reader]] = {
    **dict.fromkeys(("len", "bool", "list", "set", "sorted", "iter"), _using("neutral")),
    "dict": _same,
}

#: Further arguments of a reader that take nothing of the rows and give nothing to its value.
_SETTINGS: Final = {
    "itertools.islice", "random.sample", "random.choices", "itertools.batched", "discord.utils.as_chunks",
    "itertools.groupby", "collections.deque",
}  # fmt: skip


#: Functions that call one of their arguments with those behind it, now or later: where it stands among them.
_CALLING: Final = {"functools.partial": 0, "asyncio.to_thread": 0}

#: Functions of rows and of other values, or of a function beside them.
_OF_SEVERAL: Final = frozenset(
    {
        *("enumerate", "zip", "map", "filter", "functools.reduce", "itertools.chain", "itertools.takewhile"),
        *("itertools.dropwhile", "itertools.filterfalse", "heapq.nlargest", "heapq.nsmallest"),
        *("itertools.starmap", "discord.utils.find"),
    }
)


#: Methods that take a row, or rows, by their names.
_INTO: Final = {**INTO, **METHODS}


def _table(holds: Holds) -> dict[str, Reader]:
    match holds:
        case Row():
            return _OF_ROW
        case Keyed():
            return _OF_KEYED
        case Many():
            return _OF_MANY
        case Among() | Stream() | Coroutine():
            return {}


@rewrites_consumer(cst.Arg)
def argument(follower: Follower, parent: cst.Arg, _node: cst.CSTNode, holds: Holds) -> bool:
    """``len(rows)``, ``dict(row)``, ``Link(**row)``, ``f(*row)``, ``sorted(rows, key=…)``, ``self.show(row)``."""
    call = follower.parent(parent)
    if not isinstance(call, cst.Call):
        return False
    name = library_name(follower, call)
    given = given_on(follower, call, parent, name, holds)
    if given is not None:
        return given
    if parent.star:
        if name in ("zip", "itertools.chain") and parent.star == "*" and isinstance(holds, Many):
            return isinstance(holds.item, Row) and follower.use("positional", call)
        row = parent.value if parent.star == "**" else None
        kind: UseKind = "mapping" if row is not None else "positional"
        return isinstance(holds, Row) and follower.use(kind, parent, row=row)
    if isinstance(call.func, cst.Attribute) and call.func.attr.value in _INTO:
        return _INTO[call.func.attr.value](follower, call, call.func, holds) or passed(follower, call, parent, holds)
    if name in LIBRARIES:
        return LIBRARIES[name](follower, call, parent, holds)
    if name == "isinstance":
        return (
            call.args[0] is parent
            and is_of_class_alike(follower, call.args[1].value, holds)
            and follower.use("neutral", call)
        )
    called = _called_with(call, name, parent)
    if called is not None:
        return into_function(follower.mixed(), called[0], holds, called[1])
    if name == "typing.cast":
        return call.args[-1] is parent and len(call.args) == 2 and follower.follow(call, holds)
    if isinstance(holds, Row) and _takes_values(call, parent, name):
        return follower.use("positional", call)
    if name in _OF_SEVERAL:
        return isinstance(holds, Many) and _of_several(follower, call, parent, name, holds)
    reader = _table(holds).get(name)
    if reader is None:
        return passed(follower, call, parent, holds)
    if call.args[0] is not parent or parent.keyword is not None:
        return False
    return reader(_beside(follower, name, call.args[1:]), call, holds)


def _called_with(call: cst.Call, name: str, argument: cst.Arg) -> tuple[cst.BaseExpression, Given] | None:
    """The function that a call calls with one of its arguments, and how: ``asyncio.to_thread(shown, rows)``."""
    runs = isinstance(call.func, cst.Attribute) and call.func.attr.value == "run_in_executor"
    at = 1 if runs else _CALLING.get(name)
    position = call.args.index(argument)
    if at is None or position <= at or any(item.star for item in call.args):
        return None
    given = Given(None, argument.keyword.value) if argument.keyword is not None else Given(position - at - 1)
    return call.args[at].value, given


def _takes_values(call: cst.Call, argument: cst.Arg, name: str) -> bool:
    """Whether a call takes what iterating over an argument gives: ``zip(names, row)``, ``", ".join(row)``."""
    if argument.keyword is not None or any(item.star for item in call.args):
        return False
    if isinstance(call.func, cst.Attribute) and isinstance(call.func.value, cst.SimpleString):
        return call.func.attr.value == "join"
    takes_function = name in ("map", "filter") and call.args[0] is not argument
    return takes_function or name in ("zip", "itertools.chain") or (name == "enumerate" and call.args[0] is argument)


def _beside(follower: Follower, name: str, others: Sequence[cst.Arg]) -> Follower:
    """The follower of a call's value that may also be another argument: ``next(rows, fallback)``."""
    told = all(item.keyword is not None and item.keyword.value in ("key", "reverse") for item in others)
    return follower if told or name in _SETTINGS else follower.mixed()


def _of_several(follower: Follower, call: cst.Call, argument: cst.Arg, name: str, holds: Many) -> bool:
    """Functions of other values as well: ``zip(names, rows)``, ``map(lambda row: …, rows)``."""
    position = call.args.index(argument)
    function = call.args[0].value
    if argument.keyword is not None or any(item.star for item in call.args):
        return False
    match name:
        case "enumerate":
            return position == 0 and follower.follow(call, Many(Among(1, holds.item)))
        case "zip":
            return follower.follow(call, Many(Among(position, holds.item)))
        case "itertools.chain":
            return follower.mixed().follow(call, holds)
        case "functools.reduce":
            return position == 1 and len(call.args) == 3 and into_function(follower, function, holds.item, Given(1))
        case "filter" if isinstance(function, cst.Name) and function.value == "None":
            return position == 1 and _same(follower, call, holds)
        case "itertools.starmap":
            return position == 1 and len(call.args) == 2 and _compared(follower, call, holds)
        case "discord.utils.find":
            tested = position == 1 and into_function(follower, function, holds.item, Given(0))
            return tested and follower.follow(call, holds.item)
        case "filter" | "itertools.takewhile" | "itertools.dropwhile" | "itertools.filterfalse":
            tested = position == 1 and into_function(follower, function, holds.item, Given(0))
            return tested and _same(follower, call, holds)
        case "heapq.nlargest" | "heapq.nsmallest":
            return position == 1 and keyed_by(follower, call, holds) and _same(follower, call, holds)
        case _:
            return position == 1 and len(call.args) == 2 and _mapped(follower, call, function, holds)


def _mapped(follower: Follower, call: cst.Call, function: cst.BaseExpression, holds: Many) -> bool:
    kinds: dict[str, UseKind] = {"dict": "mapping", "tuple": "positional", "list": "positional", "len": "record"}
    name = function.value if isinstance(function, cst.Name) else ""
    if name in kinds and isinstance(holds.item, Row) and not _is_own(follower, name):
        return follower.mixed().use(kinds[name], call)
    return into_function(follower, function, holds.item, Given(0))


def _is_own(follower: Follower, name: str) -> bool:
    return library_name(follower, cst.Call(cst.Name(name))) != name


@rewrites_consumer(cst.StarredDictElement)
def dict_star(follower: Follower, parent: cst.StarredDictElement, node: cst.CSTNode, holds: Holds) -> bool:
    """``{**row}``."""
    return isinstance(holds, Row) and follower.use("mapping", parent, row=node)
