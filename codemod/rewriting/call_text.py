"""The call of a function in the place of a call site, wherever in its statement that stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from codemod.converting.conversion import Conversion
from codemod.rewriting.layout import Layout
from codemod.rewriting.leftovers import comments_in, comments_of_text, removals
from codemod.rewriting.site_writer import SiteWriter
from codemod.rewriting.tool_comments import prose
from codemod.source import Edit
from codemod.syntax.lines import indent_at


def call_in_place(writer: SiteWriter, call: str, extra_comments: Sequence[str] = ()) -> list[Edit]:
    """The edits that put a call where a site stands, and adapt what reads its result.

    Args:
        writer: of the site; knows the stand-ins of ``call``.
        call: the new call, without the ``await``.
        extra_comments: comments for which there is no other place.
    """
    conversion, layout = writer.conversion, writer.layout
    site = conversion.site
    module, source = site.module, site.module.source.text
    start, end = module.span(site.awaited or site.call)
    first = indent_at(module, start)
    prefix = len(first) - len(first.lstrip())
    narrow = Layout(layout.line_length - len(first) + prefix, layout.single_quotes, layout.newline, layout.unit)
    awaits = "await " if site.awaited is not None else ""
    code = f"{awaits}{call}\n"
    text = narrow.render(code, writer.stand_ins, first[:prefix])
    if layout.newline in text and writer.behind:
        # the comment behind the call is about a line of its own now
        text = narrow.render(code, writer.stand_ins, first[:prefix], writer.behind)
        end = _past_comment(source, end)
    dropped, comments = removals(conversion)
    comments += prose(comments_in(module, site.awaited or site.call))
    for comment in (each for name in writer.stand_ins for each in prose(comments_of_text(writer.stand_ins[name]))):
        comments.remove(comment)
    comments += extra_comments
    readers = readers_of(conversion)
    after = max((edit.end for edit in readers), default=end)
    if readers and source[after : after + 1] in (".", "[", "("):
        text = f"({text})"
    edits = [*dropped, Edit(start, end, text), *readers]
    if comments:
        at = module.span(site.statement)[0]
        indent = indent_at(module, at)
        edits.append(Edit(at, at, "".join(f"{comment}{layout.newline}{indent}" for comment in comments)))
    return edits


def _past_comment(source: str, end: int) -> int:
    """The end of the comment behind an expression, if it has one."""
    found = re.compile(r"[ \t]*#[^\r\n]*").match(source, end)
    return found.end() if found is not None else end


def readers_of(conversion: Conversion) -> list[Edit]:
    """Edits of the uses of a result that a function gives; the number of rows comes out of the function itself."""
    edits = list(conversion.consumption.edits)
    if conversion.consumption.shape != "count":
        return edits
    edits = [Edit(edit.start, edit.end, edit.text.replace(".rowcount", "", 1)) for edit in edits]
    return [edit for edit in edits if edit.text or edit.start < edit.end]
