"""Rows that are read again at every event."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst
from sqlglot import exp

from codemod.advising.advice import Advice
from codemod.advising.survey import Query, Survey, around, event_of

#: Events of discord.py that come by the second on a busy server, and checks that run before each command.
_FREQUENT = frozenset(
    {
        *("on_message", "on_message_edit", "on_raw_message_edit", "on_reaction_add", "on_raw_reaction_add"),
        *("on_interaction", "on_presence_update", "on_voice_state_update", "on_typing", "on_socket_response"),
        *("cog_check", "bot_check", "bot_check_once", "interaction_check", "get_prefix", "get_pre", "process_commands"),
    }
)
_CACHED = re.compile(r"cache|memo", re.I)


def repeated_read(query: Query, survey: Survey) -> Iterator[Advice]:
    """A row that is looked up by its key at each event, of a table that events don't write."""
    if not isinstance(query.tree, exp.Select) or not query.site.runs.one_row:
        return
    event = _event(query)
    table = query.table
    if event is None or table is None or not survey.reads_one_row(query):
        return
    if query.tree.args.get("where") is None or _is_guarded(query):
        return
    writers = [other for other in survey.queries if other.writes == table]
    if not writers or any(event_of(other.site) is not None for other in writers):
        return
    message = f"reads a row of {table} by its key at every {event}"
    suggestion = f"keep it in memory by its key, and drop it where {table} is written"
    seen = {(other.path, other.site.function): other for other in writers}
    evidence = [other.evidence(f"written in {other.site.function}") for other in list(seen.values())[:3]]
    yield query.advise("event.repeated-read", message, suggestion, evidence)


def _event(query: Query) -> str | None:
    """The event that the function of a query listens to; None for any other function."""
    node = query.site.scope.node
    if not isinstance(node, cst.FunctionDef):
        return None
    decorators = [query.site.module.text_of(item.decorator) for item in node.decorators]
    if any(map(_CACHED.search, decorators)):
        return None
    event = event_of(query.site) or node.name.value
    if event in _FREQUENT:
        return event
    return "request" if any(".middleware(" in text for text in decorators) else None


def _is_guarded(query: Query) -> bool:
    """Whether the read is one of several ways: behind a condition, or in the handler of a failed look-up."""
    conditional = (
        cst.If, cst.IfExp, cst.BooleanOperation, cst.ExceptHandler, cst.Match, cst.While, cst.For, cst.FunctionDef,
    )  # fmt: skip
    if any(isinstance(node, conditional) for node in around(query.site)):
        return True
    node = query.site.scope.node
    text = query.site.module.text_of(node)
    return _CACHED.search(text) is not None
