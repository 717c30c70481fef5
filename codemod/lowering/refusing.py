"""Refusals of a construct: their code by the sqlglot class, and the place in the SQL they are about."""

from __future__ import annotations

from sqlglot import exp

from codemod.outcome import Refusal
from codemod.registry import CONSTRUCTS
from codemod.resolution.dialect import sql_of

#: As much of the SQL as a message quotes.
_QUOTED = 80


def refused(code: str, node: exp.Expr, reason: str) -> Refusal:
    """A refusal that quotes the SQL of a node and knows where it begins.

    Args:
        code: a key of the table of refusals.
        node: the part of the statement it is about.
        reason: what is the matter with it.
    """
    return Refusal(code, f"{reason}: {sql_of(node).strip()[:_QUOTED]}", offset=offset_of(node))


def unhandled(node: exp.Expr, arguments: list[str]) -> Refusal:
    """The refusal of a node without a handler, or of those of its arguments that no handler takes."""
    named = [CONSTRUCTS[type(node), name] for name in arguments if (type(node), name) in CONSTRUCTS]
    code = named[0] if named else code_of(type(node))
    part = f"{', '.join(name.rstrip('_') for name in arguments)} of " if arguments else ""
    return refused(code, _place(node, arguments), f"{part}{type(node).__name__} is not supported")


def _place(node: exp.Expr, arguments: list[str]) -> exp.Expr:
    """The one argument that nobody takes, where it is a part of the statement."""
    value = node.args.get(arguments[0]) if len(arguments) == 1 else None
    return value if isinstance(value, exp.Expr) and offset_of(value) is not None else node


def code_of(class_: type[exp.Expr]) -> str:
    """The refusal code of a class that no handler takes: its own, or that of its nearest base."""
    return next((CONSTRUCTS[base] for base in class_.__mro__ if base in CONSTRUCTS), "sql.unsupported")


def offset_of(node: exp.Expr) -> int | None:
    """Where the node begins in the text that was parsed, as far as sqlglot notes it."""
    starts = [item.meta["start"] for item in node.walk() if "start" in item.meta]
    return min(starts, default=None)


def placed(refusal: Refusal, text: str) -> Refusal:
    """The refusal with the place it is about in its message.

    A table or column that no model has is named, and the same finding wherever it stands.
    """
    if refusal.offset is None or refusal.code.startswith("mapping."):
        return refusal
    before = text[: refusal.offset]
    column = refusal.offset - (before.rfind("\n") + 1) + 1
    line = f"line {before.count(chr(10)) + 1}, " if "\n" in text.strip() else ""
    return Refusal(refusal.code, f"{refusal.message} (near {line}column {column} of the SQL)", refusal.hint)
