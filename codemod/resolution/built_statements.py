"""What statements do to the names that a query is put together in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import libcst as cst

from codemod.outcome import Refusal
from codemod.resolution.built_elements import KEYS, any_keys
from codemod.resolution.built_expressions import BuiltValueSearch, summed
from codemod.resolution.built_turns import turns_of
from codemod.resolution.built_values import GROWING, Entries, Items, Value, touched
from codemod.resolution.keyed_dictionaries import differing, puts_into
from codemod.syntax.leaving import leaves
from codemod.syntax.tree import names_below, walk


@dataclass(slots=True, eq=False)
class StatementSearch(BuiltValueSearch):
    """Runs statements, with the decisions that the chooser takes.

    Attributes:
        steps: statements that did nothing but put the query together.
        mentioned: whether a built name stands in a node, by its id.
    """

    steps: dict[int, cst.BaseStatement | cst.SimpleStatementLine] = field(kw_only=True)
    mentioned: dict[int, bool] = field(kw_only=True)

    def _passes(self, statement: cst.If, reaching: Mapping[bool, bool]) -> None:
        """Note what a test gives, for the way to the call."""

    def _run(self, statement: cst.CSTNode, level: int = 1) -> None:
        match statement:
            case cst.SimpleStatementLine():
                known = [self._small(small) for small in statement.body]
                if all(known):
                    self._done(statement)
            case cst.If():
                self._if(statement, level)
            case cst.For():
                self._loop(statement)
            case _:
                self._forget(statement)

    def _done(self, statement: cst.SimpleStatementLine | cst.For) -> None:
        """Note a statement that does nothing but put the query together; what fills a dictionary that is read stays."""
        if not puts_into(statement, self.keyed):
            self.steps[id(statement)] = statement

    def _small(self, small: cst.BaseSmallStatement) -> bool:
        """Run one small statement; whether it only puts the query together."""
        match small:
            case (
                cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=value)
                | cst.AnnAssign(target=cst.Name(value=name), value=cst.BaseExpression() as value)
            ) if name in self.built:
                self.fills = name if name in self.keyed and isinstance(value, cst.DictComp) else ""
                found, self.fills = self._known(value), ""
                if isinstance(found, Items | Entries) and not isinstance(value, _NEW):
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
            case (
                cst.Assign(targets=[cst.AssignTarget(target=cst.Subscript(value=cst.Name(value=name)))])
                | cst.Expr(
                    value=cst.Call(func=cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value="update")))
                )
            ) if name in self.built:
                held, new = self.values.get(name), self._put_in(small)
                found = held | new if isinstance(held, Entries) and new is not None else None
            case _:
                self._forget(small)
                return False
        if found is None:
            self._lose(name, small)
            self._forget(small)
            return False
        if name in self.keyed and isinstance(found, Entries):
            found = self.keyed[name].entries(tuple(key for key, _ in found.found), self.site.statement)
        self.values[name] = found
        self.harmless.add(id(small))
        if isinstance(small, cst.Assign):
            self.harmless.update(id(item) for item in small.targets)  # `fields["title"] = title`
        if isinstance(small, cst.AnnAssign):
            self.harmless.update(id(item) for item in walk(small.annotation))
        return True

    def _put_in(self, small: cst.BaseSmallStatement) -> Entries | None:
        """What ``fields["title"] = title`` or ``fields.update(title=title)`` puts into a dictionary."""
        match small:
            case cst.Assign(
                targets=[
                    cst.AssignTarget(target=cst.Subscript(slice=[cst.SubscriptElement(slice=cst.Index(value=key))]))
                ],
                value=value,
            ):
                entry = cst.Dict([cst.DictElement(key, value)])
            case cst.Expr(value=cst.Call(args=[cst.Arg(star="", keyword=None, value=given)])):
                entry = cst.Dict([cst.StarredDictElement(given)])
            case cst.Expr(value=cst.Call() as call) if all(item.keyword is not None for item in call.args):
                named = [(item.keyword.value, item.value) for item in call.args if item.keyword is not None]
                entry = cst.Dict([cst.DictElement(cst.SimpleString(repr(key)), value) for key, value in named])
                self.harmless.add(id(call))
            case _:
                return None
        if isinstance(small, cst.Expr):
            self.harmless.add(id(small.value))
        found = self._known(entry)
        return found if isinstance(found, Entries) else None

    def _loop(self, statement: cst.For) -> None:
        """Run every turn of a loop over what is known, which does nothing but put the query together."""
        if not self._mentioned(statement):
            return
        before, met, checks = dict(self.values), dict(self.chooser.selectors), len(self.unsettled)
        try:
            if statement.orelse is not None or statement.asynchronous is not None or self._outlives(statement):
                raise Refusal("query.dynamic", "the loop is of another kind")
            turns = turns_of(statement.target, statement.iter, self)
            if turns.run:
                raise Refusal("query.dynamic", any_keys(turns.run))
            for turn in turns.held:
                with self.bound(turn):
                    self._turn(statement.body)
        except Refusal as refusal:
            self.reason = refusal.message
            self.values, self.chooser.selectors = before, met
            del self.unsettled[checks:]
            self._forget(statement)
            return
        self.harmless.update(id(item) for part in (statement.target, statement.iter) for item in walk(part))
        self.harmless.add(id(statement))
        self._done(statement)

    def _outlives(self, loop: cst.For) -> bool:
        """Whether a variable of a loop means something outside it."""
        inside = {id(item) for item in walk(loop)}
        names = set(names_below(loop.target))
        flows = [self.scope.flow(name) for name in names]
        return any(flow.elsewhere or any(id(use) not in inside for use in flow.uses) for flow in flows)

    def _turn(self, part: cst.BaseSuite) -> bool:
        """Run the statements of a turn; whether what follows them runs, too.

        Raises:
            Refusal: one of them does something else.
        """
        if not isinstance(part, cst.IndentedBlock):
            raise Refusal("query.dynamic", "a loop in one line")
        for statement in part.body:
            match statement:
                case cst.SimpleStatementLine(body=[cst.Continue()]):
                    return False
                case cst.SimpleStatementLine() if all(self._small(small) for small in statement.body):
                    pass
                case cst.If():
                    if not self._branch_of_turn(statement):
                        return False
                case _:
                    raise Refusal("query.dynamic", "a loop does something else, too")
        return True

    def _branch_of_turn(self, statement: cst.If) -> bool:
        taken = self.decided(statement.test, "a test")
        rest = statement.orelse
        if taken:
            return self._turn(statement.body)
        if isinstance(rest, cst.If):
            return self._branch_of_turn(rest)
        return self._turn(rest.body) if rest is not None else True

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
                known = self._taken(statement, differing(after))
                after = {taken: self._branch(statement, taken, before, level) for taken in (True, False)}
        self.values = after[known]

    def _taken(self, statement: cst.If, names: set[str]) -> bool:
        """Decide a test; where it only decides the keys of a dictionary, that tells at the call how it went."""
        if names and names <= self.keyed.keys():
            return (True, False)[self.chooser.pick_keys(f"the test {id(statement)}", 2)]
        return (True, False)[self._picked(statement.test, (True, False), "a test")]

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
        reason = f": {self.reason}" if self.reason.startswith(KEYS) else ""
        self.lost[name] = f"`{self._code(node).strip().partition(chr(10))[0]}` in line {line}{reason}"


def _starred(node: cst.BaseExpression) -> cst.BaseExpression:
    """The elements of a collection as a list of their own; what is known of a list stays known."""
    return node if isinstance(node, cst.List | cst.Tuple) else cst.List([cst.StarredElement(node)])


#: Tests in each other, an elif in those before it: each doubles the ways to look at.
_DEEPEST: Final = 6

#: Expressions whose list or dictionary no other name holds.
_NEW: Final = (cst.List, cst.Tuple, cst.Call, cst.BinaryOperation, cst.ListComp, cst.Dict, cst.DictComp)
