# refused: errors.handler
# refused: errors.handler
# refused: errors.handler
"""What is told asyncpg's classes may handle them: they would not come any more."""
from contextlib import AsyncExitStack, suppress

import asyncpg
from tenacity import AsyncRetrying, retry_if_exception_type


class Links:
    async def attempts(self, title: str) -> None:
        async for attempt in AsyncRetrying(retry=retry_if_exception_type(asyncpg.SerializationError)):
            with attempt:
                await self.bot.db.execute("UPDATE links SET url = $1", title)
                await self.rename(title)

    async def rename(self, title: str) -> None:
        await self.bot.db.execute("UPDATE links SET title = $1", title)

    async def stacked(self, title: str) -> None:
        async with AsyncExitStack() as stack:
            stack.enter_context(suppress(asyncpg.UniqueViolationError))
            await self.bot.db.execute("UPDATE links SET title = $1", title)
