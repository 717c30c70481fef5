# config: sessions = {"asyncpg.connect" = "async with bot.get_db_session() as session"}
# refused: session.group
# refused: session.connection
# refused: session.group
# refused: session.connection
# refused: session.connection
# refused: session.connection
# refused: session.group
import asyncpg


class Links:
    async def released(self, one: int):
        conn = await self.bot.db.acquire()

        try:
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            return await conn.fetchval("SELECT url FROM links WHERE id = $1", one)
        finally:
            # whatever happens
            await self.bot.db.release(conn)

    async def closed(self, one: int) -> None:
        print(one)
        conn = await self.bot.db.acquire(timeout=5)  # not for long
        # all or nothing
        try:
            async with conn.transaction():
                await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
                await conn.execute("DELETE FROM links WHERE id = $1", one)
        finally:
            await conn.close()

        print(one)

    async def handled(self, ctx, one: int) -> None:
        conn = await self.bot.db.acquire()
        try:
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            await conn.execute("DELETE FROM links WHERE id = $1", one)
        except asyncpg.ForeignKeyViolationError:
            await ctx.send("still voted for")
        except Exception:
            await ctx.send("no")
            raise
        finally:
            await self.bot.db.release(conn)

    async def used_by_its_handler(self, one: int) -> None:
        conn = await self.bot.db.acquire()
        try:
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
        except ValueError:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
        finally:
            await self.bot.db.release(conn)

    async def otherwise(self, one: int) -> None:
        conn = await self.bot.db.acquire()
        try:
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
        except ValueError:
            print("no")
        else:
            print(one)
        finally:
            await self.bot.db.release(conn)

    async def never_given_back(self, one: int) -> None:
        conn = await self.bot.db.acquire()
        await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def something_between(self, one: int) -> None:
        conn = await self.bot.db.acquire()
        print(one)
        try:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
        finally:
            await self.bot.db.release(conn)

    async def more_in_the_end(self, one: int) -> None:
        conn = await self.bot.db.acquire()
        try:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
        finally:
            print(one)
            await self.bot.db.release(conn)


async def main(bot, dsn: str, one: int) -> None:
    conn = await asyncpg.connect(dsn)
    try:
        await conn.execute("DELETE FROM links WHERE id = $1", one)
    finally:
        await conn.close()


async def asked(bot, one: int) -> None:
    conn = await asyncpg.connect(await bot.dsn())
    try:
        await conn.execute("DELETE FROM links WHERE id = $1", one)
    finally:
        await conn.close()

# output
import asyncpg
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from models import Link, Vote


class Links:
    async def released(self, one: int):
        async with self.bot.get_db_session() as session:
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            await session.commit()
            stmt = select(Link.url).where(Link.id == one)
            result = await session.execute(stmt)
            return result.scalar()
            # whatever happens

    async def closed(self, one: int) -> None:
        print(one)
        # not for long
        # all or nothing
        async with self.bot.get_db_session() as session:
            async with session.begin():
                stmt = delete(Vote).where(Vote.link_id == one)
                await session.execute(stmt)
                stmt = delete(Link).where(Link.id == one)
                await session.execute(stmt)

        print(one)

    async def handled(self, ctx, one: int) -> None:
        session = self.bot.get_db_session()
        try:
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            await session.commit()
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)
            await session.commit()
        except IntegrityError as error:
            await session.rollback()
            if getattr(error.orig, "sqlstate", None) != "23503":
                await ctx.send("no")
                raise
            await ctx.send("still voted for")
        except Exception:
            await session.rollback()
            await ctx.send("no")
            raise
        finally:
            await session.close()

    async def used_by_its_handler(self, one: int) -> None:
        conn = await self.bot.db.acquire()
        try:
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
        except ValueError:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
        finally:
            await self.bot.db.release(conn)

    async def otherwise(self, one: int) -> None:
        conn = await self.bot.db.acquire()
        try:
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
        except ValueError:
            print("no")
        else:
            print(one)
        finally:
            await self.bot.db.release(conn)

    async def never_given_back(self, one: int) -> None:
        conn = await self.bot.db.acquire()
        await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def something_between(self, one: int) -> None:
        conn = await self.bot.db.acquire()
        print(one)
        try:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
        finally:
            await self.bot.db.release(conn)

    async def more_in_the_end(self, one: int) -> None:
        conn = await self.bot.db.acquire()
        try:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
        finally:
            print(one)
            await self.bot.db.release(conn)


async def main(bot, dsn: str, one: int) -> None:
    async with bot.get_db_session() as session:
        stmt = delete(Link).where(Link.id == one)
        await session.execute(stmt)
        await session.commit()


async def asked(bot, one: int) -> None:
    conn = await asyncpg.connect(await bot.dsn())
    try:
        await conn.execute("DELETE FROM links WHERE id = $1", one)
    finally:
        await conn.close()
