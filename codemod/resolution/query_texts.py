"""The SQL of a call site, however its text comes about: one text, or every one that may be sent."""

from __future__ import annotations

from codemod.discovery.call_sites import CallSite
from codemod.outcome import Refusal
from codemod.resolution.built_queries import resolve_built_query
from codemod.resolution.constants import ConstantResolver
from codemod.resolution.query_choices import resolve_chosen_texts
from codemod.resolution.query_text import QueryText, resolve_query_text

#: Methods whose arguments belong to one statement.
_ONE_STATEMENT = ("fetch", "fetchrow", "fetchval", "execute")


def resolve_query_texts(site: CallSite, constants: ConstantResolver) -> QueryText:
    """The SQL text that the site sends, or every one that it may send with what decides between them.

    Raises:
        Refusal: ``query.dynamic``, ``query.unresolved`` or ``query.several-definitions``.
    """
    can_be_built = site.prepared is None and site.method in _ONE_STATEMENT
    built = _built_or_none(site, constants) if site.star_argument is not None and can_be_built else None
    if built is not None:
        return built
    try:
        return resolve_query_text(site, constants)
    except Refusal:
        if site.prepared is not None:
            raise
    try:
        return resolve_chosen_texts(site, constants)
    except Refusal:
        built = _built_or_none(site, constants) if site.star_argument is None and can_be_built else None
        if built is None:
            raise
        return built


def _built_or_none(site: CallSite, constants: ConstantResolver) -> QueryText | None:
    try:
        return resolve_built_query(site, constants)
    except Refusal:
        return None
