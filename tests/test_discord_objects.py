"""Attributes of discord.py's objects that are never None."""

from __future__ import annotations

import pytest
from snippets import CONFIG, sites_of

from codemod.rewriting.facts.arguments import argument_facts

IMPORTS = """
import asyncpg
import discord
from discord.ext import commands
from discord import Role as R
from .context import GuildContext
"""


def fact(parameters: str, argument: str, *, imports: str = IMPORTS, before: str = "pass") -> tuple[bool, str | None]:
    code = f"{imports}\nasync def f(db: asyncpg.Pool, {parameters}):\n    {before}\n    await db.fetch('SELECT $1', {argument})\n"
    (site,) = sites_of(code)
    facts = argument_facts(site, 1, CONFIG)
    return facts.never_none, facts.python_type


@pytest.mark.parametrize(
    ("parameters", "argument", "kind"),
    [
        ("member: discord.Member", "member.id", "int"),
        ("member: discord.Member | None = None", "member.id", "int"),
        ("member: 'discord.Member' = None", "member.guild.id", "int"),
        ("user: discord.Member | discord.User", "user.name", "str"),
        ("role: R", "role.mention", "str"),
        ("ctx: commands.Context", "ctx.author.id", "int"),
        ("ctx: commands.Context['Bot']", "ctx.guild.id", "int"),
        ("ctx: GuildContext", "ctx.message.jump_url", "str"),
        ("interaction: discord.Interaction", "interaction.user.display_name", "str"),
        ("message: discord.Message", "message.created_at", "datetime"),
        ("emoji: discord.Emoji", "emoji.id", "int"),
    ],
)
def test_is_never_none(parameters: str, argument: str, kind: str) -> None:
    assert fact(parameters, argument) == (True, kind)


@pytest.mark.parametrize(
    ("parameters", "argument"),
    [
        ("emoji: discord.PartialEmoji", "emoji.id"),
        ("emoji: discord.Emoji | discord.PartialEmoji", "emoji.id"),
        ("member: discord.Member", "member.nick"),
        ("interaction: discord.Interaction", "interaction.guild_id"),
        ("interaction: discord.Interaction", "interaction.client.id"),
        ("member", "member.id"),
        ("member: models.Member", "member.id"),
        ("member: Member", "member.id"),
        ("ctx: commands.Context", "ctx.id"),
        ("ctx: commands.Context", "ctx.channel.name"),
        ("*members: discord.Member", "members.id"),
    ],
)
def test_may_be_none(parameters: str, argument: str) -> None:
    assert fact(parameters, argument) == (False, None)


def test_every_binding_counts() -> None:
    parameters = "ctx: commands.Context, member: discord.Member = None"
    assert fact(parameters, "member.id", before="member = member or ctx.author") == (True, "int")
    assert fact(parameters, "member.id", before="member = look_up(member)") == (False, None)


def test_a_module_without_the_library_knows_nothing() -> None:
    imports = "import asyncpg\nfrom app import Context\n"
    assert fact("ctx: Context", "ctx.author.id", imports=imports) == (False, None)
