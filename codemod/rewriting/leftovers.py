"""What a rewrite takes away: assignments of the query text that nothing else reads, and comments to keep."""

from __future__ import annotations

import libcst as cst

from codemod.conversion import Conversion
from codemod.source import Edit, ParsedModule


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


def removals(conversion: Conversion) -> tuple[list[Edit], list[str]]:
    """Edits that delete assignments of the query text which nothing else reads, and their comments."""
    module, scope = conversion.site.module, conversion.site.scope
    text = module.source.text
    edits: list[Edit] = []
    comments: list[str] = []
    for line in conversion.query.removable:
        block = scope.parent(line)
        if not isinstance(block, cst.IndentedBlock) or len(block.body) < 2:
            continue
        start, end = module.span(line)
        line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
        line_end = text.find("\n", end)
        comments += comments_in(module, line)
        if line.trailing_whitespace.comment is not None:
            comments.append(line.trailing_whitespace.comment.value)
        edits.append(Edit(line_start, len(text) if line_end < 0 else line_end + 1, ""))
    return edits, comments
