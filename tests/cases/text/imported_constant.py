from queries import LINK_URL, TABLE


class Links:
    COUNT = f"SELECT count(*) FROM {TABLE}"

    async def url(self, title: str):
        return await self.bot.db.fetchval(LINK_URL, title)

    async def count(self):
        return await self.bot.db.fetchval(self.COUNT)
