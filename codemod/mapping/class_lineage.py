"""A class of the project with everything it inherits, as far as its source shows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from codemod.mapping.columns import call_name
from codemod.mapping.modules import Module, Modules

#: Functions that make a declarative base.
_BASE_MAKERS = frozenset({"declarative_base", "automap_base", "generate_base"})

_MOST_NAMES = 8


@dataclass(slots=True, eq=False)
class ClassLineage:
    """A class with everything it inherits, nearest first.

    Attributes:
        external: bases from outside the project, by their full names where these are known.
        made: the calls that made a base (``declarative_base(metadata=…)``), each in its module.
    """

    module: Module
    node: ast.ClassDef
    bases: list[ClassLineage] = field(default_factory=list)
    external: list[str] = field(default_factory=list)
    made: list[tuple[Module, ast.Call]] = field(default_factory=list)

    def lineage(self) -> Iterator[ClassLineage]:
        """The class and all it inherits of the project."""
        yield self
        for base in self.bases:
            yield from base.lineage()

    def ancestors(self) -> Iterator[str]:
        """The bases from outside the project."""
        for item in self.lineage():
            yield from item.external

    @property
    def is_mixin(self) -> bool:
        """Whether the class itself is never mapped, whatever its body says."""
        mapped = any("base" in name.lower() or "SQLModel" in name for name in self.ancestors())
        return not mapped and not any("mapped" in ast.unparse(item) for item in self.node.decorator_list)

    @property
    def is_mapped_to_table(self) -> bool:
        """Whether the class names a table of its own."""
        names = own_value(self.node, "__tablename__") is not None and own_value(self.node, "__abstract__") is None
        return names and not self.is_mixin


def lineage_of(
    modules: Modules, module: Module, node: ast.ClassDef, seen: frozenset[int] = frozenset()
) -> ClassLineage:
    """Everything a class inherits."""
    found = ClassLineage(module, node)
    if id(node) in seen:
        return found
    for base in node.bases:
        definition = _meant(modules, module, base)
        if definition is not None and isinstance(definition[1], ast.ClassDef):
            found.bases.append(lineage_of(modules, definition[0], definition[1], seen | {id(node)}))
        elif (
            definition is not None and isinstance(definition[1], ast.Call) and call_name(definition[1]) in _BASE_MAKERS
        ):
            found.external.append("declarative_base")
            found.made.append((definition[0], definition[1]))
            _add_class_given(modules, found, definition[0], definition[1], seen | {id(node)})
        else:
            found.external.append(modules.qualify(module, base) or ast.unparse(base))
    return found


def _meant(modules: Modules, module: Module, base: ast.expr) -> tuple[Module, ast.ClassDef | ast.expr] | None:
    """The definition of a base, through other names: ``Base = database.Base``."""
    found = modules.definition(module, base)
    for _ in range(_MOST_NAMES):
        if found is None or not isinstance(found[1], ast.Name | ast.Attribute):
            return found
        found = modules.definition(found[0], found[1])
    return None


def _add_class_given(
    modules: Modules, found: ClassLineage, module: Module, call: ast.Call, seen: frozenset[int]
) -> None:
    """``declarative_base(cls=Common)``: every class inherits it."""
    for keyword in call.keywords:
        if keyword.arg == "cls":
            given = modules.definition(module, keyword.value)
            if given is not None and isinstance(given[1], ast.ClassDef):
                found.bases.append(lineage_of(modules, given[0], given[1], seen))
            else:
                found.external.append(ast.unparse(keyword.value))


def own_value(node: ast.ClassDef, name: str) -> ast.expr | None:
    """The value a class body gives to ``name``."""
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=found)]) if found == name:
                return statement.value
            case ast.AnnAssign(target=ast.Name(id=found)) if found == name:
                return statement.value
    return None
