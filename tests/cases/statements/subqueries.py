class Links:
    async def unvoted(self, guild_id: int):
        return await self.bot.db.fetch(
            """
            SELECT l.title
            FROM links l
            WHERE l.guild_id = $1
              AND NOT EXISTS (SELECT 1 FROM votes v WHERE v.link_id = l.id)
              AND l.clicks >= (SELECT avg(o.clicks) FROM links o WHERE o.guild_id = $1)
            """,
            guild_id,
        )
