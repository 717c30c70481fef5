"""Every place of the project that names a function without being one of its known calls."""

from __future__ import annotations

from collections.abc import Iterator, Set

import libcst as cst

from codemod.discovery.project_index import ProjectIndex
from codemod.discovery.tree import children


def other_mentions(name: str, function: cst.FunctionDef, known: Set[int], index: ProjectIndex) -> Iterator[str]:
    """``path:line`` of each mention of a function that is neither its definition nor a known call.

    Args:
        name: the function's name.
        function: its definition.
        known: identities of the calls that are known to be of it.
        index: the files of the project.
    """
    for module in index.modules_naming(name):
        for node in _mentions(module.tree, name, function, known):
            line, _ = module.line_column(module.span(node)[0])
            yield f"{module.source.path}:{line}"


def _mentions(tree: cst.Module, name: str, function: cst.FunctionDef, known: Set[int]) -> Iterator[cst.CSTNode]:
    pending: list[cst.CSTNode] = [tree]
    while pending:
        node = pending.pop()
        skipped: tuple[cst.CSTNode, ...] = ()
        match node:
            case cst.Name(value=value):
                if value == name:
                    yield node
            case cst.FunctionDef():
                if node.name.value == name and node is not function:
                    yield node.name
                skipped = (node.name,)
            case cst.ClassDef():
                skipped = (node.name,)
            case cst.ImportAlias():
                if node.evaluated_name.rpartition(".")[2] == name and node.asname is not None:
                    yield node
                continue
            case cst.Arg(keyword=cst.Name() as keyword):
                skipped = (keyword,)
            case cst.Param():
                skipped = (node.name,)
            case cst.Call(func=func) if id(node) in known:
                skipped = (func,)
                pending.extend([func.value] if isinstance(func, cst.Attribute) else [])
            case _:
                pass
        pending.extend(child for child in children(node) if not any(child is item for item in skipped))
