"""``== True`` is what linters complain of (E712): the constant of an argument stays a parameter."""


class Links:
    async def counted(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM votes WHERE counted = $1", True)

    async def not_counted(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM votes WHERE counted <> $1", True)

    async def given(self, counted: bool):
        return await self.bot.db.fetchval("SELECT count(*) FROM votes WHERE counted = $1", counted)

    async def written(self, link_id: int):
        await self.bot.db.execute("UPDATE votes SET counted = $1 WHERE link_id = $2", False, link_id)

# output
"""``== True`` is what linters complain of (E712): the constant of an argument stays a parameter."""

from sqlalchemy import func, literal, select, update

from models import Vote


class Links:
    async def counted(self):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(
                Vote.counted == literal(True, Vote.counted.type)
            )
            result = await session.execute(stmt)
            return result.scalar()

    async def not_counted(self):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(
                Vote.counted != literal(True, Vote.counted.type)
            )
            result = await session.execute(stmt)
            return result.scalar()

    async def given(self, counted: bool):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Vote.counted == counted)
            result = await session.execute(stmt)
            return result.scalar()

    async def written(self, link_id: int):
        async with self.bot.get_db_session() as session:
            stmt = update(Vote).where(Vote.link_id == link_id).values(counted=False)
            await session.execute(stmt)
            await session.commit()
