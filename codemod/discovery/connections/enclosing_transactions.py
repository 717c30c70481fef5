"""Whether a transaction block stands around a call that may be its own."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from codemod.config import Config
from codemod.discovery.receivers import Verdict, classify
from codemod.syntax.scopes import FunctionScope


def stands_in_transaction(call: cst.Call, scope: FunctionScope, receiver: Verdict, config: Config) -> bool:
    """Whether a ``with … transaction()`` stands around a call that may run in it.

    A pool takes another connection than the one whose transaction it is.

    Args:
        call: the call.
        scope: the function it stands in.
        receiver: what the receiver of the call is.
        config: patterns of the project.
    """
    node: cst.CSTNode | None = call
    while node is not None:
        for owner in _owners_of_transactions(node) if isinstance(node, cst.With) else ():
            if receiver != "pool" or classify(owner, scope, config) != "connection":
                return True
        node = scope.parent(node)
    return False


def _owners_of_transactions(block: cst.With) -> Iterator[cst.BaseExpression]:
    for item in block.items:
        node = item.item
        while isinstance(node, cst.Await):
            node = node.expression
        if (
            isinstance(node, cst.Call)
            and isinstance(node.func, cst.Attribute)
            and node.func.attr.value == "transaction"
        ):
            yield node.func.value
