"""Where a call stands in its statement, and whether a statement can be put before it without changing anything."""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from typing import Literal

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.scopes import FunctionScope
from codemod.outcome import Refusal


@dataclass(frozen=True, slots=True, eq=False)
class Position:
    """The place of a call.

    Attributes:
        kind: ``discarded``, ``assigned`` and ``returned`` replace the statement; ``lifted`` puts the
            session block before it and a name in place of the call.
        statement: the statement the block replaces or precedes.
        targets: what an assignment binds; ``annotation`` of an annotated one.
    """

    kind: Literal["discarded", "assigned", "returned", "lifted"]
    statement: cst.CSTNode
    targets: tuple[cst.BaseExpression, ...] = ()
    annotation: cst.BaseExpression | None = None


def position_of(site: CallSite) -> Position:
    """The position of a call site.

    Raises:
        Refusal: ``position.expression`` where order or laziness would change.
    """
    scope, awaited = site.scope, site.awaited
    assert awaited is not None, "guards refuse a call that isn't awaited"
    statement = site.statement
    if isinstance(statement, cst.SimpleStatementLine):
        if len(statement.body) != 1:
            raise Refusal("position.expression", "the call shares its line with other statements")
        small = statement.body[0]
        match small:
            case cst.Expr() if small.value is awaited:
                return Position("discarded", statement)
            case cst.Assign() if small.value is awaited:
                return Position("assigned", statement, tuple(target.target for target in small.targets))
            case cst.AnnAssign() if small.value is awaited:
                return Position("assigned", statement, (small.target,), small.annotation.annotation)
            case cst.Return() if small.value is awaited:
                return Position("returned", statement)
        _require_first(awaited, small, scope)
        return Position("lifted", statement)
    if isinstance(statement, cst.For) and statement.asynchronous is None and _within(awaited, statement.iter, scope):
        _require_first(awaited, statement.iter, scope)
        return Position("lifted", statement)
    if site.method == "cursor" and isinstance(statement, cst.For) and statement.iter is awaited:
        return Position("lifted", statement)
    is_elif = isinstance(scope.parent(statement), cst.If)
    if isinstance(statement, cst.If) and not is_elif and _within(awaited, statement.test, scope):
        _require_first(awaited, statement.test, scope)
        return Position("lifted", statement)
    if isinstance(statement, cst.Match) and _within(awaited, statement.subject, scope):
        _require_first(awaited, statement.subject, scope)
        return Position("lifted", statement)
    raise Refusal("position.expression", "the call stands where no statement can be put before it")


def _within(node: cst.CSTNode, around: cst.CSTNode, scope: FunctionScope) -> bool:
    current: cst.CSTNode | None = node
    while current is not None and current is not around:
        current = scope.parent(current)
    return current is around


def _require_first(node: cst.CSTNode, top: cst.CSTNode, scope: FunctionScope) -> None:
    """Refuse unless ``node`` is the first thing evaluated below ``top``."""
    child: cst.CSTNode = node
    while child is not top:
        parent = scope.parent(child)
        if parent is None or not _is_first(parent, child, scope):
            raise Refusal(
                "position.expression", "something else is evaluated before the call, or the call only sometimes"
            )
        child = parent
    if isinstance(top, cst.AugAssign | cst.Del | cst.Assert) or (isinstance(top, cst.Expr) and top.value is node):
        raise Refusal("position.expression", "the statement reads its target before the call")


def _is_first(parent: cst.CSTNode, child: cst.CSTNode, scope: FunctionScope) -> bool:
    match parent:
        case (
            cst.Return()
            | cst.Expr()
            | cst.Assign()
            | cst.AnnAssign()
            | cst.NamedExpr()
            | cst.Subscript()
            | cst.Attribute()
        ):
            return parent.value is child
        case cst.Raise():
            return parent.exc is child
        case cst.Comparison() | cst.BinaryOperation() | cst.BooleanOperation():
            return parent.left is child
        case cst.UnaryOperation() | cst.Await():
            return parent.expression is child
        case cst.IfExp():
            return parent.test is child
        case cst.Arg():
            return _is_first_argument(parent, scope)
        case cst.Call():
            return parent.func is child or any(item is child for item in parent.args)
        case cst.CompFor():
            return parent.iter is child and parent.asynchronous is None
        case cst.ListComp() | cst.SetComp() | cst.DictComp() | cst.GeneratorExp():
            return parent.for_in is child
        case cst.Element():
            holder = scope.parent(parent)
            return isinstance(holder, cst.List | cst.Tuple | cst.Set) and holder.elements[0] is parent
        case cst.List() | cst.Tuple() | cst.Set():
            return True
        case cst.FormattedStringExpression():
            text = scope.parent(parent)
            first = next(
                (item for item in getattr(text, "parts", ()) if isinstance(item, cst.FormattedStringExpression)), None
            )
            return first is parent and parent.expression is child
        case cst.FormattedString():
            return True
        case _:
            return False


def _is_first_argument(argument: cst.Arg, scope: FunctionScope) -> bool:
    """Whether what stands before an argument in its call is the same whenever it is looked up."""
    call = scope.parent(argument)
    if not isinstance(call, cst.Call) or argument.star or not _is_plain(call.func):
        return False
    return all(_is_fixed(item, scope) for item in call.args[: call.args.index(argument)])


def _is_fixed(argument: cst.Arg, scope: FunctionScope) -> bool:
    """An argument that is the same before and after the call: a constant, a variable that nothing else binds."""
    match argument.value:
        case cst.SimpleString() | cst.Integer() | cst.Float():
            return not argument.star
        case cst.Name(value=name):
            flow = scope.flow(name)
            inner = any(isinstance(binding.node, cst.NamedExpr) for binding in flow.bindings)
            return (
                not argument.star
                and not flow.elsewhere
                and not inner
                and (scope.is_local(name) or name in dir(builtins))
            )
        case _:
            return False


def _is_plain(node: cst.BaseExpression) -> bool:
    """A name or attribute chain: looking it up first or later makes no difference that can be seen."""
    while isinstance(node, cst.Attribute):
        node = node.value
    return isinstance(node, cst.Name)
