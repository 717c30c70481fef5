"""Follower: every use of the rows (or the row) of a call site within one function after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import libcst as cst

from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.outcome import Refusal
from codemod.registry import CONSUMERS
from codemod.rewriting.rows.attribute_readers import attribute_readers
from codemod.rewriting.rows.function_values import FOLLOWED, Entered
from codemod.rewriting.rows.holds import Among, Coroutine, Holds, Keyed, Many, Row, Stream
from codemod.rewriting.rows.typed_places import TypedValue
from codemod.source import ParsedModule
from codemod.syntax.comprehensions import loads
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import children, is_empty, loop_names, walk

#: What a use asks of the value: a column by name, one as an attribute, a mapping's methods, what any kind of record
#: has, values by position, a place for other values, nothing that differs, or more than we see.
UseKind = Literal["named", "attribute", "mapping", "record", "positional", "joined", "neutral", "escapes"]

#: Exceptions that reading a value raises, by the way it is read.
_OF_ACCESS: Final = frozenset({"TypeError", "KeyError", "LookupError", "AttributeError"})


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """One use of a row or of the rows.

    Attributes:
        node: the expression that can be edited (``row["x"]`` for a named use).
        module: the file it stands in.
        key: the column of a named use, or of one as an attribute.
        row: the row itself, in a use of what it is as a mapping.
        editable: no other value reaches it, from anywhere.
        function: qualified name of the function it stands in; empty for the site's own.
    """

    kind: UseKind
    node: cst.CSTNode
    module: ParsedModule
    key: str | None = None
    row: cst.CSTNode | None = None
    editable: bool = True
    function: str = ""

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
        typed: annotations that the value came to, shared in the same way.
        editable: uses found here belong to this value alone.
        depth: through how many functions and attributes the value came.
        entered: the functions it came through as an argument.
    """

    module: ParsedModule
    scope: FunctionScope
    index: ProjectIndex
    uses: list[Use] = field(default_factory=list)
    typed: list[TypedValue] = field(default_factory=list)
    editable: bool = True
    depth: int = 0
    entered: tuple[Entered, ...] = ()
    followed: set[tuple[int, Holds, bool, tuple[Entered, ...]]] = field(default_factory=set)

    def mixed(self) -> Follower:
        """The same follower for an expression that may hold another value as well."""
        return replace(self, editable=False)

    def elsewhere(self, item: Occurrence, *, alone: bool = False) -> Follower:
        """The follower for what happens in another function.

        Args:
            item: where it happens.
            alone: no other value comes there.
        """
        editable = self.editable and alone
        return replace(self, module=item.module, scope=item.scope, editable=editable, depth=self.depth + 1)

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The node around ``node`` within the function."""
        return self.scope.parent(node)

    def follow(self, node: cst.CSTNode, holds: Holds) -> bool:
        """Classify the use of ``node`` by what stands around it; always true, so a handler can return it.

        Raises:
            Refusal: ``rows.consumer`` for a use no handler knows.
        """
        key = (id(node), holds, self.editable, self.entered)
        if key not in self.followed:
            self.followed.add(key)
            parent = self.parent(node)
            handler = CONSUMERS.get(type(parent)) if parent is not None else None
            if handler is None or _depth(holds) > FOLLOWED or not handler(self, parent, node, holds):
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

    def use(self, kind: UseKind, node: cst.CSTNode, key: str | None = None, row: cst.CSTNode | None = None) -> bool:
        """Note a use; always true, so a handler can return it."""
        editable = self.editable and not self._has_own_handler(node)
        function = self.scope.qualified_name if self.depth else ""
        self.uses.append(Use(kind, node, self.module, key, row, editable, function))
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
            target: the target of an assignment or loop, or an element of one.
            holds: what the value holds.
            around: the statement (or the target, or the walrus) that a binding of the name would have.
        """
        if isinstance(target, cst.Name):
            return self._bound_name(target, holds, around)
        return self.unpacked(target, holds, lambda item, inner: self.bound(item, inner, around))

    def unpacked(self, target: cst.CSTNode, holds: Holds, bind: Callable[[cst.CSTNode, Holds], bool]) -> bool:
        """Follow what ``target`` takes apart: the values of a row, the one interesting element of a tuple."""
        if not isinstance(target, cst.Tuple | cst.List):
            return False
        starred = any(isinstance(item, cst.StarredElement) for item in target.elements)
        match holds:
            case Row():
                return self.use("positional", target)
            case Among(position, value):
                if starred or position >= len(target.elements):
                    return False
                return bind(target.elements[position].value, value)
            case Many(value):
                return all(
                    bind(item.value, holds if isinstance(item, cst.StarredElement) else value)
                    for item in target.elements
                )
            case Keyed() | Stream() | Coroutine():
                return False

    def _bound_name(self, target: cst.Name, holds: Holds, around: cst.CSTNode) -> bool:
        flow = self.scope.flow(target.value)
        bindings = [binding for binding in flow.bindings if binding.node is around or binding.node is target]
        if flow.elsewhere or not bindings:
            return False
        for binding in bindings:
            for use in self.scope.uses_of(target.value, binding):
                others = [item for item in flow.reaching[id(use)] if item is not binding and not is_empty(item.value)]
                alone = not others and self.in_own_function(use)
                (self if alone else self.mixed()).follow(use, holds)
        return True

    def joined(self, target: cst.BaseExpression, holds: Many | Keyed) -> bool:
        """Follow what is put into a list or dictionary that the function itself made: ``found.append(row)``."""
        if not isinstance(target, cst.Name) or not self.in_own_function(target):
            return False
        flow = self.scope.flow(target.value)
        made = _is_new_list if isinstance(holds, Many) else _is_new_dict
        bindings = [item for item in flow.bindings if not isinstance(item.node, cst.AugAssign)]  # stays the same list
        if flow.elsewhere or not bindings or not all(made(item.value) for item in bindings):
            return False
        return all(self.mixed().follow(use, holds) for use in flow.uses)

    def kept_as(self, node: cst.CSTNode, attribute: str, holds: Holds, owner: str | None = None) -> bool:
        """Follow a value that is kept on an object to every reader of the attribute, by name, over the project.

        Args:
            node: what keeps it.
            attribute: the attribute.
            holds: what the value holds.
            owner: the class of the object, where it is known.
        """
        self.use("escapes", node)
        return self.read_as(attribute, holds, owner)

    def read_as(self, attribute: str, holds: Holds, owner: str | None = None) -> bool:
        """Follow a value to the readers of an attribute, which nobody else has."""
        readers = attribute_readers(attribute, self.index, owner)
        return self.depth < FOLLOWED and all(self.elsewhere(item).follow(item.node, holds) for item in readers)

    def in_own_function(self, node: cst.CSTNode) -> bool:
        """Whether a use is in the function itself, not in a nested one where the name may mean something else."""
        current = self.parent(node)
        while current is not None and not isinstance(current, cst.FunctionDef | cst.Lambda | cst.ClassDef):
            current = self.parent(current)
        return current is None or current is self.scope.node

    def comprehension(self, clause: cst.CompFor, target: cst.CSTNode, holds: Holds) -> bool:
        """Follow what a comprehension's ``for`` binds into its elements, conditions and inner clauses."""
        if not isinstance(target, cst.Name):
            return self.unpacked(target, holds, lambda item, inner: self.comprehension(clause, item, inner))
        holder = self.parent(clause)
        while isinstance(holder, cst.CompFor):
            holder = self.parent(holder)
        assert holder is not None, "a clause stands in a comprehension"
        inner = clause.inner_for_in
        parts = [item for item in children(holder) if not isinstance(item, cst.CompFor)]
        parts += [*clause.ifs, *([inner] if inner is not None else [])]
        if target.value in loop_names(inner):
            return False
        return all(self.follow(use, holds) for part in parts for use in loads(part, target.value))


def _depth(holds: Holds) -> int:
    """How many containers lie around a row: those of a value that is put into itself have no end."""
    depth = 0
    while not isinstance(holds, Row):
        holds = holds.item if isinstance(holds, Many | Stream) else holds.value
        depth += 1
    return depth


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


def _is_new_dict(node: cst.BaseExpression | None) -> bool:
    """An expression whose dictionary nobody else holds."""
    match node:
        case cst.Dict() | cst.DictComp():
            return True
        case cst.Call(func=cst.Name(value="dict" | "defaultdict") | cst.Attribute(attr=cst.Name(value="defaultdict"))):
            return True
        case _:
            return False
