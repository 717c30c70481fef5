"""Functions that put a query together and return it, with its arguments: run as if their body stood at their call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import libcst as cst

from codemod.outcome import Refusal
from codemod.resolution.built_statements import StatementSearch
from codemod.resolution.built_turns import Held, said_in_turn
from codemod.resolution.built_values import Element, Entries, Items, Value, built_names
from codemod.resolution.constant_numbers import ConstantNumbers
from codemod.resolution.placeholder_runs import Count, Counted
from codemod.resolution.query_choices import ChoosingSearch
from codemod.resolution.readable import is_readable
from codemod.resolution.selectors import Key
from codemod.resolution.text_functions import TextFunction, TextFunctions, decorators_of
from codemod.resolution.whole_numbers import is_whole_number
from codemod.resolution.written_numbers import mark
from codemod.syntax.tree import parameters, walk

#: Decorators under which each call runs the body, and gives lists of its own.
_PLAIN: Final = frozenset({"staticmethod", "override", "final"})

#: Functions that call each other.
_DEEPEST: Final = 4


@dataclass(slots=True, eq=False)
class FunctionSearch(StatementSearch):
    """Runs functions of the project, in which their parameters are what the call gives them.

    Attributes:
        is_inner: what is run is not the function of the call site, whose names mean something else there.
        has_run: the body of a function was run.
    """

    is_inner: bool = False
    has_run: bool = False

    def _returned_by(self, call: cst.Call) -> tuple[Value, ...]:
        """What a function of the project returns, the parts of a tuple each.

        Raises:
            Refusal: it does something else, too, or what it returns is not known.
        """
        found = TextFunctions(self.constants, self.module, self.scope).called(call.func)
        given = found.arguments(call) if found is not None else None
        if found is None or given is None or self.depth > _DEEPEST:
            raise Refusal("query.dynamic", f"the query is built by `{self._code(call.func)}(…)`")
        scope = found.scope
        params = {item.name.value for item in parameters(found.node.params)}
        if not decorators_of(found.node) <= _PLAIN or any(len(scope.flow(name).bindings) > 1 for name in params):
            raise Refusal("query.dynamic", f"`{scope.qualified_name}()` is more than its body")
        returned = (item.value for item in walk(found.node) if isinstance(item, cst.Return))
        inner = FunctionSearch(
            self.constants, found.module, scope, self.trail, self.depth + 1, site=self.site, chooser=self.chooser,
            at=self.at, lines={}, built=built_names([part for item in returned for part in _parts(item)], scope),
            harmless=self.harmless, unsettled=self.unsettled, numbers=self.numbers, counts=self.counts,
            turn=self._held_by(found, call, given), steps={}, mentioned={}, is_inner=True,
        )  # fmt: skip
        values = inner._run_body(found.node.body.body)
        if values is None:
            raise Refusal("query.dynamic", f"`{scope.qualified_name}()` returns nothing on one way")
        self.has_run = True
        self.harmless.update(id(item) for item in walk(call))
        self.trail.append(f"{scope.qualified_name}() puts it together")
        return values

    def _held_by(
        self, found: TextFunction, call: cst.Call, given: Mapping[str, cst.BaseExpression]
    ) -> Mapping[str, Held]:
        """What the parameters of a function are, said in the function of the call site."""
        defaults = {id(item.default) for item in parameters(found.node.params) if item.default is not None}
        if not all(_is_constant(value) for value in given.values() if id(value) in defaults):
            raise Refusal("query.dynamic", f"`{found.scope.qualified_name}()` has a default that is no constant")
        held = {name: self._given(value) for name, value in given.items()}
        first = next(parameters(found.node.params), None)
        if found.is_method and first is not None and first.name.value not in given:
            assert isinstance(call.func, cst.Attribute), "methods are found by their objects"
            held[first.name.value] = self._given(call.func.value)
        return held

    def _given(self, node: cst.BaseExpression) -> Held:
        """What a parameter is.

        Raises:
            Refusal: it can't be said in the place of the parameter.
        """
        is_built = isinstance(node, cst.Name) and (node.value in self.built or node.value in self.turn)
        known = self._known(node) if is_built or isinstance(node, cst.Dict | cst.SimpleString | cst.IfExp) else None
        if isinstance(known, Items | Entries):
            return known
        if known is None and not is_readable(node, self.scope):
            raise Refusal("query.dynamic", f"`{self._code(node)}` is given to a function")
        placed = self._placed(node)
        return Element(placed, self.at, known if isinstance(known, str) else None)

    # the body

    def _run_body(self, statements: Sequence[cst.CSTNode]) -> tuple[Value, ...] | None:
        """Run statements until one returns; None where none does.

        Raises:
            Refusal: one of them does something else than put together what is returned.
        """
        for place, statement in enumerate(statements):
            match statement:
                case cst.SimpleStatementLine(body=[cst.Return(value=value)]):
                    return tuple(self._own(item) for item in _parts(value)) or None
                case cst.SimpleStatementLine(body=[cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString())]):
                    pass
                case cst.SimpleStatementLine() if all(
                    self._small(small) or self._local(small) for small in statement.body
                ):
                    pass
                case cst.For():
                    self._loop(statement)
                    if id(statement) not in self.steps:
                        raise Refusal("query.dynamic", self.reason or "a loop does something else, too")
                case cst.If():
                    return self._run_branches(statement, statements[place + 1 :])
                case _:
                    raise Refusal("query.dynamic", f"`{self.scope.qualified_name}()` does something else, too")
        return None

    def _run_branches(self, statement: cst.If, rest: Sequence[cst.CSTNode]) -> tuple[Value, ...] | None:
        """Run the branch that is taken and what follows; the other one, too: every way meets the same tests."""
        bodies = {True: _block(statement.body), False: _block(statement.orelse)}
        known = self._truth(statement.test)
        if known is not None:
            return self._run_body([*bodies[known], *rest])
        taken = (True, False)[self._picked(statement.test, (True, False), "a test")]
        before, turn = dict(self.values), self.turn
        found: dict[bool, tuple[Value, ...] | None] = {}
        for outcome, body in bodies.items():
            self.values, self.turn = dict(before), turn
            found[outcome] = self._run_body([*body, *rest])
        return found[taken]

    def _own(self, node: cst.BaseExpression) -> Value:
        """What is returned; a list that the caller has under another name is none that can be followed."""
        if isinstance(node, cst.Name) and isinstance(self.turn.get(node.value), Items | Entries):
            raise Refusal("query.dynamic", f"`{node.value}` is returned as it is given")
        return self.value(node)

    def _local(self, small: cst.BaseSmallStatement) -> bool:
        """``pattern = f"%{term}%"``: a name for what is written elsewhere."""
        match small:
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=value) if len(
                self.scope.flow(name).bindings
            ) == 1 and (isinstance(value, cst.FormattedString) or is_readable(value, self.scope)):
                self.turn = {**self.turn, name: Element(self._placed(value), self.at, None)}
                return True
            case _:
                return False

    # what its expressions mean in the function of the call site

    def _small(self, small: cst.BaseSmallStatement) -> bool:
        match small:
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Tuple() as names)], value=cst.Call() as call):
                targets = [item.value.value for item in names.elements if isinstance(item.value, cst.Name)]
                if len(targets) == len(names.elements) == len({*targets} & self.built):
                    return self._bind_all(small, targets, call)
            case _:
                pass
        return StatementSearch._small(self, small)

    def _bind_all(self, small: cst.Assign, targets: list[str], call: cst.Call) -> bool:
        """``where, args = self._filter(tag)``."""
        met, checks = dict(self.chooser.selectors), len(self.unsettled)
        try:
            values = self._returned_by(call)
        except Refusal as refusal:
            self.reason, values = refusal.message, ()
        if len(values) != len(targets):
            self.chooser.selectors = met
            del self.unsettled[checks:]
            self._forget(small)
            for name in targets:
                self._lose(name, small)
                self.lost[name] += f": {self.reason}" if self.reason else ""
            return False
        self.values.update(zip(targets, values, strict=True))
        self.harmless.add(id(small))
        return True

    def _text_of_call(self, node: cst.Call) -> Value:
        before, lines = dict(self.chooser.selectors), dict(self.lines)
        try:
            return ChoosingSearch.text(self, node)
        except Refusal as refusal:
            self.chooser.selectors = before
            self.lines.clear()
            self.lines.update(lines)
            try:
                values = self._returned_by(node)
            except Refusal as other:
                raise refusal from other
            if len(values) != 1:
                raise
            return values[0]

    def element(self, node: cst.BaseExpression, *, is_text: bool = True) -> Element:
        """An expression as an element of a collection, said in the function of the call site."""
        found = StatementSearch.element(self, node, is_text=is_text)
        if found.text is None:
            self._check_names(found.node)
        elif self.is_inner:
            return replace(found, node=cst.SimpleString(repr(found.text)))  # its names are none of the call's
        return found

    def _picked(
        self,
        node: cst.BaseExpression,
        keys: tuple[Key, ...],
        evidence: str,
        *,
        has_default: bool = False,
        by: cst.BaseExpression | None = None,
    ) -> int:
        self._check_names(said_in_turn(node, self.turn))
        return StatementSearch._picked(self, node, keys, evidence, has_default=has_default, by=by)

    def _inserted(self, node: cst.BaseExpression) -> str:
        """What an f-string inserts; a number is said in the function of the call site."""
        if self.is_inner and self._known(node) is None:
            placed = self._placed(node)
            constant = ConstantNumbers(self.constants, self.module, self.scope).of(node)
            if constant is not None or is_whole_number(placed, self.site.scope):
                self.numbers.append(Element(placed, self.at, None if constant is None else str(constant)))
                return mark(len(self.numbers) - 1)
        return StatementSearch._inserted(self, node)

    def _counted(self, count: Count, node: cst.BaseExpression) -> str:
        return self.counts.mark(Counted(count)) if self.is_inner else StatementSearch._counted(self, count, node)

    def _placed(self, node: cst.BaseExpression) -> cst.BaseExpression:
        """An expression with what parameters are in their places."""
        placed = said_in_turn(node, self.turn)
        self._check_names(placed)
        return placed

    def _check_names(self, node: cst.BaseExpression) -> None:
        """Refuse what means something else, or nothing, in the function of the call site.

        Raises:
            Refusal: ``query.dynamic``.
        """
        if not self.is_inner:
            return
        attributes = {id(item.attr) for item in walk(node) if isinstance(item, cst.Attribute)}
        keywords = {id(item.keyword) for item in walk(node) if isinstance(item, cst.Arg)}
        names = (item for item in walk(node) if isinstance(item, cst.Name) and id(item) not in attributes | keywords)
        here = self.site.scope
        for item in names:
            if here.parent(item) is not None or item.value in ("None", "True", "False"):
                continue
            is_shared = self.module is self.site.module and here.holding(item.value) is None
            if self.scope.holding(item.value) is not None or not is_shared:
                raise Refusal(
                    "query.dynamic", f"`{item.value}` of `{self.scope.qualified_name}()` is none of the call's"
                )
        for part in walk(node):
            if isinstance(part, cst.FormattedStringExpression) and not isinstance(part.expression, cst.Name):
                raise Refusal("query.dynamic", f"`{self._code(part.expression)}` would stand in an f-string")


def _parts(value: cst.BaseExpression | None) -> Iterator[cst.BaseExpression]:
    """The parts of what is returned."""
    if isinstance(value, cst.Tuple):
        yield from (item.value for item in value.elements)
    elif value is not None:
        yield value


def _is_constant(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.SimpleString | cst.Integer) or (
        isinstance(node, cst.Name) and node.value in ("None", "True", "False")
    )


def _block(part: cst.CSTNode | None) -> Sequence[cst.CSTNode]:
    """The statements of a branch; an ``elif`` is one."""
    match part:
        case cst.If():
            return [part]
        case cst.Else(body=body):
            return body.body
        case cst.BaseSuite():
            return part.body
        case _:
            return []
