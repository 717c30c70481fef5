"""What an expression is where the names in it hold texts, counters and lists that are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import eq, ge, gt, le, lt, ne
from typing import Final

import libcst as cst

from codemod.outcome import Refusal
from codemod.resolution.built_values import Element, Items, Value
from codemod.resolution.query_choices import ChoosingSearch
from codemod.resolution.selectors import Key, Selector
from codemod.resolution.settled import is_settled
from codemod.resolution.whole_numbers import is_whole_number
from codemod.resolution.written_numbers import mark
from codemod.syntax.tree import walk

#: Elements that may be texts.
_TEXTS = (cst.SimpleString, cst.ConcatenatedString, cst.FormattedString, cst.BinaryOperation, cst.Name)

#: How a counter, or the length of a list, is compared.
_COMPARED: Final[dict[type[cst.BaseCompOp], Callable[[int, int], bool]]] = {
    cst.Equal: eq, cst.NotEqual: ne, cst.GreaterThan: gt, cst.GreaterThanEqual: ge, cst.LessThan: lt,
    cst.LessThanEqual: le,
}  # fmt: skip


def summed(one: Value | None, other: Value | None) -> Value | None:
    """What ``+`` makes of two values; None where it is not known, or fails."""
    if isinstance(one, str) and isinstance(other, str):
        return one + other
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    if isinstance(one, Items) and isinstance(other, Items) and (one.is_list or not other.is_list):
        return one + other
    return None


@dataclass(slots=True, eq=False)
class BuiltValueSearch(ChoosingSearch):
    """Evaluates expressions of names whose values are known at a place on the way to the call.

    Attributes:
        built: the names whose values are followed.
        harmless: ids of nodes that run, and change nothing but these names.
        values: what the names hold, where it is known.
        unsettled: checks that wait until all harmless nodes are known.
        numbers: expressions that are written into texts as numbers.
        lost: what made a name unknown, for the message.
    """

    built: frozenset[str] = field(kw_only=True)
    harmless: set[int] = field(kw_only=True)
    values: dict[str, Value] = field(default_factory=dict)
    unsettled: list[Callable[[], None]] = field(default_factory=list)
    numbers: list[Element] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)

    def text(self, node: cst.BaseExpression) -> str:
        """The string that an expression is.

        Raises:
            Refusal: it is no text that is known.
        """
        found = self.value(node)
        if not isinstance(found, str):
            raise Refusal("query.dynamic", f"`{self._code(node)}` is no text")
        return found

    def _known(self, node: cst.BaseExpression) -> Value | None:
        met, checks = dict(self.chooser.selectors), len(self.unsettled)
        try:
            return self.value(node)
        except Refusal:
            self.chooser.selectors = met
            del self.unsettled[checks:]
            return None

    def value(self, node: cst.BaseExpression) -> Value:
        """What an expression is.

        Raises:
            Refusal: it is not known.
        """
        match node:
            case cst.Name() if self.scope.is_local(node.value) and self._is_assigned(node.value):
                if node.value in self.values:
                    return self.values[node.value]
                text = self._one_of_finitely_many(node)
                if text is None:
                    why = self.lost.get(node.value)
                    raise Refusal(
                        "query.dynamic",
                        f"`{node.value}` is not known after {why}"
                        if why
                        else f"`{node.value}` is not known where the call runs",
                    )
                return text
            case cst.Integer():
                return node.evaluated_value
            case cst.List() | cst.Tuple():
                return self._items(node)
            case cst.Call(func=cst.Name(value="len" | "list" | "tuple" as function), args=[cst.Arg(star="") as one]):
                items = self.value(one.value)
                if isinstance(items, Items):
                    self.harmless.add(id(node))
                    return len(items.elements) if function == "len" else Items(items.elements, function == "list")
            case cst.Call(
                func=cst.Attribute(value=cst.SimpleString() as between, attr=cst.Name(value="join")), args=[one]
            ):
                return self._joined(node, between, one.value)
            case cst.BinaryOperation(operator=cst.Add() | cst.Subtract()):
                found = self._sum(node)
                if found is not None:
                    return found
            case cst.Call(func=cst.Name(value="str"), args=[cst.Arg(star="", keyword=None, value=one)]):
                return self._inserted(one)
            case cst.IfExp():
                known = self._truth(node.test)
                if known is None:
                    known = (True, False)[self._picked(node.test, (True, False), "a condition")]
                    return {True: self.value(node.body), False: self.value(node.orelse)}[known]
                return self.value(node.body if known else node.orelse)
            case _:
                pass
        return ChoosingSearch.text(self, node)

    def _is_assigned(self, name: str) -> bool:
        return name in self.built or any(item.kind == "assign" for item in self.scope.flow(name).bindings)

    def _sum(self, node: cst.BinaryOperation) -> Value | None:
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(node.operator, cst.Subtract):
            return left - right if isinstance(left, int) and isinstance(right, int) else None
        alike = not isinstance(left, Items) or not isinstance(right, Items) or left.is_list is right.is_list
        return summed(left, right) if alike else None

    def _inserted(self, node: cst.BaseExpression) -> str:
        found = self._known(node)
        if found is None and is_whole_number(node, self.scope):
            self.numbers.append(Element(node, self.at, None))
            return mark(len(self.numbers) - 1)
        found = self.value(node) if found is None else found
        if isinstance(found, Items):
            raise Refusal("query.dynamic", f"`{self._code(node)}` is no text")
        return str(found)

    def _joined(self, call: cst.Call, between: cst.SimpleString, given: cst.BaseExpression) -> str:
        items, separator = self._known(given), between.evaluated_value
        if items is None:
            return self._joined_constants_or_refused(between, given)
        texts = [item.text for item in items.elements] if isinstance(items, Items) else [None]
        if not isinstance(separator, str) or None in texts:
            raise Refusal("query.dynamic", f"`{self._code(call)}` joins what is not known")
        self.harmless.add(id(call))
        return separator.join(text for text in texts if text is not None)

    def _joined_constants_or_refused(self, between: cst.SimpleString, given: cst.BaseExpression) -> str:
        try:
            return self._joined_constants(between, given)
        except Refusal:
            self.value(given)  # says what keeps it from being known
            raise

    def _items(self, node: cst.List | cst.Tuple) -> Items:
        found: list[Element] = []
        for item in node.elements:
            if isinstance(item, cst.StarredElement):
                inner = self.value(item.value)
                if not isinstance(inner, Items):
                    raise Refusal("query.dynamic", f"`{self._code(item.value)}` is no list that is known")
                found += inner.elements
            else:
                is_text = item.value.value in self.built if isinstance(item.value, cst.Name) else True
                text = self._known(item.value) if is_text and isinstance(item.value, _TEXTS) else None
                found.append(Element(item.value, self.at, text if isinstance(text, str) else None))
        return Items(tuple(found), isinstance(node, cst.List))

    def _truth(self, test: cst.BaseExpression) -> bool | None:
        """What a test of a built name gives; None for any other."""
        match test:
            case cst.UnaryOperation(operator=cst.Not()):
                inner = self._truth(test.expression)
                return None if inner is None else not inner
            case cst.Name() if test.value in self.built:
                value = self.value(test)
                return bool(value.elements) if isinstance(value, Items) else bool(value)
            case cst.Call(func=cst.Name(value="len"), args=[cst.Arg(value=cst.Name(value=name))]) if name in self.built:
                return bool(self.value(test))
            case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=operator, comparator=right)]) if (
                type(operator) in _COMPARED and self._counts(left) and isinstance(right, cst.Integer)
            ):
                count = self.value(left)
                return _COMPARED[type(operator)](count, right.evaluated_value) if isinstance(count, int) else None
            case _:
                return None

    def _counts(self, node: cst.BaseExpression) -> bool:
        """Whether an expression is a counter, or the length of a list that is put together."""
        match node:
            case (
                cst.Name(value=name) | cst.Call(func=cst.Name(value="len"), args=[cst.Arg(value=cst.Name(value=name))])
            ):
                return name in self.built
            case _:
                return False

    def _picked(
        self,
        node: cst.BaseExpression,
        keys: tuple[Key, ...],
        evidence: str,
        *,
        has_default: bool = False,
        by: cst.BaseExpression | None = None,
    ) -> int:
        at, is_test = self.at, keys == (True, False)

        def check() -> None:
            if not is_settled(by or node, at, self.site, test=is_test, harmless=self.harmless):
                message = f"`{self._code(node)}` may have changed when the call runs the query it decided"
                raise Refusal("query.dynamic", message)

        if is_test and {item.value for item in walk(node) if isinstance(item, cst.Name)} & self.built:
            raise Refusal("query.dynamic", f"`{self._code(node)}` tests what is being put together")
        self.unsettled.append(check)
        return self.chooser.pick(self.module.text_of(node), Selector(node, keys, evidence, has_default))
