"""Runs code that acquires connections on paper: what it gives, and whether it gives back what it took."""

from __future__ import annotations

import ast
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from codemod.discovery.connections.acquiring_values import (
    NONE,
    Acquiring,
    Connection,
    Constant,
    Made,
    Null,
    Returned,
    Thing,
    Unknown,
    Value,
    bound_arguments,
    is_constant,
    of_class,
    result_of,
    truth,
    until_returned,
)

_Function = ast.FunctionDef | ast.AsyncFunctionDef

#: How many objects are made while one is made.
_FOLLOWED: Final = 4


@dataclass(slots=True, eq=False)
class Run:
    """One run.

    Attributes:
        tree: the module, for its classes and functions.
        taken: the connections that are acquired and not given back yet.
        acquired: every connection acquired.
    """

    tree: ast.Module
    taken: list[Connection] = field(default_factory=list)
    acquired: list[Connection] = field(default_factory=list)
    _depth: int = 0

    def entered(self, value: Value) -> Generator[Value, None, None]:
        """``async with value``: what it gives; the iterator goes on where the block is left, with an error or without.

        Raises:
            Unknown: it does something that is not followed.
        """
        match value:
            case Null(given=given):
                yield given
            case Acquiring(pool=pool):
                acquired = self._acquire(pool)
                try:
                    yield acquired
                finally:
                    self.release(acquired)
            case Made():
                connection = self.called(value, "__aenter__", ())
                try:
                    yield connection
                finally:
                    left = self.called(value, "__aexit__", (Thing("kind"), Thing("error"), Thing("traceback")))
                    if left not in (NONE, Constant(False)):
                        raise Unknown  # it may swallow the error
            case _:
                raise Unknown

    def called(self, made: Made, method: str, arguments: Sequence[Value]) -> Value:
        """What a method of an object gives."""
        found = [item for item in made.class_.body if isinstance(item, _Function) and item.name == method]
        if len(found) != 1 or found[0].decorator_list:
            raise Unknown
        if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(found[0])):
            raise Unknown
        names = bound_arguments(found[0].args, (made, *arguments), {})
        return result_of(_Body(self, names).lines(found[0].body))

    def object_of(self, class_: ast.ClassDef, arguments: Sequence[Value], keywords: Mapping[str, Value]) -> Made:
        """A new object of a class."""
        if class_.bases or class_.keywords or class_.decorator_list or self._depth > _FOLLOWED:
            raise Unknown
        methods = {item.name: item for item in class_.body if isinstance(item, _Function)}
        if {"__new__", "__getattr__", "__setattr__", "__getattribute__"} & methods.keys():
            raise Unknown
        made = Made(class_)
        for item in class_.body:
            if isinstance(item, ast.Assign | ast.AnnAssign) and item.value is not None and not is_constant(item):
                raise Unknown
        init = methods.get("__init__")
        if init is None:
            raise Unknown
        self._depth += 1
        names = bound_arguments(init.args, (made, *arguments), keywords)
        result_of(_Body(self, names).lines(init.body))
        self._depth -= 1
        return made

    def context_of(self, function: _Function, names: Mapping[str, Value]) -> Generator[Value, None, None]:
        """What entering the result of a function gives; a generator yields it.

        Args:
            function: the function.
            names: its arguments.
        """
        body = _Body(self, dict(names)).lines(function.body)
        if [ast.unparse(item).rpartition(".")[2] for item in function.decorator_list] == ["asynccontextmanager"]:
            yield from until_returned(body)
        elif function.decorator_list:
            raise Unknown
        else:
            yield from self.entered(result_of(body))

    def value_of(self, node: ast.expr, names: Mapping[str, Value]) -> Value:
        """The value of an expression."""
        return _Body(self, dict(names)).value(node)

    def _acquire(self, pool: str) -> Connection:
        connection = Connection(pool)
        if self.acquired:
            raise Unknown  # one is enough
        self.acquired.append(connection)
        self.taken.append(connection)
        return connection

    def release(self, connection: Value) -> None:
        """``await pool.release(connection)``."""
        if not isinstance(connection, Connection) or connection not in self.taken:
            raise Unknown
        self.taken.remove(connection)

    def awaited(self, value: Value) -> Value:
        """The result of ``await value``."""
        if not isinstance(value, Acquiring):
            raise Unknown
        return self._acquire(value.pool)


