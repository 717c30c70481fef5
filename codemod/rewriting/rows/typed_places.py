"""TypedPlace: an annotation of a variable, a parameter or a function that rows come to, and where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, Literal

import libcst as cst

from codemod.discovery.occurrences import Occurrence
from codemod.lowering.lowered import ImportName
from codemod.rewriting.facts.callees import Given, parameter_of
from codemod.rewriting.rows.holds import Among, Holds, Many, Row
from codemod.rewriting.rows.only_callers import only_callers
from codemod.rewriting.rows.record_names import records_in
from codemod.source import ParsedModule
from codemod.syntax.bindings import Binding
from codemod.syntax.functions import returns_of
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import is_empty, is_name, walk

if TYPE_CHECKING:
    from codemod.rewriting.rows.value_flow import Follower

#: Where an expression begins, in the text that the run found.
Place = tuple[PurePosixPath, int]


#: Where values come from that no call in sight gives.
_OUT_OF_SIGHT: Final = -1


@dataclass(frozen=True, slots=True, order=True)
class TypedPlace:
    """A place with an annotation that says ``Record``.

    Attributes:
        function: qualified name of the function it belongs to.
        name: of the variable or parameter; empty for what the function gives.
        line: where it stands, in the text that the run found.
        lists: the value is a list of rows, as ``fetch()`` gives it, or a tuple that holds one.
    """

    path: PurePosixPath
    function: str
    kind: Literal["variable", "parameter", "return"]
    name: str
    line: int
    lists: bool


@dataclass(frozen=True, slots=True)
class TypedValue:
    """One of the values that come to a place: rows of a site.

    Attributes:
        value: the expression that gives it, and nothing else; None for the call of the site.
        values: all expressions that give the place a value; None and empty lists are none.
        row: what a row of it is now; None until that is decided.
    """

    place: TypedPlace
    value: Place | None
    values: frozenset[Place]
    row: ImportName | None = None


def note_variable(follower: Follower, target: cst.Name, value: cst.CSTNode, holds: Holds) -> None:
    """Note what a variable of the function is assigned, if one of its assignments says what it is."""
    bindings = follower.scope.flow(target.value).bindings
    annotations = [item for binding in bindings for item in _annotations(binding, target.value)]
    if annotations:
        values = [item.value or item.node for item in bindings if not _is_part(item.value, target.value)]
        _note(follower, annotations[0], "variable", target.value, value, _places(values, follower.module), holds)


def _is_part(value: cst.BaseExpression | None, name: str) -> bool:
    """Whether a variable is given a part of what it was: ``total = total[0]``, which the annotation never meant."""
    return isinstance(value, cst.Subscript) and is_name(value.value, name)


def _annotations(binding: Binding, name: str) -> Iterator[cst.Annotation]:
    small = binding.node.body if isinstance(binding.node, cst.SimpleStatementLine) else ()
    yield from (item.annotation for item in small if isinstance(item, cst.AnnAssign) and is_name(item.target, name))


def note_return(follower: Follower, statement: cst.Return, holds: Holds) -> None:
    """Note what the function at hand gives."""
    function = follower.scope.node
    if isinstance(function, cst.FunctionDef) and function.returns is not None and statement.value is not None:
        values = [item.value for item in returns_of(function) if item.value is not None]
        _note(
            follower,
            function.returns,
            "return",
            "",
            statement.value,
            _places(values, follower.module, follower.scope),
            holds,
        )


def note_parameter(follower: Follower, callee: Occurrence, parameter: cst.Param, given: Given, holds: Holds) -> None:
    """Note what is passed to a function; others may call it as well.

    Args:
        follower: at the call.
        callee: the function.
        parameter: what takes the value.
        given: how it is passed.
        holds: what it holds.
    """
    function = callee.node
    assert isinstance(function, cst.FunctionDef), "the index holds definitions"
    if parameter.annotation is None or given.call is None:
        return
    is_method = callee.scope.class_name is not None and callee.scope.outer is None
    taken = [
        item.value
        for item in given.call.args
        if parameter_of(function, Given.by(given.call, item), is_method=is_method) is parameter
    ]
    if len(taken) != 1:
        return
    values: set[Place] = set()
    for item in only_callers(function, follower.index):
        call = item.node.expression if isinstance(item.node, cst.Await) else item.node
        assert isinstance(call, cst.Call), "calls are looked for"
        for argument in call.args:
            if parameter_of(function, Given.by(call, argument), is_method=is_method) is parameter:
                values |= _places([argument.value], item.module, item.scope)
    if parameter.default is not None:
        values |= _places([parameter.default], callee.module)
    values = values or {(callee.module.source.path, _OUT_OF_SIGHT)}
    at = follower.elsewhere(callee, alone=True)
    _note(at, parameter.annotation, "parameter", parameter.name.value, taken[0], values, holds, follower.module)


def _note(
    follower: Follower,
    annotation: cst.Annotation,
    kind: Literal["variable", "parameter", "return"],
    name: str,
    value: cst.CSTNode,
    values: Iterable[Place],
    holds: Holds,
    module: ParsedModule | None = None,
) -> None:
    own = follower.module
    mentions = sum(1 for _ in records_in(own, annotation.annotation))
    if not mentions or (not isinstance(holds, Row | Many) and mentions > 1):
        return
    if not follower.editable and follower.depth:
        return  # by its name: it may be another function
    line, _ = own.line_column(own.span(annotation.annotation)[0])
    place = TypedPlace(own.source.path, follower.scope.qualified_name, kind, name, line, _has_list(holds))
    given = ((module or own).source.path, (module or own).span(value)[0]) if follower.editable else None
    follower.typed.append(TypedValue(place, given, frozenset(values)))


def _has_list(holds: Holds) -> bool:
    match holds:
        case Many(Row()):
            return True
        case Among(_, value):
            return _has_list(value)
        case _:
            return False


def _places(values: Iterable[cst.CSTNode], module: ParsedModule, scope: FunctionScope | None = None) -> set[Place]:
    """Where values are given that are not None, nor a list without elements.

    Args:
        values: the expressions.
        module: where they stand.
        scope: where a variable of several values stands for these.
    """
    found = set()
    for value in values:
        bindings = scope.reaching(value) if scope is not None and isinstance(value, cst.Name) else []
        given = [item.value or item.node for item in bindings if item.value is None or not is_empty(item.value)]
        for each in given if len(given) > 1 else [value]:
            if not (isinstance(each, cst.BaseExpression) and is_empty(each)):
                found.add((module.source.path, module.span(each)[0]))
    return found


def annotation_at(function: cst.FunctionDef, place: TypedPlace) -> Iterator[cst.Annotation]:
    """The annotations of a place, in any text of its function."""
    match place.kind:
        case "return":
            if function.returns is not None:
                yield function.returns
        case "parameter":
            for item in (*function.params.posonly_params, *function.params.params, *function.params.kwonly_params):
                if item.name.value == place.name and item.annotation is not None:
                    yield item.annotation
        case "variable":
            for node in walk(function.body):
                if isinstance(node, cst.AnnAssign) and is_name(node.target, place.name):
                    yield node.annotation
