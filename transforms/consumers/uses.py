"""Uses of rows and of a row, one handler per kind of node around them.

A handler says what the use asks for (``follower.use``), follows the value on (``follower.bound``), or
gives False: then the site is refused. An asyncpg record answers names, positions and mapping methods at
once, no SQLAlchemy row does (SEMANTICS.md, Results).
"""

from __future__ import annotations

import libcst as cst

from codemod.discovery.project_index import called_name
from codemod.registry import rewrites_consumer
from codemod.rewriting.consumption import Follower, Holds

_MAPPING_METHODS = frozenset({"get", "keys", "values", "items"})


@rewrites_consumer(cst.Assign)
def assign(follower: Follower, parent: cst.Assign, node: cst.CSTNode, holds: Holds) -> bool:
    """``rows = …``: the uses of every target."""
    line = follower.scope.parent(parent)
    if node is not parent.value or line is None:
        return False
    return all(follower.bound(item.target, holds, line) for item in parent.targets)


@rewrites_consumer(cst.AnnAssign)
def annotated_assign(follower: Follower, parent: cst.AnnAssign, node: cst.CSTNode, holds: Holds) -> bool:
    """``rows: list[Record] = …``."""
    line = follower.scope.parent(parent)
    return node is parent.value and line is not None and follower.bound(parent.target, holds, line)


@rewrites_consumer(cst.NamedExpr)
def walrus(follower: Follower, parent: cst.NamedExpr, node: cst.CSTNode, holds: Holds) -> bool:
    """``(row := …)``: the uses of the name and of the whole expression."""
    if node is not parent.value or not follower.bound(parent.target, holds, parent):
        return False
    follower.follow(parent, holds)
    return True


@rewrites_consumer(cst.Return)
def returned(follower: Follower, parent: cst.Return, _node: cst.CSTNode, holds: Holds) -> bool:
    """``return rows``: the callers, by name."""
    return follower.returned(parent, holds)


@rewrites_consumer(cst.For)
def loop(follower: Follower, parent: cst.For, node: cst.CSTNode, holds: Holds) -> bool:
    """``for row in rows``; a single record iterates its values."""
    if node is not parent.iter:
        return False
    if holds == "row":
        return follower.use("positional", parent)
    return follower.bound(parent.target, "row", parent)


@rewrites_consumer(cst.CompFor)
def comprehension(follower: Follower, parent: cst.CompFor, node: cst.CSTNode, holds: Holds) -> bool:
    """``[… for row in rows]``."""
    if node is not parent.iter:
        return False
    if holds == "row":
        return follower.use("positional", parent)
    return follower.comprehension(parent, parent.target)


@rewrites_consumer(cst.Subscript)
def subscript(follower: Follower, parent: cst.Subscript, node: cst.CSTNode, holds: Holds) -> bool:
    """``row["x"]``, ``row[0]``, ``rows[0]``, ``rows[:5]``."""
    if node is not parent.value or len(parent.slice) != 1:
        return False
    item = parent.slice[0].slice
    if isinstance(item, cst.Slice):
        if holds == "row":
            return follower.use("positional", parent)
        follower.follow(parent, "rows")
        return True
    assert isinstance(item, cst.Index)
    if holds == "rows":
        if isinstance(item.value, cst.SimpleString | cst.ConcatenatedString):
            return False
        follower.follow(parent, "row")
        return True
    if _is_written(follower, parent):
        return False
    if isinstance(item.value, cst.SimpleString):
        return follower.use("named", parent, str(item.value.evaluated_value), parent.value)
    if isinstance(item.value, cst.Integer) or _is_negative(item.value):
        return follower.use("positional", parent)
    return False


def _is_written(follower: Follower, node: cst.CSTNode) -> bool:
    parent = follower.scope.parent(node)
    return isinstance(parent, cst.AssignTarget | cst.AugAssign | cst.Del)


def _is_negative(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.UnaryOperation) and isinstance(node.expression, cst.Integer)


@rewrites_consumer(cst.Attribute)
def attribute(follower: Follower, parent: cst.Attribute, node: cst.CSTNode, holds: Holds) -> bool:
    """``row.get("x")``, ``row.items()``: methods a mapping has too; of a list only what reads it."""
    call = follower.scope.parent(parent)
    if node is not parent.value or not isinstance(call, cst.Call) or call.func is not parent:
        return False
    name = parent.attr.value
    if holds == "row" and name in _MAPPING_METHODS:
        return follower.use("mapping", call)
    return False


