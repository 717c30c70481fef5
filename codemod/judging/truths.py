"""Conditions that are always true in the server's parse trees: ``WHERE 1 = 1 AND a`` is ``WHERE a`` (manual 9.1)."""

from __future__ import annotations

from typing import Final

from codemod.judging.parse_trees import Tree

TRUE: Final = ["1", ["1", *("0",) * 7]]
NOTHING: Final = "<>"
_BOOLEAN: Final = "16"

#: ``integer = integer`` and ``bigint = bigint`` (``pg_operator.oid``).
_INTEGERS_EQUAL: Final = frozenset({"96", "410"})


def without_truths(node: Tree) -> Tree:
    """The node without them, whatever the other conditions give; any other node as it is."""
    if not isinstance(node, dict):
        return node
    match node:
        case {"!": "BOOLEXPR", ":boolop": "and", ":args": list(parts)}:
            kept: list[Tree] = [item for item in parts if not _is_true(item)]
            if len(kept) == 1:
                return kept[0]
            return {**node, ":args": kept or parts}
        case {"!": "FROMEXPR", ":quals": condition} if _is_true(condition):
            return {**node, ":quals": NOTHING}
        case _:
            return node


def _is_true(node: Tree) -> bool:
    """TRUE, or an integer constant that is equal to itself."""
    match node:
        case {"!": "CONST", ":constvalue": value, ":consttype": str(kind)}:
            return kind == _BOOLEAN and value == TRUE
        case {"!": "OPEXPR", ":opno": operator, ":args": [{"!": "CONST", ":constvalue": list()} as one, other]}:
            return operator in _INTEGERS_EQUAL and one == other
        case _:
            return False
