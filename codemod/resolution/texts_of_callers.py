"""The constants that the calls of a function give one of its parameters, where all of its calls are in sight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import libcst as cst

from codemod.files.project_files import ProjectFiles
from codemod.resolution.given_arguments import Taken, has_stars
from codemod.source import SourceError
from codemod.syntax.functions import is_plain
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import is_name, walk


def texts_of_callers(param: cst.Param, scope: FunctionScope, files: ProjectFiles) -> list[str] | None:
    """Every text that a parameter is given; None where one is no constant, or a call may not be in sight.

    All calls are in sight where the function is the only one of its name and not decorated, its own module calls it
    (a method by ``self``), and nothing mentions the name but its calls and imports.
    """
    function, mentions = scope.node, calls_in_sight(scope, files)
    is_method = scope.class_name is not None
    taken = Taken.by(function, param, is_method=is_method) if isinstance(function, cst.FunctionDef) else None
    if taken is None or mentions is None or not calls_its_own(mentions, is_method=is_method):
        return None
    found: dict[str, None] = {}
    for call in mentions.calls:
        texts = _texts(taken, call, scope.class_name)
        if texts is None:
            return None
        found.update(dict.fromkeys(texts))
    return list(found) or None


def calls_in_sight(scope: FunctionScope, files: ProjectFiles) -> Mentions | None:
    """What a project says of a function that is the only one of its name; None where it may be called unseen."""
    function = scope.node
    if not isinstance(function, cst.FunctionDef) or function.name.value.startswith("__") or not is_plain(function):
        return None
    mentions = _mentions(function.name.value, files)
    return mentions if mentions is not None and len(mentions.definitions) == 1 else None


def _texts(taken: Taken, call: cst.Call, class_name: str | None) -> list[str] | None:
    """The texts that a call may give a parameter; None where they are no constants."""
    is_unbound = isinstance(call.func, cst.Attribute) and is_name(call.func.value, class_name or "")
    if is_unbound or has_stars(call):
        return None
    given = taken.argument(call) or taken.param.default
    return _constants(given) if given is not None else None


def _constants(node: cst.BaseExpression) -> list[str] | None:
    """The text that a constant is, or both of a condition."""
    if isinstance(node, cst.IfExp):
        one, other = _constants(node.body), _constants(node.orelse)
        return None if one is None or other is None else [*one, *other]
    text = node.evaluated_value if isinstance(node, cst.SimpleString | cst.ConcatenatedString) else None
    return [text] if isinstance(text, str) else None


@dataclass(frozen=True, slots=True, eq=False)
class Mentions:
    """What a project says of a function; ``own`` are the calls in the module that defines it."""

    definitions: tuple[cst.FunctionDef, ...]
    calls: tuple[cst.Call, ...]
    own: tuple[cst.Call, ...]


def calls_its_own(mentions: Mentions, *, is_method: bool) -> bool:
    """Whether a call is surely one of the function, and none is of another kind: libraries have names, too."""
    if not is_method:
        return any(isinstance(call.func, cst.Name) for call in mentions.own)
    receivers = [call.func.value for call in mentions.own if isinstance(call.func, cst.Attribute)]
    of_self = any(is_name(item, "self") or is_name(item, "cls") for item in receivers)
    return of_self and all(isinstance(call.func, cst.Attribute) for call in mentions.calls)


@lru_cache(maxsize=64)
def _mentions(name: str, files: ProjectFiles) -> Mentions | None:
    """What a project says of a function; None where something else than a call mentions it."""
    definitions: list[cst.FunctionDef] = []
    calls: list[cst.Call] = []
    own: tuple[cst.Call, ...] = ()
    word, quoted = re.compile(rf"\b{re.escape(name)}\b"), re.compile(rf"[\"']{re.escape(name)}[\"']")
    for path in files.paths:
        text = files.text(path)
        if not word.search(text):
            continue
        if quoted.search(text):
            return None  # getattr(tags, "count")
        try:
            tree = files.module(path).tree
        except SourceError:
            return None
        known: set[int] = set()
        named: set[int] = set()
        here, defined = len(calls), len(definitions)
        for node in walk(tree):
            match node:
                case cst.Name() if node.value == name:
                    named.add(id(node))
                case cst.FunctionDef() if node.name.value == name:
                    definitions.append(node)
                    known.add(id(node.name))
                case cst.Call(func=cst.Name() as called) | cst.Call(func=cst.Attribute(attr=called)) if (
                    called.value == name
                ):
                    calls.append(node)
                    known.add(id(called))
                case cst.ImportAlias(name=cst.Name() as imported, asname=None):
                    known.add(id(imported))
                case _:
                    pass
        if len(definitions) > defined:
            own = tuple(calls[here:])
        if named - known:
            return None
    return Mentions(tuple(definitions), tuple(calls), own)
