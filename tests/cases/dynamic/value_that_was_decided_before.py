class Links:
    async def condition_on_a_list_that_grows(self, wanted: list[str]):
        order = "id" if wanted else "url"
        wanted.append("x")
        return await self.bot.db.fetch(f"SELECT title FROM links ORDER BY {order}")

    async def attribute_that_may_change(self):
        order = "id" if self.newest else "url"
        await self.refresh()
        return await self.bot.db.fetch(f"SELECT title FROM links ORDER BY {order}")

    async def name_bound_between(self, newest: bool):
        order = "id" if newest else "url"
        newest = True
        return await self.bot.db.fetch(f"SELECT title FROM links ORDER BY {order}")

# output
from sqlalchemy import select

from models import Link


class Links:
    async def condition_on_a_list_that_grows(self, wanted: list[str]):
        order = "id" if wanted else "url"
        wanted.append("x")
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).order_by({"id": Link.id, "url": Link.url}[order])
            result = await session.execute(stmt)
            return result.mappings().all()

    async def attribute_that_may_change(self):
        order = "id" if self.newest else "url"
        await self.refresh()
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).order_by({"id": Link.id, "url": Link.url}[order])
            result = await session.execute(stmt)
            return result.mappings().all()

    async def name_bound_between(self, newest: bool):
        order = "id" if newest else "url"
        newest = True
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).order_by({"id": Link.id, "url": Link.url}[order])
            result = await session.execute(stmt)
            return result.mappings().all()
