"""What the annotation of a parameter says of its value: an annotation that admits None proves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Final

import libcst as cst

from codemod.syntax.tree import dotted

#: Names that admit None, or stand for anything.
_OPEN: Final = frozenset({"Any", "object", "None", "Optional", "NoneType", "Never", "NoReturn", "Self", "AnyStr"})

#: Generic types whose values are never None, whatever they hold.
_CONTAINERS: Final = frozenset(
    {
        "list", "dict", "tuple", "set", "frozenset", "List", "Dict", "Tuple", "Set", "FrozenSet", "Sequence",
        "Iterable", "Mapping", "Collection", "Iterator", "type", "Type", "Literal", "Greedy", "Context", "Interaction",
    }
)  # fmt: skip

#: Wrappers that mean their first argument (``Annotated[int, …]``, discord's ``Range[int, 1, 5]``).
_WRAPPERS: Final = frozenset({"Annotated", "Range"})

#: Types whose name is enough to know how a value is bound.
_PLAIN: Final = {
    **{
        name: name for name in ("int", "str", "bool", "float", "list", "bytes", "datetime", "date", "timedelta", "UUID")
    },
    "datetime.datetime": "datetime",
    "datetime.date": "date",
    "datetime.timedelta": "timedelta",
    "uuid.UUID": "UUID",
}


def annotation_facts(annotation: cst.BaseExpression, unreadable: Set[str]) -> tuple[bool, str | None]:
    """Whether values of an annotation are never None, and their Python type where it is a plain one.

    Args:
        annotation: the annotation.
        unreadable: names the module assigns itself: aliases and type variables, which may admit None.
    """
    match annotation:
        case cst.SimpleString():
            return _of_text(annotation, unreadable)
        case cst.Name() | cst.Attribute():
            name = dotted(annotation) or ""
            last = name.rpartition(".")[2]
            if not name or last in _OPEN or name in unreadable:
                return False, "None" if name == "None" else None
            return True, _PLAIN.get(name)
        case cst.BinaryOperation(operator=cst.BitOr()):
            return _all(annotation_facts(side, unreadable) for side in (annotation.left, annotation.right))
        case cst.Subscript():
            return _of_subscript(annotation, unreadable)
        case _:
            return False, None


def _all(facts: Iterable[tuple[bool, str | None]]) -> tuple[bool, str | None]:
    found = list(facts)
    kinds = {kind for _, kind in found if kind != "None"}
    return all(never for never, _ in found), kinds.pop() if len(kinds) == 1 else None


def _of_text(annotation: cst.SimpleString, unreadable: Set[str]) -> tuple[bool, str | None]:
    text = annotation.evaluated_value
    try:
        return annotation_facts(cst.parse_expression(text), unreadable) if isinstance(text, str) else (False, None)
    except cst.ParserSyntaxError:
        return False, None


def _of_subscript(annotation: cst.Subscript, unreadable: Set[str]) -> tuple[bool, str | None]:
    name = dotted(annotation.value) or ""
    last = name.rpartition(".")[2]
    items = [item.slice.value for item in annotation.slice if isinstance(item.slice, cst.Index)]
    if name in unreadable or not items:
        return False, None
    if last == "Literal":
        return all(isinstance(item, cst.SimpleString | cst.Integer) for item in items), None
    if last in _CONTAINERS:
        return True, "list" if last in ("list", "List") else None
    if last == "Union":
        return _all(annotation_facts(item, unreadable) for item in items)
    if last in _WRAPPERS:
        return annotation_facts(items[0], unreadable)
    return False, None
