"""The opposite of a test, as a person would write it."""

from __future__ import annotations

import libcst as cst

from codemod.source import ParsedModule


def inverted(test: cst.BaseExpression, module: ParsedModule) -> str:
    """``tag is not None`` for ``tag is None``, ``tag`` for ``not tag``; else with a ``not``."""
    match test:
        case cst.UnaryOperation(operator=cst.Not(), expression=inner):
            return module.text_of(inner)
        case cst.Comparison(comparisons=[cst.ComparisonTarget(operator=cst.Is() | cst.IsNot() as old) as one]):
            new = cst.IsNot() if isinstance(old, cst.Is) else cst.Is()
            return module.tree.code_for_node(test.with_changes(comparisons=[one.with_changes(operator=new)]))
        case cst.Name() | cst.Attribute() | cst.Call() | cst.Subscript():
            return f"not {module.text_of(test)}"
        case _:
            return f"not ({module.text_of(test)})"
