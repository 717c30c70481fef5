# refused: bind.unknown-type
# refused: bind.unknown-type
class Links:
    # the server takes $1 in `now() - $1` as a time, SQLAlchemy would take a timedelta as an interval
    async def recent(self, age):
        return await self.bot.db.fetch("SELECT title FROM links WHERE created_at > now() - $1", age)

    async def later(self, age):
        return await self.bot.db.fetch("SELECT title FROM links WHERE created_at > now() + $1", age)
