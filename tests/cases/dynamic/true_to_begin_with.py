# refused: query.dynamic
class Links:
    async def filtered(self, guild_id: int | None, tag: str | None):
        query = "SELECT title FROM links WHERE 1=1"
        args = []
        if guild_id is not None:
            args.append(guild_id)
            query += f" AND guild_id = ${len(args)}"
        if tag:
            args.append(tag)
            query += f" AND tag = ${len(args)}"
        return await self.bot.db.fetch(query + " ORDER BY id", *args)

    async def from_a_list(self, tag: str | None):
        conditions, args = ["TRUE"], []
        if tag:
            args.append(tag)
            conditions.append(f"tag = ${len(args)}")
        return await self.bot.db.fetchval(f"SELECT count(*) FROM links WHERE {' AND '.join(conditions)}", *args)

    async def text_of_a_user(self, extra: str | None):
        query = "SELECT title FROM links WHERE 1=1"
        if extra:
            query += f" AND {extra}"
        return await self.bot.db.fetch(query)

# output
from sqlalchemy import func, select

from models import Link


class Links:
    async def filtered(self, guild_id: int | None, tag: str | None):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).order_by(Link.id)
            if guild_id is not None:
                stmt = stmt.where(Link.guild_id == guild_id)
            if tag:
                stmt = stmt.where(Link.tag == tag)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def from_a_list(self, tag: str | None):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).select_from(Link)
            if tag:
                stmt = stmt.where(Link.tag == tag)
            result = await session.execute(stmt)
            return result.scalar()

    async def text_of_a_user(self, extra: str | None):
        query = "SELECT title FROM links WHERE 1=1"
        if extra:
            query += f" AND {extra}"
        return await self.bot.db.fetch(query)
