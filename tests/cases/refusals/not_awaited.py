# refused: call.not-awaited
import asyncio


class Links:
    async def both(self):
        one = asyncio.create_task(self.bot.db.fetch("SELECT title FROM links"))
        return await one
