class Links:
    async def add(self, guild_id: int, title: str, url: str) -> int:
        # the title is unique, so a new address replaces the old one
        link_id = await self.bot.db.fetchval(
            """
            INSERT INTO links (title, url, guild_id)
            VALUES ($1, $2, $3)
            ON CONFLICT (title) DO UPDATE SET url = EXCLUDED.url
            RETURNING id
            """,
            title,
            url,
            guild_id,
        )
        return link_id
