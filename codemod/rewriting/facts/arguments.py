"""Facts of the bound arguments of a call site, with the patterns the project is configured with."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Final

import libcst as cst

from codemod.config import Config
from codemod.discovery.call_sites import CallSite
from codemod.lowering.lowered import ArgumentFacts
from codemod.rewriting.facts.expression_facts import expression_facts, place_of
from codemod.syntax.tree import dotted

#: ``never-none = ["discord"]``: attributes that discord.py documents as always there on the object they
#: are read from. On None they raise, so their value is never None. Left out for that they may be None:
#: ``guild_id``, ``channel_id`` of an interaction, ``joined_at``, ``PartialEmoji.id``, ``nick``.
_HOLDERS: Final = (
    "author",
    "bot.user",
    "channel",
    "ctx.me",
    "guild",
    "member",
    "message",
    "owner",
    "role",
    "thread",
    "user",
)
_ATTRIBUTES: Final = ("content", "created_at", "display_name", "id", "jump_url", "mention", "name")
_DISCORD: Final = (
    *(f"{holder}.{name}" for holder in _HOLDERS for name in _ATTRIBUTES),
    *(f"*.{holder}.{name}" for holder in _HOLDERS for name in _ATTRIBUTES),
    *("interaction.id", "payload.message_id", "payload.user_id", "payload.channel_id"),
)


def argument_facts(site: CallSite, number: int, config: Config) -> ArgumentFacts:
    """Facts of the argument bound to ``$number``.

    Args:
        site: the call site.
        number: 1 for ``$1``.
        config: its ``never_none`` patterns are matched with the text of names and attributes.
    """
    node = site.arguments[number - 1]
    facts = expression_facts(node, place_of(site.scope, site.module))
    if facts.never_none or not isinstance(node, cst.Name | cst.Attribute):
        return facts
    text = dotted(node)
    patterns = [pattern for item in config.never_none for pattern in (_DISCORD if item == "discord" else (item,))]
    if text is not None and any(fnmatchcase(text, pattern) for pattern in patterns):
        return ArgumentFacts(True, f"configured as never None: {text}", facts.python_type, facts.json_encoded)
    return facts
