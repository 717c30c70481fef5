"""Settings of a server."""

import discord
from discord.ext import commands


class Settings(commands.Cog):
    def __init__(self, bot):
        self.bot = bot
        self._prefixes: dict[int, str] = {}

    async def prefix_of(self, guild_id: int) -> str:
        if guild_id not in self._prefixes:
            prefix = await self.bot.db.fetchval(
                "SELECT prefix FROM guild_settings WHERE guild_id = $1", guild_id
            )
            self._prefixes[guild_id] = prefix or "!"
        return self._prefixes[guild_id]

    async def settings_of(self, guild_id: int) -> dict:
        row = await self.bot.db.fetchrow("SELECT * FROM guild_settings WHERE guild_id = $1", guild_id)
        return dict(row) if row else {"guild_id": guild_id, "prefix": "!"}

    @commands.group(invoke_without_command=True)
    async def settings(self, ctx):
        settings = await self.settings_of(ctx.guild.id)
        await ctx.send("\n".join(f"{key}: {value}" for key, value in sorted(settings.items())))

    @settings.command()
    async def prefix(self, ctx, prefix: str):
        await self.bot.db.execute(
            """
            INSERT INTO guild_settings (guild_id, prefix) VALUES ($1, $2)
            ON CONFLICT (guild_id) DO UPDATE SET prefix = EXCLUDED.prefix
            """,
            ctx.guild.id,
            prefix,
        )
        self._prefixes[ctx.guild.id] = prefix
        await ctx.send(f"The prefix is {prefix} now.")

    @settings.command()
    async def log(self, ctx, channel: discord.TextChannel = None):
        """Sets the log channel; without a channel, nothing is logged."""
        await self.bot.db.execute(
            "UPDATE guild_settings SET log_channel_id = $1 WHERE guild_id = $2",
            channel.id if channel else None,
            ctx.guild.id,
        )
        await ctx.send("Saved.")

    @settings.command()
    async def welcome(self, ctx, *, message: str = ""):
        if message:
            await self.bot.db.execute(
                "UPDATE guild_settings SET welcome_message = $1 WHERE guild_id = $2", message, ctx.guild.id
            )
        else:
            await self.bot.db.execute(
                "UPDATE guild_settings SET welcome_message = NULL WHERE guild_id = $1", ctx.guild.id
            )
        await ctx.send("Saved.")

    @commands.Cog.listener()
    async def on_member_join(self, member: discord.Member):
        message = await self.bot.db.fetchval(
            "SELECT coalesce(welcome_message, 'Welcome!') FROM guild_settings WHERE guild_id = $1",
            member.guild.id,
        )
        if message:
            await member.send(message)

    @settings.command()
    @commands.is_owner()
    async def setup_features(self, ctx):
        """The feature flags came later and never got a model."""
        await self.bot.db.execute(
            "CREATE TABLE IF NOT EXISTS feature_flags (guild_id bigint, flag text, PRIMARY KEY (guild_id, flag))"
        )
        await self.bot.db.execute(
            "INSERT INTO feature_flags (guild_id, flag) VALUES ($1, 'beta') ON CONFLICT DO NOTHING", ctx.guild.id
        )
        await ctx.send("Done.")


async def setup(bot):
    await bot.add_cog(Settings(bot))
