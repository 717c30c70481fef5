"""Where a call stands in its statement, and whether a statement can be put before it without changing anything."""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from typing import Literal

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.outcome import Refusal
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import walk


@dataclass(frozen=True, slots=True, eq=False)
class Position:
    """The place of a call.

    Attributes:
        kind: ``discarded``, ``assigned`` and ``returned`` replace the statement; ``lifted`` puts the
            session block before it and a name in place of the call; ``called`` leaves the call where it is, as
            one of a function that holds the block.
        statement: the statement the block replaces or precedes.
        targets: what an assignment binds; ``annotation`` of an annotated one.
        walrus: the ``name := await …`` whose name a lifted call is bound to before the statement.
    """

    kind: Literal["discarded", "assigned", "returned", "lifted", "called"]
    statement: cst.CSTNode
    targets: tuple[cst.BaseExpression, ...] = ()
    annotation: cst.BaseExpression | None = None
    walrus: cst.NamedExpr | None = None


def position_of(site: CallSite) -> Position:
    """The position of a call site; ``called`` where order or laziness would change with a block before it.

    Raises:
        Refusal: ``position.expression`` for a cursor that no loop reads.
    """
    awaited, statement = site.awaited, site.statement
    if awaited is None:
        return Position("called", statement)
    if site.runs.streams:
        return _of_cursor(awaited, statement)
    if isinstance(statement, cst.SimpleStatementLine):
        return _in_line(awaited, statement, site.scope)
    header = _evaluated_first(statement, site.scope)
    if header is not None and _within(awaited, header, site.scope) and _comes_first(awaited, header, site.scope):
        return Position("lifted", statement, walrus=_tested_walrus(awaited, site.scope))
    return Position("called", statement)


def _of_cursor(read: cst.Await | cst.Call, statement: cst.CSTNode) -> Position:
    """A cursor is read by a loop, and opened before it.

    Raises:
        Refusal: ``position.expression`` for one that a comprehension reads.
    """
    if isinstance(statement, cst.For) and statement.iter is read:
        return Position("lifted", statement)
    raise Refusal("position.expression", "the cursor stands where no statement can be put before it")


def _in_line(awaited: cst.BaseExpression, line: cst.SimpleStatementLine, scope: FunctionScope) -> Position:
    small = line.body[0]
    match small:
        case _ if len(line.body) != 1:
            return Position("called", line)
        case cst.Expr() if small.value is awaited:
            return Position("discarded", line)
        case cst.Assign() if small.value is awaited and not any(map(_waits, small.targets)):
            return Position("assigned", line, tuple(target.target for target in small.targets))
        case cst.AnnAssign() if small.value is awaited:
            return Position("assigned", line, (small.target,), small.annotation.annotation)
        case cst.Return() if small.value is awaited:
            return Position("returned", line)
        case cst.Assert() | cst.Del():  # ``python -O`` leaves assertions out
            return Position("called", line)
        case _:
            return Position("lifted" if _comes_first(awaited, small, scope) else "called", line)


def _waits(target: cst.CSTNode) -> bool:
    """Whether a target awaits something: the session of the value is not held meanwhile."""
    return any(isinstance(node, cst.Await) for node in walk(target))


def _evaluated_first(statement: cst.CSTNode, scope: FunctionScope) -> cst.CSTNode | None:
    """The part of a compound statement that is evaluated before all else, and once."""
    match statement:
        case cst.For():
            return statement.iter
        case cst.With():
            return statement.items[0].item
        case cst.Match():
            return statement.subject
        case cst.If() if not isinstance(scope.parent(statement), cst.If):
            return statement.test
        case _:
            return None


def _tested_walrus(awaited: cst.BaseExpression, scope: FunctionScope) -> cst.NamedExpr | None:
    """``row := await …`` where nothing but a test is made of it."""
    walrus = scope.parent(awaited)
    if not isinstance(walrus, cst.NamedExpr) or not isinstance(walrus.target, cst.Name):
        return None
    tests = (cst.If, cst.Comparison, cst.BooleanOperation, cst.UnaryOperation)
    return walrus if isinstance(scope.parent(walrus), tests) else None


