# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
import asyncio


class Links:
    async def rolled_back(self, ctx, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            clicks = await conn.fetchval("SELECT clicks FROM links WHERE id = $1", one)
            tr = conn.transaction()
            await tr.start()

            try:
                await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
                await conn.execute("DELETE FROM links WHERE clicks = $1", clicks)
            except Exception:
                await tr.rollback()
                await ctx.send("no")
            else:
                await tr.commit()
                await ctx.send("yes")
            await conn.execute("UPDATE links SET clicks = 0")

    async def in_a_row(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction()
            await tr.start()
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            await tr.commit()
            await conn.execute("UPDATE links SET clicks = 0")

    async def left_open(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction()
            await tr.start()
            try:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
                await tr.commit()
            except ValueError:
                print("the transaction stays open")

    async def passed_on(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction()
            await tr.start()
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            await self.finish(tr)

    async def without_end(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction()
            await tr.start()
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def again_and_again(self, ids: list[int]) -> None:
        async with self.bot.db.acquire() as conn:
            for one in ids:
                tr = conn.transaction()
                await tr.start()
                await conn.execute("DELETE FROM links WHERE id = $1", one)
                await tr.commit()

    async def with_options(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction(isolation="serializable", readonly=False)
            await tr.start()  # nobody else counts
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            await tr.commit()

    async def with_unknown_options(self, level: str, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction(isolation=level)
            await tr.start()
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            await tr.commit()

    async def nested_with_options(self, one: int) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            tr = conn.transaction(readonly=True)
            await tr.start()
            await conn.fetch("SELECT * FROM links WHERE id = $1", one)
            await tr.commit()

    async def ended_behind_the_handler(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction()
            await tr.start()
            try:
                await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            except:
                await tr.rollback()
                raise
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            await tr.commit()
            await conn.execute("UPDATE links SET clicks = 0")

    async def by_a_condition(self, one: int, dry: bool) -> None:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction()
            await tr.start()
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            if dry:
                await tr.rollback()
            else:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
                await tr.commit()
            await conn.execute("UPDATE links SET clicks = 0")

    async def early(self, one: int) -> str:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction()
            await tr.start()
            clicks = await conn.fetchval("SELECT clicks FROM links WHERE id = $1 FOR UPDATE", one)
            if clicks is None:
                await tr.rollback()
                return "gone"
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            await tr.commit()
            return "deleted"

    async def handled_and_left_open(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction()
            await tr.start()
            try:
                await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            except ValueError:
                await tr.rollback()
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            await tr.commit()

    async def ended_sometimes(self, one: int, dry: bool) -> None:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction()
            await tr.start()
            if dry:
                await tr.rollback()
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            await tr.commit()

    async def waits_for_its_turn(self, one: int) -> str:
        try:
            async with self.bot.db.acquire(timeout=5) as conn:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
        except asyncio.TimeoutError:
            return "busy"
        return "deleted"

    async def waits_without_telling(self, one: int) -> str:
        try:
            async with self.bot.db.acquire(timeout=5) as conn:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
        except ValueError:
            return "odd"
        return "deleted"

# output
import asyncio

from sqlalchemy import delete, select, update

from models import Link, Vote


class Links:
    async def rolled_back(self, ctx, one: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.clicks).where(Link.id == one)
            result = await session.execute(stmt)
            clicks = result.scalar()
            await session.commit()
            tr = session.begin()
            await tr.start()

            try:
                stmt = delete(Vote).where(Vote.link_id == one)
                await session.execute(stmt)
                stmt = delete(Link).where(Link.clicks == clicks)
                await session.execute(stmt)
            except Exception:
                await tr.rollback()
                await ctx.send("no")
            else:
                await tr.commit()
                await ctx.send("yes")
            stmt = update(Link).values(clicks=0)
            await session.execute(stmt)
            await session.commit()

    async def in_a_row(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            tr = session.begin()
            await tr.start()
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)
            await tr.commit()
            stmt = update(Link).values(clicks=0)
            await session.execute(stmt)
            await session.commit()

    async def left_open(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction()
            await tr.start()
            try:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
                await tr.commit()
            except ValueError:
                print("the transaction stays open")

    async def passed_on(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction()
            await tr.start()
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            await self.finish(tr)

    async def without_end(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction()
            await tr.start()
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def again_and_again(self, ids: list[int]) -> None:
        async with self.bot.db.acquire() as conn:
            for one in ids:
                tr = conn.transaction()
                await tr.start()
                await conn.execute("DELETE FROM links WHERE id = $1", one)
                await tr.commit()

    async def with_options(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            tr = session.begin()
            await tr.start()  # nobody else counts
            await session.connection(
                execution_options={"isolation_level": "SERIALIZABLE"}
            )
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)
            await tr.commit()

    async def with_unknown_options(self, level: str, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction(isolation=level)
            await tr.start()
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            await tr.commit()

    async def nested_with_options(self, one: int) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            tr = conn.transaction(readonly=True)
            await tr.start()
            await conn.fetch("SELECT * FROM links WHERE id = $1", one)
            await tr.commit()

    async def ended_behind_the_handler(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            tr = session.begin()
            await tr.start()
            try:
                stmt = delete(Vote).where(Vote.link_id == one)
                await session.execute(stmt)
            except:
                await tr.rollback()
                raise
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)
            await tr.commit()
            stmt = update(Link).values(clicks=0)
            await session.execute(stmt)
            await session.commit()

    async def by_a_condition(self, one: int, dry: bool) -> None:
        async with self.bot.get_db_session() as session:
            tr = session.begin()
            await tr.start()
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            if dry:
                await tr.rollback()
            else:
                stmt = delete(Link).where(Link.id == one)
                await session.execute(stmt)
                await tr.commit()
            stmt = update(Link).values(clicks=0)
            await session.execute(stmt)
            await session.commit()

    async def early(self, one: int) -> str:
        async with self.bot.get_db_session() as session:
            tr = session.begin()
            await tr.start()
            stmt = select(Link.clicks).where(Link.id == one).with_for_update()
            result = await session.execute(stmt)
            clicks = result.scalar()
            if clicks is None:
                await tr.rollback()
                return "gone"
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)
            await tr.commit()
            return "deleted"

    async def handled_and_left_open(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction()
            await tr.start()
            try:
                await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
            except ValueError:
                await tr.rollback()
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            await tr.commit()

    async def ended_sometimes(self, one: int, dry: bool) -> None:
        async with self.bot.db.acquire() as conn:
            tr = conn.transaction()
            await tr.start()
            if dry:
                await tr.rollback()
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            await tr.commit()

    async def waits_for_its_turn(self, one: int) -> str:
        try:
            async with self.bot.db.acquire(timeout=5) as conn:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
        except asyncio.TimeoutError:
            return "busy"
        return "deleted"

    async def waits_without_telling(self, one: int) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.id == one)
                await session.execute(stmt)
                await session.commit()
        except ValueError:
            return "odd"
        return "deleted"
