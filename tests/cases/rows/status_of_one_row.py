"""The status of a change of one row at most ends with its number."""


class Links:
    async def removed(self, link_id: int):
        status = await self.bot.db.execute("DELETE FROM links WHERE id = $1", link_id)
        if status[-1] == "0":
            return "no such link"
        return "removed"

    async def moved(self, link_id: int, user_id: int, counted: bool):
        query = "UPDATE votes SET counted = $3 WHERE link_id = $1 AND user_id = $2"
        status = await self.bot.db.execute(query, link_id, user_id, counted)
        return status.endswith("1")

    async def voted(self, link_id: int, user_id: int):
        query = "INSERT INTO votes (link_id, user_id, counted) VALUES ($1, $2, true) ON CONFLICT DO NOTHING"
        return (await self.bot.db.execute(query, link_id, user_id))[-1] == "1"

    async def half_a_key(self, link_id: int):
        status = await self.bot.db.execute("DELETE FROM votes WHERE link_id = $1", link_id)
        return status[-1] == "0"

    async def either(self, link_id: int):
        status = await self.bot.db.execute("DELETE FROM links WHERE id = $1 OR clicks = 0", link_id)
        return status[-1] == "0"

    async def two_rows(self, link_id: int):
        query = "INSERT INTO votes (link_id, user_id, counted) VALUES ($1, 1, true), ($1, 2, true) ON CONFLICT DO NOTHING"
        return (await self.bot.db.execute(query, link_id)).endswith("0")

# output
"""The status of a change of one row at most ends with its number."""

from sqlalchemy import delete, or_, update
from sqlalchemy.dialects.postgresql import insert as pg_insert

from models import Link, Vote


class Links:
    async def removed(self, link_id: int):
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.id == link_id)
            status = await session.execute(stmt)
            await session.commit()
        if status.rowcount == 0:
            return "no such link"
        return "removed"

    async def moved(self, link_id: int, user_id: int, counted: bool):
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Vote)
                .where(Vote.link_id == link_id, Vote.user_id == user_id)
                .values(counted=counted)
            )
            status = await session.execute(stmt)
            await session.commit()
        return status.rowcount == 1

    async def voted(self, link_id: int, user_id: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                pg_insert(Vote)
                .values(link_id=link_id, user_id=user_id, counted=True)
                .on_conflict_do_nothing()
            )
            result = await session.execute(stmt)
            await session.commit()
        return result.rowcount == 1

    async def half_a_key(self, link_id: int):
        async with self.bot.get_db_session() as session:
            stmt = delete(Vote).where(Vote.link_id == link_id)
            result = await session.execute(stmt)
            await session.commit()
            status = f"DELETE {result.rowcount}"
        return status[-1] == "0"

    async def either(self, link_id: int):
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(or_(Link.id == link_id, Link.clicks == 0))
            result = await session.execute(stmt)
            await session.commit()
            status = f"DELETE {result.rowcount}"
        return status[-1] == "0"

    async def two_rows(self, link_id: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                pg_insert(Vote)
                .values(
                    [
                        {"link_id": link_id, "user_id": 1, "counted": True},
                        {"link_id": link_id, "user_id": 2, "counted": True},
                    ]
                )
                .on_conflict_do_nothing()
            )
            result = await session.execute(stmt)
            await session.commit()
            status = f"INSERT 0 {result.rowcount}"
        return status.endswith("0")
