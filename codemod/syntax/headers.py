"""Offsets around the headers and bodies of compound statements."""

from __future__ import annotations

import io
import tokenize
from itertools import islice

import libcst as cst

from codemod.source import Edit, ParsedModule
from codemod.syntax.lines import line_after
from codemod.syntax.tree import walk


def colon_of(text: str, start: int) -> int:
    """Offset of the colon that ends the header of the compound statement at ``start``."""
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(text[start:], newline="").readline):
        depth += (token.string in "([{") - (token.string in ")]}") if token.type == tokenize.OP else 0
        if token.string == ":" and not depth:
            row, column = token.start
            before = islice(io.StringIO(text[start:], newline=""), row - 1)
            return start + sum(map(len, before)) + column
    raise AssertionError("a compound statement has a colon")


def end_of_block(text: str, last: int, indent: str) -> int:
    """Where the line behind a block begins: after its last statement and the comments that stand as deep as it."""
    # a compound statement's own end is behind its last line, and behind blank ones
    end = line_after(text, len(text[:last].rstrip()))
    while (line := text[end : line_after(text, end)]).lstrip().startswith("#") and line.startswith(
        (f"{indent} ", f"{indent}\t")
    ):
        end += len(line)
    return end


def indented(module: ParsedModule, node: cst.CSTNode, start: int, end: int, unit: str) -> list[Edit]:
    """The edits that indent whole lines, but not what continues a string.

    Args:
        module: the module.
        node: what the lines are part of.
        start: where the first of them begins.
        end: where the last of them ends.
        unit: one level of indentation.
    """
    text = module.source.text
    strings = [module.span(item) for item in walk(node) if isinstance(item, cst.SimpleString | cst.FormattedString)]
    edits: list[Edit] = []
    line = start
    while line < end:
        after = line_after(text, line)
        if text[line:after].strip() and not any(first < line < last for first, last in strings):
            edits.append(Edit(line, line, unit))
        line = after
    return edits
