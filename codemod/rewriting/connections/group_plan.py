"""GroupPlan: the edits that turn the block of a connection into the block of a session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from codemod.converting.conversion import Conversion
from codemod.discovery.call_sites import CallSite
from codemod.discovery.connections.connection_scopes import ConnectionScope
from codemod.outcome import Refusal
from codemod.rewriting.connections.connection_openings import opener_edits, replaced_part
from codemod.rewriting.connections.copying import copying_edits
from codemod.rewriting.connections.keeping import annotations_in_class
from codemod.rewriting.connections.shared_session import ConnectionGroup, SharedScope, held_back
from codemod.rewriting.layout import Layout
from codemod.rewriting.plan import SitePlanner, plan_site
from codemod.rewriting.private_functions.private_names import PrivateNames
from codemod.rewriting.site_plan import Naming, SitePlan
from codemod.source import Edit
from codemod.syntax.lines import indent_at, line_after
from codemod.syntax.variables import is_shadowed


def plan_group(
    conversions: Sequence[Conversion],
    layout: Layout,
    naming: Naming,
    names: PrivateNames,
    planner: SitePlanner = plan_site,
) -> SitePlan | dict[CallSite, Refusal]:
    """Plan all sites of one connection, or say why each of them stays.

    Args:
        conversions: every site of the connection, in source order.
        layout: the module's way of writing.
        naming: local names of imports.
        names: names of the private functions of the module.
        planner: writes each site on the session of its block.
    """
    plans: list[SitePlan] = []
    refusals: dict[CallSite, Refusal] = {}
    for conversion in conversions:
        try:
            plan = planner(conversion, layout, naming, names)
            if any(plan.statement is other.statement for other in plans):
                raise Refusal("position.expression", "another call on the connection stands in the same statement")
            plans.append(plan)
        except Refusal as refusal:
            refusals[conversion.site] = refusal
    if refusals:
        by = next(iter(refusals))
        for conversion in conversions:
            assert conversion.shared is not None
            refusals.setdefault(conversion.site, held_back(conversion.shared, by, refusals[by]))
        return refusals
    if plans[0].frees:
        return plans[0]
    group = conversions[0].shared.group if conversions[0].shared is not None else None
    assert group is not None
    try:
        return plan_scopes(group, plans, layout, naming)
    except Refusal as refusal:
        return {conversion.site: refusal for conversion in conversions}


def plan_scopes(group: ConnectionGroup, plans: Sequence[SitePlan], layout: Layout, naming: Naming) -> SitePlan:
    """Plan the blocks and functions of a group.

    Args:
        group: what one connection reaches in this module.
        plans: those of its call sites.
        layout: the module's way of writing.
        naming: local names of imports.

    Raises:
        Refusal: ``names.shadowed`` or ``imports.circle``.
    """
    for place in group.scopes:
        for item in place.opening.imports:
            if is_shadowed(place.scope.scope, naming(item)):
                raise Refusal("names.shadowed", f"{naming(item)} is a variable of {place.scope.scope.qualified_name}()")
    blocks = [edit for place in group.scopes for edit in _block_edits(place, layout, naming)]
    edits = dict.fromkeys([*blocks, *(edit for plan in plans for edit in plan.edits)])
    imports = frozenset(item for place in group.scopes for item in place.opening.imports)
    # a function that is given an object stays as it is
    own = (place.scope for place in group.scopes if place.scope.sites or not place.scope.holder.takes_object)
    claims = tuple(scope.module.span(scope.block) for scope in own)
    imports = imports.union(*(plan.imports for plan in plans))
    statement = plans[0].statement if plans else group.scopes[0].scope.block
    added = tuple(edit for plan in plans for edit in plan.added)
    calls = {site: called for plan in plans for site, called in plan.calls.items()}
    return SitePlan(tuple(edits), imports, statement, claims, tuple(_gone(group)), calls, added)


def _gone(group: ConnectionGroup) -> Iterator[cst.CSTNode]:
    """The annotations of parameters that were connections, the functions that gave them, and what was entered."""
    for place in group.scopes:
        if place.scope.holder.lent is not None and isinstance(place.scope.holder.opener, cst.WithItem):
            yield place.scope.holder.opener.item
        opener, injection = place.scope.holder.opener, place.scope.holder.injection
        if injection is not None and injection.call is not None:
            yield injection.call.args[0].value
        if injection is not None and injection.type is not None:
            yield injection.type
        elif place.scope.holder.kept is None and isinstance(opener, cst.Param) and opener.annotation is not None:
            yield replaced_part(opener.annotation.annotation)
        yield from annotations_in_class(place.scope.holder)


def _block_edits(place: SharedScope, layout: Layout, naming: Naming) -> Iterator[Edit]:
    scope, session = place.scope, place.opening.variable
    yield from opener_edits(place, layout, naming)
    for entry in scope.transactions:
        opened = f"{session}.begin_nested()" if entry.nested else f"{session}.begin()"
        yield Edit(*scope.module.span(entry.opener), opened)
        if entry.options:
            options = ", ".join(f"{name!r}: {value!r}" for name, value in entry.options)
            code = f"await {session}.connection(execution_options={{{options}}})"
            if entry.block is not None:
                yield _first_in(entry.block.body, code, scope, layout)
            elif entry.started is not None:
                yield _after(entry.started, code, scope, layout)
    for use in scope.copying:
        yield from copying_edits(use, scope, session, layout)
    for argument in scope.passed:
        yield Edit(*scope.module.span(argument.value), place.handed_on)
        if argument.keyword is not None:
            yield Edit(*scope.module.span(argument.keyword), place.keywords[id(argument)])
    for handler in place.handlers:
        yield _first_in(handler.body, f"await {session}.rollback()", scope, layout)


def _first_in(body: cst.BaseSuite, code: str, scope: ConnectionScope, layout: Layout) -> Edit:
    """A statement before the first one of a block."""
    start = scope.module.span(body.body[0])[0]
    indent = indent_at(scope.module, start)
    text = layout.render(f"{code}\n", {}, indent)
    return Edit(start, start, f"{text}{layout.newline}{indent}")


def _after(line: cst.CSTNode, code: str, scope: ConnectionScope, layout: Layout) -> Edit:
    """A statement behind the line of another."""
    start, end = scope.module.span(line)
    indent = indent_at(scope.module, start)
    place = line_after(scope.module.source.text, end)
    text = layout.render(f"{code}\n", {}, indent)
    return Edit(place, place, f"{indent}{text}{layout.newline}")
