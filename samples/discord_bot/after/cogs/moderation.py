"""The moderation log."""

from datetime import datetime

import discord
from discord.ext import commands


class Moderation(commands.Cog):
    def __init__(self, bot):
        self.bot = bot

    async def next_case_number(self, guild_id: int) -> int:
        return await self.bot.db.fetchval(
            "SELECT COALESCE(MAX(case_number), 0) + 1 FROM mod_cases WHERE guild_id = $1", guild_id
        )

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
        await self.bot.db.execute(
            "INSERT INTO mod_cases (guild_id, case_number, action, moderator_id, target_id, "
            "reason, expires_at, active) VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE)",
            guild_id, number, action, moderator.id, target.id, reason, expires_at,
        )
        return number

    @commands.command()
    async def warn(self, ctx, member: discord.Member, *, reason: str = None):
        number = await self.add_case(ctx.guild.id, "warn", ctx.author, member, reason)
        await ctx.send(f"Case {number}.")

    @commands.command()
    async def case(self, ctx, number: int):
        row = await self.bot.db.fetchrow(
            "SELECT * FROM mod_cases WHERE guild_id = $1 AND case_number = $2", ctx.guild.id, number
        )
        if not row:
            return await ctx.send("There is no such case.")
        await ctx.send(f"{row['action']} <@{row['target_id']}> by <@{row['moderator_id']}>: {row['reason'] or '-'}")

    @commands.command()
    async def history(self, ctx, member: discord.Member):
        rows = await self.bot.db.fetch(
            """
            SELECT case_number, action, reason
            FROM mod_cases
            WHERE guild_id = $1 AND target_id = $2
              AND (action IN ('ban', 'kick', 'mute') OR active = TRUE)  -- old warnings don't count
            ORDER BY case_number DESC
            """,
            ctx.guild.id,
            member.id,
        )
        for number, action, reason in rows:
            await ctx.send(f"{number}: {action} ({reason})")

    @commands.command()
    async def actions(self, ctx):
        rows = await self.bot.db.fetch(
            "SELECT DISTINCT action FROM mod_cases WHERE guild_id = $1 ORDER BY action", ctx.guild.id
        )
        await ctx.send(", ".join([r["action"] for r in rows]))

    @commands.command()
    async def busiest(self, ctx, at_least: int = 2):
        """Moderators by number of cases."""
        rows = await self.bot.db.fetch(
            """
            SELECT moderator_id, COUNT(*) AS cases, MAX(created_at) AS latest
            FROM mod_cases
            WHERE guild_id = $1
            GROUP BY moderator_id
            HAVING COUNT(*) >= $2
            ORDER BY cases DESC, moderator_id
            """,
            ctx.guild.id,
            at_least,
        )
        await ctx.send("\n".join(f"<@{r['moderator_id']}>: {r['cases']}" for r in rows) or "Nobody.")

    @commands.command()
    async def search(self, ctx, *, words: str):
        pattern = "%" + words + "%"
        rows = await self.bot.db.fetch(
            "SELECT case_number FROM mod_cases WHERE guild_id = $1 AND reason LIKE $2 ORDER BY case_number",
            ctx.guild.id, pattern,
        )
        await ctx.send(f"Cases: {[row['case_number'] for row in rows]}")

    async def expire(self) -> int:
        """Ends what has run out; says how many."""
        status = await self.bot.db.execute(
            "UPDATE mod_cases SET active = FALSE WHERE active AND expires_at IS NOT NULL AND expires_at < now()"
        )
        return int(status.split()[-1])

    async def log_channels(self, moderator_id: int):
        """Where the cases of a moderator are logged."""
        return await self.bot.db.fetch(
            """
            SELECT c.case_number, s.log_channel_id
            FROM mod_cases AS c
            INNER JOIN guild_settings AS s ON s.guild_id = c.guild_id
            WHERE c.moderator_id = $1 AND s.log_channel_id IS NOT NULL
            ORDER BY c.case_number
            """,
            moderator_id,
        )

    @commands.command()
    async def note(self, ctx, number: int, *, text: str):
        # keep what was there
        await self.bot.db.execute(
            "UPDATE mod_cases SET reason = COALESCE(reason || '; ', '') || $3 "
            "WHERE guild_id = $1 AND case_number = $2",
            ctx.guild.id, number, text,
        )
        await ctx.send("Noted.")


async def setup(bot):
    await bot.add_cog(Moderation(bot))
