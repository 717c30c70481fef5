"""Levels: members gain experience by writing."""

import random

import discord
from discord.ext import commands

from utils.levels import level_of

PAGE = 10


class Levels(commands.Cog):
    def __init__(self, bot):
        self.bot = bot
        self.random = random.Random()

    # upserts; "xp" is ambiguous without the table name
    ADD_XP = """
        INSERT INTO member_levels (guild_id, user_id, xp, last_message_at)
        VALUES ($1, $2, $3, now())
        ON CONFLICT (guild_id, user_id) DO UPDATE
            SET xp = member_levels.xp + EXCLUDED.xp, last_message_at = now()
        RETURNING xp, level
    """

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message):
        if message.author.bot or message.guild is None:
            return
        gained = self.random.randint(15, 25)
        row = await self.bot.db.fetchrow(self.ADD_XP, message.guild.id, message.author.id, gained)
        level = level_of(row["xp"])
        if level > row["level"]:
            await self.level_up(message, level)

    async def level_up(self, message: discord.Message, level: int):
        guild_id, user_id = message.guild.id, message.author.id
        await self.bot.db.execute(
            "UPDATE member_levels SET level = $3 WHERE guild_id = $1 AND user_id = $2", guild_id, user_id, level
        )
        rewards = await self.bot.db.fetch(
            "SELECT role AS role_id FROM level_rewards WHERE guild_id = $1 AND level <= $2 ORDER BY level",
            guild_id,
            level,
        )
        await message.author.add_roles(*[discord.Object(reward["role_id"]) for reward in rewards])
        await message.channel.send(f"{message.author.mention} is level {level} now!")

    @commands.command()
    async def leaderboard(self, ctx, page: int = 1):
        rows = await self.bot.db.fetch(
            "SELECT user_id, xp FROM member_levels WHERE guild_id = $1 "
            "ORDER BY xp DESC, last_message_at ASC NULLS LAST LIMIT $2 OFFSET $3",
            ctx.guild.id,
            PAGE,
            (page - 1) * PAGE,
        )
        lines = [f"{place}. <@{row['user_id']}> {row['xp']}" for place, row in enumerate(rows, start=1)]
        await ctx.send("\n".join(lines) or "Nobody here yet.")

    @commands.command()
    async def rank(self, ctx, member: discord.Member = None):
        user_id = (member or ctx.author).id
        rank = await self.bot.db.fetchval(
            """
            SELECT count(*) + 1 FROM member_levels
            WHERE guild_id = $1
              AND xp > (SELECT m.xp FROM member_levels m WHERE m.guild_id = $1 AND m.user_id = $2)
            """,
            ctx.guild.id,
            user_id,
        )
        await ctx.send(f"Rank {rank}.")

    @commands.command()
    async def totals(self, ctx):
        row = await self.bot.db.fetchrow(
            "SELECT count(*), coalesce(sum(xp), 0) AS total, max(level) AS highest "
            "FROM member_levels WHERE guild_id = $1",
            ctx.guild.id,
        )
        await ctx.send(f"{row['count']} members, {row['total']} xp, highest level {row['highest']}")

    @commands.command()
    @commands.has_permissions(manage_roles=True)
    async def reward(self, ctx, level: int, role: discord.Role):
        taken = await self.bot.db.fetchval(
            "SELECT EXISTS(SELECT 1 FROM level_rewards WHERE guild_id = $1 AND role = $2)", ctx.guild.id, role.id
        )
        if taken:
            return await ctx.send("That role is a reward already.")
        await self.bot.db.execute(
            "INSERT INTO level_rewards (guild_id, level, role) VALUES ($1, $2, $3) "
            "ON CONFLICT (guild_id, level) DO UPDATE SET role = EXCLUDED.role",
            ctx.guild.id,
            level,
            role.id,
        )
        await ctx.send(f"{role.name} from level {level} on.")

    @commands.command()
    async def transfer(self, ctx, member: discord.Member, amount: int):
        """Gives some of your xp away."""
        async with self.bot.db.acquire() as conn:
            async with conn.transaction():
                taken = await conn.fetchval(
                    "UPDATE member_levels SET xp = xp - $3 WHERE guild_id = $1 AND user_id = $2 AND xp >= $3 "
                    "RETURNING user_id",
                    ctx.guild.id,
                    ctx.author.id,
                    amount,
                )
                if taken is None:
                    return await ctx.send("You have not got that much.")
                await conn.execute(self.ADD_XP, ctx.guild.id, member.id, amount)
        await ctx.send("Done.")

    @commands.Cog.listener()
    async def on_member_remove(self, member: discord.Member):
        await self.bot.db.execute(
            "DELETE FROM member_levels WHERE guild_id = $1 AND user_id = $2", member.guild.id, member.id
        )


async def setup(bot):
    await bot.add_cog(Levels(bot))
