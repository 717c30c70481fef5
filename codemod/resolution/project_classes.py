"""Classes of a project by name, and the order in which Python looks for what their objects have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final, Protocol

import libcst as cst

from codemod.discovery.project_index import ProjectIndex
from codemod.source import ParsedModule
from codemod.syntax.bindings import Binding, original_name
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import blocks, is_name, last_name, walk

#: Classes of the standard library that give their subclasses no attributes and no initialiser.
PLAIN_BASES: Final = frozenset({"object", "ABC", "Generic", "Protocol"})


@dataclass(slots=True, eq=False)
class ProjectClass:
    """A class that a file of the project defines.

    Attributes:
        scope: the body, as the scope of what is assigned in it.
    """

    node: cst.ClassDef
    module: ParsedModule
    scope: FunctionScope = field(init=False)

    def __post_init__(self) -> None:
        self.scope = FunctionScope(cst.Module(body=self.node.body.body), self.name)  # type: ignore[arg-type]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.node.name.value

    @property
    def identity(self) -> str:
        """The file and the name."""
        return f"{self.module.source.path}:{self.name}"

    def bindings(self, name: str) -> tuple[Binding, ...]:
        """What the body gives a name."""
        return tuple(self.scope.flow(name).bindings)

    def annotated(self, name: str) -> list[cst.AnnAssign]:
        """``table: str`` in the body, with a value or without."""
        lines = (item for item in self.node.body.body if isinstance(item, cst.SimpleStatementLine))
        small = (small for line in lines for small in line.body)
        return [item for item in small if isinstance(item, cst.AnnAssign) and is_name(item.target, name)]

    def methods(self, name: str) -> list[cst.FunctionDef]:
        """Every method of a name."""
        return [item for item in self.node.body.body if isinstance(item, cst.FunctionDef) and item.name.value == name]


class Modules(Protocol):
    """Follows the names of modules."""

    def scope_of(self, tree: cst.Module) -> FunctionScope:
        """The module scope of a tree."""

    def imported(self, node: cst.CSTNode, name: str, importer: PurePosixPath) -> ParsedModule | None:
        """The project's module that an import statement takes a name from."""


