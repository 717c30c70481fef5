"""What a rewrite takes away: assignments of the query text that nothing else reads, and comments to keep."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Sequence
from typing import Final

import libcst as cst

from codemod.converting.conversion import Conversion
from codemod.resolution.removable import Step
from codemod.resolution.retested import Retested, else_of
from codemod.resolution.sql_comments import python_comments
from codemod.rewriting.inverted_tests import inverted
from codemod.rewriting.tool_comments import prose
from codemod.source import Edit, ParsedModule
from codemod.syntax.headers import colon_of
from codemod.syntax.lines import line_after, line_before
from codemod.syntax.scopes import FunctionScope


def comments_in(module: ParsedModule, node: cst.CSTNode | None) -> list[str]:
    """Comments inside a node: those before it and behind its last line stay where they are."""
    if node is None or "#" not in module.text_of(node):
        return []
    found: list[str] = []
    outside = {id(item) for item in _outer_layout(node)}
    pending: list[cst.CSTNode] = [node]
    while pending:
        item = pending.pop()
        if isinstance(item, cst.Comment):
            found.append(item.value)
        pending.extend(child for child in reversed(item.children) if id(child) not in outside)
    return found


def _outer_layout(node: cst.CSTNode) -> list[cst.CSTNode]:
    if isinstance(node, cst.SimpleStatementLine):
        return [*node.leading_lines, node.trailing_whitespace]
    return []


def comments_of_text(text: str) -> list[str]:
    """Comments in the text of an expression."""
    if "#" not in text:
        return []
    tokens = tokenize.generate_tokens(io.StringIO(f"(\n{text}\n)\n").readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def comments_of_query(conversion: Conversion) -> list[str]:
    """SQL comments that go away with the query text, as Python's; those of a constant stay with it."""
    query = conversion.site.query
    if conversion.lowered.fallback:
        return []  # the text is sent with them
    if isinstance(query, cst.Name | cst.Attribute) and not conversion.query.removable:
        return []
    comments = (comment for text in conversion.query.texts for comment in python_comments(text))
    return list(dict.fromkeys(comments)) if conversion.selectors else list(comments)


def removals(conversion: Conversion) -> tuple[list[Edit], list[str]]:
    """Edits that delete assignments of the query text which nothing else reads, and their comments."""
    query = conversion.query
    return removals_of(query.removable, query.retested, conversion.site.module, conversion.site.scope)


def removals_of(
    lines: Sequence[Step], tests: Sequence[Retested], module: ParsedModule, scope: FunctionScope
) -> tuple[list[Edit], list[str]]:
    """Edits that delete statements, say tests without what they bound, and the comments of both."""
    edits: list[Edit] = []
    comments: list[str] = []
    for line in lines:
        block = scope.parent(line)
        if not isinstance(block, cst.IndentedBlock) or len(block.body) < 2:
            continue
        comments += comments_in(module, line)
        if isinstance(line, cst.SimpleStatementLine) and line.trailing_whitespace.comment is not None:
            comments.append(line.trailing_whitespace.comment.value)
        edits.append(without_line(module, line))
    for said in tests:
        comments += [comment for part in said.removed for comment in comments_in(module, part)]
        edits.append(_said(said, module))
    return edits, prose(comments)


def _said(said: Retested, module: ParsedModule) -> Edit:
    """The test as it is said now; of an ``if`` with nothing but its ``else`` left, down to the colon of that."""
    last = else_of(said.guard) if said.guard is not None else None
    if said.guard is None or last is None:
        return Edit(*module.span(said.test), _joined(said, module))
    end = colon_of(module.source.text, module.span(last)[0])
    return Edit(module.span(said.guard)[0], end, f"if {_is_none_of(said, module) or _joined(said, module)}")


def _is_none_of(said: Retested, module: ParsedModule) -> str:
    """``sort not in ("new", "top")``, where each test compares one name with a constant."""
    subjects: set[str] = set()
    constants: list[str] = []
    for test, _ in said.literals:
        match test:
            case cst.Comparison(
                left=cst.Name() | cst.Attribute() as subject,
                comparisons=[
                    cst.ComparisonTarget(
                        operator=cst.Equal(), comparator=cst.SimpleString() | cst.Integer() as constant
                    )
                ],
            ):
                subjects.add(module.text_of(subject))
                constants.append(module.text_of(constant))
            case _:
                return ""
    if len(subjects) != 1:
        return ""
    return (
        f"{subjects.pop()} not in ({', '.join(constants)})"
        if len(constants) > 1
        else f"{subjects.pop()} != {constants[0]}"
    )


def _joined(said: Retested, module: ParsedModule) -> str:
    """``name is None and price is None``."""
    parts = []
    for node, truth in said.literals:
        text = module.text_of(node) if truth else inverted(node, module)
        plain = node if truth or not isinstance(node, cst.UnaryOperation) else node.expression
        is_weak = isinstance(plain, cst.BooleanOperation | cst.IfExp) and not text.startswith(("not (", "("))
        parts.append(f"({text})" if is_weak and len(said.literals) > 1 else text)
    return f" {said.joined} ".join(parts)


def without_line(module: ParsedModule, line: cst.SimpleStatementLine | cst.BaseStatement) -> Edit:
    """The edit that deletes a statement whole, with the empty line behind it where none would be wanted."""
    text = module.source.text
    start, end = module.span(line)
    end = start + len(text[start:end].rstrip())
    first = line_before(text, start)
    return Edit(first, past_blank_line(text, first, line_after(text, end)), "")


#: An empty line; a block's opening, a comment or another empty line above makes it one too many.
_BLANK: Final = re.compile(r"[ \t]*(\r\n|\n|\r)")


def past_blank_line(text: str, start: int, end: int) -> int:
    """The end of a removal, with the empty line behind it where none would be wanted."""
    blank = _BLANK.match(text, end)
    above = text[:start].rstrip("\r\n \t")
    is_first = above.endswith(":") or not above or above.rpartition("\n")[2].lstrip().startswith("#")
    has_gap = text[len(above) : start].count("\n") > 1
    return blank.end() if blank and (is_first or has_gap) else end


def with_closed_gaps(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """Edits of which those that take neighbouring lines away take the empty line behind all of them, too."""
    removing = sorted((edit for edit in edits if not edit.text and edit.start < edit.end), key=lambda edit: edit.start)
    ends = {edit.start: edit.end for edit in removing}
    starts = {edit.end for edit in removing}
    widened = {}
    for first in (edit for edit in removing if edit.start not in starts and edit.end in ends):
        last = end = first.end
        while end in ends:
            last, end = end, ends[end]
        past = past_blank_line(text, first.start, end)
        if past > end and not any(edit.start < past and end < edit.end for edit in edits):
            widened[Edit(last, end, "")] = Edit(last, past, "")
    return [widened.get(edit, edit) for edit in edits]
