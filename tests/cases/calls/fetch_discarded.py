async def touch(bot, guild_id: int) -> None:
    await bot.db.execute("UPDATE links SET clicks = clicks + 1 WHERE guild_id = $1", guild_id)
