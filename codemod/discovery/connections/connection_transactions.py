"""Transactions of a connection: ``async with conn.transaction()``, and those started and ended by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import libcst as cst

from codemod.discovery.connections.exit_stacks import stacked_in
from codemod.syntax.leaving import leaves
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import dotted, name_loads, walk

#: asyncpg's names of isolation levels, and those of SQLAlchemy (PostgreSQL manual 13.2).
ISOLATION = {
    "serializable": "SERIALIZABLE",
    "repeatable_read": "REPEATABLE READ",
    "read_committed": "READ COMMITTED",
    "read_uncommitted": "READ UNCOMMITTED",
}

#: Execution options of a connection that stand for the arguments of ``transaction()``.
Options = tuple[tuple[str, str | bool], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Transaction:
    """A transaction of a connection.

    Attributes:
        call: ``conn.transaction(…)``.
        opener: what is replaced: the item of a ``with``, or the call where the transaction has a name.
        block: the ``with`` statement; None for a transaction started by hand.
        covered: the statements that run in it.
        nested: a transaction of the same connection is open around it: this one is a savepoint.
        options: what its arguments are on a session, None where they have no equal.
        problem: why a session can't have it.
        awaits: where a transaction started by hand is started and ended.
        started: the line that starts it.
    """

    call: cst.Call
    opener: cst.WithItem | cst.Call
    block: cst.With | None
    covered: tuple[cst.CSTNode, ...]
    nested: bool
    options: Options | None
    problem: str | None = None
    awaits: tuple[cst.CSTNode, ...] = ()
    started: cst.CSTNode | None = None


def find_transactions(
    region: cst.CSTNode, handles: Set[str], scope: FunctionScope, *, begun: bool
) -> tuple[Transaction, ...]:
    """The transactions of a connection, in source order.

    Args:
        region: where the connection lives.
        handles: the expressions that are the connection.
        scope: the function.
        begun: the connection comes in a transaction.
    """
    found: list[Transaction] = []
    begins = {f"{handle}.transaction" for handle in handles}
    for call in walk(region):
        if isinstance(call, cst.Call) and dotted(call.func) in begins:
            nested = begun or any(is_below(call, node, scope) for entry in found for node in entry.covered)
            transaction = (
                _entered(call, scope, nested=nested)
                or _stacked(call, scope, nested=nested)
                or _started(call, region, scope, nested=nested)
            )
            if transaction is not None:
                found.append(transaction)
    return tuple(found)


def is_below(node: cst.CSTNode, around: cst.CSTNode, scope: FunctionScope) -> bool:
    """Whether a node of the function is another, or stands somewhere below it."""
    current: cst.CSTNode | None = node
    while current is not None and current is not around:
        current = scope.parent(current)
    return current is around


def transaction_options(call: cst.Call) -> Options | None:
    """The execution options for the arguments of ``conn.transaction(…)``; None when they can't be told."""
    found: list[tuple[str, str | bool]] = []
    for argument in call.args:
        value = argument.value
        match argument.keyword.value if argument.keyword is not None else None:
            case "isolation" if isinstance(value, cst.SimpleString) and value.evaluated_value in ISOLATION:
                found.append(("isolation_level", ISOLATION[str(value.evaluated_value)]))
            case "readonly" | "deferrable" as word if isinstance(value, cst.Name) and value.value in ("True", "False"):
                if value.value == "True":
                    found.append((f"postgresql_{word}", True))
            case "isolation" if isinstance(value, cst.Name) and value.value == "None":
                pass
            case _:
                return None
    return tuple(found)


def _entered(call: cst.Call, scope: FunctionScope, *, nested: bool) -> Transaction | None:
    """``async with conn.transaction():``."""
    item = scope.parent(call)
    block = scope.parent(item) if isinstance(item, cst.WithItem) else None
    if not isinstance(block, cst.With) or not isinstance(item, cst.WithItem):
        return None
    options, problem = transaction_options(call), None
    if block.asynchronous is None or item.asname is not None:
        problem = "the transaction is bound to a name"
    elif options is None or (options and nested):
        problem = "the options of the transaction can't be carried over"
    elif options and not isinstance(block.body, cst.IndentedBlock):
        problem = "the transaction stands on one line with its body"
    return Transaction(call, item, block, (block.body,), nested, options, problem)


def _stacked(call: cst.Call, scope: FunctionScope, *, nested: bool) -> Transaction | None:
    """``await stack.enter_async_context(conn.transaction())``: it ends with the block of the stack."""
    line: cst.CSTNode | None = call
    while isinstance(line, cst.Arg | cst.BaseExpression | cst.BaseSmallStatement):
        line = scope.parent(line)
    body = scope.parent(line) if line is not None else None
    block = scope.parent(body) if isinstance(body, cst.IndentedBlock) else None
    entered = stacked_in(block, scope) if isinstance(block, cst.With) else ()
    stacked = next((item for item in entered if item.entered is call), None)
    if stacked is None or not isinstance(body, cst.IndentedBlock):
        return None
    options, problem = transaction_options(call), None
    if stacked.name:
        problem = "the transaction is bound to a name"
    elif options is None or (options and nested):
        problem = "the options of the transaction can't be carried over"
    covered = tuple(body.body[body.body.index(stacked.line) + 1 :])
    return Transaction(call, call, None, covered, nested, options, problem, (stacked.awaited,), stacked.line)


