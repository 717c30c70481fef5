"""The calls that make the objects of a class, where all of them are in sight, and what they give an initialiser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from codemod.discovery.occurrences import Occurrence
from codemod.resolution.given_arguments import Taken, has_stars
from codemod.resolution.project_classes import PLAIN_BASES, ProjectClass, ProjectClasses
from codemod.source import ParsedModule
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import is_name, is_super_init, last_name, parameters, walk

#: Functions that only look at a class they are given.
_LOOKERS = frozenset({"isinstance", "issubclass", "cast", "TypeVar"})


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """An expression that a parameter may be given, in the function whose names it reads."""

    node: cst.BaseExpression
    module: ParsedModule
    scope: FunctionScope


@dataclass(frozen=True, slots=True, eq=False)
class Constructions:
    """Follows the parameters of initialisers to the calls that make objects."""

    classes: ProjectClasses

    def given(self, param: cst.Param, owner: str, made: str, depth: int = 0) -> list[Given] | None:
        """Everything that a parameter of a class's ``__init__`` is given for objects of another class, or that one.

        Args:
            param: the parameter.
            owner: the class that defines the ``__init__``.
            made: the class of the objects.
            depth: how many initialisers were already followed.

        Returns:
            None where something may give it anything; empty where the ``__init__`` never runs.
        """
        order = self.classes.order(made)
        init = self._initialiser(owner)
        taken = Taken.by(init, param, is_method=True) if init is not None else None
        found = self.classes.named(owner)
        if order is None or taken is None or found is None or depth > 8:
            return None
        previous = self._previous(order[: order.index(owner)])
        if previous is None:
            return None
        calls = self._makers(made) if previous == "" else self._super_calls(previous)
        given: list[Given] = []
        for call in calls if calls is not None else ():
            assert isinstance(call.node, cst.Call), "only calls are looked for"
            inner = self._argument(taken, call.node, call, found)
            inner = self._followed(inner, previous, made, depth) if inner is not None and previous else inner
            if inner is None:
                return None
            given += inner
        return given if calls is not None else None

    def _argument(self, taken: Taken, node: cst.Call, call: Occurrence, owner: ProjectClass) -> list[Given] | None:
        argument = taken.argument(node)
        if argument is not None:
            return [Given(argument, call.module, call.scope)]
        if has_stars(node):
            return None
        default = taken.param.default
        module_scope = self.classes.modules.scope_of(owner.module.tree)
        return [] if default is None else [Given(default, owner.module, module_scope)]

    def _followed(self, given: list[Given], owner: str, made: str, depth: int) -> list[Given] | None:
        """What is given on: ``super().__init__(pool, table)``, where the table is a parameter again."""
        found: list[Given] = []
        for item in given:
            param = parameter_read(item.node, item.scope)
            inner = self.given(param, owner, made, depth + 1) if param is not None else [item]
            if inner is None:
                return None
            found += inner
        return found

    def _initialiser(self, name: str) -> cst.FunctionDef | None:
        found = self.classes.named(name)
        methods = found.methods("__init__") if found is not None else []
        return methods[0] if len(methods) == 1 and not methods[0].decorators else None

    def _previous(self, before: Sequence[str]) -> str | None:
        """The class whose ``__init__`` runs next before, from the last one on; "" for none, None for an unknown one."""
        for name in reversed(before):
            found = self.classes.named(name)
            if found is None and name not in PLAIN_BASES:
                return None
            if found is not None and found.methods("__init__"):
                return name if self._initialiser(name) is not None else None
        return ""

    def _super_calls(self, name: str) -> list[Occurrence] | None:
        """The calls of the next ``__init__`` in that of a class."""
        found, init = self.classes.named(name), self._initialiser(name)
        assert found is not None, "its __init__ is known"
        assert init is not None, "its __init__ is known"
        scope = FunctionScope(init, f"{name}.__init__", name)
        inner = [item for item in walk(init) if is_name(item, "__init__")]
        calls = [item for item in walk(init) if isinstance(item, cst.Call) and is_super_init(item)]
        # one more is its own name; another one is called in a way of its own
        return [Occurrence(found.module, item, scope) for item in calls] if len(inner) == len(calls) + 1 else None

    def _makers(self, made: str) -> list[Occurrence] | None:
        """Every call that makes an object of a class; None where another mention of it may."""
        found: list[Occurrence] = []
        name = made.rpartition(":")[2]
        for module in self.classes.index.modules_naming(name):
            calls = {id(item.node.func): item for item in self._calls(name, module) if isinstance(item.node, cst.Call)}
            scope = self.classes.modules.scope_of(module.tree)
            for node in walk(module.tree):
                if not isinstance(node, cst.Name) or node.value != name:
                    continue
                mention = _whole(node, scope)
                if _is_other(self.classes.resolved(mention, module), made):
                    continue
                if id(mention) in calls:
                    found.append(calls[id(mention)])
                elif not _only_names(mention, scope):
                    return None
        known = self.classes.named(made)
        assert known is not None, "its order is known"
        if any(not is_name(item.decorator, "final") for item in known.node.decorators):
            return None  # it may be called by what it is handed to
        own = self.classes.order(made) or ()
        made_by_own = [item for above in own for item in self._made_in(above)]
        return None if None in made_by_own else [*found, *(item for item in made_by_own if item is not None)]

    def _calls(self, name: str, module: ParsedModule) -> Iterator[Occurrence]:
        file = self.classes.index.file(module.source.path)
        if file is not None and file.module is module:
            yield from file.unawaited.get(name, ())

    def _made_in(self, name: str) -> Iterator[Occurrence | None]:
        """``cls(…)`` in a class; None for a way to make an object that is not followed."""
        found = self.classes.named(name)
        if found is None:
            return
        inside = {id(item) for item in walk(found.node)}
        if any(_makes_one_of_its_own(item) for item in walk(found.node)):
            yield None
        for call in self._calls("cls", found.module):
            if id(call.node) in inside:
                yield call


def _makes_one_of_its_own(node: cst.CSTNode) -> bool:
    """``type(self)(…)`` and ``self.__class__(…)``, or a name for one of them."""
    match node:
        case cst.Call(func=cst.Call(func=cst.Name(value="type")) | cst.Attribute(attr=cst.Name(value="__class__"))):
            return True
        case cst.Assign(value=cst.Call(func=cst.Name(value="type")) | cst.Attribute(attr=cst.Name(value="__class__"))):
            return True
        case _:
            return False


def parameter_read(node: cst.BaseExpression, scope: FunctionScope) -> cst.Param | None:
    """The parameter that a name always is."""
    bindings = scope.reaching(node) if isinstance(node, cst.Name) else ()
    found = bindings[0].node if len(bindings) == 1 else None
    return found if isinstance(found, cst.Param) and any(found is item for item in _parameters(scope)) else None


def _parameters(scope: FunctionScope) -> Iterator[cst.Param]:
    if isinstance(scope.node, cst.FunctionDef):
        yield from parameters(scope.node.params)


def _is_other(resolved: str | None, made: str) -> bool:
    """Whether a name stands for another class of the project."""
    return resolved is not None and resolved != made and ":" in resolved


def _whole(node: cst.Name, scope: FunctionScope) -> cst.BaseExpression:
    """``module.Store`` for the name in it."""
    around = scope.parent(node)
    return around if isinstance(around, cst.Attribute) and around.attr is node else node


def _only_names(mention: cst.CSTNode, scope: FunctionScope) -> bool:
    """Whether a mention of a class makes no object of it, nor hands the class to what may."""
    node, around = mention, scope.parent(mention)
    match around:
        case cst.ClassDef() | cst.ImportFrom():
            return True
        case cst.ImportAlias():
            return around.asname is None
        case cst.Attribute(value=value):
            return value is node
        case _:
            pass
    while around is not None:
        match around:
            case cst.Annotation():
                # FastAPI makes what it is asked for by an annotation
                return not any(is_name(item, "Depends") for item in walk(scope.parent(around) or around))
            case cst.Arg():
                outer = scope.parent(around)
                if isinstance(outer, cst.ClassDef):
                    return True
                return isinstance(outer, cst.Call) and last_name(outer.func) in _LOOKERS
            case cst.Subscript(slice=parts) if any(part is node for part in parts):
                pass
            case cst.SubscriptElement() | cst.Index() | cst.BinaryOperation() | cst.Tuple() | cst.Element():
                pass
            case _:
                return False
        node, around = around, scope.parent(around)
    return False
