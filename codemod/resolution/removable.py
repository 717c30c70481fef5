"""The statements that put a query together and can go when the query does: all of them, or none."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.outcome import Refusal
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import walk

Step = cst.BaseStatement | cst.SimpleStatementLine


def removable_steps(
    site: CallSite,
    built: Collection[str],
    steps: Sequence[Step],
    moved: Collection[cst.CSTNode],
    roots: Collection[cst.CSTNode],
) -> tuple[Step, ...]:
    """The steps, an ``if`` around nothing else as a whole; nothing where one of them has to stay.

    Args:
        site: the call.
        built: the names that the query is put together in.
        steps: statements that do nothing else.
        moved: expressions of them that the new code has.
        roots: the query and the arguments in the call.

    Raises:
        Refusal: ``query.dynamic``: a branch would be empty whose ``if`` has to stay.
    """
    scope, ids = site.scope, {id(step) for step in steps}
    gone = tuple({id(item): item for item in (_whole(step, ids, scope) for step in steps)}.values())
    inside = {id(item) for part in (*gone, *roots) for item in walk(part)}
    if {item.value for part in moved for item in walk(part) if isinstance(item, cst.Name)} & set(built):
        return ()
    for name in built:
        for binding in scope.flow(name).bindings:
            if id(binding.node) in inside and not all(id(use) in inside for use in scope.uses_of(name, binding)):
                return ()
    taken = {id(item) for item in gone}
    for item in gone:
        block = scope.parent(item)
        if not isinstance(block, cst.IndentedBlock) or all(id(other) in taken for other in block.body):
            raise Refusal("query.dynamic", "a branch that puts the query together would be left empty beside another")
    return gone


def _whole(step: Step, steps: Collection[int], scope: FunctionScope) -> Step:
    """The outermost ``if`` around a step that holds nothing but steps; the step itself where there is none."""
    found, node = step, scope.parent(step)
    while isinstance(node, cst.IndentedBlock | cst.If | cst.Else):
        if isinstance(node, cst.If) and not isinstance(scope.parent(node), cst.If) and _only_steps(node, steps):
            found = node
        node = scope.parent(node)
    return found


def _only_steps(part: cst.CSTNode | None, steps: Collection[int]) -> bool:
    match part:
        case None:
            return True
        case cst.If():
            # a test that runs code has to run
            quiet = not any(isinstance(item, cst.Await | cst.NamedExpr | cst.Subscript) for item in walk(part.test))
            calls = [item for item in walk(part.test) if isinstance(item, cst.Call)]
            looks = all(isinstance(item.func, cst.Name) and item.func.value == "len" for item in calls)
            return quiet and looks and _only_steps(part.body, steps) and _only_steps(part.orelse, steps)
        case cst.Else():
            return _only_steps(part.body, steps)
        case cst.IndentedBlock():
            return all(
                id(item) in steps or (isinstance(item, cst.If) and _only_steps(item, steps)) for item in part.body
            )
        case _:
            return False
