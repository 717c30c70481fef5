"""Where a function of its own for one call site goes: a method behind the site's, or a function behind its function."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.outcome import Refusal
from codemod.syntax.scopes import module_scope
from codemod.syntax.tree import bound_by, dotted, loop_names, parameters, walk

#: What a class may not get another method in: its methods are what it is asked for.
_ASKED_FOR = ("Protocol", "Enum", "IntEnum", "StrEnum", "Flag")


@dataclass(frozen=True, slots=True, eq=False)
class Home:
    """The place of a private function.

    Attributes:
        behind: the function or class that it follows.
        class_: the class it is a method of; None for a function.
        variables: names that mean variables of the functions around the site, not something of the module.
    """

    behind: cst.FunctionDef | cst.ClassDef
    class_: cst.ClassDef | None
    variables: frozenset[str]

    @property
    def owner(self) -> str:
        """What stands before the name in a call."""
        return "self." if self.class_ is not None else ""


def home_of(site: CallSite) -> Home:
    """Where the private function of a site goes.

    Raises:
        Refusal: ``position.expression`` where the site runs while something is being defined.
    """
    path = _path_to(site)
    holders = [
        index for index, node in enumerate(path) if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.Lambda)
    ]
    functions = [index for index in holders if isinstance(path[index], cst.FunctionDef)]
    if not functions or isinstance(path[holders[0]], cst.ClassDef):
        raise Refusal("position.expression", "the call does not stand in a function")
    first = path[functions[0]]
    assert isinstance(first, cst.FunctionDef), "functions are looked for"
    if path[functions[0] - 1] is not first.body:
        raise Refusal("position.expression", "the call runs when the function around it is defined")
    variables = frozenset(name for node in path for name in _bound_around(node))
    for index in functions:
        method, around = path[index], path[index + 2] if index + 2 < len(path) else None
        assert isinstance(method, cst.FunctionDef), "functions are looked for"
        if isinstance(around, cst.ClassDef) and _has_self(method, path[:index]) and not _is_asked_for(around):
            return Home(method, around, variables)
    outermost = path[next(index for index in reversed(holders) if not isinstance(path[index], cst.Lambda))]
    assert isinstance(outermost, cst.FunctionDef | cst.ClassDef), "lambdas are left out"
    return Home(outermost, None, variables)


def _path_to(site: CallSite) -> Sequence[cst.CSTNode]:
    """The call and everything around it, the module last."""
    module = module_scope(site.module.tree)
    path: list[cst.CSTNode] = [site.call]
    while (around := module.parent(path[-1])) is not None:
        path.append(around)
    return path


def _bound_around(node: cst.CSTNode) -> Iterator[str]:
    """The variables of a function, lambda or comprehension."""
    match node:
        case cst.FunctionDef():
            yield from (item.name.value for item in parameters(node.params))
            for item in walk(node.body):
                yield from bound_by(item)
        case cst.Lambda():
            yield from (item.name.value for item in parameters(node.params))
        case cst.GeneratorExp() | cst.ListComp() | cst.SetComp() | cst.DictComp():
            yield from loop_names(node.for_in)
        case _:
            pass


def _has_self(method: cst.FunctionDef, inner: Sequence[cst.CSTNode]) -> bool:
    """Whether ``self`` is the object of the class, in the method and wherever the site stands inside it."""
    first = next(parameters(method.params), None)
    if first is None or first.name.value != "self" or any(_unbinds(item.decorator) for item in method.decorators):
        return False
    if any("self" in bound_by(node) for node in walk(method.body)):
        return False
    return not any("self" in set(_bound_around(node)) for node in inner)


def _unbinds(decorator: cst.BaseExpression) -> bool:
    return (dotted(decorator) or "").rpartition(".")[2] in ("staticmethod", "classmethod")


def _is_asked_for(class_: cst.ClassDef) -> bool:
    bases = (base.value.value if isinstance(base.value, cst.Subscript) else base.value for base in class_.bases)
    return any((dotted(base) or "").rpartition(".")[2] in _ASKED_FOR for base in bases)
