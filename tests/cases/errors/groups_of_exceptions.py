# refused: errors.handler
# refused: errors.handler
import asyncpg
from asyncpg.exceptions import *


class Links:
    async def drop(self, title: str) -> None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except* asyncpg.UniqueViolationError:
            self.failed = title

    async def rename(self, title: str) -> None:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except UniqueViolationError:
            self.failed = title
