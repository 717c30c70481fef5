# refused: bind.unknown-type
# refused: bind.unknown-type
class Links:
    # the server takes $1 in `now() - $1` as a time, and then finds no operator for a time and an interval
    async def recent(self, age):
        return await self.bot.db.fetch("SELECT title FROM links WHERE created_at > now() - $1", age)

    async def lately(self, age):
        return await self.bot.db.fetch("SELECT title FROM links WHERE created_at BETWEEN now() - $1 AND now()", age)