@dataclass(slots=True, eq=False)
class ProjectClasses:
    """Finds classes and what they inherit. Classes of the project go by their identities, others by their names."""

    modules: Modules
    index: ProjectIndex
    _defined: dict[str, dict[str, ProjectClass | None]] = field(default_factory=dict)
    _orders: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    _below: dict[str, frozenset[str] | None] = field(default_factory=dict)
    _stars: dict[PurePosixPath, list[ParsedModule]] = field(default_factory=dict)
    _known: dict[tuple[str, str], tuple[str, ...] | None] = field(default_factory=dict)

    def once(self, identity: str, attribute: str, find: Callable[[], tuple[str, ...] | None]) -> tuple[str, ...] | None:
        """What is found of an attribute of a class, looked for once."""
        if (identity, attribute) not in self._known:
            self._known[identity, attribute] = find()
        return self._known[identity, attribute]

    def named(self, identity: str) -> ProjectClass | None:
        """The class of an identity; None for one of a library."""
        path, _, name = identity.rpartition(":")
        return self._called(name).get(path)

    def _called(self, name: str) -> dict[str, ProjectClass | None]:
        """Every class of a name, by the file that defines it; None where a file defines two."""
        if name not in self._defined:
            found: dict[str, ProjectClass | None] = {}
            for module in self.index.modules_naming(name, r"\bclass\s+{}\b"):
                for item in classes_in(module):
                    if item.name.value == name:
                        path = str(module.source.path)
                        found[path] = None if path in found else ProjectClass(item, module)
            self._defined[name] = found
        return self._defined[name]

    def resolved(self, node: cst.BaseExpression, module: ParsedModule) -> str | None:
        """The identity of the class that an expression of a module names; None where that is not known."""
        name, root = last_name(node), node
        while isinstance(root, cst.Attribute):
            root = root.value
        if name is None or not isinstance(root, cst.Name):
            return None
        if root is node:
            found = self._bound(name, module)
        else:
            there = self._imports(root.value, module)
            found = {name if item is None else self.resolved(cst.Name(name), item) for item in there}
        if not found:
            return name if not self._called(name) else None
        return found.pop() if len(found) == 1 else None

    def _bound(self, name: str, module: ParsedModule, depth: int = 0) -> set[str | None]:
        """Every class that a name of a module may be; empty where the module has no such name."""
        path = str(module.source.path)
        if path in self._called(name):
            own = self._called(name)[path]
            return {own.identity if own is not None else None}
        bindings = self.modules.scope_of(module.tree).flow(name).bindings
        if bindings:
            nodes = [item.node for item in bindings if item.kind == "import"]
            if len(nodes) != len(bindings) or depth > MOST_IMPORTS:
                return {None}
            names = [original_name(item, name) for item in nodes]
            taken = [
                self.modules.imported(node, item, module.source.path) for node, item in zip(nodes, names, strict=True)
            ]
            return {
                member
                for there, original in zip(taken, names, strict=True)
                for member in ({original} if there is None else self._bound(original, there, depth + 1) or {None})
            }
        found: set[str | None] = set()
        for there in self._starred(module) if depth <= MOST_IMPORTS else ():
            found |= self._bound(name, there, depth + 1)
        return found

    def _starred(self, module: ParsedModule) -> list[ParsedModule]:
        """The project's modules that a module takes all names from."""
        path = module.source.path
        if path not in self._stars:
            scope = self.modules.scope_of(module.tree)
            stars = [item for item in walk(module.tree) if isinstance(item, cst.ImportStar)]
            lines = [line for item in stars if (line := scope.parent(item)) is not None]
            there = [self.modules.imported(line, "*", path) for line in lines]
            self._stars[path] = [item for item in there if item is not None and item is not module]
        return self._stars[path]

    def _imports(self, name: str, module: ParsedModule) -> list[ParsedModule | None]:
        """The modules that a name may be; None for one of a library."""
        bindings = self.modules.scope_of(module.tree).flow(name).bindings
        return [
            self.modules.imported(item.node, original_name(item.node, name), module.source.path)
            for item in bindings
            if item.kind == "import"
        ]

    def below(self, identity: str) -> frozenset[str] | None:
        """All classes that inherit from a class, and its own; None where a class may, or may not."""
        if identity not in self._below:
            self._below[identity] = self._inheriting(identity)
        return self._below[identity]

    def _inheriting(self, identity: str) -> frozenset[str] | None:
        found = {identity}
        pending = [identity]
        while pending:
            base = pending.pop()
            name = base.rpartition(":")[2]
            for module in self.index.modules_naming(name, r"\bclass\s[^:]*\b{0}\b|\b{0}\s+as\b"):
                renamed = _other_names(name, module)
                for item in classes_in(module):
                    named = [part for part in _bases(item) if last_name(part) in (name, *renamed)]
                    of = {self.resolved(part, module) for part in named}
                    if None in of:
                        return None
                    own = self._called(item.name.value).get(str(module.source.path))
                    if base in of and own is None:
                        return None
                    if base in of and own is not None and own.identity not in found:
                        found.add(own.identity)
                        pending.append(own.identity)
        return frozenset(found)

    def order(self, identity: str) -> tuple[str, ...] | None:
        """The classes in which Python looks for an attribute, one after the other.

        None where it is not known: a class of several with one name, or a base that is no name.
        """
        if identity not in self._orders:
            self._orders[identity] = None  # a class that inherits from itself has none
            self._orders[identity] = self._linearized(identity)
        return self._orders[identity]

    def _linearized(self, identity: str) -> tuple[str, ...] | None:
        found = self.named(identity)
        if found is None:
            return None
        orders: list[list[str]] = []
        direct: list[str] = []
        for base in _bases(found.node):
            inherited = self.resolved(base, found.module)
            if inherited is None:
                return None
            order = self.order(inherited) if self.named(inherited) is not None else (inherited,)
            if order is None:
                return None
            orders.append(list(order))
            direct.append(inherited)
        rest = _merged([*orders, direct])
        return (identity, *rest) if rest is not None else None


#: A class or function goes through no more modules than this on its way to where it is used.
MOST_IMPORTS: Final = 5


def _merged(orders: list[list[str]]) -> tuple[str, ...] | None:
    """The orders of bases as one: each class before its bases, and bases as they are listed (C3)."""
    found: list[str] = []
    while pending := [order for order in orders if order]:
        later = {name for order in pending for name in order[1:]}
        name = next((order[0] for order in pending if order[0] not in later), None)
        if name is None:
            return None
        found.append(name)
        orders = [order[1:] if order[0] == name else order for order in pending]
    return tuple(found)


def _bases(node: cst.ClassDef) -> Iterator[cst.BaseExpression]:
    """What a class inherits from, without type arguments."""
    for item in node.bases:
        yield item.value.value if isinstance(item.value, cst.Subscript) else item.value


def classes_in(module: ParsedModule) -> Iterator[cst.ClassDef]:
    """Every class that a module defines, also in another one or in a function."""
    return (item for item in blocks(module.tree) if isinstance(item, cst.ClassDef))


def _other_names(name: str, module: ParsedModule) -> list[str]:
    """What a module calls a class that it imports under another name."""
    aliases = (item for item in walk(module.tree) if isinstance(item, cst.ImportAlias) and item.asname is not None)
    return [item.evaluated_alias or "" for item in aliases if item.evaluated_name.rpartition(".")[2] == name]
