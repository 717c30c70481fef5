class Links:
    async def comprehension(self, links):
        rows = [(link.title, link.url, link.guild.id) for link in links if link.title]
        await self.bot.db.executemany("INSERT INTO links (title, url, guild_id) VALUES ($1, $2, $3)", rows)

    async def appended(self, links):
        rows = []
        for link in links:
            if link.title:
                rows.append((link.title, link.url.strip(), link.guild.id))
        self.log(f"{len(rows)} links")
        if rows and self.is_open:
            await self.bot.db.executemany("INSERT INTO links (title, url, guild_id) VALUES ($1, $2, $3)", rows)

    async def display(self, one, other):
        await self.bot.db.executemany("UPDATE links SET clicks = $1 WHERE id = $2", [(1, one.id), (2, other.id)])

    async def generator(self, scores):
        await self.bot.db.executemany(
            "UPDATE links SET clicks = $2 WHERE id = $1",
            ((link_id, clicks) for link_id, clicks in (scores.items() if scores else ()) if (clicks if clicks else 0)),
        )

    async def awaited(self, links):
        await self.bot.db.executemany("DELETE FROM links WHERE id = $1", [(await link.id(),) async for link in links])

    async def given_back(self, links):
        rows = [(link.id, link.clicks) for link in links]
        await self.bot.db.executemany("UPDATE links SET clicks = $2 WHERE id = $1", rows)
        return rows

    async def read_elsewhere(self, links):
        rows = [(link.id, link.clicks) for link in links]
        await self.bot.db.executemany("UPDATE links SET clicks = $2 WHERE id = $1", rows)
        for link_id, _ in rows:
            self.log(link_id)

    async def twice(self, links):
        rows = [(link.id, link.clicks) for link in links]
        await self.bot.db.executemany("UPDATE links SET clicks = $2 WHERE id = $1", rows)
        await self.bot.db.executemany("INSERT INTO votes (link_id, user_id) VALUES ($1, $2)", rows)

    async def annotated(self, links):
        rows: list[tuple[int, int]] = []
        for link in links:
            rows.append((link.id, link.clicks))
        await self.bot.db.executemany("UPDATE links SET clicks = $2 WHERE id = $1", rows)

    async def commented(self, links):
        rows = [
            (link.id, link.clicks)  # since the last reset
            for link in links
        ]
        await self.bot.db.executemany("UPDATE links SET clicks = $2 WHERE id = $1", rows)

    async def of_another_length(self, links):
        rows = [(link.id, link.clicks, link.url) for link in links]
        await self.bot.db.executemany("UPDATE links SET clicks = $2 WHERE id = $1", rows)

    async def bound_twice(self, links, reset):
        rows = [(link.id, link.clicks) for link in links]
        if reset:
            rows = [(link.id, 0) for link in links]
        await self.bot.db.executemany("UPDATE links SET clicks = $2 WHERE id = $1", rows)

    async def of_a_query(self):
        records = await self.bot.db.fetch("SELECT id, clicks FROM links")
        rows = [(record["id"], record["clicks"] + 1) for record in records]
        await self.bot.db.executemany("UPDATE links SET clicks = $2 WHERE id = $1", rows)

    async def tested_after(self, links):
        rows = [(link.id,) for link in links]
        while rows:
            await self.bot.db.executemany("DELETE FROM links WHERE id = $1", rows)
            break
        if not rows:
            await self.bot.db.executemany("DELETE FROM links WHERE id = $1", [(0,)])

# output
from sqlalchemy import bindparam, delete, insert, select, text, update

from models import Link, Vote


