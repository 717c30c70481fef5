import asyncpg


class Links:
    async def handled(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            try:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
            except asyncpg.ForeignKeyViolationError:
                # somebody voted
                print("in use")
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def handled_for_others_too(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            try:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
            except asyncpg.ForeignKeyViolationError:
                pass
            except Exception as e:
                return self.failed(e)
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def in_a_transaction(self, one: int) -> str:
        try:
            async with self.bot.db.acquire() as conn:
                async with conn.transaction():
                    await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
                    await conn.execute("DELETE FROM links WHERE id = $1", one)
        except asyncpg.IntegrityConstraintViolationError as e:
            return e.constraint_name
        return "deleted"

# output
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from models import Link, Vote


class Links:
    async def handled(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            try:
                stmt = delete(Link).where(Link.id == one)
                await session.execute(stmt)
                await session.commit()
            except IntegrityError as error:
                # somebody voted
                await session.rollback()
                if getattr(error.orig, "sqlstate", None) != "23503":
                    raise
                print("in use")
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            await session.commit()

    async def handled_for_others_too(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            try:
                stmt = delete(Link).where(Link.id == one)
                await session.execute(stmt)
                await session.commit()
            except IntegrityError as e:
                await session.rollback()
                cause = getattr(e.orig, "__cause__", e)
                if getattr(e.orig, "sqlstate", None) != "23503":
                    return self.failed(cause)
            except Exception as e:
                return self.failed(e)
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            await session.commit()

    async def in_a_transaction(self, one: int) -> str:
        try:
            async with self.bot.get_db_session() as session:
                async with session.begin():
                    stmt = delete(Vote).where(Vote.link_id == one)
                    await session.execute(stmt)
                    stmt = delete(Link).where(Link.id == one)
                    await session.execute(stmt)
        except IntegrityError as e:
            cause = getattr(e.orig, "__cause__", e)
            return cause.constraint_name
        return "deleted"
