"""Imports that a module makes for type checkers alone, below ``if TYPE_CHECKING:``."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst


def typing_imports(tree: cst.Module) -> Iterator[tuple[cst.SimpleStatementLine, cst.ImportFrom | cst.Import]]:
    """The imports of a module that only a type checker sees, one to a line."""
    for block in tree.body:
        if isinstance(block, cst.If) and _asks_for_checker(block.test) and isinstance(block.body, cst.IndentedBlock):
            for line in block.body.body:
                match line:
                    case cst.SimpleStatementLine(body=[cst.ImportFrom() | cst.Import() as node]):
                        yield line, node
                    case _:
                        pass


def _asks_for_checker(test: cst.BaseExpression) -> bool:
    match test:
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            return name == "TYPE_CHECKING"
        case _:
            return False
