"""Settings of a server."""

import discord
from discord.ext import commands
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert

from models.guilds import GuildSettings


class Settings(commands.Cog):
    def __init__(self, bot):
        self.bot = bot
        self._prefixes: dict[int, str] = {}

    async def prefix_of(self, guild_id: int) -> str:
        if guild_id not in self._prefixes:
            async with await self.bot.get_db_session() as session:
                stmt = select(GuildSettings.prefix).where(GuildSettings.guild_id == guild_id)
                result = await session.execute(stmt)
                prefix = result.scalar()
            self._prefixes[guild_id] = prefix or "!"
        return self._prefixes[guild_id]

    async def settings_of(self, guild_id: int) -> dict:
        async with await self.bot.get_db_session() as session:
            stmt = select(GuildSettings.__table__).where(GuildSettings.guild_id == guild_id)
            result = await session.execute(stmt)
            row = result.mappings().first()
        return dict(row) if row else {"guild_id": guild_id, "prefix": "!"}

    @commands.group(invoke_without_command=True)
    async def settings(self, ctx):
        settings = await self.settings_of(ctx.guild.id)
        await ctx.send("\n".join(f"{key}: {value}" for key, value in sorted(settings.items())))

    @settings.command()
    async def prefix(self, ctx, prefix: str):
        async with await self.bot.get_db_session() as session:
            insert_stmt = pg_insert(GuildSettings).values(guild_id=ctx.guild.id, prefix=prefix)
            stmt = insert_stmt.on_conflict_do_update(
                index_elements=[GuildSettings.guild_id],
                set_={"prefix": insert_stmt.excluded.prefix},
            )
            await session.execute(stmt)
            await session.commit()
        self._prefixes[ctx.guild.id] = prefix
        await ctx.send(f"The prefix is {prefix} now.")

    @settings.command()
    async def log(self, ctx, channel: discord.TextChannel = None):
        """Sets the log channel; without a channel, nothing is logged."""
        async with await self.bot.get_db_session() as session:
            stmt = (
                update(GuildSettings)
                .where(GuildSettings.guild_id == ctx.guild.id)
                .values(log_channel_id=channel.id if channel else None)
            )
            await session.execute(stmt)
            await session.commit()
        await ctx.send("Saved.")

    @settings.command()
    async def welcome(self, ctx, *, message: str = ""):
        if message:
            async with await self.bot.get_db_session() as session:
                stmt = (
                    update(GuildSettings)
                    .where(GuildSettings.guild_id == ctx.guild.id)
                    .values(welcome_message=message)
                )
                await session.execute(stmt)
                await session.commit()
        else:
            async with await self.bot.get_db_session() as session:
                stmt = (
                    update(GuildSettings)
                    .where(GuildSettings.guild_id == ctx.guild.id)
                    .values(welcome_message=None)
                )
                await session.execute(stmt)
                await session.commit()
        await ctx.send("Saved.")

    @commands.Cog.listener()
    async def on_member_join(self, member: discord.Member):
        async with await self.bot.get_db_session() as session:
            stmt = select(func.coalesce(GuildSettings.welcome_message, "Welcome!")).where(
                GuildSettings.guild_id == member.guild.id
            )
            result = await session.execute(stmt)
            message = result.scalar()
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
