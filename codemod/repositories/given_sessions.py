"""Methods that may be given the session to run in: ``session: AsyncSession | None = None``."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnSession:
    """What a method does that is given no session: it calls itself in one of its own.

    Attributes:
        parameter: the name of the parameter that takes the session.
        commits: it commits then.
    """

    parameter: str
    commits: bool


def own_session(method: ast.AsyncFunctionDef, body: Sequence[ast.stmt]) -> tuple[OwnSession, list[ast.stmt]] | None:
    """How a method opens a session where it is given none, and what it does in the one it has; None for any other.

    Args:
        method: a method whose last parameter is ``session``, None by default.
        body: its statements without the docstring.
    """
    parameter = _optional_session(method.args)
    match body:
        case [ast.If(test=test, body=opening, orelse=[]), *rest] if parameter is not None and rest:
            commits = _calls_itself(method, parameter, opening)
            if ast.unparse(test) == f"{parameter} is None" and commits is not None:
                return OwnSession(parameter, commits), rest
        case _:
            pass
    return None


def other_parameters(method: ast.AsyncFunctionDef) -> tuple[str, ...] | None:
    """The parameters of a method but ``self`` and a session it may be given; None where some are by keyword only."""
    arguments = method.args
    if arguments.vararg or arguments.kwarg or arguments.posonlyargs:
        return None
    session = _optional_session(arguments)
    names = [argument.arg for argument in (*arguments.args[1:], *arguments.kwonlyargs) if argument.arg != session]
    return tuple(names) if len(arguments.kwonlyargs) <= (session is not None) else None


def _optional_session(arguments: ast.arguments) -> str | None:
    *_, last = [*arguments.args, *arguments.kwonlyargs] or [ast.arg("")]
    defaults = arguments.kw_defaults if arguments.kwonlyargs else arguments.defaults
    default = defaults[-1] if defaults else None
    is_none = isinstance(default, ast.Constant) and default.value is None
    annotation = ast.unparse(last.annotation) if last.annotation is not None else ""
    return last.arg if is_none and "AsyncSession" in annotation else None


def _calls_itself(method: ast.AsyncFunctionDef, session: str, opening: Sequence[ast.stmt]) -> bool | None:
    """Whether what a method does in a session of its own commits; None where it is not just the call of itself."""
    match opening:
        case [ast.AsyncWith(items=[ast.withitem(optional_vars=ast.Name(id=name))], body=inner)] if name == session:
            pass
        case [
            ast.Assign(targets=[ast.Name(id=name)], value=ast.Await()),
            ast.Try(body=inner, handlers=[], orelse=[], finalbody=[closing]),
        ] if name == session and ast.unparse(closing) == f"await {session}.close()":
            pass
        case _:
            return None
    lines = [ast.unparse(statement) for statement in inner]
    arguments = [*(other_parameters(method) or ()), f"{session}={session}"]
    called, commit = f"await self.{method.name}({', '.join(arguments)})", f"await {session}.commit()"
    if lines in ([called, "return"], [f"return {called}"]):
        return False
    return True if lines in ([called, commit, "return"], [f"value = {called}", commit, "return value"]) else None
