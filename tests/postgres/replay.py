"""Runs every function of the sample bot with fixed arguments and prints what happened, as JSON.

    python replay.py PROJECT DSN SQLALCHEMY_URL

Its own program, because two versions of one project can't live in one interpreter.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import Row
from sqlalchemy import inspect as inspect_entity

HERE = Path(__file__).parent
TABLES = (
    "tags",
    "tag_aliases",
    "reminders",
    "member_levels",
    "level_rewards",
    "guild_settings",
    "mod_cases",
)


def plain(value: Any) -> Any:
    """A value as JSON can hold it; records, mappings, rows and entities look alike."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            # what a clock gave differs between two runs; seeds and arguments are whole seconds
            return "from a clock" if value.microsecond else value.isoformat()
        case Decimal():
            return f"numeric {value}"
        case asyncpg.Record() | Mapping():
            return {str(key): plain(item) for key, item in sorted(dict(value).items())}
        case Row():
            return plain(value._asdict())
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            mapper = inspect_entity(value).mapper
            return plain(
                {column.key: getattr(value, mapper.get_property_by_column(column).key) for column in mapper.columns}
            )


class Replay:
    """The bot, and the record of what its functions did."""

    def __init__(self, bot: Any, connection: asyncpg.Connection) -> None:
        self.bot = bot
        self.connection = connection
        self.trace: list[dict[str, Any]] = []
        self.called: set[str] = set()

    async def call(self, function: str, /, *arguments: Any, **named: Any) -> None:
        """Call ``Cog.method`` and record its result, what was sent, and all tables after it."""
        import discord

        cog, method = function.split(".")
        self.called.add(function)
        step: dict[str, Any] = {"call": function}
        try:
            step["result"] = plain(await getattr(self.bot.cogs[cog], method)(*arguments, **named))
        except Exception as error:
            original = getattr(error, "orig", error)
            step["error"] = getattr(original, "sqlstate", None) or repr(error)
        step["sent"] = plain(list(discord.outbox))
        discord.outbox.clear()
        step["tables"] = {
            table: plain(await self.connection.fetch(f"SELECT * FROM {table} ORDER BY 1, 2")) for table in TABLES
        }
        self.trace.append(step)

    def uncalled(self) -> set[str]:
        """Coroutine functions of the cogs that no step has called."""
        return {
            f"{cog_name}.{name}"
            for cog_name, cog in self.bot.cogs.items()
            for name, function in vars(type(cog)).items()
            if inspect.iscoroutinefunction(function) and name != "cog_load"
        } - self.called


