class Links:
    async def send_all(self, ctx) -> None:
        for row in await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1", ctx.guild.id):
            await ctx.send(row["title"])

# output
from sqlalchemy import select

from models import Link


class Links:
    async def send_all(self, ctx) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == ctx.guild.id)
            result = await session.execute(stmt)
            rows = result.mappings().all()
        for row in rows:
            await ctx.send(row["title"])
