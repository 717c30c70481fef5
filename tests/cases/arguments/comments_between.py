class Links:
    async def add(self, ctx, title: str, url: str) -> None:
        await self.bot.db.execute(
            "INSERT INTO links (title, url, guild_id) VALUES ($1, $2, $3)",
            title.strip(),  # people copy blanks
            url,
            # where it was posted
            ctx.guild.id,
        )

# output
from sqlalchemy import insert

from models import Link


class Links:
    async def add(self, ctx, title: str, url: str) -> None:
        async with self.bot.get_db_session() as session:
            # people copy blanks
            # where it was posted
            stmt = (
                insert(Link)
                .values(title=title.strip(), url=url, guild_id=ctx.guild.id)
                .inline()
            )
            await session.execute(stmt)
            await session.commit()
