"""Elements of the lists and dictionaries that a query is put together in, of comprehensions too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import libcst as cst

from codemod.outcome import Refusal
from codemod.resolution.built_truths import constant_truth, truth_of
from codemod.resolution.built_turns import Held, Turns, said_in_turn, turns_of
from codemod.resolution.built_values import Element, Entries, Items, Value
from codemod.resolution.keyed_dictionaries import KeyedDictionary
from codemod.resolution.placeholder_runs import Counts, measured
from codemod.resolution.query_choices import ChoosingSearch
from codemod.resolution.selectors import Key, Selector
from codemod.resolution.settled import is_settled
from codemod.syntax.tree import names_below, walk

#: Elements that may be texts.
_TEXTS = (cst.SimpleString, cst.ConcatenatedString, cst.FormattedString, cst.BinaryOperation, cst.Name)


#: How a refusal begins whose reason is said with the statement that it is found in.
KEYS = "the keys of"


def any_keys(collection: str) -> str:
    """The reason for what is put together for each key of a dictionary that may have any."""
    return f"{KEYS} `{collection}` may be any: test each column by name, or write a dictionary of them"


@dataclass(slots=True, eq=False)
class ElementSearch(ChoosingSearch):
    """Evaluates expressions of names whose values are known at a place on the way to the call.

    Attributes:
        built: the names whose values are followed.
        harmless: ids of nodes that run, and change nothing but these names.
        values: what the names hold, where it is known.
        unsettled: checks that wait until all harmless nodes are known.
        numbers: expressions that are written into texts as numbers.
        counts: numbers in texts that lengths of collections are part of.
        turn: what the variables of a loop or comprehension hold in one of its turns.
        keyed: dictionaries that the new code reads as they are, by name.
        fills: the one of them that a comprehension is about to make.
        lost: what made a name unknown, for the message.
        reason: why the last expression that was tried is not known.
    """

    built: frozenset[str] = field(kw_only=True)
    harmless: set[int] = field(kw_only=True)
    keyed: Mapping[str, KeyedDictionary] = field(kw_only=True, default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    unsettled: list[Callable[[], None]] = field(default_factory=list)
    numbers: list[Element] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    turn: Mapping[str, Held] = field(default_factory=dict)
    fills: str = ""
    lost: dict[str, str] = field(default_factory=dict)
    reason: str = ""

    def value(self, node: cst.BaseExpression) -> Value:
        """What an expression is; here, just a text.

        Raises:
            Refusal: it is not known.
        """
        return self.text(node)

    def _known(self, node: cst.BaseExpression) -> Value | None:
        met, checks = dict(self.chooser.selectors), len(self.unsettled)
        try:
            return self.value(node)
        except Refusal as refusal:
            self.reason = refusal.message
            self.chooser.selectors = met
            del self.unsettled[checks:]
            return None

    def collection(self, node: cst.BaseExpression) -> Items:
        """The elements of a collection: those that are known, or one that stands for as many as there are.

        Raises:
            Refusal: nothing is known of it.
        """
        known = self._known(node)
        if isinstance(known, Items | Entries):
            return known if isinstance(known, Items) else known.keys
        counted = measured(node)
        if known is not None or counted is None or self._code(counted) in self.turn:
            raise Refusal("query.dynamic", f"`{self._code(node)}` is no list that is known")
        return Items((Element(node, self.at, None, self.module.text_of(counted)),), is_list=False)

    def _comprehended(self, node: cst.ListComp | cst.GeneratorExp) -> Items:
        """The elements of all turns of a comprehension."""
        turns, found = self._turns(node.for_in), []
        for turn in turns.held:
            with self.bound(turn):
                element = self.element(node.elt)
            if turns.run and element.text is None:
                raise Refusal("query.dynamic", any_keys(turns.run))
            text = self.counts.run(element.text or "", turns.run) if turns.run else element.text
            if (turns.run and text is None) or self.counts.has_turns(text or ""):
                raise Refusal("query.dynamic", f"`{self._code(node.elt)}` is no placeholder for each element")
            found.append(replace(element, text=text, run=turns.run or element.run))
        self.harmless.update(id(item) for item in walk(node))
        return Items(tuple(found))

    def _turns(self, loop: cst.CompFor) -> Turns:
        """The turns that a comprehension takes."""
        if loop.inner_for_in is not None or loop.asynchronous is not None:
            raise Refusal("query.dynamic", "a comprehension has several loops")
        turns = turns_of(loop.target, loop.iter, self)
        if turns.run and loop.ifs:
            raise Refusal("query.dynamic", "a comprehension takes some of its turns only")
        taken = []
        for turn in turns.held:
            with self.bound(turn):
                if all(self.decided(item.test, "a condition") for item in loop.ifs):
                    taken.append(turn)
        return Turns(tuple(taken), turns.run)

    @contextmanager
    def bound(self, turn: Mapping[str, Held]) -> Iterator[None]:
        """Inside, variables of a loop hold what they do in a turn."""
        around = self.turn
        self.turn = {**around, **turn}
        try:
            yield
        finally:
            self.turn = around

    def decided(self, test: cst.BaseExpression, evidence: str) -> bool:
        """The truth of a test, known or chosen."""
        known = self._truth(test)
        if known is None and self.fills:  # the dictionary tells at the call how it went
            code = self.module.text_of(said_in_turn(test, self.turn))
            return (True, False)[self.chooser.pick_keys(f"{self.fills} {id(test)} {code}", 2)]
        return (True, False)[self._picked(test, (True, False), evidence)] if known is None else known

    def _entries(self, node: cst.Dict | cst.DictComp) -> Entries:
        """The entries of a dictionary that is written out, or made of another.

        Raises:
            Refusal: one of its keys is not known.
        """
        found = Entries()
        if isinstance(node, cst.DictComp):
            turns = self._turns(node.for_in)
            if turns.run:
                raise Refusal("query.dynamic", f"the keys of `{self._code(node)}` are not known")
            for turn in turns.held:
                with self.bound(turn):
                    found |= Entries(((self.text(node.key), self.element(node.value)),))
            self.harmless.update(id(item) for item in walk(node))
            return found
        for item in node.elements:
            if isinstance(item, cst.DictElement):
                found |= Entries(((self.text(item.key), self.element(item.value)),))
            else:
                inner = self.value(item.value)
                if not isinstance(inner, Entries):
                    raise Refusal("query.dynamic", f"the keys of `{self._code(item.value)}` are not known")
                found |= inner
        return found

    def element(self, node: cst.BaseExpression, *, is_text: bool = True) -> Element:
        """An expression as an element of a collection, with the text that it is where it is one."""
        if isinstance(node, cst.Name) and isinstance(held := self.turn.get(node.value), Element):
            return held
        text = self._known(node) if is_text and isinstance(node, _TEXTS) else None
        if isinstance(text, str):
            return Element(node, self.at, text)
        return Element(said_in_turn(node, self.turn), self.at, None)

    def _in_turn(self, node: cst.Name) -> Value:
        """What a variable of a loop holds in its turn."""
        held = self.turn[node.value]
        if not isinstance(held, Element):
            return held
        if held.text is None:
            raise Refusal("query.dynamic", f"`{node.value}` is no text")
        return held.text

    def _items(self, node: cst.List | cst.Tuple) -> Items:
        found: list[Element] = []
        for item in node.elements:
            if isinstance(item, cst.StarredElement):
                found += self.collection(item.value).elements
            else:
                is_text = item.value.value in self.built if isinstance(item.value, cst.Name) else True
                found.append(self.element(item.value, is_text=is_text))
        return Items(tuple(found), isinstance(node, cst.List))

    def _truth(self, test: cst.BaseExpression) -> bool | None:
        """What a test of a built name, or of a variable of a loop, gives; None for any other."""
        held = ((key, value.text if isinstance(value, Element) else value) for key, value in self.turn.items())
        known = truth_of(test, {**self.values, **{key: value for key, value in held if value is not None}})
        known = self._membership(test) if known is None else known
        return self._of_constants(test) if known is None and self.turn else known

    def _of_constants(self, test: cst.BaseExpression) -> bool | None:
        """What a test gives where all that stands in it for variables are constants."""
        try:
            return constant_truth(said_in_turn(test, self.turn))
        except Refusal:
            return None

    def _membership(self, test: cst.BaseExpression) -> bool | None:
        """Whether the key of a turn is one of some constants."""
        match test:
            case cst.Comparison(
                left=cst.Name(value=name),
                comparisons=[cst.ComparisonTarget(operator=cst.In() | cst.NotIn() as operator, comparator=collection)],
            ) if name in self.turn:
                held, values = self.turn[name], self._values().elements(collection)
                text = held.text if isinstance(held, Element) else None
                return None if text is None or values is None else (text in values) is isinstance(operator, cst.In)
            case _:
                return None

    def _picked(
        self,
        node: cst.BaseExpression,
        keys: tuple[Key, ...],
        evidence: str,
        *,
        has_default: bool = False,
        by: cst.BaseExpression | None = None,
    ) -> int:
        node, by = said_in_turn(node, self.turn), said_in_turn(by, self.turn) if by is not None else None
        at, is_test = self.at, keys == (True, False)

        def check() -> None:
            if not is_settled(by or node, at, self.site, test=is_test, harmless=self.harmless):
                message = f"`{self._code(node)}` may have changed when the call runs the query it decided"
                raise Refusal("query.dynamic", message)

        if is_test and set(names_below(node)) & self.values.keys():
            raise Refusal("query.dynamic", f"`{self._code(node)}` tests what is being put together")
        self.unsettled.append(check)
        return self.chooser.pick(self.module.text_of(node), Selector(node, keys, evidence, has_default))
