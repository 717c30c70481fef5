# refused: session.group
# refused: sql.ddl
import asyncio


class Links:
    async def waiting(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            row = await conn.fetchrow("SELECT url FROM links WHERE id = $1", one)
            await self.announce(row["url"])
            clicks = await conn.fetchval("SELECT clicks FROM links WHERE id = $1", one)
            if clicks:
                await conn.execute("UPDATE links SET clicks = 0 WHERE id = $1", one)

    async def locked(self, one: int):
        async with self.bot.db.acquire() as conn:
            row = await conn.fetchrow("SELECT url FROM links WHERE id = $1 FOR UPDATE", one)
            rows = await conn.fetch("SELECT url FROM links WHERE url = $1", row["url"])
            return [item["url"] for item in rows]

    async def two_connections(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            tag = await conn.fetchval("SELECT tag FROM links WHERE id = $1", one)
            async with self.bot.db.acquire() as other:
                await other.execute("DELETE FROM links WHERE tag = $1", tag)
            await self.bot.db.execute("DELETE FROM votes WHERE link_id = $1", one)
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def outer_stays(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            async with self.bot.db.acquire() as other:
                await other.execute("DELETE FROM links WHERE id = $1", one)
            await conn.execute("CREATE TABLE IF NOT EXISTS other (id int)")

    async def in_a_loop(self, ids: list[int]) -> None:
        async with self.bot.db.acquire() as conn:
            for one in ids:
                row = await conn.fetchrow("SELECT url FROM links WHERE id = $1", one)
                if row is None:
                    continue
                async with conn.transaction():
                    if await conn.fetchval("SELECT clicks FROM links WHERE id = $1", one):
                        break
                    await conn.execute("DELETE FROM links WHERE id = $1", one)
                await asyncio.sleep(1)

    async def an_object(self, one: int):
        async with self.bot.db.acquire() as conn:
            row = await conn.fetchrow("SELECT * FROM links WHERE id = $1", one)
        return row["url"]

    async def an_object_in_a_transaction(self, one: int):
        async with self.bot.db.acquire() as conn, conn.transaction(readonly=True):
            row = await conn.fetchrow("SELECT * FROM links WHERE id = $1", one)
        return row["url"]

    async def many(self, rows: list[tuple[int, int]]) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.executemany("UPDATE links SET clicks = $2 WHERE id = $1", rows)
            await conn.execute("DELETE FROM votes")

# output
import asyncio

from sqlalchemy import bindparam, delete, literal, select, update

from models import Link, Vote


class Links:
    async def waiting(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.id == one)
            result = await session.execute(stmt)
            row = result.mappings().first()
            await session.commit()
            await self.announce(row["url"])
            stmt = select(Link.clicks).where(Link.id == one)
            result = await session.execute(stmt)
            clicks = result.scalar()
            if clicks:
                stmt = update(Link).where(Link.id == one).values(clicks=0)
                await session.execute(stmt)
                await session.commit()

    async def locked(self, one: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.id == one).with_for_update()
            result = await session.execute(stmt)
            row = result.mappings().first()
            await session.commit()
            stmt = select(Link.url).where(Link.url == row["url"])
            result = await session.execute(stmt)
            rows = result.mappings().all()
            return [item["url"] for item in rows]

    async def two_connections(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.tag).where(Link.id == one)
            result = await session.execute(stmt)
            tag = result.scalar()
            await session.commit()
            async with self.bot.get_db_session() as db_session:
                statement = delete(Link).where(Link.tag == literal(tag, Link.tag.type))
                await db_session.execute(statement)
                await db_session.commit()
            async with self.bot.get_db_session() as db_session:
                statement = delete(Vote).where(Vote.link_id == one)
                await db_session.execute(statement)
                await db_session.commit()
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)
            await session.commit()

    async def outer_stays(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.id == one)
                await session.execute(stmt)
                await session.commit()
            await conn.execute("CREATE TABLE IF NOT EXISTS other (id int)")

    async def in_a_loop(self, ids: list[int]) -> None:
        async with self.bot.get_db_session() as session:
            for one in ids:
                stmt = select(Link.url).where(Link.id == one)
                result = await session.execute(stmt)
                row = result.first()
                await session.commit()
                if row is None:
                    continue
                async with session.begin():
                    stmt = select(Link.clicks).where(Link.id == one)
                    result = await session.execute(stmt)
                    value = result.scalar()
                    if value:
                        break
                    stmt = delete(Link).where(Link.id == one)
                    await session.execute(stmt)
                await asyncio.sleep(1)

    async def an_object(self, one: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link).where(Link.id == one)
            result = await session.execute(stmt)
            row = result.scalars().first()
        return row.url

    async def an_object_in_a_transaction(self, one: int):
        async with self.bot.get_db_session() as session, session.begin():
            await session.connection(execution_options={"postgresql_readonly": True})
            stmt = select(Link.__table__).where(Link.id == one)
            result = await session.execute(stmt)
            row = result.mappings().first()
        return row["url"]

    async def many(self, rows: list[tuple[int, int]]) -> None:
        async with self.bot.get_db_session() as session:
            parameters = [{"b_id": id, "b_clicks": clicks} for id, clicks in rows]
            if parameters:
                stmt = (
                    update(Link.__table__)
                    .where(Link.__table__.c.id == bindparam("b_id"))
                    .values(clicks=bindparam("b_clicks"))
                )
                await session.execute(stmt, parameters)
                await session.commit()
            stmt = delete(Vote)
            await session.execute(stmt)
            await session.commit()
