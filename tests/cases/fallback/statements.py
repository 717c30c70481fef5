# config: fallback = "text"
class Links:
    async def merge(self, guild, user_id: int):
        await self.bot.db.execute(
            """
            MERGE INTO links AS l
            USING (SELECT $1::bigint AS id, $2::text AS title) AS n ON l.id = n.id
            WHEN MATCHED THEN UPDATE SET title = n.title
            WHEN NOT MATCHED THEN INSERT (id, title) VALUES (n.id, n.title)
            """,
            guild.id,
            guild.name,
        )

    async def clear(self):
        await self.bot.db.execute("TRUNCATE links")

    async def create(self):
        await self.bot.db.execute("CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, at time DEFAULT '12:30', tags text[] DEFAULT '{}')")
        await self.bot.db.execute("COMMENT ON TABLE notes IS ':later'")

    async def tell(self, text: str):
        await self.bot.db.execute("SELECT pg_notify('links', $1), my_function($1, $2)", text, len(text))

    async def forget(self, name: str):
        status = await self.bot.db.execute("DELETE FROM notes WHERE title = $1", name)
        return status == "DELETE 1"

    async def sum(self, low: int):
        return await self.bot.db.fetch(
            "SELECT title, sum(id) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS total "
            "FROM links WHERE id > $1",
            low,
        )

    async def many(self, rows):
        await self.bot.db.executemany("INSERT INTO notes (id, title) VALUES ($1, $2)", rows)

    async def first_of_many(self):
        return await self.bot.db.fetchrow(
            "SELECT sum(id) OVER (ORDER BY id GROUPS 1 PRECEDING) AS s FROM links FOR UPDATE"
        )

# output
from sqlalchemy import text as sa_text


class Links:
    async def merge(self, guild, user_id: int):
        async with self.bot.get_db_session() as session:
            stmt = sa_text("""
            MERGE INTO links AS l
            USING (SELECT :guild_id ::bigint AS id, :guild_name ::text AS title) AS n ON l.id = n.id
            WHEN MATCHED THEN UPDATE SET title = n.title
            WHEN NOT MATCHED THEN INSERT (id, title) VALUES (n.id, n.title)
            """)
            await session.execute(
                stmt, {"guild_id": guild.id, "guild_name": guild.name}
            )
            await session.commit()

    async def clear(self):
        async with self.bot.get_db_session() as session:
            stmt = sa_text("TRUNCATE links")
            await session.execute(stmt)
            await session.commit()

    async def create(self):
        async with self.bot.get_db_session() as session:
            stmt = sa_text(
                "CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, at time "
                "DEFAULT '12:30', tags text[] DEFAULT '{}')"
            )
            await session.execute(stmt)
            await session.commit()
            stmt = sa_text("COMMENT ON TABLE notes IS '\\:later'")
            await session.execute(stmt)
            await session.commit()

    async def tell(self, text: str):
        async with self.bot.get_db_session() as session:
            stmt = sa_text("SELECT pg_notify('links', :text), my_function(:text, :p2)")
            await session.execute(stmt, {"text": text, "p2": len(text)})
            await session.commit()

    async def forget(self, name: str):
        async with self.bot.get_db_session() as session:
            stmt = sa_text("DELETE FROM notes WHERE title = :name")
            status = await session.execute(stmt, {"name": name})
            await session.commit()
        return status.rowcount == 1

    async def sum(self, low: int):
        async with self.bot.get_db_session() as session:
            stmt = sa_text(
                "SELECT title, sum(id) OVER (ORDER BY id GROUPS BETWEEN 1 "
                "PRECEDING AND CURRENT ROW) AS total FROM links WHERE id > :low"
            )
            result = await session.execute(stmt, {"low": low})
            return result.mappings().all()

    async def many(self, rows):
        parameters = [{"p1": p1, "p2": p2} for p1, p2 in rows]
        if parameters:
            async with self.bot.get_db_session() as session:
                stmt = sa_text("INSERT INTO notes (id, title) VALUES (:p1, :p2)")
                await session.execute(stmt, parameters)
                await session.commit()

    async def first_of_many(self):
        async with self.bot.get_db_session() as session:
            stmt = sa_text(
                "SELECT sum(id) OVER (ORDER BY id GROUPS 1 PRECEDING) AS s FROM "
                "links FOR UPDATE LIMIT 1"
            )
            result = await session.execute(stmt)
            row = result.mappings().first()
            await session.commit()
            return row
