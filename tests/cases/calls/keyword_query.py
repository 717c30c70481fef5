import asyncpg


async def titles(pool: asyncpg.Pool, bot, guild_id: int) -> list[str]:
    rows = await bot.db.fetch(query="SELECT title FROM links ORDER BY title")
    return [row["title"] for row in rows]

# output
import asyncpg
from sqlalchemy import select

from models import Link


async def titles(pool: asyncpg.Pool, bot, guild_id: int) -> list[str]:
    async with bot.get_db_session() as session:
        stmt = select(Link.title).order_by(Link.title)
        result = await session.execute(stmt)
        rows = result.mappings().all()
    return [row["title"] for row in rows]
