class Links:
    async def url(self, title: str):
        async with self.bot.db.acquire() as conn:
            return await conn.fetchval("SELECT url FROM links WHERE title = $1", title)

    async def swap(self, one: int, two: int) -> None:
        async with self.bot.db.acquire() as conn:  # one connection
            async with conn.transaction():
                # out of the way first
                await conn.execute("UPDATE links SET clicks = -1 WHERE id = $1", one)
                await conn.execute("UPDATE links SET clicks = $1 WHERE id = $2", one, two)

    async def both(self, one: int) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            row = await conn.fetchrow("SELECT url, tag FROM links WHERE id = $1", one)
            if row is None:
                return
            await conn.execute("UPDATE links SET url = $1 WHERE id = $2", row["tag"], one)

    async def each(self, one: int) -> None:
        async with self.bot.db.acquire(timeout=300.0) as conn:
            row = await conn.fetchrow("SELECT url, tag FROM links WHERE id = $1", one)
            await conn.execute("UPDATE links SET url = $1 WHERE id = $2", row["tag"], one)
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            rows = await conn.fetch("SELECT url, tag FROM links")
            async with conn.transaction(isolation="serializable", readonly=True):
                for other in rows:
                    try:
                        async with conn.transaction():
                            await conn.execute("DELETE FROM links WHERE url = $1", other["url"])
                    except ValueError:
                        print("x")
            try:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
            except ValueError:
                print("x")
            await conn.fetch("SELECT url, tag FROM links WHERE created_at > now()")

# output
from sqlalchemy import delete, func, literal_column, select, update

from models import Link


class Links:
    async def url(self, title: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.scalar()

    async def swap(self, one: int, two: int) -> None:
        async with self.bot.get_db_session() as session:  # one connection
            async with session.begin():
                # out of the way first
                stmt = (
                    update(Link)
                    .where(Link.id == one)
                    .values(clicks=literal_column("-1"))
                )
                await session.execute(stmt)
                stmt = update(Link).where(Link.id == two).values(clicks=one)
                await session.execute(stmt)

    async def both(self, one: int) -> None:
        async with self.bot.get_db_session() as session, session.begin():
            stmt = select(Link.url, Link.tag).where(Link.id == one)
            result = await session.execute(stmt)
            row = result.mappings().first()
            if row is None:
                return
            stmt = update(Link).where(Link.id == one).values(url=row["tag"])
            await session.execute(stmt)

    async def each(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url, Link.tag).where(Link.id == one)
            result = await session.execute(stmt)
            row = result.mappings().first()
            stmt = update(Link).where(Link.id == one).values(url=row["tag"])
            await session.execute(stmt)
            await session.commit()
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)
            await session.commit()
            stmt = select(Link.url, Link.tag)
            result = await session.execute(stmt)
            rows = result.mappings().all()
            await session.commit()
            async with session.begin():
                await session.connection(
                    execution_options={
                        "isolation_level": "SERIALIZABLE",
                        "postgresql_readonly": True,
                    }
                )
                for other in rows:
                    try:
                        async with session.begin_nested():
                            stmt = delete(Link).where(Link.url == other["url"])
                            await session.execute(stmt)
                    except ValueError:
                        print("x")
            try:
                stmt = delete(Link).where(Link.id == one)
                await session.execute(stmt)
                await session.commit()
            except ValueError:
                await session.rollback()
                print("x")
            stmt = select(Link.url, Link.tag).where(Link.created_at > func.now())
            await session.execute(stmt)
