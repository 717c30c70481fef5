"""Comments that are addressed to a tool of Python, and say nothing to people."""

from __future__ import annotations

import re
from typing import Final

_TYPES: Final = r"(?:type|pyright|pyrefly|ty)\s*:\s*ignore(?:\[[^\]]*\])?"
_RULES: Final = r"[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*"
_ONE: Final = rf"#\s*(?:{_TYPES}|(?:ruff:\s*)?noqa(?::\s*{_RULES})?|pylint:\s*disable=[\w, -]+|fmt:\s*skip|nosec)"
_TOOL: Final = re.compile(rf"{_ONE}(?:\s*{_ONE})*\s*")


def is_tool_comment(comment: str) -> bool:
    """Whether a comment is for tools alone: ``# noqa: E501``, ``# type: ignore[arg-type]``."""
    return _TOOL.fullmatch(comment) is not None


def types_silencer(comment: str) -> str:
    """The part of a comment that silences a type checker, which may say why behind it; empty if there is none."""
    found = re.match(rf"#\s*{_TYPES}", comment)
    return found[0] if found is not None else ""
