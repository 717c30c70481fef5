"""Attributes that discord.py documents as always there, on objects whose annotation says what they are.

On None every attribute raises, so ``member.id`` is never None even where ``member`` may be.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import libcst as cst

from codemod.source import ParsedModule
from codemod.syntax.bindings import Binding
from codemod.syntax.imports import local_name
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import blocks, dotted

#: The library and its forks with the same classes.
_LIBRARIES: Final = frozenset({"discord", "nextcord", "disnake"})

_CHANNELS: Final = ("TextChannel", "VoiceChannel", "StageChannel", "CategoryChannel", "ForumChannel", "GuildChannel")

#: Class to the attributes that hold another object, and its class. A command's context may be the project's own.
_OBJECTS: Final[dict[str, dict[str, str]]] = {
    "Context": {"author": "Member", "guild": "Guild", "channel": "Channel", "message": "Message", "me": "Member"},
    "Interaction": {"user": "Member", "guild": "Guild", "channel": "Channel", "message": "Message"},
    "Message": {"author": "Member", "guild": "Guild", "channel": "Channel"},
    "Member": {"guild": "Guild"},
    "User": {},
    "ClientUser": {},
    "Guild": {"owner": "Member", "me": "Member"},
    "Role": {"guild": "Guild"},
    "Thread": {"guild": "Guild", "owner": "Member"},
    "Emoji": {"guild": "Guild"},
    "Channel": {},
    "DMChannel": {},
    "Object": {},
    "Webhook": {},
    **{channel: {"guild": "Guild"} for channel in _CHANNELS},
}

_NAMED: Final = frozenset({"Member", "User", "ClientUser", "Guild", "Role", "Thread", "Emoji", *_CHANNELS})
_MENTIONED: Final = frozenset({"Member", "User", "ClientUser", "Role", "Thread", *_CHANNELS})
_SNOWFLAKES: Final = frozenset(_OBJECTS) - {"Context"}

#: Attribute to its Python type and the classes that have it, never None.
_VALUES: Final[dict[str, tuple[str, frozenset[str]]]] = {
    "id": ("int", _SNOWFLAKES),
    "created_at": ("datetime", _SNOWFLAKES - {"Channel", "Webhook"}),
    "name": ("str", _NAMED),
    "display_name": ("str", frozenset({"Member", "User", "ClientUser"})),
    "mention": ("str", _MENTIONED),
    "content": ("str", frozenset({"Message"})),
    "jump_url": ("str", frozenset({"Message"})),
}

#: Longer chains of names than this are not followed.
_FOLLOWED: Final = 4


def discord_value(node: cst.Attribute, scope: FunctionScope, module: ParsedModule) -> str | None:
    """The Python type of an attribute that is never None, or None where that is not known.

    Args:
        node: ``member.id``, ``ctx.guild.id``.
        scope: the function it stands in.
        module: its module.
    """
    entry = _VALUES.get(node.attr.value)
    if entry is None or not _LIBRARIES & _imported(module).keys():
        return None
    kind, classes = entry
    found = _classes_of(node.value, scope, module, 0)
    return kind if found and found <= classes else None


def _classes_of(node: cst.BaseExpression, scope: FunctionScope, module: ParsedModule, depth: int) -> frozenset[str]:
    """Classes an expression may be an object of, None left out; empty where it may be anything."""
    match node:
        case cst.Attribute():
            owners = _classes_of(node.value, scope, module, depth)
            held = [_OBJECTS[owner].get(node.attr.value, "") for owner in owners]
            return frozenset(held) if all(held) else frozenset()
        case cst.BooleanOperation():
            return _joined([_classes_of(side, scope, module, depth) for side in (node.left, node.right)])
        case cst.Name() if depth < _FOLLOWED:
            return _joined([_of_binding(item, scope, module, depth + 1) for item in scope.reaching(node)])
        case _:
            return frozenset()


def _joined(found: list[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*found) if all(found) else frozenset()


def _of_binding(binding: Binding, scope: FunctionScope, module: ParsedModule, depth: int) -> frozenset[str]:
    match binding.node:
        case cst.Param(annotation=cst.Annotation() as annotation, star=star) if not star:
            return _of_annotation(annotation.annotation, module)
        case _ if binding.kind == "assign" and binding.value is not None:
            return _classes_of(binding.value, scope, module, depth)
        case _:
            return frozenset()


def _of_annotation(node: cst.BaseExpression, module: ParsedModule) -> frozenset[str]:
    """The classes of an annotation; ``None`` beside them doesn't count."""
    match node:
        case cst.SimpleString(evaluated_value=str() as text):
            try:
                return _of_annotation(cst.parse_expression(text), module)
            except cst.ParserSyntaxError:
                return frozenset()
        case cst.BinaryOperation(operator=cst.BitOr()):
            sides = [side for side in (node.left, node.right) if dotted(side) != "None"]
            return _joined([_of_annotation(side, module) for side in sides])
        case cst.Subscript():
            return _of_subscript(node, module)
        case cst.Name() | cst.Attribute():
            return _of_name(dotted(node) or "", module)
        case _:
            return frozenset()


def _of_subscript(node: cst.Subscript, module: ParsedModule) -> frozenset[str]:
    name = (dotted(node.value) or "").rpartition(".")[2]
    items = [item.slice.value for item in node.slice if isinstance(item.slice, cst.Index)]
    if name in ("Optional", "Union"):
        return _joined([_of_annotation(item, module) for item in items if dotted(item) != "None"])
    if name in ("Context", "Interaction") or name.endswith("Context"):
        return _of_annotation(node.value, module)
    return frozenset()


def _of_name(name: str, module: ParsedModule) -> frozenset[str]:
    first, _, rest = name.partition(".")
    last = name.rpartition(".")[2]
    origin = _imported(module).get(first, "")
    if origin.partition(".")[0] in _LIBRARIES:
        class_ = last if rest else origin.rpartition(".")[2]
        return frozenset({class_}) if class_ in _OBJECTS and class_ != "Channel" else frozenset()
    return frozenset({"Context"}) if last.endswith("Context") else frozenset()  # a subclass of the project


@lru_cache(maxsize=8)
def _imported(module: ParsedModule) -> dict[str, str]:
    """Local names of a module's imports, wherever they stand, with what they name."""
    found: dict[str, str] = {}
    for statement in blocks(module.tree):
        match statement:
            case cst.Import():
                for alias in statement.names:
                    local = local_name(alias)
                    found[local] = alias.evaluated_name if alias.asname else local
            case cst.ImportFrom(names=[*names]) if not statement.relative and statement.module is not None:
                source = dotted(statement.module) or ""
                found |= {local_name(alias): f"{source}.{alias.evaluated_name}" for alias in names}
                found.setdefault(source.partition(".")[0], "")
            case _:
                pass
    return found
