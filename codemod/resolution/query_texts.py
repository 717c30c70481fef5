"""The SQL of a call site, however its text comes about: one text, or every one that may be sent."""

from __future__ import annotations

from codemod.discovery.call_sites import CallSite
from codemod.outcome import Refusal
from codemod.resolution.built_queries import NOT_BUILT, resolve_built_query
from codemod.resolution.constants import ConstantResolver
from codemod.resolution.query_choices import resolve_chosen_texts
from codemod.resolution.query_text import QueryText, resolve_query_text


def resolve_query_texts(site: CallSite, constants: ConstantResolver) -> QueryText:
    """The SQL text that the site sends, or every one that it may send with what decides between them.

    Raises:
        Refusal: ``query.dynamic``, ``query.unresolved`` or ``query.several-definitions``.
    """
    can_be_built = site.prepared is None and not (site.runs.many or site.runs.streams)
    first = _built(site, constants) if site.star_argument is not None and can_be_built else None
    if isinstance(first, QueryText):
        return first
    try:
        return resolve_query_text(site, constants)
    except Refusal:
        if site.prepared is not None:
            raise
    try:
        return resolve_chosen_texts(site, constants)
    except Refusal as refusal:
        built = _built(site, constants) if site.star_argument is None and can_be_built else first
        if isinstance(built, QueryText):
            return built
        raise _with_reason(refusal, built) from built


def _built(site: CallSite, constants: ConstantResolver) -> QueryText | Refusal:
    try:
        return resolve_built_query(site, constants)
    except Refusal as refusal:
        return refusal


def _with_reason(refusal: Refusal, built: Refusal | None) -> Refusal:
    """The refusal, and what keeps the text from being known where statements put it together."""
    inner: BaseException | None = built
    while isinstance(inner, Refusal) and isinstance(inner.__cause__, Refusal):
        inner = inner.__cause__
    if not isinstance(inner, Refusal) or inner.code != refusal.code or inner.message in (NOT_BUILT, refusal.message):
        return refusal
    if inner.message.startswith("the query is "):
        return refusal  # nothing that the hole itself doesn't say
    return Refusal(refusal.code, f"{refusal.message}: {inner.message}")
