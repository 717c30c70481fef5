# refused: sql.utility
# refused: sql.utility
import asyncpg


class Health:
    async def check(self) -> bool:
        try:
            await self.bot.db.execute("SELECT 1")
        except (asyncpg.PostgresError, OSError):
            return False
        return await self.bot.db.fetchval("SELECT 'ok'") == "ok"

    async def used(self) -> bool:
        return await self.bot.db.fetchval("SELECT EXISTS (SELECT 1 FROM links)")

# output
import asyncpg
from sqlalchemy import exists, select

from models import Link


class Health:
    async def check(self) -> bool:
        try:
            await self.bot.db.execute("SELECT 1")
        except (asyncpg.PostgresError, OSError):
            return False
        return await self.bot.db.fetchval("SELECT 'ok'") == "ok"

    async def used(self) -> bool:
        async with self.bot.get_db_session() as session:
            stmt = select(exists(select(1).select_from(Link)))
            result = await session.execute(stmt)
            return result.scalar()
