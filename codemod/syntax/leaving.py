"""Blocks that never get to what follows them."""

from __future__ import annotations

import libcst as cst

from codemod.syntax.tree import last_statement


def leaves(part: cst.CSTNode | None) -> bool:
    """Whether a block, or a branch of an ``if``, is left before its end on every way: by ``return``, say."""
    if isinstance(part, cst.If):
        return leaves(part.body) and leaves(part.orelse)
    if isinstance(part, cst.Else):
        part = part.body
    if not isinstance(part, cst.IndentedBlock | cst.SimpleStatementSuite):
        return False
    last = last_statement(part)
    if isinstance(last, cst.If):
        return leaves(last)
    return isinstance(last, cst.Return | cst.Raise | cst.Continue | cst.Break)
