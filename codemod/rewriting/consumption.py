"""Consumption: which result shape the uses of a call site can live with, and the edits they need for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.name_flow import children, name_loads
from codemod.discovery.project_index import Occurrence, ProjectIndex
from codemod.discovery.scopes import FunctionScope
from codemod.lowering.lowered import Lowered
from codemod.mapping.models import MappedTable
from codemod.outcome import Refusal
from codemod.python_code import is_attribute_name
from codemod.registry import CONSUMERS, load_transforms
from codemod.source import Edit, ParsedModule

Shape = Literal["entities", "mappings", "rows", "scalar", "none"]

#: What a use asks of the value: a column by name, a mapping, a position, nothing, or more than we see.
UseKind = Literal["named", "mapping", "positional", "neutral", "escapes"]

#: What a followed expression holds.
Holds = Literal["rows", "row"]

#: How many functions or attributes a value is followed through before it counts as out of sight.
_FOLLOWED: Final = 3


@dataclass(frozen=True, slots=True)
class Consumption:
    """The chosen shape of a result.

    Attributes:
        edits: edits of the uses in the site's own file.
        uses: a phrase per use, for ``explain``.
    """

    shape: Shape
    edits: tuple[Edit, ...] = ()
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """One use of a row or of the rows.

    Attributes:
        node: the expression that can be edited (``row["x"]`` for a named use).
        key: the column of a named use; ``value`` the part before the subscript.
        shared: another binding may reach the use too, so it can't be edited.
    """

    kind: UseKind
    node: cst.CSTNode
    place: str
    key: str | None = None
    value: cst.BaseExpression | None = None
    own: bool = True
    shared: bool = False


@dataclass(slots=True, eq=False)
class Follower:
    """Follows a value through its uses; the object that consumer handlers get."""

    module: ParsedModule
    scope: FunctionScope
    index: ProjectIndex
    uses: list[Use] = field(default_factory=list)
    own: bool = True
    shared: bool = False
    depth: int = 0
    _followed: set[int] = field(default_factory=set)

    def follow(self, node: cst.CSTNode, holds: Holds) -> None:
        """Classify the use of ``node`` by what stands around it.

        Raises:
            Refusal: ``rows.consumer`` for a use no handler knows.
        """
        if id(node) in self._followed:
            return
        self._followed.add(id(node))
        parent = self.scope.parent(node)
        handler = CONSUMERS.get(type(parent)) if parent is not None else None
        if handler is None or not handler(self, parent, node, holds):
            self.refuse(parent if parent is not None else node, "is not understood")

    def refuse(self, node: cst.CSTNode, why: str) -> None:
        """Refuse the site for a use of its result."""
        code = self.module.tree.code_for_node(node).strip().splitlines()[0]
        raise Refusal("rows.consumer", f"the use `{code[:60]}` at {self.place(node)} {why}")

    def place(self, node: cst.CSTNode) -> str:
        """``path:line`` of a node."""
        try:
            line, _ = self.module.line_column(self.module.span(node)[0])
        except KeyError:
            return self.module.source.path.as_posix()
        return f"{self.module.source.path}:{line}"

    def use(self, kind: UseKind, node: cst.CSTNode, key: str | None = None, value: cst.BaseExpression | None = None) -> bool:
        """Note a use; always true, so a handler can return it."""
        self.uses.append(Use(kind, node, self.place(node), key, value, self.own, self.shared))
        return True

    def bound(self, target: cst.CSTNode, holds: Holds, around: cst.CSTNode) -> bool:
        """Follow a value into the name (or attribute) it is bound to."""
        if isinstance(target, cst.Name):
            return self._bound_name(target, holds, around)
        if isinstance(target, cst.Tuple | cst.List) and holds == "row":
            return self.use("positional", around)
        if isinstance(target, cst.Attribute):
            return self._bound_attribute(target, holds)
        return False

    def _bound_name(self, target: cst.Name, holds: Holds, around: cst.CSTNode) -> bool:
        if not self.scope.is_local(target.value):
            return False
        flow = self.scope.flow(target.value)
        if flow.elsewhere:
            return False
        bindings = [binding for binding in flow.bindings if binding.node is around or binding.node is target]
        if not bindings:
            return False
        for binding in bindings:
            for use in self.scope.uses_of(target.value, binding):
                shared, self.shared = self.shared, self.shared or len(flow.reaching.get(id(use), ())) > 1
                self.follow(use, holds)
                self.shared = shared
        return True

    def comprehension(self, clause: cst.CompFor, target: cst.CSTNode) -> bool:
        """Follow the rows of a comprehension's ``for`` into its element and conditions."""
        holder = self.scope.parent(clause)
        if isinstance(target, cst.Tuple):
            return self.use("positional", clause)
        if not isinstance(target, cst.Name) or holder is None:
            return False
        parts = [item for item in children(holder) if item is not clause]
        parts += [*clause.ifs, *([clause.inner_for_in] if clause.inner_for_in is not None else [])]
        for part in parts:
            for use in name_loads(part, target.value):
                self.follow(use, "row")
        return True

    def _bound_attribute(self, target: cst.Attribute, holds: Holds) -> bool:
        """A value kept on an object: every reader of the attribute, by name, over the project."""
        readers = [item for item in self.index.attribute_loads(target.attr.value) if not _is_target(item)]
        return self._elsewhere(readers, holds, f"kept as .{target.attr.value}")

    def returned(self, node: cst.CSTNode, holds: Holds) -> bool:
        """A value returned: what the callers of the function do with it, by name, over the project."""
        name = self.scope.qualified_name.rpartition(".")[2]
        if not isinstance(self.scope.node, cst.FunctionDef) or self.scope.outer is not None:
            return False
        self.use("escapes", node)
        return self._elsewhere(list(self.index.awaited_calls(name)), holds, f"returned by {name}()")

    def _elsewhere(self, occurrences: list[Occurrence], holds: Holds, how: str) -> bool:
        if self.depth >= _FOLLOWED:
            return False
        for occurrence in occurrences:
            inner = Follower(occurrence.module, occurrence.scope, self.index, self.uses, False, True, self.depth + 1)
            inner.follow(occurrence.node, holds)
        if not occurrences:
            self.uses.append(Use("escapes", self.scope.node, how, own=False))
        return True