async def scenario(replay: Replay) -> None:
    """Every function of every cog, each branch that touches a query."""
    import discord
    from discord.ext import commands

    guild, other_guild, empty_guild = (discord.Guild(number) for number in (1, 2, 77))
    channel = discord.TextChannel(100)
    anna, ben, carl, dora = (discord.Member(number, guild) for number in (10, 11, 12, 13))
    replay.bot.channels = {100: channel, 101: discord.TextChannel(101)}
    ctx = commands.Context(guild, anna, channel)
    bens = commands.Context(guild, ben, channel)
    nowhere = commands.Context(empty_guild, carl, channel)
    call = replay.call
    early, late = datetime(2024, 3, 1, tzinfo=UTC), datetime(2094, 6, 1, 12, 30, tzinfo=UTC)

    for name in ("RULES", "nothing"):
        await call("Tags.get_tag", 1, name)
    for alias in ("r", "nothing"):
        await call("Tags.resolve_alias", 1, alias)
    for name in ("rules", "law", "wik", "%", "zzz"):
        await call("Tags.tag", ctx, name=name)
    await call("Tags.create", ctx, "new", content='It\'s "new" {here} :x % $1')
    await call("Tags.create", ctx, "new", content="again")
    await call("Tags.alias", ctx, "n", name="new")
    await call("Tags.alias", ctx, "n", name="rules")
    await call("Tags.alias", ctx, "n", name="nothing")
    await call("Tags.list_", ctx)
    await call("Tags.list_", ctx, ben)
    await call("Tags.list_", nowhere)
    await call("Tags.info", ctx, name="rules")
    await call("Tags.info", ctx, name="nothing")
    await call("Tags.sorted", ctx, "uses")
    await call("Tags.sorted", ctx, "uses; DROP TABLE tags")
    await call("Tags.import_", ctx, lines="rules: other\nimported: one\n\nbad line\nsecond : two: three")
    await call("Tags.import_", ctx, lines="nothing here")
    await call("Tags.remove", ctx, name="imported")
    await call("Tags.remove", ctx, name="imported")
    await call("Tags.purge", ctx)

    await call("Reminders.remind", ctx, 24 * 365 * 60, message="in sixty years")
    await call("Reminders.list_", ctx)
    await call("Reminders.between", ctx, early, late)
    await call("Reminders.between", ctx, late, early)
    await call("Reminders.count_open", 10)
    await call("Reminders.deliver")
    await call("Reminders.deliver")
    await call("Reminders.snooze", ctx, 1, late)
    await call("Reminders.snooze", bens, 1, early)
    await call("Reminders.cancel", ctx, 4)
    await call("Reminders.cancel", ctx, 5)
    await call("Reminders.on_guild_channel_delete", discord.TextChannel(999))

    replay.bot.cogs["Levels"].random.seed(7)
    for author in (anna, carl, carl, discord.Member(99, guild), discord.Member(98, guild, bot=True)):
        await call("Levels.on_message", discord.Message(author, channel, guild))
    await call("Levels.on_message", discord.Message(anna, channel))
    await call("Levels.level_up", discord.Message(dora, channel, guild), 6)
    await call("Levels.leaderboard", ctx)
    await call("Levels.leaderboard", ctx, 2)
    for member in (None, dora, discord.Member(12345, guild)):
        await call("Levels.rank", ctx, member)
    await call("Levels.totals", ctx)
    await call("Levels.totals", nowhere)
    await call("Levels.reward", ctx, 3, discord.Role(503, "Regular"))
    await call("Levels.reward", ctx, 3, discord.Role(504, "Veteran"))
    await call("Levels.reward", ctx, 4, discord.Role(504, "Veteran"))
    await call("Levels.transfer", ctx, ben, 40)
    await call("Levels.transfer", ctx, ben, 10**9)
    await call("Levels.on_member_remove", carl)

    for number in (1, 1, 77):
        await call("Settings.prefix_of", number)
    for number in (1, 2, 77):
        await call("Settings.settings_of", number)
    await call("Settings.settings", ctx)
    await call("Settings.prefix", ctx, ">")
    await call("Settings.prefix", nowhere, "%")
    await call("Settings.log", ctx, discord.TextChannel(101))
    await call("Settings.log", ctx)
    await call("Settings.welcome", ctx, message="Ahoy!")
    for home in (guild, other_guild, discord.Guild(3), discord.Guild(4)):
        await call("Settings.on_member_join", discord.Member(20, home))
    await call("Settings.welcome", ctx)
    await call("Settings.setup_features", ctx)

    for number in (1, 77):
        await call("Moderation.next_case_number", number)
    await call("Moderation.add_case", 1, "mute", anna, carl, None, early)
    await call("Moderation.add_case", 77, "ban", anna, carl, "first", late)
    await call("Moderation.warn", ctx, carl, reason="again")
    await call("Moderation.warn", ctx, carl)
    for number in (2, 3, 999):
        await call("Moderation.case", ctx, number)
    await call("Moderation.history", ctx, carl)
    await call("Moderation.actions", ctx)
    await call("Moderation.busiest", ctx)
    await call("Moderation.busiest", ctx, 4)
    for words in ("spam", "100%", "_"):
        await call("Moderation.search", ctx, words=words)
    await call("Moderation.expire")
    await call("Moderation.expire")
    await call("Settings.log", ctx, discord.TextChannel(101))
    await call("Moderation.log_channels", 10)
    await call("Moderation.note", ctx, 1, text="appealed")
    await call("Moderation.note", ctx, 3, text="appealed")

    await call("Stats.overview", ctx)
    await call("Stats.owners", ctx)
    await call("Stats.guilds_without_settings")
    await call("Stats.quiet_guilds", [1, 5])
    await call("Stats.quiet_guilds", [])


async def run(dsn: str, engine_url: str) -> dict[str, Any]:
    """The trace of the whole scenario."""
    from bot import Harbour

    bot = Harbour(dsn, engine_url)
    await bot.setup_hook()
    connection = await asyncpg.connect(dsn)
    replay = Replay(bot, connection)
    await scenario(replay)
    uncalled = sorted(replay.uncalled())
    await connection.close()
    await bot.close()
    return {"trace": replay.trace, "uncalled": uncalled}


def main() -> None:
    """Put the project and the fakes on the path, then run."""
    project, dsn, engine_url = sys.argv[1:]
    sys.path[:0] = [project, str(HERE / "fakes")]
    print(json.dumps(asyncio.run(run(dsn, engine_url)), indent=1))


if __name__ == "__main__":
    main()
