"""Numbers for the people who run the bot."""

from discord.ext import commands

from utils.queries import COUNT_CASES, COUNT_TAGS


class Stats(commands.Cog):
    def __init__(self, bot):
        self.bot = bot

    @commands.command()
    async def overview(self, ctx):
        tags = await self.bot.db.fetchval(COUNT_TAGS, ctx.guild.id)
        cases = await self.bot.db.fetchval(COUNT_CASES, ctx.guild.id)
        await ctx.send(f"{tags} tags, {cases} cases")

    @commands.command()
    async def owners(self, ctx):
        """Ids as text, for spreadsheets."""
        rows = await self.bot.db.fetch(
            "SELECT owner_id::text AS owner, sum(uses) AS uses FROM tags GROUP BY owner_id ORDER BY owner_id"
        )
        await ctx.send("\n".join(f"{row['owner']},{row['uses']}" for row in rows))

    async def guilds_without_settings(self):
        rows = await self.bot.db.fetch(
            """
            SELECT DISTINCT t.guild_id
            FROM tags t
            WHERE NOT EXISTS (SELECT 1 FROM guild_settings s WHERE s.guild_id = t.guild_id)
            ORDER BY t.guild_id
            """
        )
        return [row["guild_id"] for row in rows]

    async def quiet_guilds(self, guild_ids: list[int]):
        return await self.bot.db.fetch(
            "SELECT guild_id, prefix FROM guild_settings WHERE guild_id <> ALL($1) ORDER BY guild_id", guild_ids
        )


async def setup(bot):
    await bot.add_cog(Stats(bot))
