# config: connections = {"*.db.atomic" = "transaction", "*.db.held" = "connection.connection"}
# refused: session.group
class Links:
    async def begun(self, one: int) -> None:
        async with self.bot.db.atomic() as conn:
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def held(self, one: int) -> None:
        async with self.bot.db.held() as it:
            await it.connection.execute("DELETE FROM votes WHERE link_id = $1", one)
            await it.connection.execute("DELETE FROM links WHERE id = $1", one)

    async def shown(self, one: int) -> None:
        async with self.bot.db.held() as it:
            await it.connection.execute("DELETE FROM links WHERE id = $1", one)
            it.show()

# output
from sqlalchemy import delete

from models import Link, Vote


class Links:
    async def begun(self, one: int) -> None:
        async with self.bot.get_db_session() as session, session.begin():
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)

    async def held(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            await session.commit()
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)
            await session.commit()

    async def shown(self, one: int) -> None:
        async with self.bot.db.held() as it:
            await it.connection.execute("DELETE FROM links WHERE id = $1", one)
            it.show()