class Links:
    async def comprehension(self, links):
        rows = [
            {"title": link.title, "url": link.url, "guild_id": link.guild.id}
            for link in links
            if link.title
        ]
        if rows:
            async with self.bot.get_db_session() as session:
                stmt = insert(Link.__table__).inline()
                await session.execute(stmt, rows)
                await session.commit()

    async def appended(self, links):
        rows = []
        for link in links:
            if link.title:
                rows.append(
                    {
                        "title": link.title,
                        "url": link.url.strip(),
                        "guild_id": link.guild.id,
                    }
                )
        self.log(f"{len(rows)} links")
        if rows and self.is_open:
            async with self.bot.get_db_session() as session:
                stmt = insert(Link.__table__).inline()
                await session.execute(stmt, rows)
                await session.commit()

    async def display(self, one, other):
        parameters = [
            {"b_clicks": 1, "b_id": one.id},
            {"b_clicks": 2, "b_id": other.id},
        ]
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link.__table__)
                .where(Link.__table__.c.id == bindparam("b_id"))
                .values(clicks=bindparam("b_clicks"))
            )
            await session.execute(stmt, parameters)
            await session.commit()

    async def generator(self, scores):
        parameters = [
            {"b_id": link_id, "b_clicks": clicks}
            for link_id, clicks in (scores.items() if scores else ())
            if (clicks if clicks else 0)
        ]
        if parameters:
            async with self.bot.get_db_session() as session:
                stmt = (
                    update(Link.__table__)
                    .where(Link.__table__.c.id == bindparam("b_id"))
                    .values(clicks=bindparam("b_clicks"))
                )
                await session.execute(stmt, parameters)
                await session.commit()

    async def awaited(self, links):
        parameters = [{"b_id": await link.id()} async for link in links]
        if parameters:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link.__table__).where(
                    Link.__table__.c.id == bindparam("b_id")
                )
                await session.execute(stmt, parameters)
                await session.commit()

    async def given_back(self, links):
        rows = [(link.id, link.clicks) for link in links]
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
        return rows

    async def read_elsewhere(self, links):
        rows = [(link.id, link.clicks) for link in links]
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
        for link_id, _ in rows:
            self.log(link_id)

    async def twice(self, links):
        rows = [(link.id, link.clicks) for link in links]
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
        parameters = [
            {"link_id": link_id, "user_id": user_id} for link_id, user_id in rows
        ]
        if parameters:
            async with self.bot.get_db_session() as session:
                stmt = insert(Vote.__table__).values(counted=text("DEFAULT"))
                await session.execute(stmt, parameters)
                await session.commit()

    async def annotated(self, links):
        rows: list[tuple[int, int]] = []
        for link in links:
            rows.append((link.id, link.clicks))
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

    async def commented(self, links):
        rows = [
            (link.id, link.clicks)  # since the last reset
            for link in links
        ]
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

    async def of_another_length(self, links):
        rows = [(link.id, link.clicks, link.url) for link in links]
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

    async def bound_twice(self, links, reset):
        rows = [(link.id, link.clicks) for link in links]
        if reset:
            rows = [(link.id, 0) for link in links]
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

    async def of_a_query(self):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.clicks)
            result = await session.execute(stmt)
            records = result.mappings().all()
        rows = [
            {"b_id": record["id"], "b_clicks": record["clicks"] + 1}
            for record in records
        ]
        if rows:
            async with self.bot.get_db_session() as session:
                stmt = (
                    update(Link.__table__)
                    .where(Link.__table__.c.id == bindparam("b_id"))
                    .values(clicks=bindparam("b_clicks"))
                )
                await session.execute(stmt, rows)
                await session.commit()

    async def tested_after(self, links):
        rows = [{"b_id": link.id} for link in links]
        while rows:
            if rows:
                async with self.bot.get_db_session() as session:
                    stmt = delete(Link.__table__).where(
                        Link.__table__.c.id == bindparam("b_id")
                    )
                    await session.execute(stmt, rows)
                    await session.commit()
            break
        if not rows:
            parameters = [{"b_id": 0}]
            async with self.bot.get_db_session() as session:
                stmt = delete(Link.__table__).where(
                    Link.__table__.c.id == bindparam("b_id")
                )
                await session.execute(stmt, parameters)
                await session.commit()
