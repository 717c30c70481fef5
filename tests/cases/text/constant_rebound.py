# refused: query.unresolved
# refused: query.unresolved
# refused: query.unresolved
# refused: query.unresolved
"""A constant that is bound again somewhere has no text that is known."""

import asyncpg

LATE = "DELETE FROM links"


def narrow():
    global LATE
    LATE = "DELETE FROM links WHERE id = 1"


class Links:
    QUERY = "DELETE FROM links"
    SHARED = "DELETE FROM links WHERE id = 2"

    def narrow(self):
        self.QUERY = "DELETE FROM links WHERE id = 1"

    async def own(self):
        await self.bot.db.execute(self.QUERY)

    async def late(self):
        await self.bot.db.execute(LATE)

    async def shared(self):
        await self.bot.db.execute(self.SHARED)

    BASE = "DELETE FROM links WHERE id = 3"

    async def base(self):
        await self.bot.db.execute(self.BASE)


class Fewer(Links):
    BASE = "DELETE FROM links WHERE id = 4"


Links.SHARED = "DELETE FROM links"
