"""Holder: what gives a variable its connection, a block that acquires one or a function that takes one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from codemod.discovery.connections.connection_aliases import Alias, alias_of
from codemod.discovery.connections.connection_keepers import Keeper, self_of
from codemod.discovery.connections.connection_wrappers import ConnectionWrappers
from codemod.discovery.connections.injections import Injection, injection_of
from codemod.discovery.connections.lent_connections import Lent
from codemod.discovery.connections.optional_connections import PoolInstead, pool_instead
from codemod.source import ParsedModule
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import is_name, name_loads, walk

#: What makes a connection that is no pool's, to whatever database it is told.
CONNECT = "asyncpg.connect"


@dataclass(frozen=True, slots=True, eq=False)
class Holder:
    """What holds a connection in a variable.

    Attributes:
        module: the file.
        scope: the function the variable is in.
        region: ``async with pool.acquire() as conn:``, the function that takes the connection, the ``try`` behind
            ``conn = await pool.acquire()`` whose ``finally`` gives it back, or the block of the exit stack that does.
        opener: the part of the ``with`` that acquires, the parameter, or the line that acquires.
        call: ``pool.acquire()``; None for a parameter.
        name: the variable, and ``handle`` the expression that is the connection.
        begins: the whole block is a transaction.
        takes_pool: the arguments of the call say where the connection comes from.
        released: the await that gives a connection back that was acquired by hand.
        instead: the pool that a function uses where it is given no connection.
        injection: how FastAPI gives a parameter its connection, or the object that keeps one.
        kept: the variable is an object that keeps the connection, ``self`` of a method or a parameter, and
            ``object_class`` the class of that object.
        alias: what a method calls the connection of its object, and the line that says so: ``conn = self._conn``.
        keeps: the object that an ``__init__`` makes keeps the connection of its parameter.
        lent: the block may be given a connection, and acquires one otherwise.
    """

    module: ParsedModule
    scope: FunctionScope
    region: cst.With | cst.Try | cst.FunctionDef
    opener: cst.WithItem | cst.Param | cst.SimpleStatementLine
    call: cst.Call | None
    name: str
    handle: str
    begins: bool = False
    takes_pool: bool = False
    released: cst.Await | None = None
    instead: PoolInstead | None = None
    injection: Injection | None = None
    kept: Keeper | None = None
    object_class: str = ""
    alias: Alias | None = None
    keeps: Keeper | None = None
    lent: Lent | None = None

    @property
    def may_be_none(self) -> bool:
        """Whether the parameter of a function is a connection or nothing."""
        default = self.opener.default if isinstance(self.opener, cst.Param) and self.injection is None else None
        return default is not None and is_name(default, "None")

    @property
    def may_be_given(self) -> bool:
        """Whether a block may run on a connection that somebody else goes on with."""
        return self.lent is not None and bool(self.lent.names)

    @property
    def is_function(self) -> bool:
        """Whether the connection comes as a parameter."""
        return isinstance(self.region, cst.FunctionDef)

    @property
    def has_handlers(self) -> bool:
        """Whether errors of the block are handled before the connection is given back."""
        return isinstance(self.region, cst.Try) and bool(self.region.handlers)

    @property
    def is_told_its_pool(self) -> bool:
        """Whether the arguments of the call that opens a block are what a connection is found by."""
        called = self.call.func if self.call is not None else None
        is_acquire = isinstance(called, cst.Attribute) and called.attr.value == "acquire"
        return self.takes_pool or (self.lent is not None and not is_acquire)

    @property
    def is_stacked(self) -> bool:
        """Whether an exit stack gives the connection back."""
        return isinstance(self.opener, cst.SimpleStatementLine) and isinstance(self.region, cst.With)

    @property
    def own_awaits(self) -> tuple[cst.CSTNode, ...]:
        """What awaits asyncpg to acquire and release a connection by hand."""
        if self.released is None or self.call is None:
            return ()
        acquired = self.scope.parent(self.call)
        return (self.released,) if acquired is None else (acquired, self.released)

    @classmethod
    def of_parameter(
        cls,
        module: ParsedModule,
        scope: FunctionScope,
        parameter: cst.Param,
        wrappers: ConnectionWrappers,
        keeps: Keeper | None = None,
    ) -> Holder:
        """A function that takes a connection, or may be given one."""
        assert isinstance(scope.node, cst.FunctionDef)
        injection = injection_of(parameter, wrappers.dependencies)
        name, instead = parameter.name.value, pool_instead(scope.node, parameter) if injection is None else None
        handle = instead.alias if instead is not None else name
        return cls(
            module, scope, scope.node, parameter, None, name, handle,
            instead=instead, injection=injection, keeps=keeps,
        )  # fmt: skip

    @classmethod
    def of_object(
        cls,
        module: ParsedModule,
        scope: FunctionScope,
        parameter: cst.Param,
        keeper: Keeper,
        class_name: str,
        injection: Injection | None = None,
    ) -> Holder:
        """A function that takes an object which keeps a connection: a method takes its own."""
        assert isinstance(scope.node, cst.FunctionDef)
        name = parameter.name.value
        read = (
            item.attr.value
            for item in walk(scope.node.body)
            if isinstance(item, cst.Attribute) and is_name(item.value, name)
        )
        # a method that asks a property for the connection goes on to do so
        attribute = next((item for item in read if item in keeper.connections), keeper.attribute)
        handle = f"{name}.{attribute}"
        return cls(
            module, scope, scope.node, parameter, None, name, handle,
            injection=injection, kept=keeper, object_class=class_name, alias=alias_of(scope, name, keeper),
        )  # fmt: skip

    @property
    def handles(self) -> frozenset[str]:
        """Every expression that is the connection."""
        if self.kept is None:
            return frozenset({self.handle})
        called = (self.alias.name,) if self.alias is not None else ()
        return frozenset({*called, *(f"{self.name}.{attribute}" for attribute in self.kept.connections)})

    @property
    def is_own(self) -> bool:
        """Whether the connection is kept by the object whose method this is."""
        return self.kept is not None and self_of_method(self.scope) is self.opener

    @property
    def takes_object(self) -> bool:
        """Whether a function is given an object that keeps the connection."""
        return self.kept is not None and not self.is_own

    @property
    def only_objects(self) -> bool:
        """Whether the object of a method has its connection in other objects alone."""
        return self.kept is not None and not self.kept.attribute

    def loads(self, node: cst.CSTNode) -> Iterator[cst.Name | cst.Attribute]:
        """What reads the connection below a node of the function; for an object, its attributes that keep it."""
        alias = set(walk(self.alias.line)) if self.alias is not None else set()
        for use in name_loads(node, self.name):
            if use in alias:
                continue
            around = self.scope.parent(use) if self.kept is not None else None
            if self.kept is None:
                yield use
            elif isinstance(around, cst.Attribute) and around.attr.value in self.kept.connections:
                yield around
        if self.alias is not None:
            yield from (use for use in name_loads(node, self.alias.name) if use not in alias)

    @property
    def is_handed_on(self) -> bool:
        """Whether what the function hands on by the name of its parameter is what it was given itself."""
        if self.kept is not None:
            return True
        return self.handle == self.name if self.instead is None else self.handle != self.name


def self_of_method(scope: FunctionScope) -> cst.Param | None:
    """The parameter of a method that is its own object."""
    is_method = isinstance(scope.node, cst.FunctionDef) and scope.class_name is not None and scope.outer is None
    return self_of(scope.node) if is_method and isinstance(scope.node, cst.FunctionDef) else None
