"""Commands are the plain functions that they decorate."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, TypeVar

from discord import Guild, Intents, Member, TextChannel

F = TypeVar("F", bound=Callable[..., Any])


def command(**_options: Any) -> Callable[[F], F]:
    return lambda function: function


def group(**_options: Any) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        function.command = command  # type: ignore[attr-defined]
        return function

    return decorate


def has_permissions(**_permissions: bool) -> Callable[[F], F]:
    return lambda function: function


def is_owner() -> Callable[[F], F]:
    return lambda function: function


class Cog:
    @staticmethod
    def listener() -> Callable[[F], F]:
        return lambda function: function


class Bot:
    def __init__(self, *, command_prefix: str, intents: Intents) -> None:
        self.command_prefix = command_prefix
        self.intents = intents
        self.cogs: dict[str, Cog] = {}
        self.channels: dict[int, TextChannel] = {}

    async def load_extension(self, name: str) -> None:
        await importlib.import_module(name).setup(self)

    async def add_cog(self, cog: Cog) -> None:
        self.cogs[type(cog).__name__] = cog

    def get_channel(self, channel_id: int) -> TextChannel | None:
        return self.channels.get(channel_id)

    async def close(self) -> None:
        self.cogs.clear()


class Context(TextChannel):
    """Where a command was called; what is sent here goes to its channel."""

    def __init__(self, guild: Guild, author: Member, channel: TextChannel) -> None:
        super().__init__(channel.id)
        self.guild, self.author, self.channel = guild, author, channel
