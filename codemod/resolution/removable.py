"""The statements that put a query together and can go when the query does: all of them, or none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.outcome import Refusal
from codemod.resolution.readable import only_looks_at
from codemod.resolution.retested import Retested, else_of, guarding
from codemod.syntax.leaving import leaves
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import code_of, walk

Step = cst.BaseStatement | cst.SimpleStatementLine


@dataclass(frozen=True, slots=True, eq=False)
class Building:
    """The statements that put the query of a call together.

    Attributes:
        scope: the function.
        names: the names that it is put together in.
        steps: statements that do nothing else.
        moved: expressions of them that the new code has.
        roots: the query and the arguments in the call.
        tests: tests of these names, and how they can be said without.
    """

    scope: FunctionScope
    names: frozenset[str]
    steps: tuple[Step, ...]
    moved: tuple[cst.CSTNode, ...]
    roots: tuple[cst.CSTNode, ...]
    tests: tuple[Retested, ...] = ()

    def __or__(self, other: Building) -> Building:
        """The statements for both of two calls of a function."""
        return replace(
            self,
            names=self.names | other.names,
            steps=tuple({id(step): step for step in (*self.steps, *other.steps)}.values()),
            moved=(*self.moved, *other.moved),
            roots=(*self.roots, *other.roots),
            tests=tuple({id(item.test): item for item in (*self.tests, *other.tests)}.values()),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Leftover:
    """What goes when a query does: statements, and names in the tests that stay."""

    steps: tuple[Step, ...] = ()
    tests: tuple[Retested, ...] = ()


def lines_read_by(site: CallSite) -> tuple[cst.SimpleStatementLine, ...]:
    """Assignments of the query that only this call reads, and the line that prepares it."""
    removable = []
    if isinstance(site.query, cst.Name):
        flow = site.scope.flow(site.query.value)
        for binding in site.scope.reaching(site.query):
            if binding.line is not None and [*site.scope.uses_of(site.query.value, binding)] == [site.query]:
                removable.append(binding.line)
        if len(removable) != len(flow.reaching.get(id(site.query), ())):
            removable = []
    if site.prepared is not None:
        # all of its calls move together: the first one takes the line along
        assert isinstance(site.call.func, cst.Attribute)
        is_first = site.prepared.is_first(site.call.func.value, site.scope)
        removable = [*removable, site.prepared.line] if is_first else []
    return tuple(removable)


def leftover_of(building: Building) -> Leftover:
    """The steps, an ``if`` around nothing else as a whole; nothing where one of them has to stay.

    Raises:
        Refusal: ``query.dynamic``: a branch would be empty whose ``if`` has to stay.
    """
    scope = building.scope
    read = {item.value for part in building.moved for item in walk(part) if isinstance(item, cst.Name)} & building.names
    kept = {id(binding.node) for name in read for binding in scope.flow(name).bindings}
    steps = [step for step in building.steps if not any(id(item) in kept for item in walk(step))]
    ids = {id(step) for step in steps}
    guards = {id(item): item for item in (_guard(step, ids, scope) for step in steps) if item is not None}
    guarded = tuple(guarding(item) for item in guards.values())
    held = {id(item) for said in guarded for part in said.removed for item in walk(part)}
    alone = [step for step in steps if id(step) not in held]
    gone = tuple({id(item): item for item in (_whole(step, ids, scope) for step in alone)}.values())
    removed = held | {id(item) for part in gone for item in walk(part)}
    said = (*guarded, *(item for item in building.tests if id(item.test) not in removed))
    inside = removed | {id(item) for part in (*building.roots, *(item.test for item in said)) for item in walk(part)}
    for name in building.names - read:
        for binding in scope.flow(name).bindings:
            if id(binding.node) in inside and not all(id(use) in inside for use in scope.uses_of(name, binding)):
                return Leftover()
    taken = {id(item) for item in gone}
    for item in gone:
        block = scope.parent(item)
        if not isinstance(block, cst.IndentedBlock) or all(id(other) in taken for other in block.body):
            raise Refusal("query.dynamic", "a branch that puts the query together would be left empty beside another")
    return Leftover(gone, said if gone or guarded else ())


def _guard(step: Step, steps: Collection[int], scope: FunctionScope) -> cst.If | None:
    """The ``if`` around a step whose branches hold nothing but steps, and whose ``else`` leaves."""
    node = scope.parent(step)
    while isinstance(node, cst.IndentedBlock | cst.If):
        last = else_of(node) if isinstance(node, cst.If) and not isinstance(scope.parent(node), cst.If) else None
        if isinstance(node, cst.If) and last is not None and leaves(last) and isinstance(last.body, cst.IndentedBlock):
            is_left = _only_steps(node, {*steps, *map(id, last.body.body)}, scope) and not _mixes_comments(node, last)
            return node if is_left else None
        node = scope.parent(node)
    return None


def _mixes_comments(statement: cst.If, last: cst.Else) -> bool:
    """Whether comments of the branches that go would come behind one of the branch that stays."""
    stays, whole = (code_of(part).count("#") for part in (last, statement))
    return 0 < stays < whole


def _whole(step: Step, steps: Collection[int], scope: FunctionScope) -> Step:
    """The outermost ``if`` around a step that holds nothing but steps; the step itself where there is none."""
    found, node = step, scope.parent(step)
    while isinstance(node, cst.IndentedBlock | cst.If | cst.Else):
        if isinstance(node, cst.If) and not isinstance(scope.parent(node), cst.If) and _only_steps(node, steps, scope):
            found = node
        node = scope.parent(node)
    return found


def _only_steps(part: cst.CSTNode | None, steps: Collection[int], scope: FunctionScope) -> bool:
    match part:
        case None:
            return True
        case cst.If():
            # a test that runs code has to run
            quiet = not any(isinstance(item, cst.Await | cst.NamedExpr | cst.Subscript) for item in walk(part.test))
            calls = (item for item in walk(part.test) if isinstance(item, cst.Call))
            looks = all(only_looks_at(item, scope) for item in calls)
            return quiet and looks and _only_steps(part.body, steps, scope) and _only_steps(part.orelse, steps, scope)
        case cst.Else():
            return _only_steps(part.body, steps, scope)
        case cst.IndentedBlock():
            return all(
                id(item) in steps or (isinstance(item, cst.If) and _only_steps(item, steps, scope))
                for item in part.body
            )
        case _:
            return False
