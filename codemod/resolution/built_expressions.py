"""What an expression is where the names in it hold texts, counters and lists that are known."""

from __future__ import annotations

from dataclasses import dataclass, replace

import libcst as cst

from codemod.outcome import Refusal
from codemod.resolution.built_elements import ElementSearch
from codemod.resolution.built_values import Element, Entries, Items, Value
from codemod.resolution.constant_numbers import ConstantNumbers
from codemod.resolution.keyed_dictionaries import taken_at
from codemod.resolution.placeholder_runs import VIEWS, Count, Counted, added, multiplied, subtracted
from codemod.resolution.query_choices import ChoosingSearch
from codemod.resolution.whole_numbers import is_whole_number
from codemod.resolution.written_numbers import mark


def summed(one: Value | None, other: Value | None) -> Value | None:
    """What ``+`` makes of two values; None where it is not known, or fails."""
    if isinstance(one, str) and isinstance(other, str):
        return one + other
    if isinstance(one, int | Count) and isinstance(other, int | Count):
        return added(one, other)
    if isinstance(one, Items) and isinstance(other, Items) and (one.is_list or not other.is_list):
        return one + other
    return None


@dataclass(slots=True, eq=False)
class BuiltValueSearch(ElementSearch):
    """Evaluates expressions of names whose values are known at a place on the way to the call."""

    def text(self, node: cst.BaseExpression) -> str:
        """The string that an expression is.

        Raises:
            Refusal: it is no text that is known.
        """
        found = self.value(node)
        if not isinstance(found, str):
            raise Refusal("query.dynamic", f"`{self._code(node)}` is no text")
        return found

    def value(self, node: cst.BaseExpression) -> Value:
        """What an expression is.

        Raises:
            Refusal: it is not known.
        """
        match node:
            case cst.Name() if node.value in self.turn:
                return self._in_turn(node)
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
            case cst.ListComp() | cst.GeneratorExp() | cst.Dict() | cst.DictComp():
                return self._entries(node) if isinstance(node, cst.Dict | cst.DictComp) else self._comprehended(node)
            case cst.BinaryOperation(operator=cst.Add() | cst.Subtract() | cst.Multiply()):
                found = self._sum(node)
                if found is not None:
                    return found
            case cst.Call():
                called = self._called(node)
                return self._text_of_call(node) if called is None else called
            case cst.IfExp():
                known = self._truth(node.test)
                if known is None:
                    known = (True, False)[self._picked(node.test, (True, False), "a condition")]
                    return {True: self.value(node.body), False: self.value(node.orelse)}[known]
                return self.value(node.body if known else node.orelse)
            case _:
                pass
        return ChoosingSearch.text(self, node)

    def _text_of_call(self, node: cst.Call) -> Value:
        """What any other call gives; here, just a text."""
        return ChoosingSearch.text(self, node)

    def _called(self, node: cst.Call) -> Value | None:
        """What a call of a function that is known gives; None for any other."""
        match node:
            case cst.Call(func=cst.Name(value="len" | "list" | "tuple" as function), args=[cst.Arg(star="") as one]):
                items = self.collection(one.value)
                self.harmless.add(id(node))
                return items.count if function == "len" else Items(items.elements, function == "list")
            case cst.Call(
                func=cst.Attribute(value=cst.SimpleString() as between, attr=cst.Name(value="join")), args=[one]
            ):
                return self._joined(node, between, one.value)
            case cst.Call(func=cst.Name(value="str"), args=[cst.Arg(star="", keyword=None, value=one)]):
                return self._inserted(one)
            case cst.Call(func=cst.Attribute(value=one, attr=cst.Name(value=view)), args=[]) if view in VIEWS:
                entries = self._known(one)
                if isinstance(entries, Entries):
                    self.harmless.add(id(node))
                    shown: Items = getattr(entries, view)
                    is_keyed = isinstance(one, cst.Name) and one.value in self.keyed
                    return taken_at(shown, self.at) if is_keyed else shown
            case cst.Call(func=cst.Name(value="dict"), args=[*args]) if all(item.keyword for item in args):
                pairs = ((item.keyword.value, self.element(item.value)) for item in args if item.keyword is not None)
                self.harmless.add(id(node))
                return Entries(tuple(pairs))
            case _:
                pass
        return None

    def _is_assigned(self, name: str) -> bool:
        return name in self.built or any(item.kind == "assign" for item in self.scope.flow(name).bindings)

    def _sum(self, node: cst.BinaryOperation) -> Value | None:
        left, right = self._sides(node)
        if not isinstance(node.operator, cst.Add):
            known = isinstance(left, int | Count) and isinstance(right, int | Count)
            combined = subtracted if isinstance(node.operator, cst.Subtract) else multiplied
            return combined(left, right) if known else None  # type: ignore[arg-type]
        alike = not isinstance(left, Items) or not isinstance(right, Items) or left.is_list is right.is_list
        return summed(left, right) if alike else None

    def _sides(self, node: cst.BinaryOperation) -> tuple[Value, Value]:
        """Both sides; ``[guild_id] + ids`` has the elements of what is added to a list."""
        left, right = self._known(node.left), self._known(node.right)
        if isinstance(left, Items) and right is None and left.is_list:
            right = replace(self.collection(node.right), is_list=True)
        elif isinstance(right, Items) and left is None and right.is_list:
            left = replace(self.collection(node.left), is_list=True)
        return (
            self.value(node.left) if left is None else left,
            self.value(node.right) if right is None else right,
        )

    def _inserted(self, node: cst.BaseExpression) -> str:
        found = self._known(node)
        constant = ConstantNumbers(self.constants, self.module, self.scope).of(node) if found is None else None
        if found is None and not self.turn and (constant is not None or is_whole_number(node, self.scope)):
            self.numbers.append(Element(node, self.at, None if constant is None else str(constant)))
            return mark(len(self.numbers) - 1)
        found = self.value(node) if found is None else found
        if isinstance(found, Items):
            raise Refusal("query.dynamic", f"`{self._code(node)}` is no text")
        return self._counted(found, node) if isinstance(found, Count) else str(found)

    def _counted(self, count: Count, node: cst.BaseExpression) -> str:
        """What stands in the text for a number that lengths are part of."""
        if self.turn or not is_whole_number(node, self.scope):
            return self.counts.mark(Counted(count))
        self.numbers.append(Element(node, self.at, None))
        return self.counts.mark(Counted(count, number=len(self.numbers) - 1))

    def _joined(self, call: cst.Call, between: cst.SimpleString, given: cst.BaseExpression) -> str:
        items, separator = self._known(given), between.evaluated_value
        if items is None:
            return self._joined_constants_or_refused(between, given)
        items = items.keys if isinstance(items, Entries) else items
        elements = items.elements if isinstance(items, Items) else ()
        texts = [item.text for item in elements] if isinstance(items, Items) else [None]
        has_run = any(item.run for item in elements)
        if not isinstance(separator, str) or None in texts or (has_run and separator.strip() != ","):
            raise Refusal("query.dynamic", f"`{self._code(call)}` joins what is not known")
        self.harmless.add(id(call))
        return separator.join(text for text in texts if text is not None)

    def _joined_constants_or_refused(self, between: cst.SimpleString, given: cst.BaseExpression) -> str:
        try:
            return self._joined_constants(between, given)
        except Refusal:
            self.value(given)  # says what keeps it from being known
            raise