@rewrites_consumer(cst.Arg)
def argument(follower: Follower, parent: cst.Arg, _node: cst.CSTNode, holds: Holds) -> bool:
    """``len(rows)``, ``dict(row)``, ``f(**row)``, ``list(rows)``; a function that can't be seen is refused."""
    call = follower.scope.parent(parent)
    if not isinstance(call, cst.Call):
        return False
    if parent.star == "**":
        return follower.use("mapping", call) if holds == "row" else False
    if parent.star == "*" or not isinstance(call.func, cst.Name):
        return False
    name = called_name(call)
    if name in ("len", "bool"):
        return follower.use("neutral", call)
    if holds == "row":
        if name == "dict" and len(call.args) == 1 and parent.keyword is None:
            return follower.use("mapping", call)
        return follower.use("positional", call) if name in ("tuple", "list") and len(call.args) == 1 else False
    if name in ("any", "all"):
        return follower.use("neutral", call)
    if name in ("list", "tuple", "reversed") and len(call.args) == 1:
        follower.follow(call, "rows")
        return True
    if name == "enumerate":
        return _enumerated(follower, call)
    return False


def _enumerated(follower: Follower, call: cst.Call) -> bool:
    """``for i, row in enumerate(rows)``."""
    around = follower.scope.parent(call)
    if isinstance(around, cst.For | cst.CompFor) and around.iter is call and isinstance(around.target, cst.Tuple):
        elements = around.target.elements
        if len(elements) == 2 and isinstance(elements[1].value, cst.Name):
            if isinstance(around, cst.CompFor):
                return follower.comprehension(around, elements[1].value)
            return _loop_variable(follower, around, elements[1].value)
    return False


def _loop_variable(follower: Follower, around: cst.For, target: cst.Name) -> bool:
    flow = follower.scope.flow(target.value)
    if flow.elsewhere:
        return False
    for binding in flow.bindings:
        if binding.node is around:
            for use in follower.scope.uses_of(target.value, binding):
                follower.follow(use, "row")
    return True


@rewrites_consumer(cst.StarredDictElement)
def dict_star(follower: Follower, parent: cst.StarredDictElement, _node: cst.CSTNode, holds: Holds) -> bool:
    """``{**row}``."""
    return follower.use("mapping", parent) if holds == "row" else False


@rewrites_consumer(cst.If, cst.While, cst.Assert)
def condition(follower: Follower, parent: cst.CSTNode, node: cst.CSTNode, _holds: Holds) -> bool:
    """``if row:``; a record with columns is true, and so is a row, a mapping or an entity."""
    return follower.use("neutral", node) if getattr(parent, "test", None) is node else False


@rewrites_consumer(cst.UnaryOperation)
def negation(follower: Follower, parent: cst.UnaryOperation, node: cst.CSTNode, _holds: Holds) -> bool:
    """``not rows``."""
    return follower.use("neutral", node) if isinstance(parent.operator, cst.Not) else False


@rewrites_consumer(cst.IfExp)
def conditional(follower: Follower, parent: cst.IfExp, node: cst.CSTNode, holds: Holds) -> bool:
    """``row["x"] if row else None``; a row chosen by a condition is followed on."""
    if node is parent.test:
        return follower.use("neutral", node)
    follower.follow(parent, holds)
    return True


@rewrites_consumer(cst.BooleanOperation)
def boolean(follower: Follower, parent: cst.BooleanOperation, node: cst.CSTNode, holds: Holds) -> bool:
    """``row and row["x"]`` tests the row; ``rows or []`` gives it on."""
    if isinstance(parent.operator, cst.And) and node is parent.left:
        return follower.use("neutral", node)
    around = follower.scope.parent(parent)
    if isinstance(around, cst.If | cst.While | cst.UnaryOperation | cst.IfExp | cst.BooleanOperation):
        if getattr(around, "test", parent) is parent:
            return follower.use("neutral", node)
    follower.follow(parent, holds)
    return True


@rewrites_consumer(cst.Comparison)
def comparison(follower: Follower, parent: cst.Comparison, node: cst.CSTNode, _holds: Holds) -> bool:
    """``row is None``, ``row is not None``."""
    if node is parent.left and len(parent.comparisons) == 1:
        test = parent.comparisons[0]
        is_none = isinstance(test.comparator, cst.Name) and test.comparator.value == "None"
        if is_none and isinstance(test.operator, cst.Is | cst.IsNot):
            return follower.use("neutral", node)
    return False


@rewrites_consumer(cst.ComparisonTarget)
def membership(follower: Follower, parent: cst.ComparisonTarget, node: cst.CSTNode, holds: Holds) -> bool:
    """``"x" in row``: asyncpg tests the keys, as a mapping does."""
    is_in = isinstance(parent.operator, cst.In | cst.NotIn) and node is parent.comparator
    return follower.use("mapping", parent) if is_in and holds == "row" else False
