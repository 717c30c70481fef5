"""Operators on results: lists of rows that are joined, a format that takes a row."""

from __future__ import annotations

import re
from typing import Final

import libcst as cst

from codemod.registry import rewrites_consumer
from codemod.rewriting.rows.holds import Holds, Many, Row
from codemod.rewriting.rows.value_flow import Follower
from transforms.consumers.containers import put

#: A conversion of ``%`` that takes a value by name, and any other one (Python manual, printf-style formatting).
_BY_NAME: Final = re.compile(r"%\(\w+\)")
_PLAIN: Final = re.compile(r"%(?!\(\w+\)|%)")


@rewrites_consumer(cst.BinaryOperation)
def binary(follower: Follower, parent: cst.BinaryOperation, node: cst.CSTNode, holds: Holds) -> bool:
    """``rows + others`` is a list again; ``"%(name)s" % row`` takes columns by name."""
    match parent.operator, holds:
        case cst.Add(), Many():
            return follower.mixed().follow(parent, holds)
        case cst.Modulo(), Row() if node is parent.right and isinstance(parent.left, cst.SimpleString):
            text = parent.left.raw_value
            named = _BY_NAME.search(text) is not None and _PLAIN.search(text.replace("%%", "")) is None
            return named and follower.use("mapping", parent, row=node)
        case _:
            return False


@rewrites_consumer(cst.AugAssign)
def extended(follower: Follower, parent: cst.AugAssign, node: cst.CSTNode, holds: Holds) -> bool:
    """``found += rows``."""
    if not isinstance(parent.operator, cst.AddAssign) or not isinstance(holds, Many):
        return False
    return follower.use("joined", node) if node is parent.target else put(follower, parent.target, holds)
