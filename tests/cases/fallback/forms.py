# config: fallback = "text"
class Links:
    async def colons(self, first: int, last: int):
        await self.bot.db.execute("UPDATE notes SET at = '10:30'::time, body = ':x' || E'\\:' WHERE id = $1", first)
        await self.bot.db.execute("UPDATE notes SET parts = parts[$1:$2], of = $2::text", first, last)

    async def out_of_order(self, guild_id: int):
        await self.bot.db.execute("INSERT INTO notes (a, b, c) VALUES ($2, $1, $2)", guild_id, await self.next())

    async def same_names(self, a, b):
        await self.bot.db.execute("UPDATE notes SET x = $1, y = $2, z = $3 WHERE w = $4", a.id, b.a_id, a.name, b[0])

    async def commented(self):
        # why it is done
        await self.bot.db.execute("""
            -- for good: all of them
            DELETE FROM notes  -- again
        """)

    async def constant(self):
        query = "REFRESH MATERIALIZED VIEW CONCURRENTLY totals"
        await self.bot.db.execute(query)

    async def transaction(self, link_id: int):
        async with self.bot.db.acquire() as conn:
            async with conn.transaction():
                await conn.execute("DELETE FROM links WHERE id = $1", link_id)
                await conn.execute("DELETE FROM notes WHERE link_id = $1", link_id)

    async def first(self):
        row = await self.bot.db.fetchrow(
            "SELECT title, sum(id) OVER (ORDER BY id GROUPS 1 PRECEDING) AS total FROM links ORDER BY id"
        )
        return row["title"], row["total"]

    async def positions(self):
        rows = await self.bot.db.fetch("SELECT id, sum(id) OVER (ORDER BY id GROUPS 1 PRECEDING) AS s FROM links")
        return [link_id for link_id, _ in rows]

# output
from sqlalchemy import delete, text

from models import Link


class Links:
    async def colons(self, first: int, last: int):
        async with self.bot.get_db_session() as session:
            stmt = text(
                "UPDATE notes SET at = '10:30'::time, body = '\\:x' || E'\\\\:' WHERE id = :first"
            )
            await session.execute(stmt, {"first": first})
            await session.commit()
            stmt = text(
                "UPDATE notes SET parts = parts[:first : :last], of = :last ::text"
            )
            await session.execute(stmt, {"first": first, "last": last})
            await session.commit()

    async def out_of_order(self, guild_id: int):
        a = await self.next()
        async with self.bot.get_db_session() as session:
            stmt = text("INSERT INTO notes (a, b, c) VALUES (:p2, :guild_id, :p2)")
            await session.execute(stmt, {"guild_id": guild_id, "p2": a})
            await session.commit()

    async def same_names(self, a, b):
        async with self.bot.get_db_session() as session:
            stmt = text("UPDATE notes SET x = :p1, y = :p2, z = :a_name WHERE w = :p4")
            await session.execute(
                stmt, {"p1": a.id, "p2": b.a_id, "a_name": a.name, "p4": b[0]}
            )
            await session.commit()

    async def commented(self):
        # why it is done
        async with self.bot.get_db_session() as session:
            stmt = text("""
            -- for good: all of them
            DELETE FROM notes  -- again
        """)
            await session.execute(stmt)
            await session.commit()

    async def constant(self):
        async with self.bot.get_db_session() as session:
            stmt = text("REFRESH MATERIALIZED VIEW CONCURRENTLY totals")
            await session.execute(stmt)
            await session.commit()

    async def transaction(self, link_id: int):
        async with self.bot.get_db_session() as session:
            async with session.begin():
                stmt = delete(Link).where(Link.id == link_id)
                await session.execute(stmt)
                stmt = text("DELETE FROM notes WHERE link_id = :link_id")
                await session.execute(stmt, {"link_id": link_id})

    async def first(self):
        async with self.bot.get_db_session() as session:
            stmt = text(
                "SELECT title, sum(id) OVER (ORDER BY id GROUPS 1 PRECEDING) AS "
                "total FROM links ORDER BY id LIMIT 1"
            )
            result = await session.execute(stmt)
            row = result.mappings().first()
        return row["title"], row["total"]

    async def positions(self):
        async with self.bot.get_db_session() as session:
            stmt = text(
                "SELECT id, sum(id) OVER (ORDER BY id GROUPS 1 PRECEDING) AS s "
                "FROM links"
            )
            result = await session.execute(stmt)
            rows = result.all()
        return [link_id for link_id, _ in rows]
