import asyncpg
class Links:
    async def rolled_back(self, ctx, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction()
            await tr.start()

            try:
                await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            except asyncpg.UniqueViolationError:
                await tr.rollback()
                await ctx.send("no")
            except Exception:
                await tr.rollback()
                await ctx.send("hm")
            else:
                await tr.commit()
                await ctx.send("yes")
    async def goes_on(self, ctx, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            async with conn.transaction():
                try:
                    await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
                except asyncpg.UniqueViolationError:
                    raise RuntimeError("x")
            try:
                await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            except asyncpg.UniqueViolationError:
                await ctx.send("hm")
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)

# output
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from models import Vote
class Links:
    async def rolled_back(self, ctx, one: int) -> None:
        async with self.bot.get_db_session() as session:
            tr = session.begin()
            await tr.start()

            try:
                stmt = delete(Vote).where(Vote.link_id == one)
                await session.execute(stmt)
            except IntegrityError as error:
                if getattr(error.orig, "sqlstate", None) == "23505":
                    await tr.rollback()
                    await ctx.send("no")
                else:
                    await tr.rollback()
                    await ctx.send("hm")
            except Exception:
                await tr.rollback()
                await ctx.send("hm")
            else:
                await tr.commit()
                await ctx.send("yes")
    async def goes_on(self, ctx, one: int) -> None:
        async with self.bot.get_db_session() as session:
            async with session.begin():
                try:
                    stmt = delete(Vote).where(Vote.link_id == one)
                    await session.execute(stmt)
                except IntegrityError as error:
                    if getattr(error.orig, "sqlstate", None) != "23505":
                        raise
                    raise RuntimeError("x")
            try:
                stmt = delete(Vote).where(Vote.link_id == one)
                await session.execute(stmt)
                await session.commit()
            except IntegrityError as error:
                await session.rollback()
                if getattr(error.orig, "sqlstate", None) != "23505":
                    raise
                await ctx.send("hm")
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            await session.commit()
