"""The names a module binds by assignment at its top level, and their values where there is one assignment only."""

from __future__ import annotations

from functools import lru_cache

import libcst as cst

from codemod.source import ParsedModule
from codemod.syntax.tree import children


@lru_cache(maxsize=8)
def module_constants(module: ParsedModule) -> dict[str, cst.BaseExpression | None]:
    """Top-level names of a module with the expression each is bound to; None where it may be another one."""
    found: dict[str, cst.BaseExpression | None] = {}
    pending: list[cst.CSTNode] = list(module.tree.body)
    while pending:
        node = pending.pop()
        if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.BaseExpression):
            continue
        for name, value in _assigned(node):
            found[name] = None if name in found else value
        pending.extend(children(node))
    if "global" in module.source.text:  # a function may bind it again
        return dict.fromkeys(found)
    return found


def _assigned(node: cst.CSTNode) -> list[tuple[str, cst.BaseExpression | None]]:
    match node:
        case cst.Assign():
            return [_target(item.target, node.value) for item in node.targets]
        case cst.AnnAssign():
            return [_target(node.target, node.value)]
        case cst.AugAssign() | cst.For():
            return [_target(node.target, None)]
        case cst.TypeAlias():
            return [(node.name.value, None)]
        case _:
            return []


def _target(node: cst.BaseExpression, value: cst.BaseExpression | None) -> tuple[str, cst.BaseExpression | None]:
    return (node.value, value) if isinstance(node, cst.Name) else ("", None)
