import logging


class Links:
    async def find(self, tag: str):
        query = "SELECT title, url FROM links WHERE tag = $1"
        logging.debug("running %s", query)
        return await self.bot.db.fetch(query, tag)
