"""What FastAPI gives the objects to that keep a connection: ``links: Links = Depends(get_links)`` and its like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from codemod.discovery.connections.connection_holders import Holder
from codemod.discovery.connections.connection_keepers import Keeper
from codemod.discovery.connections.connection_wrappers import ConnectionWrappers
from codemod.discovery.connections.injections import Injection
from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.rewriting.connections.passings import Lost
from codemod.rewriting.facts.function_mentions import other_mentions
from codemod.rewriting.facts.visibility import is_visible
from codemod.source import ParsedModule
from codemod.syntax.functions import statements_of
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import dotted, is_name, names_below, parameters, walk


@dataclass(frozen=True, slots=True, eq=False)
class Factory:
    """A function that gives a dependency for each class: ``get_repository(Links)``.

    ::

        def get_repository(kind):
            def give(conn: Connection = Depends(get_conn)):
                return kind(conn)
            return give

    Attributes:
        outer: ``get_repository``.
        inner: ``give``.
        call: ``kind(conn)``.
    """

    outer: Occurrence
    inner: Occurrence
    call: cst.Call

    def holder(self, wrappers: ConnectionWrappers) -> Holder:
        """The parameter that takes the connection."""
        assert isinstance(self.inner.node, cst.FunctionDef)
        parameter = next(parameters(self.inner.node.params))
        return Holder.of_parameter(self.inner.module, self.inner.scope, parameter, wrappers)


#: A parameter, with its function.
Taker = tuple[ParsedModule, FunctionScope, cst.Param]


def factory_around(holder: Holder) -> Factory | None:
    """The factory whose inner function takes the connection of a holder."""
    outer = holder.scope.outer
    if holder.injection is None or outer is None or outer.outer is not None or outer.class_name is not None:
        return None
    around = Occurrence(holder.module, outer.node, outer)
    inner = Occurrence(holder.module, holder.scope.node, holder.scope)
    return _factory(around, inner)


def _factory(outer: Occurrence, inner: Occurrence) -> Factory | None:
    around, function = outer.node, inner.node
    assert isinstance(around, cst.FunctionDef)
    assert isinstance(function, cst.FunctionDef)
    kinds, taken = list(parameters(around.params)), list(parameters(function.params))
    if around.asynchronous or around.decorators or function.decorators or len(kinds) != 1 or len(taken) != 1:
        return None
    match statements_of(around):
        case [first, cst.SimpleStatementLine(body=[cst.Return(value=given)])] if first is function:
            if not is_name(given, function.name.value):
                return None
        case _:
            return None
    match statements_of(function):
        case [cst.SimpleStatementLine(body=[cst.Return(value=cst.Call(func=called, args=[argument]) as call)])]:
            fits = is_name(called, kinds[0].name.value) and is_name(argument.value, taken[0].name.value)
            return Factory(outer, inner, call) if fits else None
        case _:
            return None


@dataclass(frozen=True, slots=True)
class ObjectDependencies:
    """Looks up what FastAPI calls for the parameters of a project.

    Attributes:
        index: the files of the project.
    """

    index: ProjectIndex

    def on_function(self, function: cst.FunctionDef, keeper: Keeper, class_name: str) -> Iterator[Holder]:
        """The functions that FastAPI gives what a function returns."""
        for marker, asked in self._markers():
            if asked is not None and _last(asked) == function.name.value:
                yield from self.depending(marker, keeper, class_name)

    def classes_of(self, factory: Factory) -> Iterator[tuple[str, Occurrence]]:
        """The classes that a factory is asked for, and where.

        Raises:
            Lost: it is used in another way.
        """
        function = factory.outer.node
        assert isinstance(function, cst.FunctionDef)
        name, known = function.name.value, set[int]()
        for marker, asked in self._markers():
            match asked:
                case cst.Call(args=[cst.Arg(keyword=None, star="", value=cst.Name(value=class_name))]) if (
                    _last(asked.func) == name
                ):
                    known.add(id(asked))
                    yield class_name, marker
                case _:
                    pass
        other = next(other_mentions(name, function, set(), self.index, known), None)
        if other is not None:
            raise Lost(f"what is meant by {name} at {other} is not known")

    def asking_for(self, class_name: str) -> Iterator[tuple[Occurrence, cst.CSTNode, Factory | None]]:
        """Where FastAPI is asked for an object, what names its class there, and the factory that makes it."""
        for marker, asked in self._markers():
            if asked is None:
                if class_name in _classes_around(marker):
                    yield marker, marker.node, None
            elif isinstance(asked, cst.Call):
                factory = self._called(asked)
                if factory is not None and [is_name(item.value, class_name) for item in asked.args] == [True]:
                    yield marker, asked, factory
            elif _last(asked) == class_name:
                yield marker, asked, None

    def _called(self, asked: cst.Call) -> Factory | None:
        found = list(self.index.functions_named(_last(asked.func)))
        if len(found) != 1 or found[0].scope.outer is not None or found[0].scope.class_name is not None:
            return None
        function = found[0].node
        assert isinstance(function, cst.FunctionDef)
        inner = next((line for line in statements_of(function) if isinstance(line, cst.FunctionDef)), None)
        named = self.index.functions_named(inner.name.value) if inner is not None else ()
        place = next((item for item in named if item.node is inner), None)
        return _factory(found[0], place) if place is not None else None

    def asked(self) -> Iterator[tuple[Occurrence, set[str]]]:
        """Every ``Depends(…)`` with the names of what FastAPI may call for it."""
        for marker, asked in self._markers():
            if asked is None:
                yield marker, _classes_around(marker)
            else:
                yield marker, {_last(asked.func if isinstance(asked, cst.Call) else asked)}

    def depending(self, marker: Occurrence, keeper: Keeper, class_name: str) -> Iterator[Holder]:
        """The functions that get the object for which ``Depends(…)`` asks somewhere.

        Raises:
            Lost: it can't be told who gets it.
        """
        for module, scope, parameter in self.takers(marker):
            yield Holder.of_object(module, scope, parameter, keeper, class_name, Injection(None))

    def takers(self, marker: Occurrence) -> Iterator[Taker]:
        """The parameters that get what ``Depends(…)`` asks for somewhere.

        Raises:
            Lost: it can't be told who gets it.
        """
        function = marker.scope.node
        if isinstance(function, cst.FunctionDef):
            parameter = _parameter(marker)
            if parameter is not None:
                yield marker.module, marker.scope, parameter
                return
            if any(marker.node is node for item in function.decorators for node in walk(item)):
                return  # FastAPI makes it, and gives it to nobody
        alias = _alias_around(marker)
        if alias is None:
            raise Lost(f"who gets what {marker.place} asks FastAPI for is not known")
        name = alias.name if isinstance(alias, cst.TypeAlias) else alias.targets[0].target
        assert isinstance(name, cst.Name)
        for module in self.index.modules_naming(name.value):
            if self._brings(module, name.value, marker):
                yield from self._annotated(name.value, module)

    def _brings(self, module: ParsedModule, alias: str, marker: Occurrence) -> bool:
        """Whether a name of a module is the annotation that stands for a dependency.

        Raises:
            Lost: that can't be told.
        """
        if is_visible(marker, alias, module, self.index):
            return True
        stem = marker.module.source.path.stem
        for node in walk(module.tree):
            match node:
                case cst.ImportFrom(module=source) if source is None or _last(source) == stem:
                    is_meant = isinstance(node.names, cst.ImportStar) or any(
                        item.evaluated_name == alias for item in node.names
                    )
                case cst.Attribute(value=owner, attr=cst.Name(value=name)):
                    is_meant = name == alias and _last(owner) == stem
                case _:
                    continue
            if is_meant:
                raise Lost(f"what is meant by {alias} in {module.source.path} is not known")
        return False

    def _annotated(self, alias: str, module: ParsedModule) -> Iterator[Taker]:
        """The functions of a module with a parameter of an annotation that stands for a dependency."""
        named = {id(node) for node in walk(module.tree) if is_name(node, alias)}
        for found in self.index.functions_in(module.source.path):
            assert isinstance(found.node, cst.FunctionDef)
            for parameter in parameters(found.node.params):
                written = parameter.annotation.annotation if parameter.annotation is not None else None
                if is_name(written, alias):
                    named.discard(id(written))
                    yield module, found.scope, parameter
        for node in walk(module.tree):
            if isinstance(node, cst.ImportAlias) and node.asname is None:
                named -= {id(item) for item in walk(node)}
            if isinstance(node, cst.AssignTarget | cst.TypeAlias):
                named.discard(id(node.target if isinstance(node, cst.AssignTarget) else node.name))
        if named:
            raise Lost(f"what is meant by {alias} in {module.source.path} is not known")

    def _markers(self) -> Iterator[tuple[Occurrence, cst.BaseExpression | None]]:
        """Every ``Depends(…)`` with what it asks for; None where that is what the parameter is annotated with."""
        for name in ("Depends", "Security"):
            for found in self.index.unawaited_calls(name):
                assert isinstance(found.node, cst.Call)
                first = found.node.args[0] if found.node.args else None
                is_use_cache = first is not None and first.keyword is not None
                yield found, None if first is None or is_use_cache else first.value


def _parameter(marker: Occurrence) -> cst.Param | None:
    """The parameter that ``Depends(…)`` stands in."""
    function = marker.scope.node
    for parameter in parameters(function.params) if isinstance(function, cst.FunctionDef) else ():
        written = (parameter.default, parameter.annotation)
        if any(node is marker.node for part in written if part is not None for node in walk(part)):
            return parameter
    return None


def _classes_around(marker: Occurrence) -> set[str]:
    """The names in the annotation that ``Depends()`` stands in, or stands for the value of."""
    parameter, alias = _parameter(marker), _alias_around(marker)
    written: cst.CSTNode | None = parameter.annotation if parameter is not None else None
    if parameter is None and alias is not None:
        written = alias.value
    return set(names_below(written)) if written is not None else set()


def _alias_around(marker: Occurrence) -> cst.Assign | cst.TypeAlias | None:
    """``Links = Annotated[…, Depends(…)]`` at the margin of a module."""
    for line in marker.module.tree.body:
        small = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None
        match small:
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Name())], value=cst.Subscript() as value):
                pass
            case cst.TypeAlias(value=cst.Subscript() as value):
                pass
            case _:
                continue
        if _last(value.value) == "Annotated" and any(node is marker.node for node in walk(value)):
            assert isinstance(small, cst.Assign | cst.TypeAlias)
            return small
    return None


def _last(node: cst.BaseExpression) -> str:
    return (dotted(node) or "").rpartition(".")[2]
