"""Truth tests, comparisons with None, and expressions that choose between a row and something else."""

from __future__ import annotations

import libcst as cst

from codemod.registry import rewrites_consumer
from codemod.rewriting.rows.holds import Holds, Keyed, Many, Row
from codemod.rewriting.rows.value_flow import Follower
from codemod.syntax.tree import is_empty


@rewrites_consumer(cst.If, cst.While, cst.Assert, cst.CompIf)
def test(follower: Follower, parent: cst.CSTNode, node: cst.CSTNode, _holds: Holds) -> bool:
    """``if row:``; a record with columns is true, and so is a row, a mapping or an entity."""
    return getattr(parent, "test", None) is node and follower.use("neutral", node)


@rewrites_consumer(cst.UnaryOperation)
def negation(follower: Follower, parent: cst.UnaryOperation, node: cst.CSTNode, _holds: Holds) -> bool:
    """``not rows``."""
    return isinstance(parent.operator, cst.Not) and follower.use("neutral", node)


@rewrites_consumer(cst.IfExp)
def conditional(follower: Follower, parent: cst.IfExp, node: cst.CSTNode, holds: Holds) -> bool:
    """``row["x"] if row else None`` tests the row; ``row if found else None`` gives it on."""
    if node is parent.test:
        return follower.use("neutral", node)
    other = parent.orelse if node is parent.body else parent.body
    return (follower if is_empty(other) else follower.mixed()).follow(parent, holds)


@rewrites_consumer(cst.BooleanOperation)
def boolean(follower: Follower, parent: cst.BooleanOperation, node: cst.CSTNode, holds: Holds) -> bool:
    """``row and row["x"]`` tests the row; ``rows or []`` gives it on."""
    tests = node is parent.left and isinstance(parent.operator, cst.And)  # it is only given on when it is empty
    if tests or _is_tested(follower, parent):
        return follower.use("neutral", node)
    alone = node is parent.left and is_empty(parent.right)
    return (follower if alone else follower.mixed()).follow(parent, holds)


def _is_tested(follower: Follower, node: cst.CSTNode) -> bool:
    around = follower.parent(node)
    match around:
        case cst.If() | cst.While() | cst.IfExp() | cst.CompIf() | cst.Assert():
            return around.test is node
        case cst.UnaryOperation():
            return isinstance(around.operator, cst.Not)
        case cst.BooleanOperation():
            return _is_tested(follower, around)
        case _:
            return False


@rewrites_consumer(cst.Comparison)
def comparison(follower: Follower, parent: cst.Comparison, node: cst.CSTNode, holds: Holds) -> bool:
    """``row is None``, ``row != None``, ``rows == []``, ``row == (1, "x")``."""
    if node is not parent.left or len(parent.comparisons) != 1:
        return False
    operator, other = parent.comparisons[0].operator, parent.comparisons[0].comparator
    with_none = isinstance(other, cst.Name) and other.value == "None"
    with_nothing = isinstance(holds, Many) and isinstance(other, cst.List) and not other.elements
    if isinstance(holds, Row) and isinstance(other, cst.Tuple) and isinstance(operator, cst.Equal | cst.NotEqual):
        return follower.use("positional", node)
    same = isinstance(operator, cst.Equal | cst.NotEqual) or (with_none and isinstance(operator, cst.Is | cst.IsNot))
    return (with_none or with_nothing) and same and follower.use("neutral", node)


@rewrites_consumer(cst.ComparisonTarget)
def membership(follower: Follower, parent: cst.ComparisonTarget, node: cst.CSTNode, holds: Holds) -> bool:
    """``"x" in row``: asyncpg tests the keys, as a mapping does; ``(1, "x") in rows`` compares values."""
    if not isinstance(parent.operator, cst.In | cst.NotIn) or node is not parent.comparator:
        return False
    around = follower.parent(parent)
    match holds:
        case Many(Row()) if isinstance(around, cst.Comparison) and isinstance(around.left, cst.Tuple):
            return follower.use("positional", node)
        case Row():
            return follower.use("mapping", node, row=node)
        case Keyed():
            return follower.use("neutral", node)
        case _:
            return False


def is_of_class_alike(follower: Follower, node: cst.BaseExpression, holds: Holds) -> bool:
    """Whether what takes the place of a record, or of a list of them, is of a class just as they are.

    ``isinstance(row, dict)`` is false for all of them; a list of rows is a list.
    """
    known = {"dict", "str", "int", "float", "bytes", "bool", "set", "frozenset"}
    known |= {"list", "tuple"} if isinstance(holds, Many) else set()
    names = [item.value for item in node.elements] if isinstance(node, cst.Tuple) else [node]
    plain = all(
        isinstance(item, cst.Name) and item.value in known and not follower.scope.is_local(item.value) for item in names
    )
    return plain and isinstance(holds, Row | Many)
