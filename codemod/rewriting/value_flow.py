"""Follower: every use of the rows (or the row) of a call site, through names, loops, functions and attributes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import libcst as cst

from codemod.discovery.comprehensions import bound_names, loads
from codemod.discovery.coroutine_runners import runs_coroutine
from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.discovery.scopes import FunctionScope
from codemod.discovery.tree import children, parameters, walk
from codemod.outcome import Refusal
from codemod.registry import CONSUMERS
from codemod.rewriting.callees import find_callees, is_self, parameter_of
from codemod.source import ParsedModule

#: What a use asks of the value: a column by name, a mapping's methods, what any kind of record has, values
#: by position, nothing that differs, or more than we see.
UseKind = Literal["named", "mapping", "record", "positional", "neutral", "escapes"]

#: What a followed expression holds: the list of rows, one row, or a dictionary whose values are rows.
Holds = Literal["rows", "row", "keyed"]

#: Exceptions that reading a value raises, by the way it is read.
_OF_ACCESS: Final = frozenset({"TypeError", "KeyError", "LookupError", "AttributeError"})

#: How many functions or attributes a value is followed through before it counts as out of sight.
_FOLLOWED: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """One use of a row or of the rows.

    Attributes:
        node: the expression that can be edited (``row["x"]`` for a named use).
        module: the file it stands in.
        key: the column of a named use.
        editable: the use stands in the site's function, and no other value reaches it.
    """

    kind: UseKind
    node: cst.CSTNode
    module: ParsedModule
    key: str | None = None
    editable: bool = True

    @property
    def place(self) -> str:
        """``path:line`` of the use."""
        line, _ = self.module.line_column(self.module.span(self.node)[0])
        return f"{self.module.source.path}:{line}"


@dataclass(frozen=True, slots=True, eq=False)
class Follower:
    """Follows a value through its uses; the object that consumer handlers get.

    Attributes:
        uses: the uses found so far, shared by all followers of one site.
        editable: uses found here belong to this value alone and stand in the site's function.
        depth: through how many functions and attributes the value came.
    """

    module: ParsedModule
    scope: FunctionScope
    index: ProjectIndex
    uses: list[Use] = field(default_factory=list)
    editable: bool = True
    depth: int = 0
    followed: set[tuple[int, Holds, bool]] = field(default_factory=set)

    def mixed(self) -> Follower:
        """The same follower for an expression that may hold another value as well."""
        return replace(self, editable=False)

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The node around ``node`` within the function."""
        return self.scope.parent(node)

    def follow(self, node: cst.CSTNode, holds: Holds) -> bool:
        """Classify the use of ``node`` by what stands around it; always true, so a handler can return it.

        Raises:
            Refusal: ``rows.consumer`` for a use no handler knows.
        """
        key = (id(node), holds, self.editable)
        if key not in self.followed:
            self.followed.add(key)
            parent = self.parent(node)
            handler = CONSUMERS.get(type(parent)) if parent is not None else None
            if handler is None or not handler(self, parent, node, holds):
                raise self.refusal(parent if parent is not None else node, "is not understood")
        return True

    def refusal(self, node: cst.CSTNode, why: str) -> Refusal:
        """The refusal of the site for a use of its result."""
        while isinstance(node, cst.Arg | cst.Element | cst.DictElement | cst.FormattedStringExpression):
            node = self.parent(node) or node
        code = self.module.tree.code_for_node(node).strip().splitlines()[0]
        shown = code if len(code) <= 60 else f"{code[:57]}..."
        return Refusal("rows.consumer", f"the use `{shown}` at {self._place(node)} {why}")

    def _place(self, node: cst.CSTNode) -> str:
        try:
            return Use("neutral", node, self.module).place
        except KeyError:  # libcst gives no position to nodes that are punctuation to it
            return self.module.source.path.as_posix()

    def use(self, kind: UseKind, node: cst.CSTNode, key: str | None = None) -> bool:
        """Note a use; always true, so a handler can return it."""
        editable = self.editable and not self._has_own_handler(node)
        self.uses.append(Use(kind, node, self.module, key, editable))
        return True

    def _has_own_handler(self, node: cst.CSTNode) -> bool:
        """Whether a handler tells ``None["x"]`` (a TypeError) or a missing key from ``None.x`` (an AttributeError)."""
        around = self.parent(node)
        while around is not None:
            if isinstance(around, cst.Try | cst.TryStar) and around.body is node:
                for handler in around.handlers:
                    if any(isinstance(item, cst.Name) and item.value in _OF_ACCESS for item in walk(handler)):
                        return True
            node, around = around, self.parent(around)
        return False

    # -- names

    def bound(self, target: cst.CSTNode, holds: Holds, around: cst.CSTNode) -> bool:
        """Follow a value into what it is bound to.

        Args:
            target: the target of an assignment or loop.
            holds: what the value holds.
            around: the statement (or the target, or the walrus) that a binding of the name would have.
        """
        match target:
            case cst.Name():
                return self._bound_name(target, holds, around)
            case cst.Tuple() | cst.List() if holds == "row":
                return self.use("positional", target)
            case cst.Attribute():
                return self._kept(target, holds)
            case _:
                return False

    def _bound_name(self, target: cst.Name, holds: Holds, around: cst.CSTNode) -> bool:
        flow = self.scope.flow(target.value)
        bindings = [binding for binding in flow.bindings if binding.node is around or binding.node is target]
        if flow.elsewhere or not bindings:
            return False
        for binding in bindings:
            for use in self.scope.uses_of(target.value, binding):
                others = [item for item in flow.reaching[id(use)] if item is not binding and not is_empty(item.value)]
                alone = not others and self._in_own_function(use)
                (self if alone else self.mixed()).follow(use, holds)
        return True

    def joined(self, target: cst.BaseExpression) -> bool:
        """Follow rows into a list that the function itself made: ``found.extend(rows)``, ``found.append(row)``."""
        if not isinstance(target, cst.Name) or not self._in_own_function(target):
            return False
        flow = self.scope.flow(target.value)
        if flow.elsewhere or not flow.bindings or not all(_is_new_list(item.value) for item in flow.bindings):
            return False
        return all(self.mixed().follow(use, "rows") for use in flow.uses)

    def _in_own_function(self, node: cst.CSTNode) -> bool:
        """Whether a use is in the function itself, not in a nested one where the name may mean something else."""
        current = self.parent(node)
        while current is not None and not isinstance(current, cst.FunctionDef | cst.Lambda | cst.ClassDef):
            current = self.parent(current)
        return current is None or current is self.scope.node

    def comprehension(self, clause: cst.CompFor, target: cst.CSTNode, holds: Holds) -> bool:
        """Follow what a comprehension's ``for`` binds into its elements, conditions and inner clauses."""
        if not isinstance(target, cst.Name):
            return isinstance(target, cst.Tuple | cst.List) and holds == "row" and self.use("positional", target)
        holder = self.parent(clause)
        while isinstance(holder, cst.CompFor):
            holder = self.parent(holder)
        assert holder is not None, "a clause stands in a comprehension"
        inner = clause.inner_for_in
        parts = [item for item in children(holder) if not isinstance(item, cst.CompFor)]
        parts += [*clause.ifs, *([inner] if inner is not None else [])]
        if target.value in bound_names(inner):
            return False
        return all(self.follow(use, holds) for part in parts for use in loads(part, target.value))

    def paired(self, call: cst.Call, position: int) -> bool:
        """Follow rows that a loop over ``call`` binds in a tuple: ``for number, row in enumerate(rows)``."""
        around = self.parent(call)
        if not isinstance(around, cst.For | cst.CompFor) or around.iter is not call:
            return False
        if not isinstance(around.target, cst.Tuple) or len(around.target.elements) <= position:
            return False
        if any(isinstance(item, cst.StarredElement) for item in around.target.elements):
            return False
        target = around.target.elements[position].value
        if isinstance(around, cst.CompFor):
            return self.comprehension(around, target, "row")
        return self.bound(target, "row", around)

    def keyed_by(self, call: cst.Call) -> bool:
        """Follow a row into the ``key=lambda row: …`` of ``sorted()`` and its kin; without one, records compare."""
        keys = [item.value for item in call.args if item.keyword is not None and item.keyword.value == "key"]
        return bool(keys) and self.into_lambda(keys[0])

    def into_lambda(self, function: cst.BaseExpression) -> bool:
        """Follow a row into the one parameter of a lambda."""
        if not isinstance(function, cst.Lambda):
            return False
        params = list(parameters(function.params))
        if len(params) != 1 or params[0].star:
            return False
        return all(self.follow(use, "row") for use in loads(function.body, params[0].name.value))

    # -- other functions

    def _kept(self, target: cst.Attribute, holds: Holds) -> bool:
        """A value kept on an object: every reader of the attribute, by name, over the project."""
        self.use("escapes", target)
        return self._elsewhere(self.index.readers_of_attribute(target.attr.value), holds)

    def returned(self, node: cst.CSTNode, holds: Holds) -> bool:
        """A value returned: what the callers of the function do with it, by name, over the project."""
        function = self.scope.node
        if not isinstance(function, cst.FunctionDef) or not self._in_own_function(node) or self.scope.outer is not None:
            return False
        name = function.name.value
        self.use("escapes", node)
        if function.asynchronous is None:
            return self._elsewhere(self.index.unawaited_calls(name), holds)
        for call in self.index.unawaited_calls(name):
            if self._calls_this(call, name) or runs_coroutine(call):
                raise self.refusal(node, f"is awaited out of sight: see the call at {call.place}")
        return self._elsewhere(self.index.awaited_calls(name), holds)

    def _calls_this(self, call: Occurrence, name: str) -> bool:
        """Whether an unawaited call is certainly of this function: ``self.F()`` of its class, ``F()`` of its module."""
        assert isinstance(call.node, cst.Call)
        if self.scope.class_name is None:
            return isinstance(call.node.func, cst.Name) and name == call.node.func.value
        return is_self(call.node.func) and call.scope.class_name == self.scope.class_name

    def passed(self, call: cst.Call, argument: cst.Arg, holds: Holds) -> bool:
        """A value passed to a function of the project: what the function does with its parameter."""
        if argument.star or self.depth >= _FOLLOWED:
            return False
        functions = find_callees(call.func, self.module, self.scope, self.index)
        return bool(functions) and all(self._into(item, call, argument, holds) for item in functions)

    def _into(self, item: Occurrence, call: cst.Call, argument: cst.Arg, holds: Holds) -> bool:
        assert isinstance(item.node, cst.FunctionDef), "the index holds definitions"
        parameter = parameter_of(item.node, call, argument, is_method=item.scope.class_name is not None)
        if parameter is None:
            return False
        self.use("escapes", call)
        inner = self._in(item)
        return inner.bound(parameter.name, holds, parameter)

    def _in(self, item: Occurrence) -> Follower:
        return replace(self, module=item.module, scope=item.scope, editable=False, depth=self.depth + 1)

    def _elsewhere(self, occurrences: Iterable[Occurrence], holds: Holds) -> bool:
        return self.depth < _FOLLOWED and all(self._in(item).follow(item.node, holds) for item in occurrences)


def is_empty(node: cst.BaseExpression | None) -> bool:
    """None or a list without elements: nothing that could be read like a row."""
    match node:
        case cst.Name():
            return node.value == "None"
        case cst.List() | cst.Tuple():
            return not node.elements
        case _:
            return False


def _is_new_list(node: cst.BaseExpression | None) -> bool:
    """An expression whose list nobody else holds."""
    match node:
        case cst.List() | cst.ListComp():
            return True
        case cst.Call(func=cst.Name(value="list")):
            return True
        case cst.Await(expression=cst.Call(func=cst.Attribute(attr=cst.Name(value="fetch")))):
            return True
        case _:
            return False