def _started(call: cst.Call, region: cst.CSTNode, scope: FunctionScope, *, nested: bool) -> Transaction | None:
    """``tr = conn.transaction()``, ``await tr.start()``, then the statements up to its end."""
    match scope.parent(call):
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]) as assigned:
            line = scope.parent(assigned)
        case _:
            return None
    body = scope.parent(line) if line is not None else None
    if not isinstance(body, cst.IndentedBlock):
        return None
    rest = list(body.body[next(index for index, item in enumerate(body.body) if item is line) + 1 :])
    if not rest or _called(rest[0], name) != "start":
        return Transaction(call, call, None, (), nested, (), "the transaction is not started where it is made")
    covered = tuple(_covered(rest[1:], name))
    options, problem = transaction_options(call), None if covered else "the end of the transaction can't be told"
    if options is None or (options and nested):
        problem = "the options of the transaction can't be carried over"
    if any(isinstance(item, cst.For | cst.While) for item in _around(body, region, scope)):
        problem = "the transaction is started in a loop"
    uses = [_use(use, scope) for use in name_loads(scope.node, name)]
    if not all(uses):
        problem = "the transaction is used for something else"
    awaits = tuple(use for use in uses if isinstance(use, cst.Await))
    return Transaction(call, call, None, covered, nested, options, problem, awaits, rest[0])


def _called(line: cst.CSTNode, name: str) -> str:
    """``start`` of the line ``await tr.start()``."""
    match line:
        case cst.SimpleStatementLine(body=[cst.Expr(value=cst.Await(expression=cst.Call(func=func, args=[])))]):
            holder, _, method = (dotted(func) or "").rpartition(".")
            return method if holder == name else ""
        case _:
            return ""


def _covered(lines: Sequence[cst.CSTNode], name: str) -> list[cst.CSTNode]:
    """The statements in a transaction started by hand, up to its end.

    Nothing where some way through the statements leaves the transaction open.
    """
    course = _course(lines, name)
    return course.covered if course is not None and course.ended else []


@dataclass(frozen=True, slots=True)
class _Course:
    """What a row of statements does with a transaction that is open before it.

    Attributes:
        covered: the statements and conditions that run in it.
        ended: it has ended behind them, whichever way they went.
    """

    covered: list[cst.CSTNode]
    ended: bool


def _course(lines: Sequence[cst.CSTNode], name: str) -> _Course | None:
    """None where it can't be told."""
    covered: list[cst.CSTNode] = []
    for line in lines:
        if _called(line, name) in ("commit", "rollback"):
            return _Course(covered, ended=True)
        if not _names(line, name):
            covered.append(line)
            continue
        part = _of_try(line, name) if isinstance(line, cst.Try) else _of_if(line, name)
        if part is None:
            return None
        covered += part.covered
        if part.ended:
            return _Course(covered, ended=True)
    return _Course(covered, ended=False)


def _of_try(guard: cst.Try, name: str) -> _Course | None:
    """A ``try`` whose handlers end the transaction first of all; they leave where the others go on with it."""
    lines = [*guard.body.body, *(guard.orelse.body.body if guard.orelse is not None else ())]
    course = _course(lines, name)
    handled = all(_called(handler.body.body[0], name) == "rollback" for handler in guard.handlers)
    if course is None or not handled or guard.finalbody is not None:
        return None
    return course if course.ended or all(map(leaves, (item.body for item in guard.handlers))) else None


def _of_if(line: cst.CSTNode, name: str) -> _Course | None:
    """An ``if`` whose branches all end the transaction, or leave where they do."""
    if not isinstance(line, cst.If):
        return None
    otherwise: Sequence[cst.CSTNode] = ()
    if line.orelse is not None:
        otherwise = [line.orelse] if isinstance(line.orelse, cst.If) else line.orelse.body.body
    branches = (_course(line.body.body, name), _course(otherwise, name))
    last = (line.body, line.orelse.body if isinstance(line.orelse, cst.Else) else None)
    covered: list[cst.CSTNode] = [line.test]
    for course in branches:
        if course is None:
            return None
        covered += course.covered
    ended = [course.ended for course in branches if course is not None]
    goes_on = (body for body, is_ended in zip(last, ended, strict=True) if is_ended and not leaves(body))
    if all(ended):
        return _Course(covered, ended=True)
    return _Course(covered, ended=False) if not any(True for _ in goes_on) else None


def _names(node: cst.CSTNode, name: str) -> bool:
    return any(isinstance(item, cst.Name) and item.value == name for item in walk(node))


def _around(node: cst.CSTNode, region: cst.CSTNode, scope: FunctionScope) -> Iterator[cst.CSTNode]:
    current = scope.parent(node)
    while current is not None and current is not region:
        yield current
        current = scope.parent(current)


def _use(use: cst.Name, scope: FunctionScope) -> cst.CSTNode | None:
    """The target that binds ``tr``, or the await of ``tr.start()``, ``commit()`` or ``rollback()``; else None."""
    method = scope.parent(use)
    if isinstance(method, cst.AssignTarget):
        return method
    call = scope.parent(method) if method is not None else None
    is_end = isinstance(method, cst.Attribute) and method.attr.value in ("start", "commit", "rollback")
    awaited = scope.parent(call) if is_end and isinstance(call, cst.Call) and not call.args else None
    return awaited if isinstance(awaited, cst.Await) else None
