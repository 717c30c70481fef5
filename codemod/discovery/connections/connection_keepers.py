"""Classes whose objects keep the connection that they are made with: ``self._conn = conn``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Final

import libcst as cst

from codemod.discovery.connections.injections import Dependencies, injection_of
from codemod.discovery.errors.guarded_functions import are_related
from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.discovery.receivers import kind_of_parameter
from codemod.syntax.functions import PLAIN_DECORATORS, has_decorator
from codemod.syntax.tree import dotted, is_name, parameters, walk

#: What an attribute is called by that says that it holds a connection.
_CONNECTION: Final = re.compile(r"(?<![a-z])(conn|con|connection)(?![a-z])")


#: An ``__init__``, the parameter that takes the connection, what stores it, and in which attribute.
_Kept = tuple[Occurrence, cst.Param, cst.Assign | cst.AnnAssign | None, str]


@dataclass(frozen=True, slots=True, eq=False)
class Keeper:
    """A class whose objects keep the connection that they are made with, and all classes below it.

    Attributes:
        class_name: the class whose ``__init__`` keeps it.
        family: its name and those of the classes below.
        init: the ``__init__``.
        parameter: what takes the connection.
        stored: ``self._conn = conn``; None where only objects that it keeps have the connection.
        attribute: ``_conn``; empty where nothing is stored.
        getters: properties that give the connection, and nothing else.
        declared: ``_conn: Connection`` in the body of the class.
        objects: attributes that an ``__init__`` gives an object made of the connection: ``self._links = Links(conn)``.
    """

    class_name: str
    family: frozenset[str]
    init: Occurrence
    parameter: cst.Param
    stored: cst.Assign | cst.AnnAssign | None
    attribute: str
    getters: tuple[Occurrence, ...] = ()
    declared: tuple[Occurrence, ...] = ()
    objects: frozenset[str] = frozenset()

    @property
    def connections(self) -> frozenset[str]:
        """The attributes that are the connection."""
        return frozenset({self.attribute, *(_name(item) for item in self.getters)} - {""})


def keeper_of(class_name: str, index: ProjectIndex, dependencies: Dependencies) -> Keeper | None:
    """How the objects of a class keep a connection; None where they don't, or where that isn't certain.

    Args:
        class_name: the class, or one below it.
        index: definitions and assignments of the project.
        dependencies: functions from which FastAPI takes the connection of a parameter.
    """
    over = {class_name, *index.ancestors.get(class_name, ())}
    near = (item for path in sorted(index.files_of_relatives(class_name)) for item in index.functions_in(path))
    inits = [item for item in near if _name(item) == "__init__" and item.scope.class_name in over]
    found: list[_Kept] = [(item, *stored) for item in inits if (stored := _stored(item, dependencies)) is not None]
    if not found:
        found = [(item, given, None, "") for item in inits if (given := _given_on(item, dependencies)) is not None]
    if len(found) != 1 or found[0][0].scope.outer is not None:
        return None
    init, parameter, line, attribute = found[0]
    owner = init.scope.class_name
    assert owner is not None, "the initializer of a class stands in it"
    family = frozenset({owner, *(name for name, above in index.ancestors.items() if owner in above)})
    stored_in = index.stored_in(attribute) if line is not None else ()
    stores = [item for item in stored_in if item.scope.class_name in family]
    declared = [item for item in stores if declares(item)]
    is_stored = line is not None
    if len(stores) != is_stored + len(declared) or any(item.module is not init.module for item in declared):
        return None  # it may have another value
    methods = list(methods_of(family, index))
    getters = [item for item in methods if is_stored and _gives(item, attribute)]
    own = (item for item in methods if _name(item) == "__init__")
    objects = frozenset(name for item in own for name, _ in _objects(item, dependencies))
    if _is_meant_elsewhere({attribute, *map(_name, getters), *objects} - {""}, family, getters, index):
        return None
    return Keeper(owner, family, init, parameter, line, attribute, tuple(getters), tuple(declared), objects)


def _is_meant_elsewhere(names: Set[str], family: Set[str], getters: Sequence[Occurrence], index: ProjectIndex) -> bool:
    """Whether classes above a family name its attributes, or one of the family means something else by them."""
    above = frozenset[str]().union(*(index.ancestors.get(item, frozenset()) for item in family)) - family
    for item in methods_of(above, index):
        used = (node.attr.value for node in walk(item.node) if isinstance(node, cst.Attribute))
        if _name(item) in names or not names.isdisjoint(used):
            return True
    known = {id(item.node) for item in getters}
    return any(_name(item) in names and id(item.node) not in known for item in methods_of(family, index))


def methods_of(classes: Set[str], index: ProjectIndex) -> Iterator[Occurrence]:
    """The methods of some classes, those of the classes alone."""
    seen: set[int] = set()
    for name in sorted(classes):
        for module in index.modules_naming(name):
            for item in index.functions_in(module.source.path):
                if item.scope.class_name == name and item.scope.outer is None and id(item.node) not in seen:
                    seen.add(id(item.node))
                    yield item


def methods_called(name: str, class_name: str, keeper: Keeper, index: ProjectIndex) -> list[Occurrence]:
    """The methods that may run for ``x.name()`` where ``x`` is an object of a class of the family."""
    around = keeper.family.union(*(index.ancestors.get(item, frozenset()) for item in keeper.family))
    named = (item for item in index.functions_named(name) if item.scope.class_name in around)
    return [
        item
        for item in named
        if item.scope.outer is None
        and item.scope.class_name is not None
        and are_related(class_name, item.scope.class_name, index.ancestors)
    ]


def session_attribute(name: str, keeper: Keeper, index: ProjectIndex) -> str:
    """What an attribute that holds a connection is called once it holds a session.

    One that says that it is a connection says session instead, where no attribute of the classes is called so, and
    nothing in their files calls it by a string: ``__slots__``.
    """
    wanted = _CONNECTION.sub("session", name)
    taken = [*index.stored_in(wanted), *index.functions_named(wanted)]
    is_taken = wanted != name and any(item.scope.class_name in keeper.family for item in taken)
    quoted = re.compile(rf"""(['"]){re.escape(name)}\1""")
    is_quoted = any(quoted.search(item.module.source.text) for item in methods_of(keeper.family, index))
    return name if is_taken or is_quoted else wanted


def self_of(function: cst.FunctionDef) -> cst.Param | None:
    """The parameter that is the object of a method; None for one that is given its class or nothing."""
    first = next(parameters(function.params), None)
    is_bound = first is not None and not first.star and not has_decorator(function, *PLAIN_DECORATORS)
    return first if is_bound else None


def _stored(init: Occurrence, dependencies: Dependencies) -> tuple[cst.Param, cst.Assign | cst.AnnAssign, str] | None:
    """The parameter of an ``__init__`` that takes a connection, what keeps it, and in which attribute."""
    takes = _connections_of(init, dependencies)
    found = [
        (takes[value.value], line, name)
        for line, name, value in _lines_storing(init)
        if isinstance(value, cst.Name) and value.value in takes
    ]
    return found[0] if len(found) == 1 else None


def _given_on(init: Occurrence, dependencies: Dependencies) -> cst.Param | None:
    """The connection of an ``__init__`` that only objects which it keeps get, and no class above."""
    given = {id(parameter): parameter for _, parameter in _objects(init, dependencies)}
    above = any(
        is_name(item.value, parameter.name.value)
        for node in walk(init.node)
        if isinstance(node, cst.Call) and (dotted(node.func) or "super.__init__").endswith("__init__")
        for item in node.args
        for parameter in given.values()
    )
    return next(iter(given.values())) if len(given) == 1 and not above else None


def _objects(init: Occurrence, dependencies: Dependencies) -> Iterator[tuple[str, cst.Param]]:
    """The attributes that an ``__init__`` gives something made of its one connection, and the parameter of that."""
    takes = _connections_of(init, dependencies)
    for _, name, value in _lines_storing(init) if len(takes) == 1 else ():
        if isinstance(value, cst.Call) and isinstance(value.func, cst.Name):
            given = {item.value.value for item in value.args if isinstance(item.value, cst.Name)}
            yield from ((name, takes[item]) for item in sorted(given & takes.keys()))


def _connections_of(init: Occurrence, dependencies: Dependencies) -> dict[str, cst.Param]:
    """The parameters of an ``__init__`` that take a connection."""
    assert isinstance(init.node, cst.FunctionDef)
    _, *given = parameters(init.node.params) if init.node.params.params else (None,)
    return {
        item.name.value: item
        for item in given
        if kind_of_parameter(item) == "connection" or injection_of(item, dependencies) is not None
    }


def _lines_storing(init: Occurrence) -> Iterator[tuple[cst.Assign | cst.AnnAssign, str, cst.BaseExpression]]:
    """The lines of an ``__init__`` that give an attribute of the object a value."""
    assert isinstance(init.node, cst.FunctionDef)
    own = next(parameters(init.node.params), None)
    for line in init.node.body.body if own is not None else ():
        small = line.body[0] if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None
        match small:
            case (
                cst.Assign(targets=[cst.AssignTarget(target=cst.Attribute(value=holder, attr=attr))], value=value)
                | cst.AnnAssign(target=cst.Attribute(value=holder, attr=attr), value=cst.BaseExpression() as value)
            ) if own is not None and is_name(holder, own.name.value):
                assert isinstance(small, cst.Assign | cst.AnnAssign)
                yield small, attr.value, value
            case _:
                pass


def declares(stored: Occurrence) -> bool:
    """Whether an assignment is only a declaration: ``_conn: Connection`` in the body of a class."""
    return isinstance(stored.node, cst.AnnAssign) and stored.node.value is None


def _gives(method: Occurrence, attribute: str) -> bool:
    """Whether a method is a property that gives the connection, and nothing else."""
    function = method.node
    assert isinstance(function, cst.FunctionDef)
    if [dotted(item.decorator) for item in function.decorators] != ["property"] or function.asynchronous is not None:
        return False
    lines = function.body.body
    if not isinstance(function.body, cst.IndentedBlock) or len(lines) not in (1, 2):
        return False
    match lines[-1]:
        case cst.SimpleStatementLine(body=[cst.Return(value=cst.Attribute() as given)]):
            own = self_of(function)
            return own is not None and dotted(given) == f"{own.name.value}.{attribute}" and _is_text(lines[:-1])
        case _:
            return False


def _is_text(lines: object) -> bool:
    match lines:
        case []:
            return True
        case [cst.SimpleStatementLine(body=[cst.Expr(value=cst.BaseString())])]:
            return True
        case _:
            return False


def _name(method: Occurrence) -> str:
    assert isinstance(method.node, cst.FunctionDef)
    return method.node.name.value
