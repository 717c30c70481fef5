"""Of lines that go together the empty one behind them goes, too, where none would be wanted."""


class Links:
    async def titles(self, guild_id: int):
        pool = self.bot.db
        query = "SELECT title FROM links WHERE guild_id = $1"

        return await pool.fetch(query, guild_id)

    async def urls(self, guild_id: int):
        print(guild_id)

        pool = self.bot.db
        query = "SELECT url FROM links WHERE guild_id = $1"

        return await pool.fetch(query, guild_id)

    async def ids(self, guild_id: int):
        pool = self.bot.db
        query = "SELECT id FROM links WHERE guild_id = $1"

        print(guild_id)

        return await pool.fetch(query, guild_id)

    async def counted(self, guild_id: int):
        print(guild_id)
        pool = self.bot.db
        query = "SELECT count(*) FROM links WHERE guild_id = $1"

        return await pool.fetchval(query, guild_id)

# output
"""Of lines that go together the empty one behind them goes, too, where none would be wanted."""

from sqlalchemy import func, select

from models import Link


class Links:
    async def titles(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def urls(self, guild_id: int):
        print(guild_id)

        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def ids(self, guild_id: int):
        print(guild_id)

        async with self.bot.get_db_session() as session:
            stmt = select(Link.id).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def counted(self, guild_id: int):
        print(guild_id)

        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            return result.scalar()
