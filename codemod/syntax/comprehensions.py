"""The variables of comprehensions and lambdas: who binds them, and which names below a node read them."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from codemod.syntax.tree import children, loop_names, parameters


def loads(node: cst.CSTNode, name: str) -> Iterator[cst.Name]:
    """Name nodes below ``node`` that read ``name``, without those of an inner scope with its own ``name``."""
    match node:
        case cst.Name():
            if node.value == name:
                yield node
        case cst.Attribute() | cst.Arg() | cst.NamedExpr():
            yield from loads(node.value, name)
        case cst.Param():
            if node.default is not None:
                yield from loads(node.default, name)
        case cst.Lambda() if any(param.name.value == name for param in parameters(node.params)):
            yield from loads(node.params, name)
        case cst.ListComp() | cst.SetComp() | cst.GeneratorExp() | cst.DictComp() if name in loop_names(node.for_in):
            yield from loads(node.for_in.iter, name)
        case _:
            for child in children(node):
                yield from loads(child, name)
