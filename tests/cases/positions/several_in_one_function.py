class Links:
    async def rename(self, old: str, new: str) -> None:
        """Renames a link."""

        link_id = await self.bot.db.fetchval("SELECT id FROM links WHERE title = $1", old)

        # nothing to rename?
        if link_id is None:
            raise KeyError(old)  # the caller reports it

        await self.bot.db.execute("UPDATE links SET title = $1 WHERE id = $2", new, link_id)
