"""Texts that a program reads from files beside its modules: ``(Path(__file__).parent / "top.sql").read_text()``."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

import libcst as cst

from codemod.resolution.constants import ConstantResolver
from codemod.resolution.finite_values import Searching
from codemod.source import ParsedModule
from codemod.syntax.bindings import original_name
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import dotted, last_name

#: What gives the same place.
_SAME_PLACE: Final = frozenset({"resolve", "absolute"})
_SAME_PATH: Final = frozenset({"str", "fspath", "abspath", "realpath", "normpath"})

#: Ways of reading a file that give its text as it is.
_MODES: Final = frozenset({"r", "rt"})
_ENCODINGS: Final = frozenset({"utf-8", "utf8", "ascii"})

_DEPTH: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class TextFiles:
    """Finds the files of a project that expressions of one function read.

    Attributes:
        text: the search for the text of an expression of the function.
        searching: gives that of another one.
    """

    constants: ConstantResolver
    module: ParsedModule
    scope: FunctionScope
    text: Callable[[cst.BaseExpression], str]
    searching: Searching
    depth: int = 0

    def read(self, node: cst.Call) -> str | None:
        """The text that a call reads from a file of the project; None for any other call."""
        opened = node
        match node:
            case cst.Call(func=cst.Attribute(value=cst.Call() as inner, attr=cst.Name(value="read")), args=[]):
                opened = inner
            case cst.Call(func=cst.Attribute(attr=cst.Name(value="read_text"))):
                pass
            case _:
                return None
        match opened:
            case cst.Call(func=cst.Name(value="open"), args=[cst.Arg(keyword=None, value=file), *options]):
                pass
            case cst.Call(func=cst.Attribute(value=file, attr=cst.Name(value="open" | "read_text")), args=options):
                pass
            case _:
                return None
        place = self.path(file) if _is_as_it_is(options, mode=opened is not node) else None
        text = self._content(place) if place is not None else None
        is_utf8 = any(_constant(item).lower().startswith("utf") for item in options)
        return text if text is None or text.isascii() or is_utf8 else None

    def _content(self, place: PurePosixPath) -> str | None:
        root = self.constants.files.root.resolve()
        inside = PurePosixPath(os.path.normpath(place))
        if inside.is_absolute() or inside.parts[:1] == ("..",):
            return None
        file = root / inside
        try:
            return file.read_text(encoding="utf-8") if file.resolve().is_relative_to(root) else None
        except (OSError, ValueError):
            return None

    def path(self, node: cst.BaseExpression) -> PurePosixPath | None:
        """The place of a file or folder below the root of the project; None where it depends on anything else."""
        match node:
            case cst.Name(value="__file__"):
                return self._own_place()
            case cst.Name():
                return self._named(node)
            case cst.BinaryOperation(left=left, operator=cst.Divide(), right=right):
                return self._below(self.path(left), [right])
            case cst.Attribute(value=inner, attr=cst.Name(value="parent")):
                place = self.path(inner)
                return place.parent if place is not None and place.parts else None
            case cst.Subscript(
                value=cst.Attribute(value=inner, attr=cst.Name(value="parents")),
                slice=[cst.SubscriptElement(slice=cst.Index(value=cst.Integer() as index))],
            ):
                place = self.path(inner)
                known = place.parents if place is not None else ()
                return known[index.evaluated_value] if index.evaluated_value < len(known) else None
            case cst.Call():
                return self._called(node)
            case _:
                return None

    def _own_place(self) -> PurePosixPath | None:
        """The place of the module itself, which a link to it has not."""
        root, path = self.constants.files.root.resolve(), self.module.source.path
        return path if (root / path).resolve() == root / path else None

    def _called(self, node: cst.Call) -> PurePosixPath | None:
        if not node.args:
            match node.func:
                case cst.Attribute(value=inner, attr=cst.Name(value=name)) if name in _SAME_PLACE:
                    return self.path(inner)
            return None
        if any(item.keyword is not None or item.star for item in node.args):
            return None
        first, *more = (item.value for item in node.args)
        match last_name(node.func):
            case "Path" | "PurePath":
                return self._below(self.path(first), more)
            case "join" if (dotted(node.func) or "").endswith("path.join"):
                return self._below(self.path(first), more)
            case "joinpath" if isinstance(node.func, cst.Attribute):
                return self._below(self.path(node.func.value), [first, *more])
            case "dirname" if not more:
                place = self.path(first)
                return place.parent if place is not None and place.parts else None
            case str() as name if name in _SAME_PATH and not more:
                return self.path(first)
            case _:
                return None

    def _below(self, place: PurePosixPath | None, parts: list[cst.BaseExpression]) -> PurePosixPath | None:
        for part in parts:
            if place is None:
                return None
            text = self.text(part)
            place = place / text if text and not text.startswith("/") else None
        return place

    def _named(self, node: cst.Name) -> PurePosixPath | None:
        """The path that a constant of a module is."""
        if self.depth > _DEPTH:
            return None
        holder = self.scope.holding(node.value)
        if holder is not None and not isinstance(holder.node, cst.Module):
            bindings = holder.reaching(node) if holder is self.scope else ()
            scope, text = holder, self.text
        else:
            scope = self.constants.scope_of(self.module.tree)
            text, bindings = self.searching(self.module, scope), tuple(scope.flow(node.value).bindings)
        if len(bindings) != 1 or node.value in self.constants.global_names(self.module.tree):
            return None
        only = bindings[0]
        if only.kind == "import":
            original = original_name(only.node, node.value)
            there = self.constants.imported(only.node, original, self.module.source.path)
            if there is None or isinstance(only.node, cst.Import):
                return None
            scope = self.constants.scope_of(there.tree)
            at = replace(self, module=there, scope=scope, text=self.searching(there, scope), depth=self.depth + 1)
            return at.path(cst.Name(original))
        if only.kind != "assign" or only.value is None:
            return None
        return replace(self, scope=scope, text=text, depth=self.depth + 1).path(only.value)


def _constant(argument: cst.Arg) -> str:
    value = argument.value.evaluated_value if isinstance(argument.value, cst.SimpleString) else None
    return value if isinstance(value, str) and not argument.star else ""


def _is_as_it_is(options: Sequence[cst.Arg], *, mode: bool) -> bool:
    """Whether a file is read as text, in UTF-8 or what is the same for it."""
    names = ["mode", "encoding"] if mode else ["encoding"]
    allowed = {"mode": _MODES, "encoding": _ENCODINGS}
    for place, item in enumerate(options):
        positional = (
            names[place] if place == 0 else ""
        )  # a second one is the size of a buffer, or how errors are handled
        name = item.keyword.value if item.keyword is not None else positional
        if _constant(item).lower() not in allowed.get(name, ()):
            return False
    return True
