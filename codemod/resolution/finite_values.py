"""The texts an expression may have, where the source shows that they are finitely many."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import libcst as cst

from codemod.discovery.receivers import dotted
from codemod.outcome import Refusal
from codemod.resolution.constants import ConstantResolver
from codemod.source import ParsedModule
from codemod.syntax.bindings import Binding
from codemod.syntax.module_constants import module_constants
from codemod.syntax.none_checks import check_before
from codemod.syntax.scopes import FunctionScope

#: What a dictionary is asked without being changed.
_LOOKS: Final = frozenset({"get", "items", "keys", "values", "copy"})


@dataclass(frozen=True, slots=True, eq=False)
class Lookup:
    """``TABLE[key]`` or ``TABLE.get(key, default)`` of a dictionary of constants that nothing changes.

    Attributes:
        otherwise: the text of any other key; None where there is none.
        may_miss: any other key gives None.
    """

    key: cst.BaseExpression
    entries: tuple[tuple[str | int, str], ...]
    otherwise: str | None = None
    may_miss: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class FiniteValues:
    """Looks for the values of names in one function.

    Attributes:
        constant: the text of a constant expression; it raises a refusal for any other.
    """

    module: ParsedModule
    scope: FunctionScope
    constants: ConstantResolver
    constant: Callable[[cst.BaseExpression], str]

    def of_name(self, node: cst.Name) -> tuple[str, ...] | None:
        """Every text the name may hold where it is used; None when others are possible."""
        found: dict[str, None] = {}
        bindings = self.scope.reaching(node)
        for binding in bindings:
            values = self._of_binding(binding, node)
            if values is None:
                return None
            found.update(dict.fromkeys(values))
        return tuple(found) if bindings else None

    def _of_binding(self, binding: Binding, use: cst.Name) -> Sequence[str] | None:
        match binding.kind:
            case "param":
                assert isinstance(binding.node, cst.Param)
                return self._of_parameter(binding.node)
            case "assign" if binding.value is not None:
                return self._of_value(binding.value, use)
            case "for" if binding.value is not None:
                return self._elements(binding.value)
            case _:
                return None

    def _of_parameter(self, node: cst.Param) -> Sequence[str] | None:
        if node.annotation is None or node.star not in ("", None):
            return None
        values = self._literal(node.annotation.annotation)
        if values is None or node.default is None:
            return values
        default = self._of_value(node.default, None)
        return None if default is None else [*values, *default]

    def _literal(self, annotation: cst.BaseExpression) -> list[str] | None:
        """The texts of ``Literal["a", "b"]``, under the name of an alias too."""
        if isinstance(annotation, cst.Name):
            alias = module_constants(self.module).get(annotation.value)
            return self._literal(alias) if isinstance(alias, cst.Subscript) else None
        if not isinstance(annotation, cst.Subscript) or dotted(annotation.value) not in _LITERAL:
            return None
        items = [item.slice.value for item in annotation.slice if isinstance(item.slice, cst.Index)]
        texts = [item.evaluated_value for item in items if isinstance(item, cst.SimpleString)]
        strings = [text for text in texts if isinstance(text, str)]
        return strings if len(strings) == len(annotation.slice) else None

    def _of_value(self, node: cst.BaseExpression, use: cst.Name | None) -> Sequence[str] | None:
        if isinstance(node, cst.IfExp):
            arms = [self._of_value(arm, use) for arm in (node.body, node.orelse)]
            return None if arms[0] is None or arms[1] is None else [*arms[0], *arms[1]]
        lookup = self.lookup(node)
        if lookup is not None:
            if lookup.may_miss and (use is None or not check_before(use, self.scope, lambda _: False)):
                return None
            return [
                *(text for _, text in lookup.entries),
                *([lookup.otherwise] if lookup.otherwise is not None else []),
            ]
        try:
            return [self.constant(node)]
        except Refusal:
            return None

    def _elements(self, node: cst.BaseExpression) -> Sequence[str] | None:
        """What ``for x in ("a", "b")`` binds, one after the other."""
        if isinstance(node, cst.Name):
            value = module_constants(self.module).get(node.value) if not self.scope.is_local(node.value) else None
            return self._elements(value) if isinstance(value, cst.Tuple) else None  # a list may have grown
        if not isinstance(node, cst.Tuple | cst.List | cst.Set) or not node.elements:
            return None
        values = [self._of_value(item.value, None) if isinstance(item, cst.Element) else None for item in node.elements]
        return None if None in values else [text for found in values if found is not None for text in found]

    def lookup(self, node: cst.BaseExpression) -> Lookup | None:
        """A look-up whose dictionary is seen as a whole."""
        match node:
            case cst.Subscript(value=cst.Name() as table, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
                entries = self._entries(table)
                return None if entries is None else Lookup(key, entries)
            case cst.Call(func=cst.Attribute(value=cst.Name() as table, attr=cst.Name(value="get")), args=[one, *more]):
                entries = self._entries(table)
                if entries is None or len(more) > 1 or any(item.keyword or item.star for item in node.args):
                    return None
                if not more:
                    return Lookup(one.value, entries, may_miss=True)
                try:
                    return Lookup(one.value, entries, otherwise=self.constant(more[0].value))
                except Refusal:
                    return None
            case _:
                return None

    def _entries(self, table: cst.Name) -> tuple[tuple[str | int, str], ...] | None:
        """Keys and texts of a dictionary that is written out and only ever looked into."""
        scope = self.scope
        if not scope.is_local(table.value):
            if (
                scope.outer is not None
                and isinstance(scope.outer.node, cst.FunctionDef)
                and scope.outer.is_local(table.value)
            ):
                return None
            scope = self.constants.scope_of(self.module.tree)
        flow = scope.flow(table.value)
        display = flow.bindings[0].value if len(flow.bindings) == 1 else None
        is_bound_again = flow.elsewhere or table.value in self.constants.global_names(self.module.tree)
        if not isinstance(display, cst.Dict) or not display.elements or is_bound_again:
            return None
        if not all(_only_looks(use, scope) for use in flow.uses) or self._changes_elsewhere(table.value, scope):
            return None
        try:
            return tuple(_entry(item, self.constant) for item in display.elements)
        except Refusal:
            return None

    def _changes_elsewhere(self, table: str, scope: FunctionScope) -> bool:
        """Whether another file may write into a dictionary of this module."""
        if not isinstance(scope.node, cst.Module):
            return False
        files, own = self.constants.files, self.module.source.path
        writes = re.compile(
            rf"\b{re.escape(table)}\b\s*(?:\[[^\]\n]*\]\s*=(?!=)|\|=|\.(?:update|pop|popitem|clear|setdefault)\b)"
        )
        return any(writes.search(files.text(path)) for path in files.paths if path != own)


_LITERAL: Final = frozenset({"Literal", "typing.Literal", "t.Literal", "typing_extensions.Literal"})


def _only_looks(use: cst.Name, scope: FunctionScope) -> bool:
    """Whether a use of a dictionary leaves it as it is, and hands it to nobody."""
    match scope.parent(use):
        case cst.Subscript(value=value) as around:
            is_target = isinstance(scope.parent(around), cst.AssignTarget | cst.AugAssign | cst.AnnAssign | cst.Del)
            return value is use and not is_target
        case cst.Attribute(value=value, attr=cst.Name(value=method)):
            return value is use and method in _LOOKS
        case cst.ComparisonTarget() | cst.For() | cst.CompFor():
            return True
        case _:
            return False


def _entry(item: cst.BaseDictElement, constant: Callable[[cst.BaseExpression], str]) -> tuple[str | int, str]:
    match item:
        case cst.DictElement(key=cst.SimpleString(evaluated_value=str() as key), value=value):
            return key, constant(value)
        case cst.DictElement(key=cst.Integer(evaluated_value=int() as key), value=value):
            return key, constant(value)
        case _:
            raise Refusal("query.dynamic", "the dictionary has a key that is no constant")
