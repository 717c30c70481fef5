"""Binding: a place that gives a name its value, an import under another name among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import libcst as cst

BindingKind = Literal["assign", "param", "for", "with", "import", "definition", "unknown"]


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """A place that gives a name its value.

    Attributes:
        kind: ``unknown`` is a value nothing is known of (tuple target, ``del``, ``global``, a capture).
        node: the parameter, statement or with-item that binds.
        value: the expression bound, where the name is the whole target.
        line: the simple statement an assignment stands alone in.
    """

    kind: BindingKind
    node: cst.CSTNode
    value: cst.BaseExpression | None = None
    line: cst.SimpleStatementLine | None = None


def original_name(node: cst.CSTNode, name: str) -> str:
    """What a name is called where an import takes it from."""
    if isinstance(node, cst.Import | cst.ImportFrom) and not isinstance(node.names, cst.ImportStar):
        for alias in node.names:
            if (alias.evaluated_alias or alias.evaluated_name) == name:
                return alias.evaluated_name
    return name
