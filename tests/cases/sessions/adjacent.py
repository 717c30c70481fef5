# refused: session.none
class Links:
    async def two_writes(self, one: int) -> None:
        await self.bot.db.execute("DELETE FROM votes WHERE link_id = $1", one)
        await self.bot.db.execute("DELETE FROM links WHERE id = $1", one)
        print(one)
        await self.bot.db.execute("UPDATE links SET clicks = 0")

    async def with_queries(self, one: int) -> tuple[str, int]:
        query = "SELECT url FROM links WHERE id = $1"
        url = await self.bot.db.fetchval(query, one)

        query = "SELECT count(*) FROM votes WHERE link_id = $1"
        votes = await self.bot.db.fetchval(query, one)
        await self.bot.db.execute("UPDATE links SET clicks = $2 WHERE id = $1", one, votes)
        if await self.bot.db.fetchval("SELECT id FROM links WHERE tag = $1", url):
            await self.ctx.send("yes")
        return url, votes

    async def in_the_end(self, one: int):
        await self.bot.db.execute("DELETE FROM votes WHERE link_id = $1", one)
        return await self.bot.db.fetch("SELECT url FROM links WHERE id > $1", one)

    async def apart(self, one: int, rows: list[tuple[int, int]]) -> None:
        url = await self.bot.db.fetchval("SELECT url FROM links WHERE id = $1", one)
        await self.bot.db.execute("DELETE FROM links WHERE created_at < now()")
        # all the votes
        await self.bot.db.execute("DELETE FROM votes")
        await self.bot.db.fetchval("SELECT url FROM links WHERE id = $1 FOR UPDATE", one)
        await self.bot.db.executemany("UPDATE links SET clicks = $2 WHERE id = $1", rows)
        await self.bot.db.fetchval("SELECT pg_advisory_xact_lock(1)")
        await self.bot.db.execute("DELETE FROM links WHERE url = $1", url)  # for good
        if one:
            await self.bot.db.execute("DELETE FROM links WHERE id = $1", one)
        await self.bot.db.execute("DELETE FROM links WHERE id = $1", one)

    async def objects(self, one: int) -> None:
        link = await self.bot.db.fetchrow("SELECT * FROM links WHERE id = $1", one)
        await self.bot.db.execute("DELETE FROM links WHERE id = $1", one)
        print(link["url"])

    async def waiting(self, one: int) -> None:
        url = await self.bot.db.fetchval("SELECT url FROM links WHERE id = $1", one)
        await self.bot.db.execute("DELETE FROM links WHERE url = $1", await self.ask(url))
        await self.bot.db.execute("DELETE FROM votes WHERE link_id = $1", await self.ask(url))

    async def elsewhere(self, one: int) -> None:
        await self.bot.db.execute("DELETE FROM votes WHERE link_id = $1", one)
        await self.other.db.execute("DELETE FROM links WHERE id = $1", one)

# output
from sqlalchemy import bindparam, delete, func, literal, literal_column, select, update

from models import Link, Vote


class Links:
    async def two_writes(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            await session.commit()
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)
            await session.commit()
        print(one)
        async with self.bot.get_db_session() as session:
            stmt = update(Link).values(clicks=0)
            await session.execute(stmt)
            await session.commit()

    async def with_queries(self, one: int) -> tuple[str, int]:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.id == one)
            result = await session.execute(stmt)
            url = result.scalar()

            stmt = select(func.count()).where(Vote.link_id == one)
            result = await session.execute(stmt)
            votes = result.scalar()
            stmt = update(Link).where(Link.id == one).values(clicks=votes)
            await session.execute(stmt)
            await session.commit()
            stmt = (
                select(Link.id).where(Link.tag == literal(url, Link.tag.type)).limit(1)
            )
            result = await session.execute(stmt)
            value = result.scalar()
        if value:
            await self.ctx.send("yes")
        return url, votes

    async def in_the_end(self, one: int):
        async with self.bot.get_db_session() as session:
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            await session.commit()
            stmt = select(Link.url).where(Link.id > one)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def apart(self, one: int, rows: list[tuple[int, int]]) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.id == one)
            result = await session.execute(stmt)
            url = result.scalar()
        async with self.bot.get_db_session() as session:
            stmt = (
                delete(Link)
                .where(Link.created_at < func.now())
                .execution_options(synchronize_session=False)
            )
            await session.execute(stmt)
            await session.commit()
        # all the votes
        async with self.bot.get_db_session() as session:
            stmt = delete(Vote)
            await session.execute(stmt)
            await session.commit()
            stmt = select(Link.url).where(Link.id == one).with_for_update()
            await session.execute(stmt)
            await session.commit()
        parameters = [{"b_id": id, "b_clicks": clicks} for id, clicks in rows]
        if parameters:
            async with self.bot.get_db_session() as session:
                stmt = (
                    update(Link.__table__)
                    .where(Link.__table__.c.id == bindparam("b_id"))
                    .values(clicks=bindparam("b_clicks"))
                )
                await session.execute(stmt, parameters)
                await session.commit()
        async with self.bot.get_db_session() as session:
            stmt = select(func.pg_advisory_xact_lock(literal_column("1")))
            await session.execute(stmt)
            await session.commit()
            stmt = delete(Link).where(Link.url == url)
            await session.execute(stmt)  # for good
            await session.commit()
        if one:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.id == one)
                await session.execute(stmt)
                await session.commit()
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)
            await session.commit()

    async def objects(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link).where(Link.id == one)
            result = await session.execute(stmt)
            link = result.scalars().first()
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.id == one)
            await session.execute(stmt)
            await session.commit()
        print(link.url)

    async def waiting(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.id == one)
            result = await session.execute(stmt)
            url = result.scalar()
        url_value = await self.ask(url)
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.url == url_value)
            await session.execute(stmt)
            await session.commit()
        link_id = await self.ask(url)
        async with self.bot.get_db_session() as session:
            stmt = delete(Vote).where(Vote.link_id == link_id)
            await session.execute(stmt)
            await session.commit()

    async def elsewhere(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            await session.commit()
        await self.other.db.execute("DELETE FROM links WHERE id = $1", one)
