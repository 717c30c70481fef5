"""Questions about libcst trees: children without layout, names read and bound, parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any, Final

import libcst as cst

from codemod.syntax.imports import local_names

#: Fields that hold layout only: whitespace, punctuation, comments. Skipping them halves every walk.
_LAYOUT = (
    "whitespace", "leading_lines", "lines_after", "lpar", "rpar", "lbracket", "rbracket", "lbrace", "rbrace", "comma",
    "semicolon", "header", "footer", "trailing_whitespace", "indent", "dot", "colon", "equal",
)  # fmt: skip


def _subclasses(of: type[Any]) -> Iterator[type[Any]]:
    for class_ in of.__subclasses__():
        yield class_
        yield from _subclasses(class_)


#: Every class of node. Looking a class up is cheap; isinstance() of libcst's abstract classes is not.
_NODES = frozenset(_subclasses(cst.CSTNode))
#: Parts of compound statements that are no statements themselves, and all that statements are nested in.
_PARTS: frozenset[type] = frozenset(
    {cst.IndentedBlock, cst.SimpleStatementSuite, cst.Else, cst.ExceptHandler, cst.ExceptStarHandler, cst.Finally,
     cst.MatchCase}
)  # fmt: skip
#: Statements, those on a line of their own and those with a block.
STATEMENTS: frozenset[type] = frozenset({class_ for class_ in _NODES if issubclass(class_, cst.BaseStatement)})
#: Statements within a line.
SMALL_STATEMENTS: frozenset[type] = frozenset(
    {class_ for class_ in _NODES if issubclass(class_, cst.BaseSmallStatement)}
)
#: Expressions.
EXPRESSIONS: frozenset[type] = frozenset({class_ for class_ in _NODES if issubclass(class_, cst.BaseExpression)})
_BLOCKS = _PARTS | STATEMENTS
_FIELDS: dict[type[cst.CSTNode], Callable[[cst.CSTNode], tuple[Any, ...]]] = {}


def children(node: cst.CSTNode) -> list[cst.CSTNode]:
    """Direct child nodes in source order, layout left out, without libcst's visitor machinery."""
    fields = _FIELDS.get(node.__class__)
    if fields is None:
        fields = _FIELDS[node.__class__] = _getter(node)
    found: list[cst.CSTNode] = []
    for value in fields(node):
        if value.__class__ in _NODES:
            found.append(value)
        elif value.__class__ is tuple or value.__class__ is list:
            found.extend([item for item in value if item.__class__ in _NODES])
    return found


def _getter(node: cst.CSTNode) -> Callable[[cst.CSTNode], tuple[Any, ...]]:
    fields = node.__dataclass_fields__.values()
    names = [field.name for field in fields if field.type is not str and not field.name.startswith(_LAYOUT)]
    match names:
        case []:
            return lambda _: ()
        case [name]:
            return lambda item: (getattr(item, name),)
        case _:
            return attrgetter(*names)


def is_super_init(call: cst.CSTNode | None) -> bool:
    """``super().__init__(…)``."""
    match call:
        case cst.Call(
            func=cst.Attribute(value=cst.Call(func=cst.Name(value="super")), attr=cst.Name(value="__init__"))
        ):
            return True
        case _:
            return False


def dotted(node: cst.BaseExpression) -> str | None:
    """``self.bot.db`` as text; None for anything but names and attributes."""
    match node:
        case cst.Name():
            return node.value
        case cst.Attribute():
            head = dotted(node.value)
            return f"{head}.{node.attr.value}" if head else None
        case cst.Await():
            return dotted(node.expression)
        case _:
            return None


def last_name(node: cst.CSTNode | None) -> str | None:
    """``Store`` of ``Store`` and ``stores.Store``; None for anything else."""
    match node:
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            return name
        case _:
            return None


def code_of(node: cst.CSTNode) -> str:
    """A node as Python, whichever module it is of."""
    return cst.Module(body=()).code_for_node(node)


