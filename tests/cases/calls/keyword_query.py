import asyncpg


async def titles(pool: asyncpg.Pool, bot, guild_id: int) -> list[str]:
    rows = await bot.db.fetch(query="SELECT title FROM links ORDER BY title")
    return [row["title"] for row in rows]
