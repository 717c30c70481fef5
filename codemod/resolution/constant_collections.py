"""Dictionaries, sets and tuples of constants that nothing changes, wherever the project defines them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import libcst as cst

from codemod.resolution.constants import ConstantResolver
from codemod.source import ParsedModule
from codemod.syntax.bindings import original_name
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import is_name

#: What a collection is asked without being changed.
_LOOKS = frozenset({"get", "items", "keys", "values", "copy", "index", "count", "union", "intersection", "issuperset"})

#: Functions that only read what they are given.
_READERS = frozenset({"len", "list", "tuple", "set", "frozenset", "sorted", "join", "enumerate", "dict", "any", "all"})

#: What only makes another collection of the same elements.
_COPIES = frozenset({"frozenset", "set", "tuple", "list"})


@dataclass(frozen=True, slots=True, eq=False)
class Display:
    """A collection as it is written out.

    Attributes:
        node: the display: ``{"a": 1}``, ``{"a", "b"}``, ``("a", "b")``.
        module: the module that holds it.
        scope: the function, class or module in which its parts are looked up.
        is_ordered: going through it gives the parts as they are written; a set has an order of its own.
    """

    node: cst.Dict | cst.Set | cst.Tuple | cst.List
    module: ParsedModule
    scope: FunctionScope
    is_ordered: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class ConstantCollections:
    """Looks for the collections that expressions of one function name."""

    module: ParsedModule
    scope: FunctionScope
    constants: ConstantResolver
    depth: int = 0

    def display(self, node: cst.BaseExpression) -> Display | None:
        """The collection that an expression always is; None where it may be another, or may be changed."""
        match node:
            case cst.Dict() | cst.Set() | cst.Tuple() | cst.List():
                is_ordered = not isinstance(node, cst.Set)
                return Display(node, self.module, self.scope, is_ordered) if node.elements else None
            case cst.Call(func=cst.Name(value=function), args=[cst.Arg(star="", value=inner)]) if function in _COPIES:
                found = self.display(inner)
                is_set = function in ("set", "frozenset")
                return replace(found, is_ordered=False) if found is not None and is_set else found
            case cst.Call(func=cst.Attribute(value=inner, attr=cst.Name(value="keys")), args=[]):
                return self.display(inner)
            case cst.Name():
                return self._of_name(node.value)
            case cst.Attribute(value=cst.Name(value=owner), attr=cst.Name(value=attribute)):
                return self._of_attribute(owner, attribute)
            case _:
                return None

    def _of_name(self, name: str) -> Display | None:
        scope = self.scope
        if not scope.is_local(name):
            outer = scope.outer
            if outer is not None and isinstance(outer.node, cst.FunctionDef) and outer.is_local(name):
                return None
            scope = self.constants.scope_of(self.module.tree)
        flow = scope.flow(name)
        if len(flow.bindings) != 1 or flow.elsewhere or name in self.constants.global_names(self.module.tree):
            return None
        binding = flow.bindings[0]
        if binding.kind == "import":
            return self._imported(binding.node, name) if self.depth == 0 else None
        found = self._in(scope).display(binding.value) if binding.value is not None else None
        if found is None or not all(_only_looks(use, scope) for use in flow.uses):
            return None
        is_of_module = isinstance(scope.node, cst.Module)
        return None if is_of_module and self._changes_elsewhere(name, others_only=True) else found

    def _in(self, scope: FunctionScope) -> ConstantCollections:
        return ConstantCollections(self.module, scope, self.constants, self.depth + 1)

    def _imported(self, node: cst.CSTNode, name: str) -> Display | None:
        original = original_name(node, name)
        module = self.constants.imported(node, original, self.module.source.path)
        if module is None or self._changes_elsewhere(name, others_only=False):
            return None
        there = ConstantCollections(module, self.constants.scope_of(module.tree), self.constants, self.depth + 1)
        return there._of_name(original)

    def _of_attribute(self, owner: str, attribute: str) -> Display | None:
        """``self.COLUMNS``: an attribute of the class that nothing else of that name is bound to."""
        class_name = self.scope.class_name if owner in ("self", "cls") else owner
        classes = [item for item in self.module.tree.body if isinstance(item, cst.ClassDef)]
        own = [item for item in classes if is_name(item.name, class_name or "")]
        if len(own) != 1 or self.constants.bindings_of_attribute(attribute, own[0].name.value, self.module) != 1:
            return None
        scope = FunctionScope(cst.Module(body=own[0].body.body), own[0].name.value)  # type: ignore[arg-type]
        bindings = scope.flow(attribute).bindings
        if len(bindings) != 1 or bindings[0].value is None or self._changes_elsewhere(attribute, others_only=False):
            return None
        return self._in(scope).display(bindings[0].value)

    def _changes_elsewhere(self, name: str, *, others_only: bool) -> bool:
        """Whether a file of the project may write into a collection of this name."""
        files, own = self.constants.files, self.module.source.path
        writes = re.compile(
            rf"\b{re.escape(name)}\b\s*(?:\[[^\]\n]*\]\s*=(?!=)|[|&^+-]="
            r"|\.(?:update|pop|popitem|clear|setdefault|add|remove|discard|append|extend|insert|sort|reverse"
            r"|\w+_update)\b)"
        )
        return any(writes.search(files.text(path)) for path in files.paths if not others_only or path != own)


def _only_looks(use: cst.Name, scope: FunctionScope) -> bool:
    """Whether a use of a collection leaves it as it is, and hands it to nobody."""
    around = scope.parent(use)
    match around:
        case cst.Subscript(value=value):
            is_target = isinstance(scope.parent(around), cst.AssignTarget | cst.AugAssign | cst.AnnAssign | cst.Del)
            return value is use and not is_target
        case cst.Attribute(value=value, attr=cst.Name(value=method)):
            return value is use and method in _LOOKS
        case cst.Arg():
            call = scope.parent(around)
            called = call.func if isinstance(call, cst.Call) else None
            name = called.attr if isinstance(called, cst.Attribute) else called
            return isinstance(name, cst.Name) and name.value in _READERS
        case cst.ComparisonTarget() | cst.For() | cst.CompFor() | cst.FormattedStringExpression():
            return True
        case _:
            return False