def blocks(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Every statement below a node, compound ones before what they hold; expressions are not entered."""
    pending = [node]
    while pending:
        item = pending.pop()
        if isinstance(item, cst.SimpleStatementLine | cst.SimpleStatementSuite):
            yield from item.body
            continue
        if item is not node and item.__class__ not in _PARTS:
            yield item
        pending.extend(child for child in reversed(children(item)) if child.__class__ in _BLOCKS)


#: Context managers after which a program goes on; the last three are anyio's and trio's.
_SWALLOWING: Final = frozenset({"suppress", "raises", "move_on_after", "move_on_at", "CancelScope"})


def may_swallow(node: cst.With) -> bool:
    """Whether a ``with`` block may go on after an exception inside it."""
    return any(
        isinstance(item, cst.Name) and item.value in _SWALLOWING for entry in node.items for item in walk(entry.item)
    )


def parameters(params: cst.Parameters) -> Iterator[cst.Param]:
    """Every parameter of a signature, stars included."""
    yield from params.posonly_params
    yield from params.params
    if isinstance(params.star_arg, cst.Param):
        yield params.star_arg
    yield from params.kwonly_params
    if params.star_kwarg is not None:
        yield params.star_kwarg


def name_loads(node: cst.CSTNode, name: str) -> Iterator[cst.Name]:
    """Name nodes called ``name`` that read it, in source order; attributes and keywords are not names."""
    pending = [node]
    while pending:
        item = pending.pop()
        kind = item.__class__  # a match statement would ask libcst's abstract classes, slowly
        if kind is cst.Name:
            if item.value == name:  # type: ignore[attr-defined]
                yield item  # type: ignore[misc]
        elif kind is cst.Attribute or kind is cst.Arg:
            pending.append(item.value)  # type: ignore[attr-defined]
        else:
            pending.extend(reversed(children(item)))


def names_of(node: cst.CSTNode) -> set[str]:
    """Names bound by a target; those of a subscript or attribute are read, not bound."""
    match node:
        case cst.Name():
            return {node.value}
        case cst.Attribute() | cst.Subscript():
            return set()
        case _:
            return {name for child in children(node) for name in names_of(child)}


def walk(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The node and everything below it, in source order."""
    pending = [node]
    while pending:
        item = pending.pop()
        yield item
        pending.extend(reversed(children(item)))


def is_name(node: cst.CSTNode | None, name: str) -> bool:
    """Whether a node is that name and nothing else."""
    return isinstance(node, cst.Name) and node.value == name


def is_empty(node: cst.BaseExpression | None) -> bool:
    """None or a list without elements: nothing that could be read like a row."""
    match node:
        case cst.Name():
            return node.value == "None"
        case cst.List() | cst.Tuple():
            return not node.elements
        case _:
            return False


def own_nodes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The node and what is below it and runs with it: not the insides of functions and classes that it defines."""
    pending = [node]
    while pending:
        item = pending.pop()
        yield item
        inside = [
            child for child in children(item) if not isinstance(child, cst.FunctionDef | cst.ClassDef | cst.Lambda)
        ]
        pending.extend(reversed(inside))


def last_statement(body: cst.BaseSuite) -> cst.CSTNode | None:
    """The statement that a block ends with; None for an empty one."""
    last = body.body[-1] if body.body else None
    return last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last


def names_below(node: cst.CSTNode) -> Iterator[str]:
    """Every identifier below a node, attributes and keywords included."""
    pending = [node]
    while pending:
        item = pending.pop()
        if item.__class__ is cst.Name:
            yield item.value
        else:
            pending.extend(children(item))


def loop_names(node: cst.CompFor | None) -> set[str]:
    """Names that the ``for`` clauses of a comprehension bind."""
    names: set[str] = set()
    while node is not None:
        names |= names_of(node.target)
        node = node.inner_for_in
    return names


def binds_locally(function: cst.FunctionDef, name: str) -> bool:
    """Whether a nested function has a variable of its own called ``name`` (or takes ours over by nonlocal)."""
    if any(param.name.value == name for param in parameters(function.params)):
        return True
    return any(name in bound_by(node) for node in walk(function.body))


#: What each class of node binds: looked up, as a match statement would ask libcst's abstract classes, slowly.
_BOUND: Final[dict[type[cst.CSTNode], Callable[[Any], Iterable[str]]]] = {
    **dict.fromkeys(
        (cst.AssignTarget, cst.AnnAssign, cst.AugAssign, cst.Del, cst.For, cst.NamedExpr),
        lambda node: names_of(node.target),
    ),
    **dict.fromkeys((cst.FunctionDef, cst.ClassDef, cst.TypeAlias), lambda node: (node.name.value,)),
    **dict.fromkeys((cst.Global, cst.Nonlocal), lambda node: [item.name.value for item in node.names]),
    **dict.fromkeys((cst.Import, cst.ImportFrom), local_names),
    cst.AsName: lambda node: names_of(node.name),
    **dict.fromkeys((cst.MatchAs, cst.MatchStar), lambda node: names_of(node.name) if node.name is not None else ()),
    cst.MatchMapping: lambda node: names_of(node.rest) if node.rest is not None else (),
}


def bound_by(node: cst.CSTNode) -> Iterable[str]:
    """Names a statement, target or pattern binds, or deletes, by itself; a comprehension's are its own."""
    return _BOUND[node.__class__](node) if node.__class__ in _BOUND else ()


def declares_outer(function: cst.FunctionDef, name: str) -> bool:
    """Whether a function takes an outer variable over by ``nonlocal`` or ``global``."""
    return any(
        isinstance(node, cst.Global | cst.Nonlocal) and any(item.name.value == name for item in node.names)
        for node in walk(function.body)
    )
