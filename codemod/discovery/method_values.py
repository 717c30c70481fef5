"""Methods of a pool or connection that are handed on or replaced: what runs through them is no call site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import libcst as cst

from codemod.config import Config
from codemod.discovery.asyncpg_methods import AT_ONCE
from codemod.discovery.occurrences import IndexedFile, Occurrence
from codemod.discovery.receivers import classify
from codemod.syntax.tree import dotted

#: What ``unittest.mock`` offers on what stands in a method's place.
_MOCKING: Final = re.compile(r"return_value|side_effect|(assert_|await_|call_|mock_).*|called|awaited|reset_mock")

#: Receivers that say by their name what they are, whatever tests make of them.
_DATABASE: Final = re.compile(r"(^|_)(db|database|pool|conn|connection)$")


@dataclass(frozen=True, slots=True, eq=False)
class MethodValue:
    """A place where a method is no call.

    Attributes:
        offset: where it starts in the text.
        text: the method: ``self.pool.fetch``.
        replaced: something is put in its place, or asked of what was: a test mocks it.
    """

    offset: int
    text: str
    replaced: bool


def method_values(file: IndexedFile, config: Config) -> Iterator[MethodValue]:
    """The places of a file where a method is no call, in no particular order.

    A method of the project's own wrapper may hand asyncpg's on: it is looked at where the wrapper is called.
    """
    methods = {*AT_ONCE, *config.methods}
    for method in methods:
        for found in file.stored.get(method, ()):
            for target in _targets(found.node):
                if isinstance(target, cst.Attribute) and _is_ours(target, found, config):
                    yield _value(target, found, replaced=True)
        for found in file.attributes.get(method, ()):
            assert isinstance(found.node, cst.Attribute)
            around = found.scope.parent(found.node)
            if isinstance(around, cst.Call) and around.func is found.node:
                continue
            mocks = isinstance(around, cst.Attribute) and _MOCKING.fullmatch(around.attr.value) is not None
            plain = (
                not isinstance(around, cst.Attribute) and found.scope.qualified_name.rpartition(".")[2] not in methods
            )
            if (mocks or plain) and _is_ours(found.node, found, config):
                yield _value(found.node, found, replaced=mocks)


def _targets(node: cst.CSTNode) -> list[cst.BaseAssignTargetExpression]:
    match node:
        case cst.Assign(targets=targets):
            return [item.target for item in targets]
        case cst.AnnAssign(target=target):
            return [target]
        case _:
            return []


def _is_ours(node: cst.Attribute, found: Occurrence, config: Config) -> bool:
    verdict = classify(node.value, found.scope, config)
    name = (dotted(node.value) or "").rpartition(".")[2]
    return verdict in ("pool", "connection") or (verdict == "maybe" and _DATABASE.search(name) is not None)


def _value(node: cst.Attribute, found: Occurrence, *, replaced: bool) -> MethodValue:
    return MethodValue(found.module.span(node)[0], dotted(node) or f"….{node.attr.value}", replaced)
