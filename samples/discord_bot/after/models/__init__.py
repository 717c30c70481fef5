"""The tables of the bot; import models from here."""

from .base import Base
from .guilds import GuildSettings
from .levels import LevelReward, MemberLevel
from .moderation import ModCase
from .reminders import Reminder
from .tags import Tag, TagAlias

__all__ = [
    "Base",
    "GuildSettings",
    "LevelReward",
    "MemberLevel",
    "ModCase",
    "Reminder",
    "Tag",
    "TagAlias",
]
