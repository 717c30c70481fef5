"""The edits that put a session block where a call site stands, or the call of a function that holds it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import libcst as cst

from codemod.converting.conversion import Conversion
from codemod.outcome import Refusal
from codemod.registry import load_transforms
from codemod.rewriting.call_text import readers_of
from codemod.rewriting.layout import Layout
from codemod.rewriting.leftovers import comments_in, comments_of_query, removals
from codemod.rewriting.method_runs import MethodRun
from codemod.rewriting.positions import Position, position_of
from codemod.rewriting.private_functions.private_calls import plan_private_call
from codemod.rewriting.private_functions.private_names import PrivateNames
from codemod.rewriting.site_code import site_code
from codemod.rewriting.site_plan import Naming, SitePlan
from codemod.rewriting.site_writer import SiteWriter
from codemod.rewriting.timeouts import waiting_imports
from codemod.rewriting.tool_comments import prose, silenced_arguments, silenced_by_the_line
from codemod.source import Edit, ParsedModule
from codemod.syntax.lines import indent_at
from codemod.syntax.variables import is_shadowed

#: Plans the edits of one site; raises Refusal.
SitePlanner = Callable[[Conversion, Layout, Naming, PrivateNames], SitePlan]


def plan_site(conversion: Conversion, layout: Layout, naming: Naming, names: PrivateNames) -> SitePlan:
    """Plan the edits of one proven site.

    Args:
        conversion: the site with its lowered statement and the shape of its result.
        layout: the module's way of writing.
        naming: local names of imports.
        names: names of the private functions of the module.

    Raises:
        Refusal: ``position.expression``, ``names.shadowed``, ``imports.circle``, ``rows.consumer`` or ``rows.status``.
    """
    load_transforms()
    position = position_of(conversion.site)
    if position.kind == "called":
        return plan_private_call(conversion, layout, naming, names)
    _check_names(conversion, naming)
    return _with_block(conversion, position, layout, naming)


def plan_method(conversion: Conversion, layout: Layout, naming: Naming, method: MethodRun) -> SitePlan:
    """Plan the edits of one site whose statement a method runs in its session.

    Raises:
        Refusal: ``names.shadowed``, ``imports.circle``, ``rows.consumer`` or ``rows.status``.
    """
    for item in (method.needs, *conversion.opening.imports):
        if is_shadowed(conversion.site.scope, naming(item)):
            raise Refusal("names.shadowed", f"{naming(item)} is a variable of {conversion.site.function}()")
    return _with_block(conversion, position_of(conversion.site), layout, naming, method)


def _with_block(
    conversion: Conversion, position: Position, layout: Layout, naming: Naming, method: MethodRun | None = None
) -> SitePlan:
    """A session block in the place of the statement, or before it."""
    writer = SiteWriter(conversion, layout)
    needed = conversion.lowered.imports | waiting_imports(conversion.site) if method is None else {method.needs}
    imports = frozenset(conversion.opening.imports) | needed
    start, end = conversion.site.module.span(position.statement)
    replaced = position.statement if position.kind != "lifted" else conversion.site.awaited
    writer.comments += prose(comments_in(conversion.site.module, replaced))
    moved = silenced_by_the_line(conversion.site)
    writer.silenced = {**moved, **silenced_arguments(conversion.site)}
    dropped, removed_comments = removals(conversion)
    writer.comments += [*removed_comments, *comments_of_query(conversion)]
    body, lifted = site_code(writer, position, naming, method)
    indent = indent_at(conversion.site.module, start)
    text = layout.render(body, writer.stand_ins, indent, writer.behind)
    if position.kind != "lifted":
        text, end = _with_comment(conversion, text, end, moved=bool(moved and writer.behind), newline=layout.newline)
    readers = conversion.consumption.edits if method is None else readers_of(conversion)
    edits = [*dropped, *readers, *writer.edits]
    if position.kind == "lifted":
        awaited = conversion.site.awaited
        assert awaited is not None, "guards refuse a call that isn't awaited"
        name = _named(conversion.site.module, position.walrus or awaited, lifted, edits)
        edits += [Edit(start, start, f"{text}{layout.newline}{indent}"), name]
    else:
        edits.append(Edit(start, end, text))
    return SitePlan(tuple(edits), imports, position.statement)


def _with_comment(conversion: Conversion, text: str, end: int, *, moved: bool, newline: str) -> tuple[str, int]:
    """Generated lines and the end of what they replace, with the comment behind it where it belongs.

    A commit comes last, and is none of what it was written about: the line before it is. One that has ``moved`` to
    an argument is there already.
    """
    line = conversion.site.statement
    behind = line.trailing_whitespace if isinstance(line, cst.SimpleStatementLine) else None
    if behind is None or behind.comment is None:
        return text, end
    past = end + len(behind.whitespace.value) + len(behind.comment.value)
    first, _, last = text.rpartition(newline)
    if moved:
        return text, past
    if first and last.strip() == f"await {conversion.opening.variable}.commit()":
        return f"{first}  {behind.comment.value}{newline}{last}", past
    return text, end


def _named(module: ParsedModule, node: cst.BaseExpression, name: str, others: Sequence[Edit]) -> Edit:
    """A name in the place of an expression, which needs no brackets: ``(row := await …)``, ``(await …)["id"]``.

    They stay where they hold a comment, part words (``return(await …)``), or are edited by ``others``.
    """
    start, end = module.span(node)
    text, depth = module.source.text, len(node.lpar)
    left = re.search(rf"(?<!\w)(?:\(\s*){{{depth}}}\Z", text[:start])
    right = re.compile(rf"(?:\s*\)){{{depth}}}(?!\w)").match(text, end)
    if left is None or right is None:
        return Edit(start, end, name)
    wide = Edit(left.start(), right.end(), name)
    return Edit(start, end, name) if any(wide.overlaps(item) for item in others) else wide


def _check_names(conversion: Conversion, naming: Naming) -> None:
    """Refuse a block whose imports are variables of the function."""
    for item in (*conversion.lowered.imports, *conversion.opening.imports, *waiting_imports(conversion.site)):
        if is_shadowed(conversion.site.scope, naming(item)):
            raise Refusal("names.shadowed", f"{naming(item)} is a variable of {conversion.site.function}()")
