# refused: errors.handler
# refused: errors.handler
# refused: errors.handler
# refused: errors.handler
# refused: names.shadowed
import asyncpg
from discord.ext import tasks


class Links:
    def __init__(self, bot) -> None:
        self.bot = bot
        self.one_line.add_exception_type(asyncpg.PostgresConnectionError)
        self.pairs.add_exception_type(asyncpg.PostgresConnectionError)
        self.both.add_exception_type(asyncpg.PostgresConnectionError)
        self.plain.add_exception_type(asyncpg.PostgresConnectionError)
        self.remembers.add_exception_type(asyncpg.PostgresConnectionError)
        self.remembers.start()
        self.remembers.clear_exception_types()

    async def add(self) -> None:
        await self.bot.db.execute("UPDATE links SET title = $1", "a")

    @tasks.loop(seconds=1)
    async def one_line(self): await self.add()

    async def remove(self) -> None:
        await self.bot.db.execute("DELETE FROM links WHERE title = $1", "a")

    async def pairs(self):
        yield await self.remove()

    async def store(self) -> None:
        await self.bot.db.execute("DELETE FROM links WHERE title = $1", "b")

    @tasks.loop(seconds=1)
    async def both(self) -> None:
        await self.store()
        async with self.bot.get_db_session() as session:
            await session.execute(self.statement)

    async def forget(self) -> None:
        await self.bot.db.execute("DELETE FROM links WHERE title = $1", "c")

    def plain(self):
        return await_all(self.forget())

    @tasks.loop(seconds=1)
    async def remembers(self) -> None:
        DBAPIError = self.errors
        await self.bot.db.execute("DELETE FROM links WHERE title = $1", DBAPIError)
