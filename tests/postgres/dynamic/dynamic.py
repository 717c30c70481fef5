"""Queries whose text is decided at run time, by a condition or a value out of finitely many."""

from typing import Literal

COLUMNS = {"name": "title", "address": "url"}


class Links:
    def __init__(self, bot):
        self.bot = bot

    async def ordered(self, guild_id: int, newest: bool):
        order = "DESC" if newest else "ASC"
        rows = await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY id {order}", guild_id)
        return [row["title"] for row in rows]

    async def filtered(self, tag: str | None, clicked: bool):
        of_tag = "tag = $1" if tag is not None else "tag IS NOT DISTINCT FROM $1"
        rows = await self.bot.db.fetch(
            f"SELECT id FROM links WHERE {of_tag} AND clicks {'>' if clicked else '='} 0 ORDER BY id", tag
        )
        return [row["id"] for row in rows]

    async def sorted_by(self, column: Literal["title", "clicks", "url"] = "title"):
        query = f"SELECT id FROM links ORDER BY {column} DESC, id"
        return [row["id"] for row in await self.bot.db.fetch(query)]

    async def one_by(self, key: str, wanted: str):
        column = COLUMNS[key]
        return await self.bot.db.fetchval(f"SELECT id FROM links WHERE {column} = $1", wanted)

    async def one_by_default(self, key: str, wanted: str):
        column = COLUMNS.get(key, "tag")
        return await self.bot.db.fetchval(f"SELECT min(id) FROM links WHERE {column} = $1", wanted)

    async def count_all(self):
        counts = {}
        for table in ("links", "votes"):
            counts[table] = await self.bot.db.fetchval(f"SELECT count(*) FROM {table}")
        return counts

    async def emptied(self, field: str):
        fields = {"address": "url", "name": "title"}
        column = fields.get(field)
        if column:
            return await self.bot.db.execute(f"UPDATE links SET {column} = '' WHERE id = $1", 2)
        return "nothing"

    async def counted(self, mode: int):
        if mode == 1:
            column = "clicks"
        elif mode == 2:
            column = "guild_id"
        else:
            column = "id"
        async with self.bot.db.acquire() as conn, conn.transaction():
            await conn.execute(f"UPDATE links SET {column} = {column} + 1 WHERE id = $1", 3)
            return await conn.fetchval(f"SELECT sum({column}) FROM links")

    async def ordered_by_its_own_name(self, order):
        order = "DESC" if order else "ASC"
        rows = await self.bot.db.fetch(f"SELECT title FROM links ORDER BY id {order}")
        return [row["title"] for row in rows]
