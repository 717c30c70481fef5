"""Handlers of any exception that show its text: from a session it is SQLAlchemy's, with the statement in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.project_index import ProjectIndex
from codemod.mapping.models import Finding
from codemod.rewriting.errors.caught_classes import caught_classes, elements
from codemod.rewriting.errors.handlers import clauses_around
from codemod.source import ParsedModule
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import last_name, name_loads, walk

#: Whoever reads the log may be told more than before.
_LOGS: Final = re.compile(r"log|logs|logger|logging|structlog|loguru|print|traceback|sentry|warnings")

#: Calls that give the text or the class of their argument.
_TEXTS: Final = frozenset({"str", "repr", "format", "ascii", "type"})

#: Attributes that tell the class and the text of any exception.
_ATTRIBUTES: Final = frozenset({"args", "__class__"})

#: Functions of ``traceback`` that give the text of an exception, be it that of the clause around.
_FORMATTING: Final = frozenset({"format_exc", "format_exception", "format_exception_only"})


def shown_text_findings(
    module: ParsedModule, sites: Iterable[CallSite], rewritten: Iterable[cst.CSTNode], index: ProjectIndex
) -> Iterator[Finding]:
    """One finding for the handlers of a file that give away the text of whatever they catch.

    Args:
        module: the file.
        sites: its rewritten call sites.
        rewritten: its handlers that look at asyncpg's own exception.
        index: how the module calls exceptions.
    """
    names = index.exception_names(module)
    aware = {id(handler) for handler in rewritten}
    shown: set[int] = set()
    for site in sites:
        for clause in clauses_around(site):
            if isinstance(clause, cst.ExceptStarHandler) or id(clause) in aware:
                continue
            if caught_classes(elements(clause.type), module, names).wide:
                uses = [*_shown(clause, site.scope), *_formatted(clause, site.scope)]
                shown.update(module.line_column(module.span(use)[0])[0] for use in uses)
    if shown:
        first, *more = sorted(shown)
        others = f", and in line{'s' * (len(more) > 1)} {', '.join(map(str, more))}" if more else ""
        message = (
            f"the text or class of an exception is shown here{others}: from a session it is SQLAlchemy's, with the SQL"
        )
        yield Finding("errors.text", module.source.path.as_posix(), first, message)


def _formatted(clause: cst.ExceptHandler, scope: FunctionScope) -> Iterator[cst.Call]:
    """Calls of ``traceback.format_exc()`` and its like whose text goes elsewhere than into a log."""
    for call in walk(clause.body):
        if isinstance(call, cst.Call) and last_name(call.func) in _FORMATTING and not _is_logged(call, clause, scope):
            yield call


def _shown(clause: cst.ExceptHandler, scope: FunctionScope) -> Iterator[cst.Name]:
    """Uses of the exception that make a text of it, which goes elsewhere than into a log."""
    bound = clause.name.name if clause.name is not None else None
    if not isinstance(bound, cst.Name):
        return
    for use in name_loads(clause.body, bound.value):
        if _is_logged(use, clause, scope):
            continue
        match scope.parent(use):
            case cst.FormattedStringExpression():
                yield use
            case cst.Attribute(attr=cst.Name(value=name)) if name in _ATTRIBUTES:
                yield use
            case cst.Arg() as argument:
                call = scope.parent(argument)
                if isinstance(call, cst.Call) and last_name(call.func) in _TEXTS:
                    yield use
            case _:
                pass


def _is_logged(node: cst.CSTNode, clause: cst.ExceptHandler, scope: FunctionScope) -> bool:
    """Whether an expression is, or stands in, an argument of a call that logs."""
    inner, around = node, scope.parent(node)
    while around is not None and around is not clause.body and not isinstance(around, cst.BaseSmallStatement):
        if isinstance(around, cst.Call) and around.func is not inner and _is_log(around.func):
            return True
        inner, around = around, scope.parent(around)
    return False


def _is_log(function: cst.BaseExpression) -> bool:
    """Whether a function is a logger's, or prints: a name on the way to it says so."""
    match function:
        case cst.Name():
            return any(_LOGS.fullmatch(word) for word in function.value.lower().split("_"))
        case cst.Attribute():
            return _is_log(function.attr) or _is_log(function.value)
        case cst.Call():
            return _is_log(function.func)
        case _:
            return False
