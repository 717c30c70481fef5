"""The source gate: the new file parses, keeps every byte outside the edits, and loses no comment."""

from __future__ import annotations

import io
import tokenize
from collections import Counter
from collections.abc import Sequence

import libcst as cst

from codemod.source import Edit, SourceFile


class SourceCheckError(ValueError):
    """The rewritten text breaks a promise; ``str()`` says which."""


def check_source(before: SourceFile, after: str, edits: Sequence[Edit]) -> None:
    """Check a rewritten file against the one it came from.

    Args:
        before: the file as it was.
        after: the new text.
        edits: the edits that lead from one to the other.

    Raises:
        SourceCheckError: it doesn't parse, changed outside the edits, or lost a comment.
    """
    try:
        cst.parse_module(after)
    except cst.ParserSyntaxError as error:
        raise SourceCheckError(f"the new text does not parse (line {error.raw_line})") from error
    kept_before, kept_after = _kept(before.text, after, sorted(edits))
    if kept_before != kept_after:
        raise SourceCheckError("text outside the edits changed")
    lost = Counter(_comments(before.text)) - Counter(_comments(after))
    if lost:
        raise SourceCheckError(f"the comment {next(iter(lost))!r} would be lost")


def _kept(before: str, after: str, edits: Sequence[Edit]) -> tuple[list[str], list[str]]:
    """The text between the edits, cut out of both versions on its own terms."""
    left, right = [], []
    old = new = 0
    for edit in edits:
        length = edit.start - old
        left.append(before[old : edit.start])
        right.append(after[new : new + length])
        old, new = edit.end, new + length + len(edit.text)
    return [*left, before[old:]], [*right, after[new:]]


def _comments(text: str) -> list[str]:
    """Comment texts; read token by token, which knows newer syntax than the interpreter's parser."""
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                found.append(token.string.rstrip())
    except (tokenize.TokenError, IndentationError):
        return found
    return found
