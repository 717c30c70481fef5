"""The source gate: the new file parses, is complete, keeps every byte outside the edits, and loses no words."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import libcst as cst

from codemod.source import Edit, SourceFile
from codemod.syntax.tool_comments import is_tool_comment

#: What stands for a bound argument, a source or a decision until its code is put there.
_STAND_IN: Final = re.compile(r"\b__[a-z]\d+__\b")


class SourceCheckError(ValueError):
    """The rewritten text breaks a promise; ``str()`` says which."""


def check_source(before: SourceFile, after: str, edits: Sequence[Edit]) -> None:
    """Check a rewritten file against the one it came from.

    Args:
        before: the file as it was.
        after: the new text.
        edits: the edits that lead from one to the other.

    Raises:
        SourceCheckError: it doesn't parse, isn't complete, can't be encoded, changed outside the edits, or lost
            a comment.
    """
    _check_syntax(after)
    left = set(_STAND_IN.findall(after)).difference(_STAND_IN.findall(before.text))
    if left:
        raise SourceCheckError(f"nothing was put in the place of {min(left)}")
    try:
        before.encode(after)
    except UnicodeEncodeError as error:
        raise SourceCheckError(f"{before.encoding} can't hold the new text") from error
    for kept, found in _kept(before.text, after, edits):
        if kept != found:
            raise SourceCheckError(f"text outside the edits changed: {kept.strip()[:60]!r}")
    lost = [comment for comment in _comments(before.text) - _comments(after) if not is_tool_comment(comment)]
    if lost:
        raise SourceCheckError(f"the comment {lost[0]!r} would be lost")


def _check_syntax(text: str) -> None:
    """The interpreter's own parser is the fast judge; libcst reads syntax newer than the interpreter too."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        try:
            cst.parse_module(text)
        except cst.ParserSyntaxError as error:
            raise SourceCheckError(f"the new text does not parse (line {error.raw_line})") from error
        except RecursionError as error:
            raise SourceCheckError("the new text is nested too deeply to be parsed") from error


def _kept(before: str, after: str, edits: Sequence[Edit]) -> Iterator[tuple[str, str]]:
    """Each stretch between two edits, cut out of both texts on its own terms."""
    old = new = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < old or edit.end < edit.start or edit.end > len(before):
            raise SourceCheckError(f"edits overlap at offset {edit.start}")
        length = edit.start - old
        yield before[old : edit.start], after[new : new + length]
        old, new = edit.end, new + length + len(edit.text)
    yield before[old:], after[new:]


def _comments(text: str) -> Counter[str]:
    """How often each comment stands in a text.

    The tokenizer is the fast way; it stumbles over syntax newer than the interpreter, libcst doesn't.
    """
    if "#" not in text:
        return Counter()
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text, newline="").readline))
    except (tokenize.TokenError, SyntaxError):
        return Counter(node.value.rstrip() for node in _comments_below(cst.parse_module(text)))
    return Counter(token.string.rstrip() for token in tokens if token.type == tokenize.COMMENT)


def _comments_below(node: cst.CSTNode) -> Iterator[cst.Comment]:
    for child in node.children:
        if isinstance(child, cst.Comment):
            yield child
        yield from _comments_below(child)
