"""The statements that a rewritten handler opens with, and what it does with exceptions of other handlers."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import libcst as cst

from codemod.outcome import Refusal
from codemod.rewriting.errors.clause_copy import copied_body
from codemod.rewriting.errors.handler_forms import HandlerForm, negated, written_types
from codemod.rewriting.errors.handlers import HandlerPlan
from codemod.rewriting.layout import Layout
from codemod.source import Edit
from codemod.syntax.headers import colon_of, end_of_block, indented
from codemod.syntax.leaving import leaves
from codemod.syntax.lines import indent_of, line_after
from codemod.syntax.tree import walk


def opening_edits(
    plan: HandlerPlan, handler: cst.ExceptHandler, form: HandlerForm, layout: Layout, *, goes_on: bool
) -> list[Edit]:
    """The edits inside the body of an except clause.

    An exception raised again in a clause is not seen by the clauses behind it: what they do with it is done in its
    place. Where their bodies leave the ``try``, that comes first; else the handler's own body goes into an ``if``.

    Raises:
        Refusal: ``errors.handler`` for a body that can't be changed like this.
    """
    if form.opening is None and form.test is None:
        return []
    module, body = plan.module, handler.body
    outer = indent_of(module, handler)
    block = isinstance(body, cst.IndentedBlock)
    indent = indent_of(module, body.body[0]) if block else outer + layout.unit
    behind = colon_of(module.source.text, module.span(handler)[0]) + 1
    if form.test is not None and not all(leaves(later.clause.body) for later in plan.rest):
        if not block:
            raise Refusal("errors.handler", "other handlers behind it would have to be written into the handler")
        return _branches(plan, handler, form, layout, goes_on=goes_on)
    text = opening_statements(plan, form, layout, indent)
    first, last = body.body[0], body.body[-1]
    if not block:
        start = f"{layout.newline}{indent}"
        if isinstance(first, cst.Pass):
            return [Edit(behind, module.span(last)[1], f"{start}{text}")]
        return [Edit(behind, module.span(first)[0], f"{start}{text}{start}")]
    place = line_after(module.source.text, behind)
    if isinstance(first, cst.SimpleStatementLine) and first is last and isinstance(first.body[0], cst.Pass):
        return [_in_place_of_pass(plan, first, text, f"{layout.newline}{indent}")]
    if goes_on:
        # behind the rollback that is put before the first statement
        place = module.span(first)[0]
        return [Edit(place, place, f"{text}{layout.newline}{indent}")]
    return [Edit(place, place, f"{indent}{text}{layout.newline}")]


def _in_place_of_pass(plan: HandlerPlan, line: cst.SimpleStatementLine, text: str, start: str) -> Edit:
    """The opening instead of a ``pass``; a comment behind it gets a line of its own."""
    begin, end = plan.module.span(line)
    comment = line.trailing_whitespace.comment
    if comment is None:
        return Edit(begin, end, text)
    return Edit(begin, plan.module.source.text.index(comment.value, end), f"{text}{start}")


def opening_statements(plan: HandlerPlan, form: HandlerForm, layout: Layout, indent: str) -> str:
    """The opening of a handler, without indentation on its first line."""
    code = f"{form.opening}\n" if form.opening is not None else ""
    if form.test is not None:
        lines: list[str] = []
        for test, body in _rest(plan, form):
            lines.append(f"if {test}:\n{textwrap.indent(body, '    ')}" if test is not None else body)
        rest = "\n".join(lines)
        code += f"if {negated(form.test)}:\n{textwrap.indent(rest, '    ')}\n"
    return layout.render(code, {}, indent)


def _rest(plan: HandlerPlan, form: HandlerForm) -> Iterator[tuple[str | None, str]]:
    """What the later clauses do with an exception: their tests and their bodies; without one it is raised again."""
    names = dict.fromkeys(plan.rest_uses, form.cause)
    for later in plan.rest:
        body = copied_body(plan.module, later.clause, form.error or "", names, moved=later.moved)
        if not later.types:
            yield None, body
            return
        yield f"isinstance({form.cause}, {written_types(tuple(map(plan.module.text_of, later.types)))})", body
    yield None, "raise"


def _branches(
    plan: HandlerPlan, handler: cst.ExceptHandler, form: HandlerForm, layout: Layout, *, goes_on: bool
) -> list[Edit]:
    """The handler's own body in an ``if``, the bodies of later clauses behind it."""
    module, text = plan.module, plan.module.source.text
    if any(isinstance(node, cst.Try | cst.TryStar | cst.With) for node in walk(handler.body)):
        raise Refusal("errors.handler", "the handler's body would have to be indented, and holds blocks of its own")
    indent = indent_of(module, handler.body.body[0])
    start = line_after(text, colon_of(text, module.span(handler)[0]))
    end = end_of_block(text, module.span(handler.body.body[-1])[1], indent_of(module, handler))
    code = f"{form.opening}\n" if form.opening is not None else ""
    code += f"if {form.test}:\n    pass\n"
    for test, body in _rest(plan, form):
        code += f"elif {test}:\n" if test is not None else "else:\n"
        code += textwrap.indent(body, "    ") + "\n"
    lines = layout.render(code, {}, indent).split(layout.newline)
    middle = next(number for number, line in enumerate(lines) if line.strip() == "pass")
    head, tail = lines[:middle], lines[middle + 1 :]
    opened = "".join(f"{line}{layout.newline}" for line in head)
    if goes_on:
        # behind the rollback that is put before the first statement
        place = module.span(handler.body.body[0])[0]
        edits = [Edit(place, place, f"{opened}{indent}{layout.unit}")]
        start = line_after(text, place)
    else:
        edits = [Edit(start, start, indent + opened)]
    edits += indented(module, handler.body, start, end, layout.unit)
    closing = "".join(f"{line}{layout.newline}" for line in tail)
    if not text[:end].endswith(("\n", "\r")):
        closing = layout.newline + closing.removesuffix(layout.newline)
    return [*edits, Edit(end, end, closing)]
