"""Classes that are a unit of work: entering an object acquires a connection, leaving it gives the connection back."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Unit:
    """What ``async with UnitOfWork(pool) as unit`` gives.

    Attributes:
        begins: the block is a transaction.
        attribute: the attribute of ``unit`` that holds the connection; empty where it is one.
    """

    begins: bool
    attribute: str


@dataclass(frozen=True, slots=True)
class _Entered:
    """What ``__aenter__`` does: ``self.conn = await pool.acquire()``, with a transaction or without."""

    connection: str
    transaction: str | None
    attribute: str


def unit_of_class(class_: ast.ClassDef) -> Unit | None:
    """What entering an object of a class gives; None where the class does more, or something else."""
    methods = {item.name: item for item in class_.body if isinstance(item, _Function)}
    if class_.bases or class_.keywords or class_.decorator_list or not {"__aenter__", "__aexit__"} <= methods.keys():
        return None
    if any(item.decorator_list for item in methods.values() if item.name.startswith("__")) or "__new__" in methods:
        return None
    made = methods.get("__init__")
    if made is not None and not all(_only_keeps(line) for line in _statements(made.body)):
        return None
    entered = _entered(_statements(methods["__aenter__"].body))
    if entered is None or not _leaves(methods["__aexit__"], entered):
        return None
    return Unit(entered.transaction is not None, entered.attribute)


def _statements(body: list[ast.stmt]) -> list[ast.stmt]:
    """A body without its docstring, and without what forgets an attribute: ``self.conn = None``."""
    first = body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return [line for line in body[is_text:] if not _forgets(line)]


def _forgets(line: ast.stmt) -> bool:
    return (
        isinstance(line, ast.Assign)
        and all(ast.unparse(item).startswith("self.") for item in line.targets)
        and isinstance(line.value, ast.Constant)
    )


def _only_keeps(line: ast.stmt) -> bool:
    """``self.pool = pool``: making the object does nothing that would be missed."""
    match line:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"))], value=value):
            pass
        case ast.AnnAssign(target=ast.Attribute(value=ast.Name(id="self")), value=value):
            pass
        case ast.Pass():
            return True
        case _:
            return False
    return value is None or not any(isinstance(node, ast.Call | ast.Await | ast.NamedExpr) for node in ast.walk(value))


def _entered(lines: Sequence[ast.stmt]) -> _Entered | None:
    match lines:
        case [acquired, *begun, ast.Return(value=ast.expr() as given)]:
            connection = _acquired(acquired)
        case _:
            return None
    attribute = {"self": connection, f"self.{connection}": ""}.get(ast.unparse(given))
    if connection is None or attribute is None:
        return None
    if not begun:
        return _Entered(connection, None, attribute)
    transaction = _begun([ast.unparse(line) for line in begun], connection)
    return _Entered(connection, transaction, attribute) if transaction is not None else None


def _acquired(line: ast.stmt) -> str | None:
    """The attribute of ``self.conn = await self.pool.acquire()``."""
    match line:
        case ast.Assign(
            targets=[ast.Attribute(value=ast.Name(id="self"), attr=connection)],
            value=ast.Await(value=ast.Call(func=ast.Attribute(attr="acquire"), args=[], keywords=[])),
        ):
            return connection
        case _:
            return None


def _begun(lines: Sequence[str], connection: str) -> str | None:
    """The attribute of ``self.tr = self.conn.transaction()``, which is started then."""
    for name in {line.removeprefix("self.").partition(" ")[0] for line in lines[:1]}:
        starts = (f"await self.{name}.start()", f"await self.{name}.__aenter__()")
        if len(lines) == 2 and lines[0] == f"self.{name} = self.{connection}.transaction()" and lines[1] in starts:
            return name
    return None


def _leaves(leave: _Function, entered: _Entered) -> bool:
    """Whether ``__aexit__`` ends the transaction as an ``async with`` would, and gives the connection back."""
    lines = _statements(leave.body)
    if lines and isinstance(lines[-1], ast.Return):
        returned = lines.pop()
        assert isinstance(returned, ast.Return)
        if returned.value is not None and ast.unparse(returned.value) not in ("None", "False"):
            return False  # it may swallow the exception
    match lines:
        case [ast.Try(body=ended, handlers=[], orelse=[], finalbody=final)]:
            backs = _statements(final)
        case [*ended, back]:
            backs = [back]
        case _:
            return False
    return len(backs) == 1 and _gives_back(backs[0], entered.connection) and _ends(ended, leave, entered.transaction)


def _gives_back(line: ast.stmt, connection: str) -> bool:
    match line:
        case ast.Expr(value=ast.Await(value=ast.Call(func=ast.Attribute(attr="release"), args=[given], keywords=[]))):
            return ast.unparse(given) == f"self.{connection}"
        case _:
            return ast.unparse(line) == f"await self.{connection}.close()"


def _ends(lines: Sequence[ast.stmt], leave: _Function, transaction: str | None) -> bool:
    if transaction is None:
        return not lines
    if len(lines) != 1:
        return False
    names = [item.arg for item in leave.args.args[1:]]
    given = f"*{leave.args.vararg.arg}" if leave.args.vararg is not None else ", ".join(names)
    if ast.unparse(lines[0]) == f"await self.{transaction}.__aexit__({given})":
        return True
    branches = [f"await self.{transaction}.commit()", f"await self.{transaction}.rollback()"]
    return any(
        [ast.unparse(line) for line in (*fine, *failed)] == branches for fine, failed in _branches(lines[0], names[:2])
    )


def _branches(line: ast.stmt, raised: Sequence[str]) -> Iterator[tuple[list[ast.stmt], list[ast.stmt]]]:
    """What is done without an exception, and with one; ``raised`` are the names of its type and of itself."""
    if not isinstance(line, ast.If):
        return
    test = ast.unparse(line.test)
    for name in raised:
        if test in (f"{name} is None", f"not {name}"):
            yield line.body, line.orelse
        if test in (f"{name} is not None", name):
            yield line.orelse, line.body
