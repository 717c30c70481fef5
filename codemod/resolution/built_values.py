"""Values of the names a query is put together in: a text, a counter, or a list of conditions or arguments."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import libcst as cst

from codemod.resolution.placeholder_runs import VIEWS, Count, Number, added
from codemod.syntax.membership import membership_before
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import walk


@dataclass(frozen=True, slots=True)
class Element:
    """An expression in a list.

    Attributes:
        node: the expression.
        at: the statement of the call's path in which it is evaluated.
        text: the text that it is, where it is a known one.
        run: the collection whose elements these are, each of them one here; empty for a plain element.
        parts: key and value of an entry of a dictionary.
    """

    node: cst.BaseExpression
    at: cst.CSTNode
    text: str | None
    run: str = ""
    parts: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list or tuple whose elements are known; only a list grows."""

    elements: tuple[Element, ...] = ()
    is_list: bool = True

    def __add__(self, other: Items) -> Items:
        return Items(self.elements + other.elements, self.is_list)

    @property
    def count(self) -> Number:
        """How many there are."""
        lengths = tuple(sorted(item.run for item in self.elements if item.run))
        return added(len(self.elements) - len(lengths), Count(0, lengths))


@dataclass(frozen=True, slots=True)
class Entries:
    """A dictionary whose keys are known, in their order."""

    found: tuple[tuple[str, Element], ...] = ()

    def __or__(self, other: Entries) -> Entries:
        return Entries(tuple({**dict(self.found), **dict(other.found)}.items()))

    @property
    def keys(self) -> Items:
        """Its keys; going through a dictionary gives them."""
        return Items(tuple(replace(item, text=key) for key, item in self.found), is_list=False)

    @property
    def values(self) -> Items:
        """Its values."""
        return Items(tuple(item for _, item in self.found), is_list=False)

    @property
    def items(self) -> Items:
        """Pairs of a key and its value."""
        pairs = (replace(item, text=None, parts=(replace(item, text=key), item)) for key, item in self.found)
        return Items(tuple(pairs), is_list=False)


Value = str | int | Count | Items | Entries

#: What a list can do while its elements stay known.
GROWING = ("append", "extend")


def built_names(roots: Collection[cst.CSTNode], scope: FunctionScope) -> frozenset[str]:
    """Local variables that texts and arguments are put together in, from those in the call on.

    A name that another function sees, or ``global``, is none of them.
    """
    found: set[str] = set()
    pending = [name for root in roots for name in _in_text_position(root)]
    while pending:
        name = pending.pop()
        if name in found or not scope.is_local(name) or scope.flow(name).elsewhere:
            continue
        flow = scope.flow(name)
        if all(binding.kind == "param" for binding in flow.bindings):
            continue
        found.add(name)
        pending += [item for value in _given(name, scope) for item in _in_text_position(value)]
    inner = (item for item in walk(scope.node) if item is not scope.node)
    closed = (item for item in inner if isinstance(item, cst.FunctionDef | cst.ClassDef | cst.Lambda))
    return frozenset(found - {item.value for part in closed for item in walk(part) if isinstance(item, cst.Name)})


def names_of_values(names: Collection[str], scope: FunctionScope) -> frozenset[str]:
    """Those among some names that are checked to be one of finitely many values."""
    return frozenset(
        name for name in names if any(membership_before(use, scope) is not None for use in scope.flow(name).uses)
    )


def _given(name: str, scope: FunctionScope) -> Iterator[cst.BaseExpression]:
    """What is bound to a name, added to it, or put into the list it holds."""
    for node in walk(scope.node):
        match node:
            case (
                cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=target))], value=value)
                | cst.AnnAssign(target=cst.Name(value=target), value=cst.BaseExpression() as value)
                | cst.AugAssign(target=cst.Name(value=target), value=value)
            ) if target == name:
                yield value
            case cst.Call(func=cst.Attribute(value=cst.Name(value=target), attr=cst.Name(value="update"))) if (
                target == name
            ):
                yield from (item.value for item in node.args if item.keyword is None)
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Tuple() as names)], value=cst.Tuple() as given):
                targets = [item.value.value if isinstance(item.value, cst.Name) else "" for item in names.elements]
                if name in targets and len(targets) == len(given.elements):
                    yield given.elements[targets.index(name)].value
            case cst.Call(func=cst.Attribute(value=cst.Name(value=target), attr=cst.Name(value=method))) if (
                target == name and method in GROWING
            ):
                yield from (item.value for item in node.args)
            case _:
                pass


def _in_text_position(node: cst.CSTNode) -> Iterator[str]:
    """Names in an expression, but not those that are elements of a list or decide in it."""
    match node:
        case cst.List() | cst.Tuple():
            for item in node.elements:
                if isinstance(item, cst.StarredElement) or isinstance(item.value, cst.FormattedString):
                    yield from _in_text_position(item.value)
        case cst.Dict():
            for entry in node.elements:
                if isinstance(entry, cst.StarredDictElement) or isinstance(entry.value, cst.FormattedString):
                    yield from _in_text_position(entry.value)
        case cst.IfExp():
            yield from _in_text_position(node.body)
            yield from _in_text_position(node.orelse)
            if isinstance(node.test, cst.Name):
                yield node.test.value
        case cst.Name():
            yield node.value
        case cst.Attribute():
            yield from _in_text_position(node.value)
        case _:
            for child in node.children:
                yield from _in_text_position(child)


def only_looks(use: cst.Name, scope: FunctionScope) -> bool:
    """Whether a use of a list leaves it as it is, and gives it to nobody."""
    around = scope.parent(use)
    match around, scope.parent(around) if around is not None else None:
        case ((cst.StarredElement() | cst.StarredDictElement() | cst.Arg(star="*" | "**")), _):
            return True
        case cst.Arg(), cst.Call(func=cst.Name(value="len" | "list" | "tuple" | "enumerate")):
            return True
        case ((cst.CompFor(iter=iterated) | cst.For(iter=iterated)), _):
            return iterated is use
        case cst.Attribute(attr=cst.Name(value=view)), cst.Call(args=[]):
            return view in VIEWS
        case cst.Subscript(value=value), outer:
            return value is use and not isinstance(outer, cst.AssignTarget | cst.AugAssign | cst.AnnAssign | cst.Del)
        case cst.Arg(), cst.Call(func=cst.Attribute(value=cst.SimpleString(), attr=cst.Name(value="join"))):
            return True
        case ((cst.If(test=test) | cst.IfExp(test=test)), _):
            return test is use
        case cst.UnaryOperation(operator=cst.Not()), _:
            return True
        case _:
            return False


def touched(node: cst.CSTNode, values: Mapping[str, Value], scope: FunctionScope) -> set[str]:
    """Names of known values that have others after the node, or may: it binds them, or takes a list somewhere."""
    inside = {id(item): item for item in walk(node)}
    found = set()
    for name, value in values.items():
        flow = scope.flow(name)
        bound = any(id(binding.node) in inside for binding in flow.bindings)
        taken = isinstance(value, Items | Entries) and any(
            id(use) in inside and not only_looks(use, scope) for use in flow.uses
        )
        if bound or taken:
            found.add(name)
    return found
