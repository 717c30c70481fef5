class Links:
    # asyncpg cuts a float where an integer is wanted: the type of the bind must not follow the value
    async def share(self, link_id: int, clicks: int):
        await self.bot.db.execute("UPDATE links SET clicks = clicks - $1 WHERE id = $2", clicks / 4 * 3, link_id)

    async def scaled(self, link_id: int, factor):
        amount = factor * 0.75
        await self.bot.db.execute("UPDATE links SET clicks = clicks + $1 WHERE id = $2", amount, link_id)

    async def checked(self, link_id: int, amount=None):
        if amount is None:
            return
        await self.bot.db.execute("UPDATE links SET clicks = clicks + $1 WHERE id = $2", amount, link_id)

    async def at_least(self, clicks=None):
        if clicks is None:
            return []
        return await self.bot.db.fetch("SELECT title FROM links WHERE clicks >= $1", clicks)

    async def day(self, seconds):
        return await self.bot.db.fetch("SELECT title FROM links WHERE clicks = $1", seconds / 86400)

    async def whole(self, link_id: int, clicks: int):
        await self.bot.db.execute("UPDATE links SET clicks = clicks - $1 WHERE id = $2", clicks * 2, link_id)

    async def of_guild(self, guild_id):
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1", guild_id)

# output
from sqlalchemy import literal, select, update

from models import Link


class Links:
    # asyncpg cuts a float where an integer is wanted: the type of the bind must not follow the value
    async def share(self, link_id: int, clicks: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link)
                .where(Link.id == link_id)
                .values(clicks=Link.clicks - literal(clicks / 4 * 3, Link.clicks.type))
            )
            await session.execute(stmt)
            await session.commit()

    async def scaled(self, link_id: int, factor):
        amount = factor * 0.75
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link)
                .where(Link.id == link_id)
                .values(clicks=Link.clicks + literal(amount, Link.clicks.type))
            )
            await session.execute(stmt)
            await session.commit()

    async def checked(self, link_id: int, amount=None):
        if amount is None:
            return
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link)
                .where(Link.id == link_id)
                .values(clicks=Link.clicks + literal(amount, Link.clicks.type))
            )
            await session.execute(stmt)
            await session.commit()

    async def at_least(self, clicks=None):
        if clicks is None:
            return []
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                Link.clicks >= literal(clicks, Link.clicks.type)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def day(self, seconds):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                Link.clicks == literal(seconds / 86400, Link.clicks.type)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def whole(self, link_id: int, clicks: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link)
                .where(Link.id == link_id)
                .values(clicks=Link.clicks - (clicks * 2))
            )
            await session.execute(stmt)
            await session.commit()

    async def of_guild(self, guild_id):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            return result.mappings().all()