def _within(node: cst.CSTNode, around: cst.CSTNode, scope: FunctionScope) -> bool:
    current: cst.CSTNode | None = node
    while current is not None and current is not around:
        current = scope.parent(current)
    return current is around


def _comes_first(node: cst.CSTNode, top: cst.CSTNode, scope: FunctionScope) -> bool:
    """Whether ``node`` is evaluated whenever ``top`` is, and nothing that it could change before it."""
    child: cst.CSTNode = node
    while child is not top:
        parent = scope.parent(child)
        if parent is None or not _is_first(parent, child, scope):
            return False
        child = parent
    return True


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
            | cst.Yield()
        ):
            return parent.value is child
        case cst.AugAssign():
            return parent.value is child and _is_fixed(parent.target, scope)
        case cst.Raise():
            return parent.exc is child
        case cst.BooleanOperation():
            return parent.left is child
        case cst.BinaryOperation():
            return parent.left is child or _is_fixed(parent.left, scope)
        case cst.Comparison():
            return parent.left is child or (parent.comparisons[0] is child and _is_fixed(parent.left, scope))
        case cst.UnaryOperation() | cst.Await():
            return parent.expression is child
        case cst.IfExp():
            return parent.test is child
        case cst.CompFor():
            return parent.iter is child and parent.asynchronous is None
        case cst.ListComp() | cst.SetComp() | cst.DictComp() | cst.GeneratorExp():
            return parent.for_in is child
        case cst.FormattedStringExpression():
            return parent.expression is child
        case _:
            return _is_first_item(parent, child, scope)


def _is_first_item(parent: cst.CSTNode, child: cst.CSTNode, scope: FunctionScope) -> bool:
    """The same for one of several: what stands before it must be the same whenever it is looked up."""
    match parent:
        case cst.Call():
            if parent.func is child:
                return True
            before = parent.args[: [id(item) for item in parent.args].index(id(child))]
            return _is_plain(parent.func) and all(not item.star and _is_fixed(item.value, scope) for item in before)
        case cst.Arg() | cst.Element() | cst.StarredElement():
            return parent.value is child
        case cst.ComparisonTarget():
            return parent.comparator is child
        case cst.DictElement():
            return parent.value is child and _is_fixed(parent.key, scope)
        case cst.List() | cst.Tuple() | cst.Set() | cst.Dict():
            before_it = parent.elements[: [id(item) for item in parent.elements].index(id(child))]
            return all(_is_fixed_element(item, scope) for item in before_it)
        case cst.FormattedString():
            first = next(item for item in parent.parts if isinstance(item, cst.FormattedStringExpression))
            return first is child
        case _:
            return False


def _is_fixed_element(element: cst.CSTNode, scope: FunctionScope) -> bool:
    match element:
        case cst.Element():
            return _is_fixed(element.value, scope)
        case cst.DictElement():
            return _is_fixed(element.key, scope) and _is_fixed(element.value, scope)
        case _:
            return False


def _is_fixed(node: cst.BaseExpression, scope: FunctionScope) -> bool:
    """The same before and after the call: a constant, a variable that nothing else binds."""
    match node:
        case cst.SimpleString() | cst.Integer() | cst.Float():
            return True
        case cst.Name(value=name):
            flow = scope.flow(name)
            inner = any(isinstance(binding.node, cst.NamedExpr) for binding in flow.bindings)
            return not flow.elsewhere and not inner and (scope.is_local(name) or name in dir(builtins))
        case _:
            return False


def _is_plain(node: cst.BaseExpression) -> bool:
    """A name or attribute chain: looking it up first or later makes no difference that can be seen."""
    while isinstance(node, cst.Attribute):
        node = node.value
    return isinstance(node, cst.Name)
