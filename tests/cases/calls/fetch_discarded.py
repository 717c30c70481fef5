async def touch(bot, guild_id: int) -> None:
    await bot.db.execute("UPDATE links SET clicks = clicks + 1 WHERE guild_id = $1", guild_id)

# output
from sqlalchemy import update

from models import Link


async def touch(bot, guild_id: int) -> None:
    async with bot.get_db_session() as session:
        stmt = (
            update(Link).where(Link.guild_id == guild_id).values(clicks=Link.clicks + 1)
        )
        await session.execute(stmt)
        await session.commit()