def _is_target(item: Occurrence) -> bool:
    parent = item.scope.parent(item.node)
    return isinstance(parent, cst.AssignTarget | cst.AnnAssign) and parent.target is item.node


def analyse_consumers(
    site: CallSite, lowered: Lowered, rows: Literal["auto", "entities", "mappings"], index: ProjectIndex
) -> Consumption:
    """Choose the result shape by the uses that can be seen (DESIGN.md, section 5).

    Args:
        site: the call site.
        lowered: its statement; its entity is what ``SELECT *`` of one model gives.
        rows: the user's preference.
        index: callers and attribute readers of the project.

    Raises:
        Refusal: ``rows.consumer`` or ``rows.status``.
    """
    if site.method in ("execute", "executemany"):
        if not _is_discarded(site):
            raise Refusal("rows.status", f"the status string of {site.written_method}() is used")
        return Consumption("none", uses=("discarded",))
    if _is_discarded(site):
        return Consumption("none", uses=("discarded",))
    if not lowered.columns:
        raise Refusal("rows.consumer", f"{site.written_method}() of a statement that gives no rows")
    if site.method == "fetchval":
        return Consumption("scalar", uses=("one value",))
    load_transforms()
    follower = Follower(site.module, site.scope, index)
    assert site.awaited is not None, "guards refuse a call that isn't awaited"
    follower.follow(site.awaited, "rows" if site.method == "fetch" else "row")
    return _chosen(follower.uses, lowered.entity, rows, site.module)


def _is_discarded(site: CallSite) -> bool:
    return isinstance(site.scope.parent(site.awaited or site.call), cst.Expr)


def _chosen(uses: list[Use], entity: MappedTable | None, rows: str, module: ParsedModule) -> Consumption:
    kinds = {use.kind for use in uses}
    told = tuple(f"{use.kind} at {use.place}" for use in uses)
    if "positional" in kinds:
        odd = next((use for use in uses if use.kind not in ("positional", "neutral")), None)
        if odd is not None:
            raise Refusal("rows.consumer", f"the result is read by position and {_phrase(odd)} at {odd.place}")
        return Consumption("rows", uses=told)
    if entity is not None and rows != "mappings" and _fits_entity(uses, entity, rows):
        return Consumption("entities", tuple(_entity_edits(uses, entity, module)), told)
    return Consumption("mappings", uses=told)


def _phrase(use: Use) -> str:
    return {"named": "by name", "mapping": "as a mapping", "escapes": "out of sight"}[use.kind]


def _fits_entity(uses: list[Use], entity: MappedTable, rows: str) -> bool:
    """Whether every use works on the model's objects: named columns in this file, nothing else."""
    for use in uses:
        if use.kind == "neutral":
            continue
        if use.kind == "escapes":
            if rows != "entities":
                return False
            continue
        column = entity.column(use.key or "")
        if use.kind != "named" or not use.own or use.shared or column is None:
            return False
        if not is_attribute_name(column.attribute) or column.attribute in entity.relationships:
            return False
    return True


def _entity_edits(uses: Iterable[Use], entity: MappedTable, module: ParsedModule) -> Iterator[Edit]:
    """``row["x"]`` becomes ``row.x``: the subscript alone is edited."""
    for use in uses:
        column = entity.column(use.key or "")
        if use.kind == "named" and use.value is not None and column is not None:
            end = module.span(use.node)[1]
            value_end = _end_with_parentheses(use.value, module)
            yield Edit(value_end, end, f".{column.attribute}")


def _end_with_parentheses(node: cst.BaseExpression, module: ParsedModule) -> int:
    end = module.span(node)[1]
    for paren in node.rpar:
        end = module.source.text.index(")", end) + 1
        assert paren is not None
    return end
