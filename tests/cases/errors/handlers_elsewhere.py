# refused: errors.handler
# refused: errors.handler
import asyncpg


class Links:
    async def drop(self, title: str) -> None:
        await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)

    async def clean(self) -> None:
        try:
            await self.drop("")
        except asyncpg.ForeignKeyViolationError:
            self.failed = True

    @retry(on=asyncpg.DeadlockDetectedError)
    async def rename(self, title: str) -> None:
        await self.bot.db.execute("UPDATE links SET title = $1", title)
