"""Comments that tools obey: they belong to a line of code, so they go where its code goes, or away with it."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.syntax.tool_comments import is_tool_comment, types_silencer


def prose(comments: list[str]) -> list[str]:
    """Comments without those that only tools read: on a line of their own these would say nothing."""
    return [comment for comment in comments if not is_tool_comment(comment)]


def silenced_arguments(site: CallSite) -> dict[cst.CSTNode, str]:
    """Arguments with a comment behind them that silences a type checker about them."""
    return {
        argument.value: silencer
        for argument in site.call.args
        for comment in _behind(argument)
        if (silencer := types_silencer(comment))
    }


def _behind(argument: cst.Arg) -> Iterator[str]:
    comma = argument.comma.whitespace_after if isinstance(argument.comma, cst.Comma) else None
    for space in (argument.whitespace_after_arg, comma):
        if isinstance(space, cst.ParenthesizedWhitespace) and space.first_line.comment is not None:
            yield space.first_line.comment.value


def silenced_by_the_line(site: CallSite) -> dict[cst.CSTNode, str]:
    """The arguments that a comment behind a statement of one line is about, most likely.

    ``await pool.execute(query, ctx.guild.id)  # type: ignore``: what is called, and what it gives, have no type there
    that could be wrong. An annotation and what a function returns have one, and these stay in the last line.
    """
    line = site.statement
    if not isinstance(line, cst.SimpleStatementLine) or line.trailing_whitespace.comment is None:
        return {}
    match line.body:
        case [cst.Expr(value=value) | cst.Assign(value=value)] if value is site.awaited:
            comment = line.trailing_whitespace.comment.value
        case _:
            return {}
    if not is_tool_comment(comment) or not types_silencer(comment) or "\n" in site.module.text_of(line).strip():
        return {}
    return {argument: comment for argument in site.arguments if not isinstance(argument, cst.Name | cst.BaseNumber)}
