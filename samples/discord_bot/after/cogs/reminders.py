"""Reminders: "tell me again tomorrow"."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta, timezone

import discord
from discord.ext import commands, tasks
from sqlalchemy import (
    ARRAY,
    Integer,
    any_,
    case,
    delete,
    false,
    func,
    insert,
    literal,
    not_,
    select,
    update,
)

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
        async with await self.bot.get_db_session() as session:
            stmt = (
                select(Reminder.id, Reminder.channel_id, Reminder.user_id, Reminder.message)
                .where(Reminder.delivered == false(), Reminder.due_at <= func.now())
                .order_by(Reminder.due_at, Reminder.id)
            )
            result = await session.execute(stmt)
            rows = result.mappings().all()
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
                    .execution_options(synchronize_session=False)
                )
                await session.execute(stmt)
                await session.commit()
            await self.bot.db.execute("NOTIFY reminders_delivered")

    async def count_open(self, user_id: int) -> int:
        async with await self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Reminder.user_id == user_id, not_(Reminder.delivered))
            result = await session.execute(stmt)
            return result.scalar()

    @commands.group(invoke_without_command=True)
    async def remind(self, ctx: commands.Context, hours: int, *, message: str) -> None:
        if await self.count_open(ctx.author.id) >= MAX_REMINDERS:
            await ctx.send("You have too many reminders.")
            return
        due = datetime.now(timezone.utc) + timedelta(hours=hours)
        async with await self.bot.get_db_session() as session:
            stmt = (
                insert(Reminder)
                .values(
                    user_id=ctx.author.id, channel_id=ctx.channel.id, message=message, due_at=due
                )
                .returning(Reminder.id, Reminder.message)
            )
            result = await session.execute(stmt)
            row = result.mappings().first()
            await session.commit()
        await ctx.send(f"Reminder #{row['id']} is set: {row['message']}")

    @remind.command(name="list")
    async def list_(self, ctx: commands.Context) -> None:
        async with await self.bot.get_db_session() as session:
            stmt = (
                select(
                    Reminder.id,
                    Reminder.message,
                    case((Reminder.due_at < func.now(), "overdue"), else_="waiting").label("state"),
                )
                .where(Reminder.user_id == ctx.author.id, Reminder.delivered.is_(False))
                .order_by(Reminder.due_at.desc())
                .limit(10)
            )
            result = await session.execute(stmt)
            rows = result.mappings().all()
        for row in rows:
            await ctx.send(f"#{row['id']} {row['message']} ({row['state']})")

    @remind.command()
    async def between(self, ctx: commands.Context, start: datetime, end: datetime) -> None:
        """Counts your reminders in a span of time."""
        async with await self.bot.get_db_session() as session:
            stmt = select(func.count()).where(
                Reminder.user_id == ctx.author.id, Reminder.due_at.between(start, end)
            )
            result = await session.execute(stmt)
            count = result.scalar()
        await ctx.send(f"{count} reminders.")

    @remind.command()
    async def cancel(self, ctx: commands.Context, reminder_id: int) -> None:
        async with await self.bot.get_db_session() as session:
            stmt = (
                delete(Reminder)
                .where(Reminder.id == reminder_id, Reminder.user_id == ctx.author.id)
                .returning(Reminder.message)
            )
            result = await session.execute(stmt)
            message = result.scalar()
            await session.commit()
        if message is None:
            await ctx.send("That is not a reminder of yours.")
        else:
            await ctx.send(f"Cancelled: {message}")

    @remind.command()
    async def snooze(self, ctx: commands.Context, reminder_id: int, until: datetime) -> None:
        async with await self.bot.get_db_session() as session:
            stmt = (
                update(Reminder)
                .where(Reminder.id == reminder_id, Reminder.user_id == ctx.author.id)
                .values(due_at=until, delivered=False)
                .returning(Reminder.due_at)
            )
            result = await session.execute(stmt)
            moved = result.mappings().first()
            await session.commit()
        if moved is None:
            return
        await ctx.send(f"Again at {moved['due_at']:%Y-%m-%d %H:%M}.")

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        async with await self.bot.get_db_session() as session:
            stmt = delete(Reminder).where(Reminder.channel_id == channel.id)
            await session.execute(stmt)
            await session.commit()
        log.info("removed the reminders of %s", channel.id)


async def setup(bot: commands.Bot) -> None:
    await bot.add_cog(Reminders(bot))
