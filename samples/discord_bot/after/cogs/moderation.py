"""The moderation log."""

from datetime import datetime

import discord
from discord.ext import commands
from sqlalchemy import BigInteger, desc, func, insert, literal, or_, select, true, update

from models.guilds import GuildSettings
from models.moderation import ModCase


class Moderation(commands.Cog):
    def __init__(self, bot):
        self.bot = bot

    async def next_case_number(self, guild_id: int) -> int:
        async with await self.bot.get_db_session() as session:
            stmt = select(func.coalesce(func.max(ModCase.case_number), 0) + 1).where(
                ModCase.guild_id == guild_id
            )
            result = await session.execute(stmt)
            return result.scalar()

    async def add_case(
        self,
        guild_id: int,
        action: str,
        moderator: discord.Member,
        target: discord.Member,
        reason: str | None,
        expires_at: datetime | None = None,
    ) -> int:
        number = await self.next_case_number(guild_id)
        async with await self.bot.get_db_session() as session:
            stmt = (
                insert(ModCase)
                .values(
                    guild_id=guild_id,
                    case_number=number,
                    action=action,
                    moderator_id=moderator.id,
                    target_id=target.id,
                    reason=reason,
                    expires_at=expires_at,
                    active=True,
                )
                .inline()
            )
            await session.execute(stmt)
            await session.commit()
        return number

    @commands.command()
    async def warn(self, ctx, member: discord.Member, *, reason: str = None):
        number = await self.add_case(ctx.guild.id, "warn", ctx.author, member, reason)
        await ctx.send(f"Case {number}.")

    @commands.command()
    async def case(self, ctx, number: int):
        async with await self.bot.get_db_session() as session:
            stmt = select(ModCase).where(
                ModCase.guild_id == ctx.guild.id, ModCase.case_number == number
            )
            result = await session.execute(stmt)
            row = result.scalars().first()
        if not row:
            return await ctx.send("There is no such case.")
        await ctx.send(f"{row.action} <@{row.target_id}> by <@{row.moderator_id}>: {row.reason or '-'}")

    @commands.command()
    async def history(self, ctx, member: discord.Member):
        async with await self.bot.get_db_session() as session:
            # old warnings don't count
            stmt = (
                select(ModCase.case_number, ModCase.action, ModCase.reason)
                .where(
                    ModCase.guild_id == ctx.guild.id,
                    ModCase.target_id == member.id,
                    or_(ModCase.action.in_(["ban", "kick", "mute"]), ModCase.active == true()),
                )
                .order_by(ModCase.case_number.desc())
            )
            result = await session.execute(stmt)
            rows = result.all()
        for number, action, reason in rows:
            await ctx.send(f"{number}: {action} ({reason})")

    @commands.command()
    async def actions(self, ctx):
        async with await self.bot.get_db_session() as session:
            stmt = (
                select(ModCase.action)
                .distinct()
                .where(ModCase.guild_id == ctx.guild.id)
                .order_by(ModCase.action)
            )
            result = await session.execute(stmt)
            rows = result.mappings().all()
        await ctx.send(", ".join([r["action"] for r in rows]))

    @commands.command()
    async def busiest(self, ctx, at_least: int = 2):
        """Moderators by number of cases."""
        async with await self.bot.get_db_session() as session:
            stmt = (
                select(
                    ModCase.moderator_id,
                    func.count().label("cases"),
                    func.max(ModCase.created_at).label("latest"),
                )
                .where(ModCase.guild_id == ctx.guild.id)
                .group_by(ModCase.moderator_id)
                .having(func.count() >= literal(at_least, BigInteger))
                .order_by(desc("cases"), ModCase.moderator_id)
            )
            result = await session.execute(stmt)
            rows = result.mappings().all()
        await ctx.send("\n".join(f"<@{r['moderator_id']}>: {r['cases']}" for r in rows) or "Nobody.")

    @commands.command()
    async def search(self, ctx, *, words: str):
        pattern = "%" + words + "%"
        async with await self.bot.get_db_session() as session:
            stmt = (
                select(ModCase.case_number)
                .where(ModCase.guild_id == ctx.guild.id, ModCase.reason.like(pattern))
                .order_by(ModCase.case_number)
            )
            result = await session.execute(stmt)
            rows = result.mappings().all()
        await ctx.send(f"Cases: {[row['case_number'] for row in rows]}")

    async def expire(self) -> int:
        """Ends what has run out; says how many."""
        async with await self.bot.get_db_session() as session:
            stmt = (
                update(ModCase)
                .where(
                    ModCase.active, ModCase.expires_at.is_not(None), ModCase.expires_at < func.now()
                )
                .values(active=False)
                .execution_options(synchronize_session=False)
            )
            status = await session.execute(stmt)
            await session.commit()
        return status.rowcount

    async def log_channels(self, moderator_id: int):
        """Where the cases of a moderator are logged."""
        async with await self.bot.get_db_session() as session:
            stmt = (
                select(ModCase.case_number, GuildSettings.log_channel_id)
                .select_from(ModCase)
                .join(GuildSettings, GuildSettings.guild_id == ModCase.guild_id)
                .where(
                    ModCase.moderator_id == moderator_id, GuildSettings.log_channel_id.is_not(None)
                )
                .order_by(ModCase.case_number)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    @commands.command()
    async def note(self, ctx, number: int, *, text: str):
        # keep what was there
        async with await self.bot.get_db_session() as session:
            stmt = (
                update(ModCase)
                .where(ModCase.guild_id == ctx.guild.id, ModCase.case_number == number)
                .values(reason=func.coalesce(ModCase.reason + "; ", "") + text)
            )
            await session.execute(stmt)
            await session.commit()
        await ctx.send("Noted.")


async def setup(bot):
    await bot.add_cog(Moderation(bot))
