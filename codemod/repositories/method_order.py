"""Where new methods go in a class, so that its text is the same whatever order they come in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import libcst as cst

_CREATES = frozenset({"create", "add", "insert", "upsert"})
_DELETES = frozenset({"delete", "remove"})
_UPDATES = frozenset({"update", "set", "increment", "decrement", "toggle", "clear", "reset", "append"})


def place_of(name: str) -> tuple[int, str]:
    """What methods are sorted by: reads, creations, updates, deletions; by their names within these."""
    verb = name.partition("_")[0]
    ranks = enumerate((_CREATES, _UPDATES, _DELETES), start=1)
    return next((rank for rank, verbs in ranks if verb in verbs), 0), name


def placed(class_: cst.ClassDef, names: Iterable[str]) -> Iterator[tuple[cst.FunctionDef | None, list[str]]]:
    """New methods by the one that they go before; None for the end of the class.

    They are sorted in among the last methods of the class as far as those are in order themselves. That part only
    grows by what is put into it, so the runs that do so may come in any order.

    Args:
        class_: the class.
        names: of the new methods.
    """
    ordered = list(_ordered_end(class_))
    groups: dict[int, list[str]] = {}
    for name in sorted(names, key=place_of):
        before = (index for index, item in enumerate(ordered) if place_of(item.name.value) > place_of(name))
        groups.setdefault(next(before, len(ordered)), []).append(name)
    for index, group in sorted(groups.items()):
        yield (ordered[index] if index < len(ordered) else None), group


def _ordered_end(class_: cst.ClassDef) -> Sequence[cst.FunctionDef]:
    """The last methods of a class that are in order; none of them private or decorated."""
    found: list[cst.FunctionDef] = []
    for item in reversed(class_.body.body):
        if not isinstance(item, cst.FunctionDef) or item.decorators or item.name.value.startswith("_"):
            break
        if found and place_of(item.name.value) > place_of(found[0].name.value):
            break
        found.insert(0, item)
    return found
