"""Offsets around the headers and bodies of compound statements."""

from __future__ import annotations

import io
import tokenize
from itertools import islice

import libcst as cst

from codemod.source import ParsedModule


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


def line_after(text: str, offset: int) -> int:
    """Where the next line begins."""
    found = text.find("\n", offset)
    return len(text) if found < 0 else found + 1


def end_of_block(text: str, last: int, indent: str) -> int:
    """Where the line behind a block begins: after its last statement and the comments that stand as deep as it."""
    # a compound statement's own end is behind its last line, and behind blank ones
    end = line_after(text, len(text[:last].rstrip()))
    while (line := text[end : line_after(text, end)]).lstrip().startswith("#") and line.startswith(
        (f"{indent} ", f"{indent}\t")
    ):
        end += len(line)
    return end


def indent_of(module: ParsedModule, node: cst.CSTNode) -> str:
    """The text before a node in its line."""
    text, start = module.source.text, module.span(node)[0]
    return text[max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1 : start]
