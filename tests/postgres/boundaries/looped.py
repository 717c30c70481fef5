import asyncpg
from running import again_on, loop


class Links:
    def __init__(self, bot):
        self.bot = bot
        self.told = []
        self.direct.add_exception_type(asyncpg.PostgresConnectionError)
        self.through_another.add_exception_type(asyncpg.PostgresConnectionError, asyncpg.InterfaceError)
        self.in_a_transaction.add_exception_type(asyncpg.IntegrityConstraintViolationError)
        self.handled_inside.add_exception_type(asyncpg.PostgresError)
        self.forgetful.add_exception_type(asyncpg.PostgresError)
        self.forgetful.clear_exception_types()

    @loop()
    async def direct(self, title: str) -> str:
        """Rename all."""
        await self.bot.db.execute("UPDATE links SET title = $1 WHERE id = 1", title)
        return "renamed"

    async def rename(self, title: str) -> None:
        self.told.append("rename")
        await self.bot.db.execute("UPDATE links SET title = $1 WHERE id = 1", title)

    @loop()
    async def through_another(self, title: str) -> str:
        await self.rename(title)
        return "renamed"

    @loop()
    async def in_a_transaction(self, title: str) -> str:
        async with self.bot.db.acquire() as conn, conn.transaction():
            await conn.execute("UPDATE links SET title = $1 WHERE id = 1", title)
            await conn.execute("DELETE FROM votes WHERE link_id = $1", 1)
        return "both"

    @loop()
    async def handled_inside(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1 WHERE id = 1", title)
        except asyncpg.UniqueViolationError as e:
            self.told.append(e.constraint_name)
            return "taken"
        except asyncpg.DataError as e:
            raise ValueError("too long") from e
        return "renamed"

    @loop()
    async def forgetful(self, title: str) -> str:
        await self.bot.db.execute("UPDATE links SET title = $1 WHERE id = 1", title)
        return "renamed"

    @again_on(asyncpg.DeadlockDetectedError, asyncpg.UniqueViolationError)
    async def decorated(self, title: str) -> str:
        await self.bot.db.execute("UPDATE links SET title = $1 WHERE id = 1", title)
        return "renamed"

    @again_on(asyncpg.InternalClientError, OSError)
    async def two_statements(self, title: str) -> str | None:
        await self.rename(title)
        return await self.bot.db.fetchval("SELECT title FROM links WHERE id = $1", 1)

    async def calls_a_loop(self, title: str) -> str:
        try:
            return await self.direct(title)
        except asyncpg.PostgresError as e:
            return f"{type(e).__name__} {e.sqlstate}"
