class Votes:
    async def popular(self, guild_id: int, minimum: int):
        return await self.bot.db.fetch(
            """
            SELECT l.title, count(v.user_id) AS votes
            FROM links AS l
            LEFT JOIN votes AS v ON v.link_id = l.id AND v.counted
            WHERE l.guild_id = $1
            GROUP BY l.id
            HAVING count(v.user_id) >= $2
            ORDER BY votes DESC NULLS LAST, l.title
            """,
            guild_id,
            minimum,
        )
