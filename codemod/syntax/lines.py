"""Offsets of the lines of a module."""

from __future__ import annotations

import libcst as cst

from codemod.source import ParsedModule


def line_before(text: str, offset: int) -> int:
    """Where the line of an offset begins."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_after(text: str, offset: int) -> int:
    """Where the next line begins."""
    found = text.find("\n", offset)
    return len(text) if found < 0 else found + 1


def line_end(text: str, offset: int) -> int:
    """Where the line of an offset ends, before its line ending."""
    found = text.find("\n", offset)
    if found < 0:
        return len(text)
    return found - 1 if text[found - 1] == "\r" else found


def indent_at(module: ParsedModule, offset: int) -> str:
    """What stands before an offset on its line."""
    text = module.source.text
    return text[line_before(text, offset) : offset]


def indent_of(module: ParsedModule, node: cst.CSTNode) -> str:
    """What stands before a node on its line."""
    return indent_at(module, module.span(node)[0])
