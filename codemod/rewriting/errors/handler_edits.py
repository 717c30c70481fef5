"""The edits that make a handler of asyncpg's exceptions catch the same from a session."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass

import libcst as cst

from codemod.lowering.lowered import ImportName
from codemod.outcome import Refusal
from codemod.rewriting.errors.handler_forms import HandlerFacts, HandlerForm, form_of, is_mixed, written_types
from codemod.rewriting.errors.handler_openings import opening_edits, opening_statements
from codemod.rewriting.errors.handlers import HandlerPlan
from codemod.rewriting.errors.moved_clauses import span_of_clause
from codemod.rewriting.layout import Layout
from codemod.source import Edit
from codemod.syntax.headers import colon_of, end_of_block
from codemod.syntax.lines import indent_of
from codemod.syntax.tree import walk
from codemod.syntax.variables import is_shadowed

#: Gives the local name of an import in the module at hand.
Naming = Callable[[ImportName], str]


@dataclass(frozen=True, slots=True)
class HandlerEdits:
    """What one handler changes in its file.

    Attributes:
        edits: disjoint edits.
        imports: names the new handler needs.
        gone: expressions that are not there any more.
    """

    edits: tuple[Edit, ...] = ()
    imports: frozenset[ImportName] = frozenset()
    gone: tuple[cst.CSTNode, ...] = ()


def edits_of_handler(
    plan: HandlerPlan, converted: Set[int], rolled_back: Set[int], layout: Layout, naming: Naming
) -> HandlerEdits:
    """The edits of one handler around at least one rewritten site.

    Args:
        plan: the handler.
        converted: identities of the awaits and blocks that are replaced by sessions.
        rolled_back: identities of the clauses that go on with the session, and so begin with a rollback.
        layout: the module's way of writing.
        naming: local names of imports.

    Raises:
        Refusal: ``errors.handler`` or ``names.shadowed``.
    """
    if plan.complete or (not plan.caught and not plan.uses):
        return HandlerEdits()
    imports = tuple(ImportName("sqlalchemy.exc", carrier) for carrier in plan.carriers)
    names = tuple(naming(item) for item in imports)
    for name in names:
        if is_shadowed(plan.scope, name):
            raise Refusal("names.shadowed", f"{name} is a variable of {plan.scope.qualified_name}()")
    facts = _facts(plan, converted, names)
    if plan.moved:
        return _left_of_moved(plan, facts, layout)
    form = form_of(facts)
    gone = () if form.keeps else plan.asyncpg
    if plan.handler is None:
        edits, also_gone = _of_suppress(plan, form, layout)
        return HandlerEdits(edits, frozenset(imports), (*gone, *also_gone))
    header = [_header(plan, plan.handler, form, layout)] if plan.caught else []
    uses = [Edit(*plan.module.span(use), form.cause) for use in plan.uses]
    return HandlerEdits(
        (*header, *opening_edits(plan, plan.handler, form, layout, goes_on=id(plan.handler) in rolled_back), *uses),
        frozenset(imports),
        gone,
    )


def _left_of_moved(plan: HandlerPlan, facts: HandlerFacts, layout: Layout) -> HandlerEdits:
    """What is left of a clause whose errors an earlier one takes: what it catches besides them."""
    assert plan.handler is not None, "a clause moves"
    if facts.mixed:
        return HandlerEdits()
    if not facts.others:
        start, end = span_of_clause(plan)
        return HandlerEdits((Edit(start, end, ""),))
    left = HandlerForm(facts.others, keeps=False, error=facts.bound)
    return HandlerEdits((_header(plan, plan.handler, left, layout),))


def _facts(plan: HandlerPlan, converted: Set[int], names: tuple[str, ...]) -> HandlerFacts:
    own = {id(item) for item in plan.asyncpg}
    several = {id(item) for item in plan.several}
    bound = _bound(plan.handler)
    behind = next((name for later in plan.rest if (name := _bound(later.clause))), None)
    return HandlerFacts(
        types=tuple(f"{'*' * (id(item) in several)}{plan.module.text_of(item)}" for item in plan.types),
        others=tuple(plan.module.text_of(item) for item in plan.types if id(item) not in own or id(item) in several),
        caught=plan.caught,
        carriers=names,
        mixed=bool(several) or is_mixed(plan.caught, plan.raising, converted),
        bound=bound,
        error=bound or behind or _fresh(plan, ("error", "exc", "database_error")),
        cause=_fresh(plan, ("cause", "driver_error", "original"), _depth(plan)),
        reads=bool(plan.uses or plan.rest_uses or any(later.types for later in plan.rest)),
    )


def _bound(handler: cst.ExceptHandler | None) -> str | None:
    name = handler.name.name if handler is not None and handler.name is not None else None
    return name.value if isinstance(name, cst.Name) else None


def _fresh(plan: HandlerPlan, wishes: tuple[str, ...], depth: int = 0) -> str:
    """A name nobody uses; a handler in a handler has another one than the handler around it."""
    suffix = f"_{depth + 1}" if depth else ""
    candidates = [f"{wish}{suffix}" for wish in wishes] + [f"{wishes[0]}_{number}{suffix}" for number in range(2, 1000)]
    return next(name for name in candidates if name not in plan.scope.names)


def _depth(plan: HandlerPlan) -> int:
    depth = 0
    node: cst.CSTNode | None = plan.around
    while (node := plan.scope.parent(node) if node is not None else None) is not None:
        depth += isinstance(node, cst.ExceptHandler)
    return depth


def _header(plan: HandlerPlan, handler: cst.ExceptHandler, form: HandlerForm, layout: Layout) -> Edit:
    text, start = plan.module.source.text, plan.module.span(handler)[0]
    colon = colon_of(text, start)
    return Edit(start, colon, f"except {_clause(form, layout, indent_of(plan.module, handler))}")


def _clause(form: HandlerForm, layout: Layout, indent: str) -> str:
    """``(asyncpg.PostgresError, DBAPIError) as e``, laid out."""
    types = written_types(form.types)
    name = f" as {form.error}" if form.error is not None else ""
    text = layout.render(f"try:\n    pass\nexcept {types}{name}:\n    pass\n", {}, indent)
    return text[text.index("except ") + len("except ") : text.rindex(":")]


def _of_suppress(
    plan: HandlerPlan, form: HandlerForm, layout: Layout
) -> tuple[tuple[Edit, ...], tuple[cst.CSTNode, ...]]:
    """``suppress(…)`` with other classes, or a ``try`` where a test is needed; and what is gone then."""
    module, block = plan.module, plan.around
    assert isinstance(block, cst.With), "suppress is a context manager"
    call = block.items[0].item
    assert isinstance(call, cst.Call), "suppress is called"
    if form.test is None:
        start, end = module.span(call.args[0])[0], module.span(call.args[-1].value)[1]
        return (Edit(start, end, ", ".join(form.types)),), ()
    start = module.span(block)[0]
    end = end_of_block(module.source.text, module.span(block.body.body[-1])[1], indent_of(module, block))
    indent = indent_of(module, block)
    inner = indent + layout.unit
    clause = f"{indent}except {_clause(form, layout, indent)}:{layout.newline}{inner}"
    clause += opening_statements(plan, form, layout, inner)
    ended = module.source.text[end - 1] in "\r\n"
    text = f"{clause}{layout.newline}" if ended else f"{layout.newline}{clause}"
    return (Edit(start, colon_of(module.source.text, start), "try"), Edit(end, end, text)), tuple(walk(call.func))
