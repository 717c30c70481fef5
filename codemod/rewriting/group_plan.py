"""GroupPlan: the edits that turn the block of a connection into the block of a session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from codemod.conversion import Conversion
from codemod.discovery.call_sites import CallSite
from codemod.discovery.connection_scopes import ConnectionScope
from codemod.lowering.lowered import ImportName
from codemod.outcome import Refusal
from codemod.rewriting.groups import held_back
from codemod.rewriting.layout import Layout
from codemod.rewriting.plan import Naming, SitePlan, header_of, indent_of, plan_site
from codemod.source import Edit


def plan_group(conversions: Sequence[Conversion], layout: Layout, naming: Naming) -> SitePlan | dict[CallSite, Refusal]:
    """Plan all sites of one connection, or say why each of them stays.

    Args:
        conversions: every site of the connection, in source order.
        layout: the module's way of writing.
        naming: local names of imports.
    """
    plans: list[SitePlan] = []
    refusals: dict[CallSite, Refusal] = {}
    for conversion in conversions:
        try:
            plan = plan_site(conversion, layout, naming)
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
    first = conversions[0]
    assert first.shared is not None
    edits = dict.fromkeys(
        [*_block_edits(first, conversions, layout, naming), *(edit for plan in plans for edit in plan.edits)]
    )
    imports = frozenset[ImportName]().union(*(plan.imports for plan in plans))
    block = first.shared.scope.block
    return SitePlan(tuple(edits), imports, block, claims=(first.site.module.span(block),))


def _block_edits(
    first: Conversion, conversions: Sequence[Conversion], layout: Layout, naming: Naming
) -> Iterator[Edit]:
    assert first.shared is not None
    scope, session = first.shared.scope, first.opening.variable
    opened = header_of(first, naming).removeprefix("async with ")
    yield Edit(*scope.module.span(scope.item), f"{opened}, {session}.begin()" if scope.begins else opened)
    for entry in scope.transactions:
        opened = f"{session}.begin_nested()" if entry.nested else f"{session}.begin()"
        yield Edit(*scope.module.span(entry.opener), opened)
        if entry.options and entry.block is not None:
            options = ", ".join(f"{name!r}: {value!r}" for name, value in entry.options)
            yield _first_in(
                entry.block.body, f"await {session}.connection(execution_options={{{options}}})", scope, layout
            )
    handlers = {
        id(item): item for conversion in conversions if conversion.shared for item in conversion.shared.handlers
    }
    for handler in handlers.values():
        yield _first_in(handler.body, f"await {session}.rollback()", scope, layout)


def _first_in(body: cst.BaseSuite, code: str, scope: ConnectionScope, layout: Layout) -> Edit:
    """A statement before the first one of a block."""
    start = scope.module.span(body.body[0])[0]
    indent = indent_of(scope.module, start)
    text = layout.render(f"{code}\n", {}, indent)
    return Edit(start, start, f"{text}{layout.newline}{indent}")
