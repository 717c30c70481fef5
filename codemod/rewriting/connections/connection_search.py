"""Where the project puts a connection into something: an argument, an attribute, what a function gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import libcst as cst

from codemod.config import Config
from codemod.discovery.connections.connection_holders import CONNECT
from codemod.discovery.connections.connection_wrappers import ConnectionWrappers
from codemod.discovery.connections.injections import is_marker
from codemod.discovery.errors.guarded_functions import are_related
from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.discovery.receivers import classify, kind_of_parameter
from codemod.rewriting.facts.callees import Given, parameter_of
from codemod.source import ParsedModule
from codemod.syntax.bindings import Binding
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import dotted, own_nodes

#: Calls that give what they are given.
_HANDS_ON: Final = frozenset({"enter_async_context", "enter_context", "wait_for", "shield", "cast"})

#: Who a method calls by these names is the object of its class.
_OWN: Final = frozenset({"self", "cls"})

#: Annotations of what holds one connection.
_CONNECTION: Final = re.compile(r"Connection(?!Pool)|PoolConnectionProxy")


@dataclass(slots=True, eq=False)
class ConnectionSearch:
    """One search; what it is looking at already is not looked at again.

    Attributes:
        index: calls, functions and assignments of the project.
        config: patterns of the project.
        wrappers: the project's own ways of giving a connection.
    """

    index: ProjectIndex
    config: Config
    wrappers: ConnectionWrappers
    seen: set[int] = field(default_factory=set)

    def of(self, node: cst.BaseExpression, module: ParsedModule, scope: FunctionScope) -> str | None:
        """Where an expression is given a connection; None where that isn't seen."""
        if id(node) in self.seen:
            return None
        self.seen.add(id(node))
        match node:
            case cst.Await():
                return self.of(node.expression, module, scope)
            case cst.BooleanOperation():
                return self._first((node.left, node.right), module, scope)
            case cst.IfExp():
                return self._first((node.body, node.orelse), module, scope)
            case cst.Call():
                return self._of_call(node, module, scope)
            case cst.Name():
                return self._of_name(node, module, scope)
            case cst.Attribute():
                return self._of_attribute(node, scope)
            case _:
                return None

    def _first(self, nodes: Iterable[cst.BaseExpression], module: ParsedModule, scope: FunctionScope) -> str | None:
        return next((place for node in nodes if (place := self.of(node, module, scope))), None)

    def _of_call(self, call: cst.Call, module: ParsedModule, scope: FunctionScope) -> str | None:
        name = dotted(call.func) or ""
        last = name.rpartition(".")[2] or (call.func.attr.value if isinstance(call.func, cst.Attribute) else "")
        wrapper = self.wrappers.of_call(name or f"(…).{last}")
        if name == CONNECT or (wrapper is not None and not wrapper.attribute):
            return Occurrence(module, call, scope).place
        if last in _HANDS_ON:
            return self._first((argument.value for argument in call.args), module, scope)
        if is_marker(call) and call.args:
            last = (dotted(call.args[0].value) or "").rpartition(".")[2]
        return self._first_of_functions(self.index.functions_named(last))

    def _first_of_functions(self, functions: Iterable[Occurrence]) -> str | None:
        """Where a function returns or yields a connection."""
        for found in functions:
            function = found.node
            assert isinstance(function, cst.FunctionDef)
            if _says_connection(function.returns, found.module):
                return found.place
            given = (node.value for node in own_nodes(function.body) if isinstance(node, cst.Return | cst.Yield))
            place = self._first(
                (node for node in given if isinstance(node, cst.BaseExpression)), found.module, found.scope
            )
            if place is not None:
                return place
        return None

    # -- variables

    def _of_name(self, name: cst.Name, module: ParsedModule, scope: FunctionScope) -> str | None:
        holder = scope.holding(name.value)
        if holder is None or holder.flow(name.value).elsewhere:
            return self._of_global(name.value)
        bindings = holder.reaching(name) if holder is scope else tuple(holder.flow(name.value).bindings)
        places = (self._of_binding(binding, module, holder) for binding in bindings)
        return next((place for place in places if place), None)

    def _of_binding(self, binding: Binding, module: ParsedModule, scope: FunctionScope) -> str | None:
        if isinstance(binding.node, cst.Param):
            return self._of_parameter(binding.node, module, scope)
        if binding.value is None or binding.kind not in ("assign", "with"):
            return None
        place = self.of(binding.value, module, scope)
        if place is None and binding.kind == "with" and isinstance(binding.value, cst.Call):
            entered = (dotted(binding.value.func) or "").rpartition(".")[2]
            entering = self.index.functions_named("__aenter__")
            return self._first_of_functions(item for item in entering if item.scope.class_name == entered)
        return place

    def _of_global(self, name: str) -> str | None:
        """Where a connection is stored in a variable of that name outside of functions, or by ``global``."""
        for module in self.index.modules_naming(name):
            margin = FunctionScope(module.tree, "<module>")
            for function in self.index.functions_in(module.source.path):
                if function.scope.flow(name).elsewhere:
                    place = self._first(_assigned(function.node, name), module, function.scope)
                    if place is not None:
                        return place
            place = self._first(_assigned(module.tree, name), module, margin)
            if place is not None:
                return place
        return None

    def _of_parameter(self, parameter: cst.Param, module: ParsedModule, scope: FunctionScope) -> str | None:
        if kind_of_parameter(parameter) == "connection":
            return Occurrence(module, parameter, scope).place
        written = parameter.annotation.annotation if parameter.annotation is not None else None
        for node in (parameter.default, written):
            # Annotated[…, Depends(get_conn)] stands below the annotation
            calls = [item for item in own_nodes(node) if isinstance(item, cst.Call)] if node is not None else []
            place = self._first(calls, module, scope)
            if place is not None:
                return place
        function = scope.node
        assert isinstance(function, cst.FunctionDef)
        given = self._given_to(parameter, function, scope)
        return next((place for node, found in given if (place := self._given_at(node, found))), None)

    def _given_at(self, node: cst.BaseExpression, found: Occurrence) -> str | None:
        is_connection = classify(node, found.scope, self.config) == "connection"
        return found.place if is_connection else self.of(node, found.module, found.scope)

    def _given_to(
        self, parameter: cst.Param, function: cst.FunctionDef, scope: FunctionScope
    ) -> Iterator[tuple[cst.BaseExpression, Occurrence]]:
        """The arguments of calls that may reach a parameter."""
        index, own = self.index, function.name.value
        names = {own, *self._classes_of(function, scope)}
        for name in sorted(names):
            for found in (*index.awaited_calls(name), *index.unawaited_calls(name)):
                call = found.node.expression if isinstance(found.node, cst.Await) else found.node
                assert isinstance(call, cst.Call)
                if own == name == "__init__" and found.scope.class_name not in names:
                    continue  # another class's
                for argument in call.args:
                    if _may_take(parameter, function, call, argument, is_method=scope.class_name is not None):
                        yield argument.value, found
            for found in index.unawaited_calls("partial"):
                assert isinstance(found.node, cst.Call)
                first, *rest = found.node.args or (None,)
                if first is not None and (dotted(first.value) or "").rpartition(".")[2] == name:
                    yield from ((argument.value, found) for argument in rest)

    def _classes_of(self, function: cst.FunctionDef, scope: FunctionScope) -> set[str]:
        """The classes whose objects a function initialises."""
        if function.name.value != "__init__" or scope.class_name is None:
            return set()
        above = self.index.ancestors.items()
        return {scope.class_name, *(name for name, ancestors in above if scope.class_name in ancestors)}

    # -- attributes

    def _of_attribute(self, node: cst.Attribute, scope: FunctionScope) -> str | None:
        """Where an object's attribute is given a connection that others have as well.

        One made right there is nobody else's: only a transaction begun by its own name would matter.
        """
        name = node.attr.value
        for found in self._stored_in(node, scope):
            assert isinstance(found.node, cst.Assign | cst.AnnAssign)
            if isinstance(found.node, cst.AnnAssign) and _says_connection(found.node.annotation, found.module):
                return found.place
            value = found.node.value
            place = self.of(value, found.module, found.scope) if value is not None and not _makes(value) else None
            if place is not None:
                return place
        getters = (item for item in self.index.functions_named(name) if _is_property(item.node))
        return self._first_of_functions(getters)

    def _stored_in(self, node: cst.Attribute, scope: FunctionScope) -> list[Occurrence]:
        """The assignments that may give an attribute its value: those of its object's class, where that is known."""
        return self.stored_for(node, scope) or list(self.index.stored_in(node.attr.value))

    def stored_for(self, node: cst.Attribute, scope: FunctionScope) -> list[Occurrence]:
        """The assignments to an attribute of the object's class, or of something called like the object."""
        stored = list(self.index.stored_in(node.attr.value))
        owner = (dotted(node.value) or "").rpartition(".")[2]
        if owner in _OWN:
            ancestors = self.index.ancestors
            classes = ((item, item.scope.class_name) for item in stored)
            return [item for item, other in classes if other and are_related(scope.class_name, other, ancestors)]
        return [item for item in stored if owner.lower() in _owner_of(item).lower()]


