# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: bind.unknown-type
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
class Links:
    async def limited(self, guild_id: int, limit: int = 10):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY id LIMIT {limit}", guild_id)

    async def paged(self, page: int, size: int | None = None):
        size = min(size or 20, 100)
        offset = (page - 1) * size
        query = f"SELECT title FROM links ORDER BY id LIMIT {size} OFFSET {offset}"
        return await self.bot.db.fetch(query)

    async def computed_in_the_text(self, page: int):
        return await self.bot.db.fetch(f"SELECT title FROM links ORDER BY id LIMIT {10} OFFSET {(page - 1) * 10}")

    async def limited_or_not(self, tag: str | None, limit: int | None):
        query = "SELECT title FROM links"
        args = []
        if tag:
            args.append(tag)
            query += " WHERE tag = $1"
        query += " ORDER BY id"
        if limit is not None:
            query += f" LIMIT {limit}"
        return await self.bot.db.fetch(query, *args)

    async def compared(self, guild_id: int):
        await self.bot.db.execute("DELETE FROM links WHERE guild_id = " + str(guild_id))

    async def twice(self, guild_id: int):
        return await self.bot.db.fetchval(
            f"SELECT count(*) FROM links WHERE guild_id = {guild_id} AND id IN (SELECT link_id FROM votes WHERE user_id = {guild_id})"
        )

    async def since(self, days: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE created_at > now() - INTERVAL '{days} days'")

    async def hours_ago(self, guild_id: int, hours: int):
        query = f"DELETE FROM links WHERE guild_id = $1 AND created_at < now() - '{hours} hour'::interval"
        await self.bot.db.execute(query, guild_id)

    async def text(self, limit: str):
        return await self.bot.db.fetch(f"SELECT title FROM links LIMIT {limit}")

    async def anything(self, limit):
        return await self.bot.db.fetch(f"SELECT title FROM links LIMIT {limit}")

    async def perhaps_none(self, limit: int | None):
        return await self.bot.db.fetch(f"SELECT title FROM links LIMIT {limit}")

    async def bound_to_something_else(self, limit: int):
        limit = self.limit_for(limit)
        return await self.bot.db.fetch(f"SELECT title FROM links LIMIT {limit}")

    async def bound_behind(self, limit: int):
        query = f"SELECT title FROM links LIMIT {limit}"
        limit = 5
        return await self.bot.db.fetch(query), limit

    async def narrower_column(self, clicks: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE clicks = {clicks}")

    async def place_of_a_column(self, place: int):
        return await self.bot.db.fetch(f"SELECT title FROM links ORDER BY {place}")

    async def part_of_a_word(self, number: int):
        return await self.bot.db.fetch(f"SELECT title FROM links_{number}")

    async def part_of_a_text(self, number: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE title = 'link {number} of many'")

    async def behind_a_minus(self, number: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = -{number}")

    async def formatted(self, number: int):
        return await self.bot.db.fetch(f"SELECT title FROM links LIMIT {number:05}")

# output
from sqlalchemy import Integer, delete, func, literal, select

from models import Link, Vote


class Links:
    async def limited(self, guild_id: int, limit: int = 10):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by(Link.id)
                .limit(limit)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def paged(self, page: int, size: int | None = None):
        size = min(size or 20, 100)
        offset = (page - 1) * size
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).order_by(Link.id).limit(size).offset(offset)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def computed_in_the_text(self, page: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title).order_by(Link.id).limit(10).offset((page - 1) * 10)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def limited_or_not(self, tag: str | None, limit: int | None):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).order_by(Link.id)
            if tag:
                stmt = stmt.where(Link.tag == tag)
            if limit is not None:
                stmt = stmt.limit(limit)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def compared(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.guild_id == guild_id)
            await session.execute(stmt)
            await session.commit()

    async def twice(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(
                Link.guild_id == guild_id,
                Link.id.in_(select(Vote.link_id).where(Vote.user_id == guild_id)),
            )
            result = await session.execute(stmt)
            return result.scalar()

    async def since(self, days: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                Link.created_at
                > func.now() - func.make_interval(0, 0, 0, literal(days, Integer))
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def hours_ago(self, guild_id: int, hours: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                delete(Link)
                .where(
                    Link.guild_id == guild_id,
                    Link.created_at
                    < func.now()
                    - func.make_interval(0, 0, 0, 0, literal(hours, Integer)),
                )
                .execution_options(synchronize_session=False)
            )
            await session.execute(stmt)
            await session.commit()

    async def text(self, limit: str):
        return await self.bot.db.fetch(f"SELECT title FROM links LIMIT {limit}")

    async def anything(self, limit):
        return await self.bot.db.fetch(f"SELECT title FROM links LIMIT {limit}")

    async def perhaps_none(self, limit: int | None):
        return await self.bot.db.fetch(f"SELECT title FROM links LIMIT {limit}")

    async def bound_to_something_else(self, limit: int):
        limit = self.limit_for(limit)
        return await self.bot.db.fetch(f"SELECT title FROM links LIMIT {limit}")

    async def bound_behind(self, limit: int):
        query = f"SELECT title FROM links LIMIT {limit}"
        limit = 5
        return await self.bot.db.fetch(query), limit

    async def narrower_column(self, clicks: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE clicks = {clicks}")

    async def place_of_a_column(self, place: int):
        return await self.bot.db.fetch(f"SELECT title FROM links ORDER BY {place}")

    async def part_of_a_word(self, number: int):
        return await self.bot.db.fetch(f"SELECT title FROM links_{number}")

    async def part_of_a_text(self, number: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE title = 'link {number} of many'")

    async def behind_a_minus(self, number: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = -{number}")

    async def formatted(self, number: int):
        return await self.bot.db.fetch(f"SELECT title FROM links LIMIT {number:05}")
