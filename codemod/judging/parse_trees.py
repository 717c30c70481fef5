"""The server's own parse trees, as ``debug_print_parse`` prints them (``src/backend/nodes/outfuncs.c``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

#: A node, with its kind under :data:`KIND`; a list; or a word. Nodes and lists hold trees in turn.
Tree = dict[str, Any] | list[Any] | str

KIND: Final = "!"

_TOKEN: Final = re.compile(r"\s*(?:([{}()\[\]])|(\"(?:\\.|[^\"\\])*\")|((?:\\.|[^\s{}()\[\]\\])+))", re.S)


def parsed(text: str) -> Tree:
    """The tree that a log message prints."""
    return _Reader(text).value()


class _Reader:
    def __init__(self, text: str) -> None:
        self._words = [next(filter(None, match.groups())) for match in _TOKEN.finditer(text)]
        self._next = 0

    def value(self) -> Tree:
        word = self._take()
        if word == "{":
            return self._node()
        if word in ("(", "["):
            return list(self._until(")" if word == "(" else "]"))
        return word

    def _node(self) -> Tree:
        node: dict[str, Tree] = {KIND: self._take()}
        while self._peek() != "}":
            key, values = self._take(), []
            while self._peek() != "}" and not (self._peek().startswith(":") and len(self._peek()) > 1):
                values.append(self.value())
            node[key] = values[0] if len(values) == 1 else values
        self._take()
        return node

    def _until(self, closing: str) -> Iterator[Tree]:
        while self._peek() != closing:
            yield self.value()
        self._take()

    def _take(self) -> str:
        self._next += 1
        return str(self._words[self._next - 1])

    def _peek(self) -> str:
        return str(self._words[self._next])


def kind_of(tree: Tree | None) -> str:
    """The kind of a node; empty for anything else."""
    return str(tree[KIND]) if isinstance(tree, dict) else ""


def words(tree: Tree) -> Iterator[str]:
    """Every word of a tree, OIDs among them."""
    if isinstance(tree, str):
        yield tree
    else:
        for item in tree.values() if isinstance(tree, dict) else tree:
            yield from words(item)


def first_difference(ours: Tree, theirs: Tree, path: str = "") -> str | None:
    """Where two trees differ first, as a path of nodes and fields with both values; None when they are equal."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in {**ours, **theirs}:
            if ours.get(key) != theirs.get(key):
                step = f"{path}/{kind_of(ours)}{key}".lower()
                return first_difference(ours.get(key, "nothing"), theirs.get(key, "nothing"), step)
        return None
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            if one != other:
                return first_difference(one, other, f"{path}[{index}]")
        return None
    return None if ours == theirs else f"{path.removeprefix('/')}: {_shown(ours)} is not {_shown(theirs)}"


def _shown(tree: Tree) -> str:
    if isinstance(tree, list):
        return f"{len(tree)} items"
    text = kind_of(tree).lower() if isinstance(tree, dict) else tree
    return text if len(text) < 60 else f"{text[:57]}…"
