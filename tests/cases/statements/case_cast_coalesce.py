class Links:
    async def table(self, guild_id: int):
        return await self.bot.db.fetch(
            "SELECT id::text AS id, coalesce(tag, 'none') AS tag, "
            "CASE WHEN clicks > 100 THEN 'hot' WHEN clicks > 0 THEN 'warm' ELSE 'cold' END AS heat "
            "FROM links WHERE guild_id = $1 AND created_at BETWEEN now() - interval '7 days' AND now()",
            guild_id,
        )
