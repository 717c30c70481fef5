"""How a rewritten handler is written: what it catches, and the statements it opens with; and how to know it again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Final

import libcst as cst

from codemod.discovery.errors.asyncpg_exceptions import WIDEST_CARRIER, is_exact, may_come_from_connecting, states_of
from codemod.syntax.tree import code_of

#: ``cause = getattr(e.orig, "__cause__", e) if isinstance(e, DBAPIError) else e`` and its shorter forms, without
#: blanks and parentheses.
_OPENING: Final = re.compile(
    r"(?P<cause>\w+)=getattr(?:(?P<error>\w+)\.orig,'__cause__',(?P=error)(?:ifisinstance(?P=error),[\w.,]+else(?P=error))?"
    r"|getattr(?P<mixed>\w+),'orig',None,'__cause__',(?P=mixed))"
)

#: ``cause = getattr(e.orig, "__cause__", None)`` and ``raise cause from cause.__cause__`` where there is one, as the
#: whole body of a clause.
_GIVING: Final = re.compile(
    r"(?P<cause>\w+)=getattr(?P<error>\w+)\.orig,'__cause__',None"
    r"if(?P=cause)isNone:raiseraise(?P=cause)from(?P=cause)\.__cause__"
)


@dataclass(frozen=True, slots=True)
class HandlerForm:
    """How a handler is written.

    Attributes:
        types: what it catches, as source.
        keeps: asyncpg's classes still stand in it.
        error: the name it binds; None if it needs none.
        opening: the statement that comes first.
        test: the condition under which the exception is this handler's, where it may be another's.
        cause: the name of asyncpg's own exception.
    """

    types: tuple[str, ...]
    keeps: bool
    error: str | None
    opening: str | None = None
    test: str | None = None
    cause: str = ""


@dataclass(frozen=True, slots=True)
class HandlerFacts:
    """What decides how a handler is written.

    Attributes:
        types: the classes it names, as source, a tuple's name with a star; ``others`` those that are not asyncpg's, or
            not all of them.
        caught: asyncpg's names of its classes.
        carriers: local names of the classes these arrive as.
        mixed: asyncpg's own exceptions may still come out of the block, or the classes stand in one name.
        bound: the name it binds.
        error: a name to bind where it has none.
        cause: a free name for asyncpg's exception.
        reads: the handler reads asyncpg's exception.
    """

    types: tuple[str, ...]
    others: tuple[str, ...]
    caught: tuple[str, ...]
    carriers: tuple[str, ...]
    mixed: bool
    bound: str | None
    error: str
    cause: str
    reads: bool


def form_of(facts: HandlerFacts) -> HandlerForm:
    """The form of a handler that catches the exceptions it caught, and no others.

    Where the carriers carry nothing else, they are all it takes. Otherwise a SQLSTATE tells its
    errors from others, or, where there are too many of them, asyncpg's exception itself does: it is
    the cause of the one that SQLAlchemy has wrapped.
    """
    shown = facts.types if facts.mixed else facts.others
    types = (*shown, *facts.carriers)
    exact = not facts.caught or is_exact(facts.caught)
    if exact and not facts.reads:
        return HandlerForm(types, facts.mixed, facts.bound)
    states = states_of(facts.caught) if facts.caught and not facts.mixed and not facts.others else None
    test = None
    if states is not None:
        state = f"getattr({facts.error}.orig, 'sqlstate', None)"
        test = f"{state} == {states[0]!r}" if len(states) == 1 else f"{state} in {states!r}"
        if not facts.reads:
            return HandlerForm(types, False, facts.error, None, test)
    elif not exact:
        test = f"isinstance({facts.cause}, {written_types(tuple(item.removeprefix('*') for item in facts.types))})"
    opening = f"{facts.cause} = {_cause_of(facts)}"
    keeps = facts.mixed or (not exact and states is None)
    return HandlerForm(types, keeps, facts.error, opening, test, facts.cause)


def _cause_of(facts: HandlerFacts) -> str:
    """The exception of asyncpg: the caught one, or the cause of the error that SQLAlchemy wraps as ``orig``."""
    error = facts.error
    if facts.caught and not facts.mixed and not facts.others:
        return f"getattr({error}.orig, '__cause__', {error})"
    if facts.caught and not facts.others:
        return f"getattr(getattr({error}, 'orig', None), '__cause__', {error})"
    # any other exception may have an ``orig`` of its own
    carriers = written_types(facts.carriers)
    return f"getattr({error}.orig, '__cause__', {error}) if isinstance({error}, {carriers}) else {error}"


def is_mixed(caught: Iterable[str], raising: Iterable[cst.CSTNode], converted: Set[int]) -> bool:
    """Whether asyncpg's own exceptions may still reach a handler: from connecting, or from what stays raw."""
    return any(map(may_come_from_connecting, caught)) or any(id(node) not in converted for node in raising)


def negated(test: str) -> str:
    """The opposite of a form's test."""
    if test.startswith("isinstance("):
        return f"not {test}"
    return test.replace(" == ", " != ").replace(" in ", " not in ")


def written_types(types: tuple[str, ...]) -> str:
    """One class, or a tuple of several."""
    return types[0] if len(types) == 1 else f"({', '.join(types)})"


def looks_through(handler: cst.ExceptHandler, *, has_test: bool) -> bool:
    """Whether a handler is written like this already.

    Args:
        handler: the except clause.
        has_test: it has to let something through.
    """
    first, *others = handler.body.body
    found = _OPENING.fullmatch(_squeezed(first))
    if found is None:
        return False
    test = _squeezed(others[0]) if others else ""
    cause = found["cause"]
    return not has_test or test.startswith((f"ifnotisinstance{cause},", f"ifisinstance{cause},", f"if{cause}.sqlstate"))


def gives_cause(handler: cst.ExceptHandler | cst.ExceptStarHandler) -> bool:
    """Whether a clause raises asyncpg's own exception instead of the one that carries it, and does nothing else."""
    if not isinstance(handler, cst.ExceptHandler) or handler.type is None or handler.name is None:
        return False
    carrier = _squeezed(handler.type).rpartition(".")[2].endswith(WIDEST_CARRIER)
    code = re.sub(r"#.*", "", code_of(handler.body))
    found = _GIVING.fullmatch(re.sub(r"[\s()]", "", code).replace('"', "'"))
    return carrier and found is not None and _squeezed(handler.name.name) == found["error"]


def _squeezed(node: cst.CSTNode) -> str:
    return re.sub(r"[\s()]", "", code_of(node)).replace('"', "'")
