"""Reaching definitions of one name in one function: which bindings a use of the name may see."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

import libcst as cst

from codemod.syntax.bindings import Binding, BindingKind
from codemod.syntax.imports import local_names
from codemod.syntax.tree import (
    binds_locally,
    bound_by,
    children,
    declares_outer,
    loop_names,
    may_swallow,
    name_loads,
    names_of,
    parameters,
    walk,
)

State = frozenset[Binding]
_NOTHING = State()

#: Statements after which the next one isn't reached.
_LEAVING: frozenset[type] = frozenset({cst.Return, cst.Raise, cst.Break, cst.Continue})


@dataclass(slots=True, eq=False)
class NameFlow:
    """The flow of one name through a function or module.

    Attributes:
        holders: ids of the nodes that hold the name, and of the name's own: the others are passed by.
        bindings: every binding of the name, in source order.
        reaching: bindings that may reach each use, by the id of its Name node.
        uses: the Name nodes that read the name, in source order.
        elsewhere: the name is ``global`` or ``nonlocal`` somewhere: nothing is known of it.
    """

    name: str
    holders: Set[int]
    bindings: list[Binding] = field(default_factory=list)
    reaching: dict[int, State] = field(default_factory=dict)
    uses: list[cst.Name] = field(default_factory=list)
    elsewhere: bool = False
    _known: dict[int, Binding] = field(default_factory=dict)
    _exits: list[list[State]] = field(default_factory=lambda: [[]])
    _seen: list[set[Binding]] = field(default_factory=list)
    _inner: list[cst.Name] = field(default_factory=list)

    def of_function(self, function: cst.FunctionDef) -> NameFlow:
        """Follow the name through a function body, from its parameters on."""
        state = _NOTHING
        for param in parameters(function.params):
            if param.name.value == self.name:
                state = self._bind("param", param)
        self._block(function.body, state)
        return self._finished()

    def of_module(self, module: cst.Module) -> NameFlow:
        """Follow the name through the statements of a module."""
        self._statements(module.body, _NOTHING)
        return self._finished()

    def _finished(self) -> NameFlow:
        for use in self._inner:  # a nested function may run at any time: any binding may reach it
            self.reaching[id(use)] = frozenset(self.bindings)
        return self

    # -- statements

    def _block(self, body: cst.BaseSuite, state: State) -> State:
        if not isinstance(body, cst.SimpleStatementSuite):
            return self._statements(body.body, state)
        for small in body.body:
            state = self._small(small, state, None)
        return state

    def _statements(self, body: Sequence[cst.CSTNode], state: State) -> State:
        for statement in body:
            state = self._statement(statement, state)
        return state

    def _statement(self, node: cst.CSTNode, state: State) -> State:
        match node:
            case cst.SimpleStatementLine():
                for small in node.body:
                    state = self._small(small, state, node if len(node.body) == 1 else None)
                return state
            case cst.If():
                return self._if(node, state)
            case cst.For():
                state = self._expression(node.iter, state)
                return self._loop(node, state, target=node.target)
            case cst.While():
                return self._loop(node, self._expression(node.test, state), test=node.test)
            case cst.With():
                return self._with(node, state)
            case cst.Try() | cst.TryStar():
                return self._try(node, state)
            case cst.Match():
                return self._match(node, state)
            case cst.FunctionDef() | cst.ClassDef():
                return self._nested(node, state)
            case _:
                return self._expression(node, state)

    def _small(self, node: cst.BaseSmallStatement, state: State, line: cst.SimpleStatementLine | None) -> State:
        if node.__class__ not in _LEAVING and id(node) not in self.holders:
            return state
        match node:
            case cst.Assign():
                state = self._expression(node.value, state)
                for target in node.targets:
                    state = self._target(target.target, state, node.value, line)
                return state
            case cst.AnnAssign():
                if node.value is not None:
                    state = self._target(node.target, self._expression(node.value, state), node.value, line)
                return state
            case cst.AugAssign():
                state = self._expression(node.value, self._expression(node.target, state))
                return self._bind("unknown", node) if self._is_name(node.target) else state
            case cst.Del():
                state = self._expression(node.target, state)
                return self._bind("unknown", node) if self.name in names_of(node.target) else state
            case cst.Import() | cst.ImportFrom():
                return self._bind("import", node) if self.name in local_names(node) else state
            case cst.Global() | cst.Nonlocal():
                self.elsewhere |= self.name in bound_by(node)
                return state
            case cst.Return() | cst.Raise():
                self._expression(node, state)
                return _NOTHING
            case cst.Break() | cst.Continue():
                self._exits[-1].append(state)
                return _NOTHING
            case _:
                return self._expression(node, state)

    def _target(
        self, target: cst.CSTNode, state: State, value: cst.BaseExpression | None, line: cst.SimpleStatementLine | None
    ) -> State:
        if self._is_name(target):
            return self._bind("assign", line or target, value, line)
        if self.name in names_of(target):
            return self._bind("unknown", target)
        return self._expression(target, state)

    def _if(self, node: cst.If, state: State) -> State:
        state = self._expression(node.test, state)
        taken = self._block(node.body, state)
        orelse = node.orelse
        if isinstance(orelse, cst.If):
            return taken | self._if(orelse, state)
        return taken | (self._block(orelse.body, state) if orelse is not None else state)

    def _loop(
        self,
        node: cst.For | cst.While,
        state: State,
        target: cst.CSTNode | None = None,
        test: cst.CSTNode | None = None,
    ) -> State:
        entry = state
        ends: list[State] = []
        for _ in range(2):  # the second turn carries what the first one bound back to the top
            self._exits.append([])
            inner = entry
            if target is not None and self.name in names_of(target):
                value = node.iter if isinstance(node, cst.For) else None
                inner = self._bind("for" if self._is_name(target) else "unknown", node, value)
            inner = self._block(node.body, inner)
            ends = self._exits.pop()
            entry = entry.union(inner, *ends)
            if test is not None:
                self._expression(test, entry)
        after = self._block(node.orelse.body, entry) if node.orelse is not None else entry
        return after.union(*ends)

    def _with(self, node: cst.With, state: State) -> State:
        for item in node.items:
            state = self._expression(item.item, state)
            if item.asname is not None:
                if self._is_name(item.asname.name):
                    state = self._bind("with", item, item.item)
                elif self.name in names_of(item.asname.name):
                    state = self._bind("unknown", item)
        # a context manager may swallow an exception (suppress): what was bound inside may or may not have been
        self._seen.append(set(state))
        after = self._block(node.body, state)
        anywhere = frozenset(self._seen.pop())
        return after | anywhere if may_swallow(node) else after

    def _try(self, node: cst.Try | cst.TryStar, state: State) -> State:
        self._seen.append(set(state))
        after = self._block(node.body, state)
        anywhere = frozenset(self._seen.pop())
        if node.orelse is not None:
            after = self._block(node.orelse.body, after)
        for handler in node.handlers:
            caught = self._expression(handler.type, anywhere) if handler.type is not None else anywhere
            if handler.name is not None and self.name in names_of(handler.name.name):
                caught = self._bind("unknown", handler)
            after |= self._block(handler.body, caught)
        if node.finalbody is not None:
            self._block(node.finalbody.body, after | anywhere)
            after = self._block(node.finalbody.body, after)
        return after

    def _match(self, node: cst.Match, state: State) -> State:
        state = self._expression(node.subject, state)
        after = state
        for case in node.cases:
            inner = state
            if any(self.name in bound_by(item) for item in walk(case.pattern)):
                inner = self._bind("unknown", case)
            if case.guard is not None:
                inner = self._expression(case.guard, inner)
            after |= self._block(case.body, inner)
        return after

    def _nested(self, node: cst.FunctionDef | cst.ClassDef, state: State) -> State:
        if id(node) not in self.holders:
            return state
        for decorator in node.decorators:
            state = self._expression(decorator, state)
        if isinstance(node, cst.FunctionDef):
            for param in parameters(node.params):
                if param.default is not None:
                    state = self._expression(param.default, state)
            if not binds_locally(node, self.name):
                self._collect_inner(node.body)
            elif declares_outer(node, self.name):
                self.elsewhere = True
        else:
            for argument in (*node.bases, *node.keywords):
                state = self._expression(argument.value, state)
            self._collect_inner(node.body)
        return self._bind("definition", node) if node.name.value == self.name else state

    def _collect_inner(self, node: cst.CSTNode) -> None:
        for use in name_loads(node, self.name):
            self.uses.append(use)
            self._inner.append(use)

    # -- expressions

    def _expression(self, node: cst.CSTNode, state: State) -> State:
        pending = [node]
        while pending:
            item = pending.pop()
            if id(item) not in self.holders:
                continue
            match item:
                case cst.Name() if item.value == self.name:
                    self._use(item, state)
                case cst.Attribute() | cst.Arg():
                    pending.append(item.value)
                case cst.NamedExpr():
                    pending.append(item.value)
                    if self._is_name(item.target):
                        state |= self._bind("assign", item, item.value)
                case cst.Lambda():
                    if all(param.name.value != self.name for param in parameters(item.params)):
                        self._collect_inner(item.body)
                case cst.BaseComp() if self.name in loop_names(item.for_in):
                    pending.append(item.for_in.iter)
                case cst.Annotation():
                    continue
                case _:
                    pending.extend(reversed(children(item)))
        return state

    def _use(self, node: cst.Name, state: State) -> None:
        if id(node) not in self.reaching:
            self.uses.append(node)
        self.reaching[id(node)] = self.reaching.get(id(node), _NOTHING) | state

    def _bind(
        self,
        kind: BindingKind,
        node: cst.CSTNode,
        value: cst.BaseExpression | None = None,
        line: cst.SimpleStatementLine | None = None,
    ) -> State:
        binding = self._known.get(id(node))
        if binding is None:
            binding = self._known[id(node)] = Binding(kind, node, value, line)
            self.bindings.append(binding)
        for seen in self._seen:
            seen.add(binding)
        return frozenset([binding])

    def _is_name(self, node: object) -> bool:
        return isinstance(node, cst.Name) and node.value == self.name
