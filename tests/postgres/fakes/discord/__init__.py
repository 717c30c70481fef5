"""The smallest stand-in for discord.py that the sample bot runs on; what is sent lands in ``outbox``."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

#: Everything sent so far, as (where, text) pairs.
outbox: list[tuple[str, Any]] = []


class Intents:
    @classmethod
    def default(cls) -> Intents:
        return cls()


class Embed:
    def __init__(self, *, title: str) -> None:
        self.content: dict[str, Any] = {"title": title}

    def add_field(self, *, name: str, value: Any) -> None:
        self.content[name] = value


@dataclass
class Object:
    id: int


@dataclass
class _Place:
    id: int

    async def send(self, text: str | None = None, *, embed: Embed | None = None) -> None:
        outbox.append((f"{type(self).__name__} {self.id}", text if embed is None else embed.content))


class TextChannel(_Place):
    pass


@dataclass
class Guild:
    id: int


@dataclass
class Role:
    id: int
    name: str


@dataclass
class Member(_Place):
    guild: Guild
    bot: bool = False

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    async def add_roles(self, *roles: Object) -> None:
        outbox.append((f"roles of {self.id}", [role.id for role in roles]))


@dataclass
class Message:
    author: Member
    channel: TextChannel
    guild: Guild | None = field(default=None)


abc = SimpleNamespace(GuildChannel=TextChannel)
