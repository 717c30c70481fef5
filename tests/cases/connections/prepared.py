# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.connection
class Links:
    async def several(self, ids: list[int]) -> list[str]:
        async with self.bot.db.acquire() as conn:
            # asked again and again
            stmt = await conn.prepare("SELECT url FROM links WHERE id = $1")
            deletion = await conn.prepare("DELETE FROM votes WHERE link_id = $1")

            urls = []
            for one in ids:
                urls.append(await stmt.fetchval(one))
                await deletion.fetch(one)
            return urls

    async def by_rows(self, one: int) -> None:
        query = """
        SELECT id, url
        FROM links
        WHERE id > $1
        """
        async with self.bot.db.acquire() as conn:
            smt = await conn.prepare(query)
            async with conn.transaction():
                async for row in smt.cursor(one):
                    await conn.execute("DELETE FROM votes WHERE link_id = $1", row["id"])

    async def all_at_once(self, rows: list[tuple[int, int]]) -> None:
        async with self.bot.db.acquire() as conn:
            insertion = await conn.prepare("UPDATE links SET clicks = $2 WHERE id = $1")
            await insertion.executemany(rows)

    async def looked_at(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            stmt = await conn.prepare("SELECT url FROM links WHERE id = $1")
            print(stmt.get_attributes())
            print(await stmt.fetchval(one))

    async def one_of_two(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            stmt = await conn.prepare("SELECT url FROM links WHERE id = $1")
            if one > 10:
                stmt = await conn.prepare("SELECT title FROM links WHERE id = $1")
            await conn.execute("DELETE FROM links WHERE id = $1", await stmt.fetchval(one))

    async def given_on(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            stmt = await conn.prepare("SELECT url FROM links WHERE id = $1")
            await self.ask(stmt, await stmt.fetchval(one))

    async def named(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            stmt = await conn.prepare("SELECT url FROM links WHERE id = $1", name="by_id")
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def afterwards(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            stmt = await conn.prepare("SELECT url FROM links WHERE id = $1")
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM links WHERE id = $1", one)
            print(await stmt.fetchval(one))

# output
from sqlalchemy import bindparam, delete, select, update

from models import Link, Vote


class Links:
    async def several(self, ids: list[int]) -> list[str]:
        async with self.bot.get_db_session() as session:
            # asked again and again
            urls = []
            for one in ids:
                statement = select(Link.url).where(Link.id == one)
                result = await session.execute(statement)
                value = result.scalar()
                urls.append(value)
                statement = delete(Vote).where(Vote.link_id == one)
                await session.execute(statement)
                await session.commit()
            return urls

    async def by_rows(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            async with session.begin():
                stmt = select(Link.id, Link.url).where(Link.id > one)
                result = await session.stream(stmt)
                async for row in result.mappings():
                    stmt = delete(Vote).where(Vote.link_id == row["id"])
                    await session.execute(stmt)

    async def all_at_once(self, rows: list[tuple[int, int]]) -> None:
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

    async def looked_at(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            stmt = await conn.prepare("SELECT url FROM links WHERE id = $1")
            print(stmt.get_attributes())
            print(await stmt.fetchval(one))

    async def one_of_two(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            stmt = await conn.prepare("SELECT url FROM links WHERE id = $1")
            if one > 10:
                stmt = await conn.prepare("SELECT title FROM links WHERE id = $1")
            await conn.execute("DELETE FROM links WHERE id = $1", await stmt.fetchval(one))

    async def given_on(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            stmt = await conn.prepare("SELECT url FROM links WHERE id = $1")
            await self.ask(stmt, await stmt.fetchval(one))

    async def named(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            stmt = await conn.prepare("SELECT url FROM links WHERE id = $1", name="by_id")
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def afterwards(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            stmt = await conn.prepare("SELECT url FROM links WHERE id = $1")
        async with self.bot.get_db_session() as session:
            statement = delete(Link).where(Link.id == one)
            await session.execute(statement)
            await session.commit()
            print(await stmt.fetchval(one))
