import aiosqlite
from sqlalchemy import select, text

from models import Link


class Other:
    async def all(self, session, redis):
        await redis.execute("SELECT 1")
        await session.execute(select(Link))
        return await session.execute(text("SELECT * FROM links"))

    async def local(self):
        async with aiosqlite.connect("x.db") as db:
            await db.execute("DELETE FROM links")
