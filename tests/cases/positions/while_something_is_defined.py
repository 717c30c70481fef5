# refused: position.expression
# refused: position.expression
"""A default and a decorator run where the function is defined, which is another place than its body."""


class Links:
    async def defaults(self, title: str):
        def url(found=await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)):
            return found

        return url

    async def decorated(self, title: str):
        @self.register(await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title))
        async def url():
            return title

        return url
