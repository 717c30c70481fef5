# refused: call.cursor
# refused: call.cursor
# refused: session.group
# refused: call.cursor
# refused: call.cursor
# refused: call.option
# refused: call.cursor
# refused: session.group
# refused: position.expression
class Links:
    async def read(self, tag: str) -> list[str]:
        urls = []
        async with self.bot.db.acquire() as conn, conn.transaction():
            async for row in conn.cursor("SELECT url, clicks FROM links WHERE tag = $1", tag):
                urls.append(row["url"])
        return urls

    async def changed_while_read(self, most: int) -> None:
        async with self.bot.db.acquire() as conn:
            query = "SELECT id, clicks FROM links ORDER BY id"
            async with conn.transaction(isolation="repeatable_read"):
                # one after the other
                async for link, clicks in conn.cursor(query, prefetch=10):
                    if clicks > most:
                        break
                    await conn.execute("DELETE FROM votes WHERE link_id = $1", link)

    async def whole_rows(self) -> None:
        async with self.bot.db.acquire() as conn:
            async with conn.transaction():
                async for row in conn.cursor("SELECT * FROM links"):
                    print(dict(row))
                else:
                    print("no more")

    async def outside(self) -> None:
        async with self.bot.db.acquire() as conn:
            async for row in conn.cursor("SELECT url FROM links"):
                print(row["url"])

    async def locking(self) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            async for row in conn.cursor("SELECT url FROM links FOR UPDATE"):
                await conn.execute("DELETE FROM links WHERE url = $1", row["url"])

    async def changing(self) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            async for row in conn.cursor("DELETE FROM links RETURNING url"):
                print(row["url"])

    async def counting(self) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            async for row in conn.cursor("SELECT nextval('links_id_seq') AS id FROM links"):
                print(row["id"])

    async def hasty(self) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            async for row in conn.cursor("SELECT url FROM links", timeout=5):
                print(row["url"])

    async def step_by_step(self) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            cur = await conn.cursor("SELECT url FROM links")
            print(await cur.fetchrow())
            await conn.execute("DELETE FROM links")

    async def listed(self) -> list[str]:
        async with self.bot.db.acquire() as conn, conn.transaction():
            return [row["url"] async for row in conn.cursor("SELECT url FROM links")]

# output
from sqlalchemy import delete, select

from models import Link, Vote


class Links:
    async def read(self, tag: str) -> list[str]:
        urls = []
        async with self.bot.get_db_session() as session, session.begin():
            stmt = select(Link.url, Link.clicks).where(Link.tag == tag)
            result = await session.stream(stmt)
            async for row in result.mappings():
                urls.append(row["url"])
        return urls

    async def changed_while_read(self, most: int) -> None:
        async with self.bot.get_db_session() as session:
            async with session.begin():
                # one after the other
                await session.connection(
                    execution_options={"isolation_level": "REPEATABLE READ"}
                )
                stmt = select(Link.id, Link.clicks).order_by(Link.id)
                result = await session.stream(stmt, execution_options={"yield_per": 10})
                async for link, clicks in result:
                    if clicks > most:
                        break
                    stmt = delete(Vote).where(Vote.link_id == link)
                    await session.execute(stmt)

    async def whole_rows(self) -> None:
        async with self.bot.get_db_session() as session:
            async with session.begin():
                stmt = select(Link.__table__)
                result = await session.stream(stmt)
                async for row in result.mappings():
                    print(dict(row))
                else:
                    print("no more")

    async def outside(self) -> None:
        async with self.bot.db.acquire() as conn:
            async for row in conn.cursor("SELECT url FROM links"):
                print(row["url"])

    async def locking(self) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            async for row in conn.cursor("SELECT url FROM links FOR UPDATE"):
                await conn.execute("DELETE FROM links WHERE url = $1", row["url"])

    async def changing(self) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            async for row in conn.cursor("DELETE FROM links RETURNING url"):
                print(row["url"])

    async def counting(self) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            async for row in conn.cursor("SELECT nextval('links_id_seq') AS id FROM links"):
                print(row["id"])

    async def hasty(self) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            async for row in conn.cursor("SELECT url FROM links", timeout=5):
                print(row["url"])

    async def step_by_step(self) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            cur = await conn.cursor("SELECT url FROM links")
            print(await cur.fetchrow())
            await conn.execute("DELETE FROM links")

    async def listed(self) -> list[str]:
        async with self.bot.db.acquire() as conn, conn.transaction():
            return [row["url"] async for row in conn.cursor("SELECT url FROM links")]