def stores_pool(stored: Occurrence) -> bool:
    """Whether an assignment gives an attribute a pool by its type, or declares it as one: ``db: asyncpg.Pool``."""
    assert isinstance(stored.node, cst.Assign | cst.AnnAssign)
    if isinstance(stored.node, cst.AnnAssign):
        return _says_pool(stored.node.annotation, stored.module)
    value = stored.node.value
    while isinstance(value, cst.Await):
        value = value.expression
    match value:
        case cst.Call():
            return (dotted(value.func) or "").rpartition(".")[2] == "create_pool"
        case cst.Name():
            bindings = [item.node for item in stored.scope.reaching(value)]
            given = [isinstance(item, cst.Param) and _says_pool(item.annotation, stored.module) for item in bindings]
            return bool(given) and all(given)
        case _:
            return False


def _owner_of(stored: Occurrence) -> str:
    """What an assignment calls the object whose attribute it gives a value; its class where that is ``self``."""
    target = stored.node.target if isinstance(stored.node, cst.AnnAssign) else None
    if isinstance(stored.node, cst.Assign):
        target = stored.node.targets[0].target
    owner = (dotted(target.value) or "").rpartition(".")[2] if isinstance(target, cst.Attribute) else "self"
    return stored.scope.class_name or "" if owner in _OWN else owner


