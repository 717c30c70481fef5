# refused: errors.handler
# refused: errors.handler
import asyncpg


class Links:
    async def beside_a_session(self, title: str) -> None:
        try:
            async with self.bot.get_db_session() as session:
                await session.execute(self.statement)
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except asyncpg.PostgresError:
            self.failed = title

    async def beside_a_repository(self, title: str) -> None:
        try:
            await self.store()
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except asyncpg.PostgresError:
            self.failed = title

    async def store(self) -> None:
        async with self.bot.session_maker() as session:
            await session.execute(self.statement)
            await session.commit()
