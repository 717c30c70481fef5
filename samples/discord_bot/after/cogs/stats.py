"""Numbers for the people who run the bot."""

from discord.ext import commands
from sqlalchemy import ARRAY, BigInteger, Text, all_, cast, exists, func, literal, select

from models.guilds import GuildSettings
from models.moderation import ModCase
from models.tags import Tag


class Stats(commands.Cog):
    def __init__(self, bot):
        self.bot = bot

    @commands.command()
    async def overview(self, ctx):
        async with await self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Tag.guild_id == ctx.guild.id)
            result = await session.execute(stmt)
            tags = result.scalar()
            stmt = select(func.count()).where(ModCase.guild_id == ctx.guild.id)
            result = await session.execute(stmt)
            cases = result.scalar()
        await ctx.send(f"{tags} tags, {cases} cases")

    @commands.command()
    async def owners(self, ctx):
        """Ids as text, for spreadsheets."""
        async with await self.bot.get_db_session() as session:
            stmt = (
                select(cast(Tag.owner_id, Text).label("owner"), func.sum(Tag.uses).label("uses"))
                .group_by(Tag.owner_id)
                .order_by(Tag.owner_id)
            )
            result = await session.execute(stmt)
            rows = result.mappings().all()
        await ctx.send("\n".join(f"{row['owner']},{row['uses']}" for row in rows))

    async def guilds_without_settings(self):
        async with await self.bot.get_db_session() as session:
            stmt = (
                select(Tag.guild_id)
                .distinct()
                .where(~exists().where(GuildSettings.guild_id == Tag.guild_id))
                .order_by(Tag.guild_id)
            )
            result = await session.execute(stmt)
            rows = result.mappings().all()
        return [row["guild_id"] for row in rows]

    async def quiet_guilds(self, guild_ids: list[int]):
        async with await self.bot.get_db_session() as session:
            stmt = (
                select(GuildSettings.guild_id, GuildSettings.prefix)
                .where(GuildSettings.guild_id != all_(literal(guild_ids, ARRAY(BigInteger))))
                .order_by(GuildSettings.guild_id)
            )
            result = await session.execute(stmt)
            return result.mappings().all()


async def setup(bot):
    await bot.add_cog(Stats(bot))
