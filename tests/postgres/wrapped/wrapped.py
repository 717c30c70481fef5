"""Methods of the project's own that give something else than asyncpg's: dictionaries, or nothing."""

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession


class Store:
    def __init__(self, pool: asyncpg.Pool):
        self.pool = pool

    async def fetch_all(self, query, *args):
        async with self.pool.acquire() as conn:
            rows = await conn.fetch(query, *args)
            return [dict(row) for row in rows]

    async def fetch_one(self, query, *args):
        async with self.pool.acquire() as conn:
            row = await conn.fetchrow(query, *args)
        if row is None:
            return None
        return dict(row)

    async def run(self, query, *args):
        async with self.pool.acquire() as conn:
            await conn.execute(query, *args)

    async def changed(self, query, *args):
        async with self.pool.acquire() as conn:
            status = await conn.execute(query, *args)
        count = int(status.split()[-1])
        print(f"{count} changed")
        return count


class Links:
    def __init__(self, bot):
        self.bot = bot
        self.db = Store(bot.db)

    def get_db_session(self) -> AsyncSession:
        return self.bot.get_db_session()

    async def everything(self, guild_id):
        return await self.db.fetch_all("SELECT id, title, tag FROM links WHERE guild_id = $1 ORDER BY id", guild_id)

    async def whole_rows(self, guild_id):
        rows = await self.db.fetch_all("SELECT * FROM links WHERE guild_id = $1 ORDER BY id", guild_id)
        return [(type(row), list(row), row) for row in rows]

    async def changed_by_the_reader(self, guild_id):
        rows = await self.db.fetch_all("SELECT id, title FROM links WHERE guild_id = $1 ORDER BY id", guild_id)
        for row in rows:
            row["seen"] = row.pop("title")
        rows.append({"id": 0})
        return rows

    async def one(self, guild_id):
        row = await self.db.fetch_one("SELECT id, title FROM links WHERE guild_id = $1 ORDER BY id", guild_id)
        return type(row), row

    async def one_of_a_write(self, guild_id):
        return await self.db.fetch_one(
            "UPDATE links SET clicks = clicks + 1 WHERE id = (SELECT min(id) FROM links WHERE guild_id = $1) RETURNING *",
            guild_id,
        )

    async def none_given_on(self, guild_id):
        if guild_id < 5:
            return await self.db.run("DELETE FROM links WHERE guild_id = $1", guild_id)
        return "nothing to delete"

    async def none_kept(self, guild_id):
        deleted = await self.db.run("DELETE FROM links WHERE guild_id = $1", guild_id)
        return deleted is None

    async def in_an_expression(self, guild_id):
        return len(await self.db.fetch_all("SELECT id FROM links WHERE guild_id = $1", guild_id)) or None

    async def in_a_comprehension(self, guild_id):
        return {row["id"]: row for row in await self.db.fetch_all("SELECT * FROM links WHERE guild_id = $1", guild_id)}

    async def number_of_changed(self, guild_id):
        return await self.db.changed("UPDATE links SET clicks = clicks + 1 WHERE guild_id = $1", guild_id)

    async def number_of_added(self, guild_id):
        count = await self.db.changed(
            "INSERT INTO links (id, title, url, guild_id) VALUES (50, 'n', 'u', $1)", guild_id
        )
        return f"{count} added"

    async def whether_any_is_deleted(self, guild_id):
        if await self.db.changed("DELETE FROM links WHERE guild_id = $1 AND clicks > 1", guild_id) > 0:
            return "some"
        return "none"
