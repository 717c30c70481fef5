"""The way to a call: what the statements before it do to the names that its query is put together in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import libcst as cst

from codemod.outcome import Refusal
from codemod.resolution.built_expressions import BuiltValueSearch, summed
from codemod.resolution.built_values import GROWING, Element, Items, Value, touched
from codemod.resolution.retested import Truths
from codemod.resolution.selectors import Sent
from codemod.resolution.settled import can_be_evaluated_later, is_settled
from codemod.resolution.written_numbers import numbered
from codemod.syntax.leaving import leaves
from codemod.syntax.tree import walk


@dataclass(slots=True, eq=False)
class PathSearch(BuiltValueSearch):
    """Runs the statements from the beginning of the function to the call, with the decisions that the chooser takes.

    Attributes:
        steps: statements that did nothing but put the query together.
        mentioned: whether a built name stands in a node, by its id.
        tests: what tests of built names give, by their ids.
        is_past: a test before the call leads past it.
    """

    steps: dict[int, cst.BaseStatement | cst.SimpleStatementLine] = field(kw_only=True)
    mentioned: dict[int, bool] = field(kw_only=True)
    tests: dict[int, Truths] = field(kw_only=True)
    is_past: bool = False

    def sent(self) -> Sent | None:
        """The text that is sent, and the arguments with it; None where the call is never reached.

        Raises:
            Refusal: the way to the call can't be followed.
        """
        self._go_to_call()
        self.at = self.site.statement
        if self.is_past:
            self._known(self.site.query)  # the same tests decide on every way
            return None
        text = self.text(self.site.query)
        elements = self._arguments()
        text = self.counts.placed(text, [element.run for element in elements])
        text, written = numbered(text, len(elements) + 1)
        elements += tuple(self.numbers[item.place] for item in written)
        for check in self.unsettled:
            check()
        for element in elements:
            if not self._stays(element):
                code = self._code(element.node)
                raise Refusal("query.dynamic", f"the argument `{code}` may be another one when the call runs")
        runs = frozenset(place for place, element in enumerate(elements, start=1) if element.run)
        return Sent(text, tuple(element.node for element in elements), written, runs)

    def _stays(self, element: Element) -> bool:
        """Whether an argument, or each element of one, is the same when the call runs."""
        if element.run and element.at is not self.site.statement:
            return is_settled(element.node, element.at, self.site, test=True, harmless=self.harmless)
        return can_be_evaluated_later(element.node, element.at, self.site, harmless=self.harmless)

    def _arguments(self) -> tuple[Element, ...]:
        site = self.site
        if self._is_packed():
            return self._starred(site.star_argument).elements if site.star_argument is not None else ()
        found: list[Element] = []
        own = {id(item) for item in site.arguments}
        for argument in site.call.args:
            if argument.star == "*":
                found += self._starred(argument.value).elements
            elif id(argument.value) in own:
                found.append(Element(argument.value, site.statement, None))
        given = {id(item.value) for item in site.call.args}
        stars = {item.star for item in site.call.args if item.star}
        if not own <= given or stars != ({"*"} if site.star_argument is not None else set()):
            raise Refusal("call.arguments", "the bound arguments are not those of the call")
        return tuple(found)

    def _is_packed(self) -> bool:
        """Whether a method of the project's own takes the arguments as one list."""
        site = self.site
        given = [item.star for item in site.call.args if item.value is site.star_argument]
        return given == [""] and not site.arguments

    def _starred(self, node: cst.BaseExpression) -> Items:
        """The arguments that ``*node`` is, or one that stands for as many as there are."""
        try:
            return self.collection(node)
        except Refusal:
            known = self._known(node)
            if known is not None:
                raise
            return Items((Element(node, self.site.statement, None, self.module.text_of(node)),))

    # the way to the call

    def _go_to_call(self) -> None:
        chain: list[cst.CSTNode] = []
        node: cst.CSTNode | None = self.site.statement
        while node is not None and node is not self.scope.node:
            chain.append(node)
            node = self.scope.parent(node)
        chain.reverse()
        if isinstance(self.site.statement, cst.SimpleStatementLine) and len(self.site.statement.body) > 1:
            raise Refusal("query.dynamic", "the call shares its line with other statements")
        for around, inner in pairwise(chain):
            if isinstance(around, cst.IndentedBlock):
                self._run_until(around.body, inner)
            elif isinstance(around, cst.For | cst.While | cst.Match | cst.Try | cst.TryStar):
                self._forget(around)  # another turn, or another clause, may have run before
            elif isinstance(around, cst.With):
                for item in around.items:
                    self._forget(item)
            elif isinstance(around, cst.If):
                self._forget(around.test)
                self._passes(around, {True: inner is around.body, False: inner is not around.body})

    def _run_until(self, body: Sequence[cst.BaseStatement], last: cst.CSTNode) -> None:
        for statement in body:
            if statement is last:
                return
            self.at = statement
            self._run(statement)

    def _run(self, statement: cst.CSTNode, level: int = 1) -> None:
        match statement:
            case cst.SimpleStatementLine():
                known = [self._small(small) for small in statement.body]
                if all(known):
                    self.steps[id(statement)] = statement
            case cst.If():
                self._if(statement, level)
            case _:
                self._forget(statement)

    def _small(self, small: cst.BaseSmallStatement) -> bool:
        """Run one small statement; whether it only puts the query together."""
        match small:
            case (
                cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=value)
                | cst.AnnAssign(target=cst.Name(value=name), value=cst.BaseExpression() as value)
            ) if name in self.built:
                found = self._known(value)
                if isinstance(found, Items) and not isinstance(value, _NEW_LISTS):
                    for item in walk(value):  # two names of one list
                        self.values.pop(item.value if isinstance(item, cst.Name) else "", None)
                    found = None
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Tuple() as names)], value=cst.Tuple() as given):
                return self._several(small, names, given)
            case cst.AugAssign(target=cst.Name(value=name), operator=cst.AddAssign(), value=value) if (
                name in self.built
            ):
                held = self.values.get(name)
                found = summed(held, self._known(_starred(value) if isinstance(held, Items) else value))
            case cst.Expr(
                value=cst.Call(
                    func=cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value=method)),
                    args=[cst.Arg(keyword=None, star="", value=value)],
                ) as call
            ) if name in self.built and method in GROWING:
                added = self._known(cst.List([cst.Element(value)]) if method == "append" else _starred(value))
                held = self.values.get(name)
                found = summed(held, added) if isinstance(held, Items) and held.is_list else None
                self.harmless.add(id(call))
            case _:
                self._forget(small)
                return False
        if found is None:
            self._forget(small)
            self._lose(name, small)
            return False
        self.values[name] = found
        self.harmless.add(id(small))
        if isinstance(small, cst.AnnAssign):
            self.harmless.update(id(item) for item in walk(small.annotation))
        return True

    def _several(self, small: cst.Assign, names: cst.Tuple, given: cst.Tuple) -> bool:
        """``where, args = [], []``: the values are evaluated before any is bound."""
        targets = [item.value.value for item in names.elements if isinstance(item.value, cst.Name)]
        values = [self._known(item.value) for item in given.elements if isinstance(item, cst.Element)]
        plain = all(isinstance(item.value, cst.List | cst.Tuple | cst.SimpleString) for item in given.elements)
        alike = len(targets) == len(names.elements) == len(values) == len(given.elements)
        self._forget(small)
        if not (alike and plain and set(targets) <= self.built):
            return False
        found = {name: value for name, value in zip(targets, values, strict=True) if value is not None}
        if len(found) != len(targets):
            return False
        self.values.update(found)
        self.harmless.add(id(small))
        return True

    def _if(self, statement: cst.If, level: int = 1) -> None:
        if not self._mentioned(statement):
            return
        if level > _DEEPEST:
            raise Refusal("query.dynamic", f"the query is put together under more than {_DEEPEST} tests in each other")
        self._forget(statement.test)
        known = self._truth(statement.test)
        if level == 1:
            self._passes(statement, {True: not leaves(statement.body), False: not leaves(statement.orelse)})
        before, met = dict(self.values), dict(self.chooser.selectors)
        checks = len(self.unsettled)
        after = {known: self._branch(statement, known, before, level)} if known is not None else {
            taken: self._branch(statement, taken, before, level) for taken in (True, False)
        }  # fmt: skip
        if known is None:
            leaving = {True: leaves(statement.body), False: leaves(statement.orelse)}
            if leaving[True] != leaving[False]:
                known = leaving[True] is False
            elif after[True] == after[False] and len(self.chooser.selectors) == len(met):
                known = True
            else:
                # the test comes first: it may keep one inside a branch from being evaluated
                self.chooser.selectors = met
                del self.unsettled[checks:]
                known = (True, False)[self._picked(statement.test, (True, False), "a test")]
                after = {taken: self._branch(statement, taken, before, level) for taken in (True, False)}
        self.values = after[known]

    def _passes(self, statement: cst.If, reaching: Mapping[bool, bool]) -> None:
        """Note what a test of built names gives, and whether that leads past the call."""
        known = self._truth(statement.test)
        if known is not None:
            self.tests.setdefault(id(statement), Truths(statement.test)).found[self.chooser.picks] = known
            self.is_past |= not reaching[known]

    def _branch(self, statement: cst.If, taken: bool, before: dict[str, Value], level: int) -> dict[str, Value]:
        self.values = dict(before)
        part = statement.body if taken else statement.orelse
        if isinstance(part, cst.If):
            self._if(part, level + 1)
        elif part is not None:
            suite = part.body if isinstance(part, cst.Else) else part
            if not isinstance(suite, cst.IndentedBlock):
                self._forget(suite)
            else:
                for inner in suite.body:
                    self._run(inner, level + 1)
        return self.values

    def _mentioned(self, node: cst.CSTNode) -> bool:
        """Whether one of the built names stands in a node."""
        known = self.mentioned.get(id(node))
        if known is None:
            known = any(isinstance(item, cst.Name) and item.value in self.built for item in walk(node))
            self.mentioned[id(node)] = known
        return known

    def _forget(self, node: cst.CSTNode) -> None:
        if not self._mentioned(node):
            return
        for name in touched(node, self.values, self.scope):
            self._lose(name, node)

    def _lose(self, name: str, node: cst.CSTNode) -> None:
        """Note that a name is not known any more, and what made it so."""
        self.values.pop(name, None)
        line, _ = self.module.line_column(self.module.span(node)[0])
        self.lost[name] = f"`{self._code(node).strip().partition(chr(10))[0]}` in line {line}"


def _starred(node: cst.BaseExpression) -> cst.BaseExpression:
    """The elements of a collection as a list of their own; what is known of a list stays known."""
    return node if isinstance(node, cst.List | cst.Tuple) else cst.List([cst.StarredElement(node)])


#: Tests in each other, an elif in those before it: each doubles the ways to look at.
_DEEPEST: Final = 6

#: Expressions whose list no other name holds.
_NEW_LISTS: Final = (cst.List, cst.Tuple, cst.Call, cst.BinaryOperation, cst.ListComp)
