"""The texts an expression may have, where the source shows that they are finitely many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import libcst as cst

from codemod.outcome import Refusal
from codemod.resolution.constant_collections import ConstantCollections, Display
from codemod.resolution.constants import ConstantResolver
from codemod.resolution.texts_of_callers import texts_of_callers
from codemod.source import ParsedModule
from codemod.syntax.bindings import Binding
from codemod.syntax.membership import membership_before
from codemod.syntax.module_constants import module_constants
from codemod.syntax.none_checks import check_before
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import dotted

#: Gives the search for constant texts in a function of a module; it raises a refusal for any other expression.
Searching = Callable[[ParsedModule, FunctionScope], Callable[[cst.BaseExpression], str]]


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
        searching: gives the search for the text of a constant expression.
    """

    module: ParsedModule
    scope: FunctionScope
    constants: ConstantResolver
    searching: Searching

    @property
    def constant(self) -> Callable[[cst.BaseExpression], str]:
        """The search for constant texts in this function."""
        return self.searching(self.module, self.scope)

    def among(self, display: Display) -> FiniteValues:
        """The same search where a collection is written out."""
        return replace(self, module=display.module, scope=display.scope)

    def of_name(self, node: cst.Name) -> tuple[str, ...] | None:
        """Every text the name may hold where it is used; None when others are possible."""
        checked = membership_before(node, self.scope)
        values = self.elements(checked.collection) if checked is not None else None
        if checked is not None and values is not None:
            other = self._of_value(checked.otherwise, None) if checked.otherwise is not None else []
            return tuple(dict.fromkeys([*values, *other])) if other is not None else None
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
                return self.elements(binding.value)
            case _:
                return None

    def _of_parameter(self, node: cst.Param) -> Sequence[str] | None:
        if node.star not in ("", None):
            return None
        values = self._annotated(node.annotation.annotation) if node.annotation is not None else None
        if values is None:
            return texts_of_callers(node, self.scope, self.constants.files)
        if node.default is None:
            return values
        default = self._of_value(node.default, None)
        return None if default is None else [*values, *default]

    def _annotated(self, annotation: cst.BaseExpression) -> list[str] | None:
        values = self._literal(annotation)
        return self._of_enumeration(annotation, _WRITTEN_AS_VALUES) if values is None else values

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

    def of_attribute(self, node: cst.Attribute) -> tuple[str, ...] | None:
        """Every text that ``sort.value`` may be, where ``sort`` is a parameter annotated with an enumeration."""
        bindings = self.scope.reaching(node.value) if isinstance(node.value, cst.Name) else ()
        annotations = [item.node.annotation for item in bindings if isinstance(item.node, cst.Param)]
        if node.attr.value != "value" or len(annotations) != 1 or len(bindings) != 1 or annotations[0] is None:
            return None
        values = self._of_enumeration(annotations[0].annotation, _ENUMERATIONS)
        return None if values is None else tuple(dict.fromkeys(values))

    def _of_enumeration(self, annotation: cst.BaseExpression, bases: frozenset[str]) -> list[str] | None:
        """The values of a project's enumeration, all of them texts that are written out."""
        found = self.constants.class_of(annotation, self.module) if isinstance(annotation, cst.Name) else None
        if found is None or not {(dotted(item.value) or "").rpartition(".")[2] for item in found.bases} & bases:
            return None
        lines = [item for item in found.body.body if isinstance(item, cst.SimpleStatementLine)]
        members = [small.value for line in lines for small in line.body if isinstance(small, cst.Assign)]
        texts = [item.evaluated_value for item in members if isinstance(item, cst.SimpleString)]
        strings = [text for text in texts if isinstance(text, str)]
        return strings if strings and len(strings) == len(members) else None

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

    def elements(self, node: cst.BaseExpression) -> Sequence[str] | None:
        """What ``for x in ("a", "b")`` binds, one after the other; the keys of a dictionary."""
        of_dictionary = _dictionary_of_values(node)
        found = ConstantCollections(self.module, self.scope, self.constants).display(of_dictionary or node)
        if found is None:
            return self._literal(node.args[0].value) if isinstance(node, cst.Call) and _is_get_args(node) else None
        there, parts = self.among(found), _parts(found.node, values=of_dictionary is not None)
        values = [there._of_value(part, None) if part is not None else None for part in parts]
        return None if None in values else [text for inner in values if inner is not None for text in inner]

    def lookup(self, node: cst.BaseExpression) -> Lookup | None:
        """A look-up whose dictionary is seen as a whole."""
        match node:
            case cst.Subscript(
                value=cst.Name() | cst.Attribute() as table, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]
            ):
                entries = self._entries(table)
                return None if entries is None else Lookup(key, entries)
            case cst.Call(
                func=cst.Attribute(value=cst.Name() | cst.Attribute() as table, attr=cst.Name(value="get")),
                args=[one, *more],
            ):
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

    def _entries(self, table: cst.BaseExpression) -> tuple[tuple[str | int, str], ...] | None:
        """Keys and texts of a dictionary that is written out and only ever looked into."""
        found = ConstantCollections(self.module, self.scope, self.constants).display(table)
        if found is None or not isinstance(found.node, cst.Dict):
            return None
        try:
            return tuple(_entry(item, self.among(found).constant) for item in found.node.elements)
        except Refusal:
            return None


#: Bases of enumerations, and of those whose members an f-string writes as their values.
_ENUMERATIONS: Final = frozenset({"Enum", "StrEnum"})
_WRITTEN_AS_VALUES: Final = frozenset({"StrEnum"})

_LITERAL: Final = frozenset({"Literal", "typing.Literal", "t.Literal", "typing_extensions.Literal"})


def _is_get_args(node: cst.Call) -> bool:
    return dotted(node.func) in ("get_args", "typing.get_args") and len(node.args) == 1


def _dictionary_of_values(node: cst.BaseExpression) -> cst.BaseExpression | None:
    """The dictionary of ``COLUMNS.values()``."""
    match node:
        case cst.Call(func=cst.Attribute(value=table, attr=cst.Name(value="values")), args=[]):
            return table
        case _:
            return None


def _parts(node: cst.Dict | cst.Set | cst.Tuple | cst.List, *, values: bool) -> list[cst.BaseExpression | None]:
    """The elements of a display, the keys or values of a dictionary; None for those of another collection."""
    if isinstance(node, cst.Dict):
        items = [item if isinstance(item, cst.DictElement) else None for item in node.elements]
        return [None if item is None else item.value if values else item.key for item in items]
    return [item.value if isinstance(item, cst.Element) and not values else None for item in node.elements]


def _entry(item: cst.BaseDictElement, constant: Callable[[cst.BaseExpression], str]) -> tuple[str | int, str]:
    match item:
        case cst.DictElement(key=cst.SimpleString(evaluated_value=str() as key), value=value):
            return key, constant(value)
        case cst.DictElement(key=cst.Integer(evaluated_value=int() as key), value=value):
            return key, constant(value)
        case _:
            raise Refusal("query.dynamic", "the dictionary has a key that is no constant")
