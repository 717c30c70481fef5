"""SQL as a string literal in generated code, for ``text()``."""

from __future__ import annotations

import ast
import re


def sql_literal(text: str, width: int, *, single_quotes: bool) -> str:
    """The source of a literal that is this SQL.

    Args:
        text: the SQL.
        width: columns there are for a line of it.
        single_quotes: how the module writes its strings.

    Returns:
        A string between triple quotes for SQL of several lines, strings side by side for one long line.
    """
    if "\n" in text:
        for quotes in ("'''", '"""') if single_quotes else ('"""', "'''"):
            written = f"{quotes}{text}{quotes}"
            if "\\" not in text and "\r" not in text and _means(written, text):
                return written
        return repr(text)
    whole = _quoted(text, single_quotes)
    if len(whole) <= width or "\\" in whole:  # black indents no lines with backslashes
        return whole
    return "\n".join(_quoted(line, single_quotes) for line in _lines(text, width - 2))


def _lines(text: str, width: int) -> list[str]:
    """The text cut behind blanks, into pieces that fit where there are blanks enough."""
    lines = [""]
    for word in re.findall(r"\S*\s*", text):
        if lines[-1] and len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] += word
    return lines


def _quoted(text: str, single_quotes: bool) -> str:
    written = repr(text)
    if single_quotes or '"' in text or not written.startswith("'"):
        return written
    double = f'"{written[1:-1]}"'
    return double if _means(double, text) else written


def _means(source: str, text: str) -> bool:
    try:
        return bool(ast.literal_eval(source) == text)
    except (SyntaxError, ValueError):
        return False
