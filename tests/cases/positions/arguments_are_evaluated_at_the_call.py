"""Arguments are evaluated at the call, in their order; constants stand in the statement, comments stay."""


class Links:
    async def find(self, title: str | None, ctx):
        return title and await self.bot.db.fetchrow(
            # the newest one
            """
            SELECT id, url FROM links -- all of them
            WHERE title = $1 AND guild_id = $2 AND clicks > $3 AND tag = $4 AND id <> $5
            """,
            title.lower(),  # titles are lower case
            ctx.guild.id,
            10,
            "news",
            self.next_id(),
        )

    async def twice(self, ids: list[int]):
        return [
            await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1 OR url = $1", self.name_of(id)) for id in ids
        ]

# output
"""Arguments are evaluated at the call, in their order; constants stand in the statement, comments stay."""

from sqlalchemy import literal, or_, select

from models import Link


class Links:
    async def find(self, title: str | None, ctx):
        # the newest one
        # titles are lower case
        return title and await self._fetch_link(
            title.lower(), ctx.guild.id, self.next_id()
        )

    async def _fetch_link(self, title: str, guild_id: int, id: int):
        async with self.bot.get_db_session() as session:
            # all of them
            stmt = select(Link.id, Link.url).where(
                Link.title == title,
                Link.guild_id == guild_id,
                Link.clicks > 10,
                Link.tag == "news",
                Link.id != literal(id, Link.id.type),
            )
            result = await session.execute(stmt)
            return result.mappings().first()

    async def twice(self, ids: list[int]):
        return [
            await self._fetch_url(self.name_of(id)) for id in ids
        ]

    async def _fetch_url(self, title: str):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.url)
                .where(or_(Link.title == title, Link.url == title))
                .limit(1)
            )
            result = await session.execute(stmt)
            return result.scalar()
