# refused: errors.handler
# refused: errors.handler
import asyncpg
from queries import DATABASE_ERRORS

RETRIED = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)


class Links:
    async def drop(self, title: str) -> None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except RETRIED:
            self.failed = title

    async def rename(self, title: str) -> None:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except asyncpg.UniqueViolationError:
            self.failed = title
        except DATABASE_ERRORS:
            self.broken = title
