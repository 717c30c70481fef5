# refused: rows.consumer
# refused: rows.consumer
from itertools import groupby


class Links:
    async def distinct(self, guild_id: int) -> int:
        # records compare by their values
        return len(list(groupby(await self.bot.db.fetch("SELECT tag FROM links WHERE guild_id = $1", guild_id))))

    async def known(self, title: str, found: list) -> None:
        found.append(await self.bot.db.fetchrow("SELECT title, url FROM links WHERE title = $1", title))