@dataclass(slots=True, eq=False)
class _Body:
    """The statements of one function."""

    run: Run
    names: dict[str, Value]

    def lines(self, body: Sequence[ast.stmt]) -> Generator[Value, None, None]:
        for line in body:
            yield from self._line(line)

    def _line(self, line: ast.stmt) -> Generator[Value, None, None]:
        match line:
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                pass
            case ast.Assign(targets=targets, value=value):
                found = self.value(value)
                for target in targets:
                    self._bind(target, found)
            case ast.AnnAssign(target=target, value=value):
                if value is not None:
                    self._bind(target, self.value(value))
            case ast.Assert(test=test):
                if not self._is_true(test):
                    raise Unknown
            case ast.If(test=test, body=body, orelse=orelse):
                yield from self.lines(body if self._is_true(test) else orelse)
            case ast.Return(value=value):
                raise Returned(self.value(value) if value is not None else NONE)
            case ast.Expr(value=ast.Yield(value=ast.expr() as value)):
                yield self.value(value)
            case ast.Expr(value=ast.Await() as value):
                self.value(value)
            case ast.Try(body=body, handlers=[], orelse=orelse, finalbody=final):
                try:
                    yield from self.lines([*body, *orelse])
                finally:
                    yield from self.lines(final)
            case ast.AsyncWith(items=[item], body=body):
                yield from self._block(item, body)
            case _:
                raise Unknown

    def _block(self, item: ast.withitem, body: Sequence[ast.stmt]) -> Generator[Value, None, None]:
        entered = self.run.entered(self.value(item.context_expr))
        given = next(entered)
        if item.optional_vars is not None:
            self._bind(item.optional_vars, given)
        try:
            yield from self.lines(body)
        finally:
            next(entered, None)

    def _bind(self, target: ast.expr, value: Value) -> None:
        match target:
            case ast.Name(id=name):
                self.names[name] = value
            case ast.Attribute(value=owner, attr=name) if isinstance(made := self.value(owner), Made):
                made.attributes[name] = value
            case _:
                raise Unknown

    # -- expressions

    def value(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value=value):
                return Constant(value)
            case ast.Name(id=name):
                return self.names.get(name, Thing(name))
            case ast.Attribute():
                return self._attribute(node)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self.value(body if self._is_true(test) else orelse)
            case ast.BoolOp(op=op, values=values):
                return self._first(values, isinstance(op, ast.Or))
            case ast.Compare(left=left, ops=[ast.Is() | ast.IsNot() as op], comparators=[ast.Constant(value=None)]):
                return Constant(self._is_none(left) == isinstance(op, ast.Is))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Constant(not self._is_true(operand))
            case ast.NamedExpr(target=target, value=value):
                found = self.value(value)
                self._bind(target, found)
                return found
            case ast.Await(value=ast.Call(func=ast.Attribute(attr="release"), args=[given], keywords=[])):
                self.run.release(self.value(given))
                return NONE
            case ast.Await(value=value):
                return self.run.awaited(self.value(value))
            case ast.Call():
                return self._call(node)
            case _:
                raise Unknown

    def _attribute(self, node: ast.Attribute) -> Value:
        match self.value(node.value):
            case Made(attributes=attributes, class_=class_):
                if node.attr in attributes:
                    return attributes[node.attr]
                return of_class(class_, node.attr)
            case Thing(text=text):
                return Thing(f"{text}.{node.attr}")
            case _:
                raise Unknown

    def _first(self, values: Sequence[ast.expr], wanted: bool) -> Value:
        for node in values[:-1]:
            found = self.value(node)
            if truth(found) is wanted:
                return found
        return self.value(values[-1])

    def _is_true(self, node: ast.expr) -> bool:
        return truth(self.value(node))

    def _is_none(self, node: ast.expr) -> bool:
        match self.value(node):
            case Constant(value=value):
                return value is None
            case Thing():
                raise Unknown
            case _:
                return False

    def _call(self, node: ast.Call) -> Value:
        if any(isinstance(item, ast.Starred) for item in node.args) or any(item.arg is None for item in node.keywords):
            raise Unknown
        match node.func:
            case ast.Attribute(value=pool, attr="acquire") if not node.args and not node.keywords:
                found = self.value(pool)
                if isinstance(found, Thing):
                    return Acquiring(found.text)
            case ast.Name(id="nullcontext") | ast.Attribute(attr="nullcontext") if len(node.args) == 1:
                return Null(self.value(node.args[0]))
            case ast.Name(id=name) if name not in self.names:
                classes = [item for item in self.run.tree.body if isinstance(item, ast.ClassDef) and item.name == name]
                if len(classes) == 1:
                    keywords = {item.arg: self.value(item.value) for item in node.keywords if item.arg is not None}
                    return self.run.object_of(classes[0], [self.value(item) for item in node.args], keywords)
            case _:
                pass
        raise Unknown
