class Links:
    async def rebound(self, order):
        order = "DESC" if order else "ASC"
        return await self.bot.db.fetch(f"SELECT title FROM links ORDER BY id {order}")

    async def key_that_is_bound_to_what_was_found(self, column: str):
        columns = {"name": "title", "address": "url"}
        column = columns[column]
        return await self.bot.db.fetch(f"SELECT title FROM links ORDER BY {column}")

# output
from sqlalchemy import select

from models import Link


class Links:
    async def rebound(self, order):
        order = "DESC" if order else "ASC"
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).order_by(
                {"DESC": Link.id.desc(), "ASC": Link.id}[order]
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def key_that_is_bound_to_what_was_found(self, column: str):
        columns = {"name": "title", "address": "url"}
        column = columns[column]
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).order_by(
                {"title": Link.title, "url": Link.url}[column]
            )
            result = await session.execute(stmt)
            return result.mappings().all()
