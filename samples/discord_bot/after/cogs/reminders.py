"""Reminders: "tell me again tomorrow"."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta, timezone

import discord
from discord.ext import commands, tasks
from sqlalchemy import ARRAY, Integer, any_, literal, update

from models.reminders import Reminder

log = logging.getLogger(__name__)

MAX_REMINDERS = 25


class Reminders(commands.Cog):
    def __init__(self, bot: commands.Bot) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.deliver.start()

    def cog_unload(self) -> None:
        self.deliver.cancel()

    @tasks.loop(minutes=1)
    async def deliver(self) -> None:
        """Send what is due."""
        rows = await self.bot.db.fetch(
            "SELECT id, channel_id, user_id, message FROM reminders "
            "WHERE delivered = FALSE AND due_at <= now() "
            "ORDER BY due_at, id;"
        )
        done: list[int] = []
        for row in rows:
            channel = self.bot.get_channel(row["channel_id"])
            if channel is not None:
                await channel.send(f"<@{row['user_id']}>: {row['message']}")
            done.append(row["id"])
        if done:
            async with await self.bot.get_db_session() as session:
                stmt = (
                    update(Reminder)
                    .where(Reminder.id == any_(literal(done, ARRAY(Integer))))
                    .values(delivered=True)
                )
                await session.execute(stmt)
                await session.commit()
            await self.bot.db.execute("NOTIFY reminders_delivered")

    async def count_open(self, user_id: int) -> int:
        return await self.bot.db.fetchval(
            "SELECT COUNT(*) FROM reminders WHERE user_id = $1 AND NOT delivered", user_id
        )

    @commands.group(invoke_without_command=True)
    async def remind(self, ctx: commands.Context, hours: int, *, message: str) -> None:
        if await self.count_open(ctx.author.id) >= MAX_REMINDERS:
            await ctx.send("You have too many reminders.")
            return
        due = datetime.now(timezone.utc) + timedelta(hours=hours)
        row = await self.bot.db.fetchrow(
            """INSERT INTO reminders (user_id, channel_id, message, due_at)
               VALUES ($1, $2, $3, $4)
               RETURNING id, message""",
            ctx.author.id,
            ctx.channel.id,
            message,
            due,
        )
        await ctx.send(f"Reminder #{row['id']} is set: {row['message']}")

    @remind.command(name="list")
    async def list_(self, ctx: commands.Context) -> None:
        rows = await self.bot.db.fetch(
            """
            SELECT id, message,
                   CASE WHEN due_at < now() THEN 'overdue' ELSE 'waiting' END AS state
            FROM reminders
            WHERE user_id = $1 AND delivered IS FALSE
            ORDER BY due_at DESC
            LIMIT 10
            """,
            ctx.author.id,
        )
        for row in rows:
            await ctx.send(f"#{row['id']} {row['message']} ({row['state']})")

    @remind.command()
    async def between(self, ctx: commands.Context, start: datetime, end: datetime) -> None:
        """Counts your reminders in a span of time."""
        count = await self.bot.db.fetchval(
            "SELECT count(*) FROM reminders WHERE user_id = $1 AND due_at BETWEEN $2 AND $3",
            ctx.author.id,
            start,
            end,
        )
        await ctx.send(f"{count} reminders.")

    @remind.command()
    async def cancel(self, ctx: commands.Context, reminder_id: int) -> None:
        message = await self.bot.db.fetchval(
            "DELETE FROM reminders WHERE id = $1 AND user_id = $2 RETURNING message",
            reminder_id,
            ctx.author.id,
        )
        if message is None:
            await ctx.send("That is not a reminder of yours.")
        else:
            await ctx.send(f"Cancelled: {message}")

    @remind.command()
    async def snooze(self, ctx: commands.Context, reminder_id: int, until: datetime) -> None:
        moved = await self.bot.db.fetchrow(
            "UPDATE reminders SET due_at = $2, delivered = FALSE WHERE id = $1 AND user_id = $3 RETURNING due_at",
            reminder_id,
            until,
            ctx.author.id,
        )
        if moved is None:
            return
        await ctx.send(f"Again at {moved['due_at']:%Y-%m-%d %H:%M}.")

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self.bot.db.execute("DELETE FROM reminders WHERE channel_id = $1", channel.id)
        log.info("removed the reminders of %s", channel.id)


async def setup(bot: commands.Bot) -> None:
    await bot.add_cog(Reminders(bot))
