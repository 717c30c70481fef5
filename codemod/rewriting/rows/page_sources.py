"""Lists that menus of discord.py cut into pages: what a project's ``ListPageSource`` is given comes to its pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import libcst as cst

from codemod.discovery.occurrences import Occurrence
from codemod.rewriting.facts.callees import Given, parameter_of
from codemod.rewriting.facts.visibility import is_visible
from codemod.rewriting.rows.dataclass_fields import classes_named
from codemod.rewriting.rows.holds import Holds, Many
from codemod.rewriting.rows.library_names import full_name
from codemod.syntax.tree import is_name

if TYPE_CHECKING:
    from codemod.rewriting.rows.value_flow import Follower

#: The class that keeps a list as ``entries`` and gives slices of it to ``format_page(menu, page)``.
_SOURCE: Final = "discord.ext.menus.ListPageSource"

#: Methods of that class which decide what a page is.
_OWN: Final = frozenset({"__new__", "get_page", "__setattr__", "is_paginating", "get_max_pages", "_prepare_once"})


def into_pages(follower: Follower, function: cst.BaseExpression, holds: Holds, given: Given) -> bool:
    """Follow a list into the pages of the source that is made of it: ``Ranks(rows, per_page=10)``.

    Args:
        follower: at the call.
        function: the class, or ``super().__init__`` of one.
        holds: what the value holds.
        given: how it is passed.
    """
    call = given.call
    if call is None or not isinstance(holds, Many) or not (given.position == 0 or given.keyword == "entries"):
        return False
    source = _source(follower, function)
    if source is None or not _gives_lists(call, follower):
        return False
    assert isinstance(source.node, cst.ClassDef), "only classes are looked for"
    name = source.node.name.value
    above = follower.index.ancestors
    pages = [
        item
        for item in follower.index.functions_named("format_page")
        if item.scope.class_name is not None and name in (item.scope.class_name, *above.get(item.scope.class_name, ()))
    ]
    shown = [_shown(follower, item, holds) for item in pages]
    return bool(shown) and all(shown) and follower.read_as("entries", holds, name)


def _shown(follower: Follower, method: Occurrence, holds: Holds) -> bool:
    """Follow a page into the method that shows it."""
    assert isinstance(method.node, cst.FunctionDef), "the index holds definitions"
    parameter = parameter_of(method.node, Given(1), is_method=True)
    return parameter is not None and follower.elsewhere(method).bound(parameter.name, holds, parameter)


def _source(follower: Follower, function: cst.BaseExpression) -> Occurrence | None:
    """The class of the project that is made, where the library's own initializer takes the list."""
    match function:
        case cst.Name(value=name) if not follower.scope.is_local(name):
            found = [
                item
                for item in classes_named(name, follower)
                if is_visible(item, name, follower.module, follower.index)
                and not _has(item.node, frozenset({"__init__"}))
            ]
        case cst.Attribute(value=cst.Call(func=cst.Name(value="super"), args=[]), attr=cst.Name(value="__init__")):
            found = [
                item
                for item in classes_named(follower.scope.class_name or "", follower)
                if item.module.source.path == follower.module.source.path
            ]
        case _:
            return None
    return found[0] if len(found) == 1 and _is_source(found[0]) else None


def _is_source(item: Occurrence) -> bool:
    node = item.node
    assert isinstance(node, cst.ClassDef), "only classes are looked for"
    bases = [_without_type(base.value) for base in node.bases]
    return [full_name(item.module, base) for base in bases] == [_SOURCE] and not _has(node, _OWN)


def _without_type(base: cst.BaseExpression) -> cst.BaseExpression:
    """``ListPageSource`` of ``ListPageSource[Any]``."""
    return base.value if isinstance(base, cst.Subscript) else base


def _has(node: cst.CSTNode, names: frozenset[str]) -> bool:
    assert isinstance(node, cst.ClassDef), "only classes are looked for"
    return any(isinstance(item, cst.FunctionDef) and item.name.value in names for item in node.body.body)


def _gives_lists(call: cst.Call, follower: Follower) -> bool:
    """Whether a page is a list, as with any ``per_page`` but 1."""
    given = [item.value for item in call.args if is_name(item.keyword, "per_page")]
    if len(given) != 1:
        return False
    return _is_above_one(given[0]) or (
        isinstance(given[0], cst.Name) and _is_number_above_one(given[0].value, follower)
    )


def _is_number_above_one(name: str, follower: Follower) -> bool:
    """Whether a keyword of an initializer has such a number by default, and no call of the class another one."""
    function, class_name = follower.scope.node, follower.scope.class_name
    keywords = function.params.kwonly_params if isinstance(function, cst.FunctionDef) else ()
    default = next((item.default for item in keywords if is_name(item.name, name)), None)
    if (
        class_name is None
        or not _is_above_one(default)
        or any(class_name in up for up in follower.index.ancestors.values())
    ):
        return False
    calls = [item.node for item in follower.index.unawaited_calls(class_name)]
    mentions = re.compile(rf"^(?!\s*(?:from|import|class)\b).*\b{class_name}\b(?!\s*\()", re.M)
    if any(mentions.search(module.source.text) for module in follower.index.modules_naming(class_name)):
        return False
    given = [
        item
        for call in calls
        if isinstance(call, cst.Call)
        for item in call.args
        if item.star == "**" or is_name(item.keyword, name)
    ]
    return all(not item.star and _is_above_one(item.value) for item in given)


def _is_above_one(node: cst.BaseExpression | None) -> bool:
    return isinstance(node, cst.Integer) and node.value not in ("0", "1")