def _may_take(
    parameter: cst.Param, function: cst.FunctionDef, call: cst.Call, argument: cst.Arg, *, is_method: bool
) -> bool:
    """Whether a parameter may be given an argument of a call of its function."""
    if argument.keyword is not None:
        return argument.keyword.value == parameter.name.value
    if argument.star or any(item.star for item in call.args[: call.args.index(argument)]):
        return True
    taken = parameter_of(function, Given.by(call, argument), is_method=is_method)
    return taken is parameter or (taken is None and bool(function.decorators))


def _makes(value: cst.BaseExpression) -> bool:
    """Whether an expression makes a connection, or takes one from a pool."""
    while isinstance(value, cst.Await):
        value = value.expression
    called = dotted(value.func) if isinstance(value, cst.Call) else None
    return called == CONNECT or (called or "").endswith(".acquire")


def _says_connection(annotation: cst.Annotation | None, module: ParsedModule) -> bool:
    return annotation is not None and _CONNECTION.search(module.text_of(annotation.annotation)) is not None


def _says_pool(annotation: cst.Annotation | None, module: ParsedModule) -> bool:
    written = module.text_of(annotation.annotation) if annotation is not None else ""
    return "Pool" in written and _CONNECTION.search(written) is None


def _is_property(function: cst.CSTNode) -> bool:
    assert isinstance(function, cst.FunctionDef)
    return any((dotted(item.decorator) or "").endswith("property") for item in function.decorators)


def _assigned(node: cst.CSTNode, name: str) -> Iterator[cst.BaseExpression]:
    """The values that statements of a function or module, and nothing nested in them, assign to a name."""
    for item in own_nodes(node):
        match item:
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=target))], value=value) if target == name:
                yield from () if _makes(value) else (value,)
            case cst.AnnAssign(target=cst.Name(value=target), value=cst.BaseExpression() as value) if target == name:
                yield from () if _makes(value) else (value,)
            case _:
                pass
