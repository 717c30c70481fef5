"""Functions, methods and properties of the project that a text may come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import libcst as cst

from codemod.resolution.constants import ConstantResolver
from codemod.resolution.given_arguments import Taken, has_stars
from codemod.resolution.object_classes import ObjectClasses
from codemod.resolution.project_classes import MOST_IMPORTS
from codemod.source import ParsedModule
from codemod.syntax.bindings import original_name
from codemod.syntax.functions import statements_of
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import is_name, last_name, parameters

#: Decorators under which a call still gives what the function returns.
_PLAIN: Final = frozenset({"staticmethod", "classmethod", "override", "final", "cache", "lru_cache"})

#: Decorators of what is read like an attribute.
_READ: Final = frozenset({"property", "cached_property"})


@dataclass(frozen=True, slots=True, eq=False)
class TextFunction:
    """A function that returns a text, or what one is put together of.

    Attributes:
        returned: the expression that it returns, where its body is one ``return``.
        scope: its own scope.
        is_method: it takes the object, or the class, first.
    """

    node: cst.FunctionDef
    returned: cst.BaseExpression | None
    module: ParsedModule
    scope: FunctionScope
    is_method: bool

    def arguments(self, call: cst.Call) -> dict[str, cst.BaseExpression] | None:
        """The expression that each parameter is, defaults among them; None where a call can't be followed."""
        params = list(parameters(self.node.params))
        own = params[1:] if self.is_method and not decorators_of(self.node) & {"staticmethod"} else params
        taken = [Taken.by(self.node, item, is_method=self.is_method) for item in own]
        if has_stars(call) or None in taken:
            return None
        given = {item.param.name.value: item.argument(call) or item.param.default for item in taken if item is not None}
        known = {name: value for name, value in given.items() if value is not None}
        return known if len(known) == len(given) and len(call.args) <= len(given) else None


@dataclass(frozen=True, slots=True, eq=False)
class TextFunctions:
    """Finds the function that an expression of a function calls, or the property that it reads."""

    constants: ConstantResolver
    module: ParsedModule
    scope: FunctionScope

    def called(self, function: cst.BaseExpression) -> TextFunction | None:
        """The function of ``table_name("links")`` or ``self._table("links")``, where no other one can run."""
        match function:
            case cst.Name(value=name):
                holder = self.scope.holding(name)
                is_of_module = holder is None or holder.node is self.module.tree
                return self._of_module(name, self.module) if is_of_module else None
            case cst.Attribute():
                return self._of_class(function, _PLAIN)
            case _:
                return None

    def read(self, node: cst.Attribute) -> TextFunction | None:
        """The property that ``self.table`` is."""
        return self._of_class(node, _READ)

    def _of_module(self, name: str, module: ParsedModule, depth: int = 0) -> TextFunction | None:
        bindings = self.constants.scope_of(module.tree).flow(name).bindings
        node = bindings[0].node if len(bindings) == 1 else None
        if isinstance(node, cst.ImportFrom) and depth < MOST_IMPORTS:
            original = original_name(node, name)
            there = self.constants.imported(node, original, module.source.path)
            return self._of_module(original, there, depth + 1) if there not in (None, module) else None
        if not isinstance(node, cst.FunctionDef) or name in self.constants.global_names(module.tree):
            return None
        return _returning(node, module, FunctionScope(node, name), _PLAIN - {"staticmethod", "classmethod"})

    def _of_class(self, node: cst.Attribute, decorators: frozenset[str]) -> TextFunction | None:
        """The only method of a name that the classes an object may have define."""
        classes = self.constants.classes
        owner = ObjectClasses(classes).of(node.value, self.module, self.scope)
        owner = owner or classes.resolved(node.value, self.module)
        family = classes.below(owner) if owner is not None and classes.named(owner) is not None else None
        orders = [classes.order(name) for name in family or ()]
        if not orders or None in orders:
            return None
        related = {name for order in orders for name in order or ()}
        known = [found for name in sorted(related) if (found := classes.named(name)) is not None]
        name = node.attr.value
        holding = [found for found in known if found.bindings(name)]
        methods = holding[0].methods(name) if len(holding) == 1 and len(holding[0].bindings(name)) == 1 else []
        if len(methods) != 1 or any(True for _ in self._writes(name)):
            return None
        found = holding[0]
        scope = FunctionScope(methods[0], f"{found.name}.{name}", found.name)
        return _returning(methods[0], found.module, scope, decorators)

    def _writes(self, name: str) -> Iterator[ParsedModule]:
        """The files that give an attribute of the name a value, or may."""
        pattern = r"\.\s*{0}\s*(?::[^=\n]+)?=(?!=)|setattr\([^\n]*[\"']{0}[\"']|patch[^\n]*\b{0}\b"
        return self.constants.classes.index.modules_naming(name, pattern)


def _returning(
    node: cst.FunctionDef, module: ParsedModule, scope: FunctionScope, decorators: frozenset[str]
) -> TextFunction | None:
    """The function, with the expression that it returns where it does nothing else."""
    used = decorators_of(node)
    if node.asynchronous is not None or not used <= decorators or (decorators == _READ and not used):
        return None
    match statements_of(node):
        case [cst.SimpleStatementLine(body=[cst.Return(value=cst.BaseExpression() as returned)])]:
            return TextFunction(node, returned, module, scope, scope.class_name is not None)
        case [cst.With(items=[item], body=cst.IndentedBlock(body=[line]))] if _reads(line, item):
            # with open(…) as file: return file.read()
            read = cst.Call(cst.Attribute(item.item, cst.Name("read")))
            return TextFunction(node, read, module, scope, scope.class_name is not None)
        case _:
            return TextFunction(node, None, module, scope, scope.class_name is not None)


def _reads(line: cst.CSTNode, item: cst.WithItem) -> bool:
    """Whether a line returns all that the file of a ``with`` holds."""
    match line, item.asname:
        case (
            cst.SimpleStatementLine(
                body=[cst.Return(value=cst.Call(func=cst.Attribute(value=file, attr=cst.Name(value="read")), args=[]))]
            ),
            cst.AsName(name=cst.Name(value=name)),
        ):
            return is_name(file, name)
        case _:
            return False


def decorators_of(node: cst.FunctionDef) -> set[str]:
    """The names of the decorators of a function."""
    called = [
        item.decorator.func if isinstance(item.decorator, cst.Call) else item.decorator for item in node.decorators
    ]
    return {last_name(item) or "" for item in called}
