# refused: query.dynamic
"""Comments for tools go where their code goes, or away with it; what they say to people stays."""


class Links:
    async def add(self, ctx, title: str) -> None:
        await self.bot.db.execute("INSERT INTO links (title, url, guild_id) VALUES ($1, '', $2)", title, ctx.guild.id)  # type: ignore

    async def moved(self, ctx, title: str) -> None:
        status = await self.bot.db.execute("UPDATE links SET guild_id = $2 WHERE title = $1", title, ctx.guild.id)  # type: ignore[union-attr]
        if status == "UPDATE 0":
            await ctx.send("nothing found")

    async def copied(self, interaction, title: str) -> None:
        await self.bot.db.execute(
            "INSERT INTO links (title, url, guild_id) VALUES ($1, $2, $3)",  # noqa: E501
            title,
            self.urls[title],  # pyright: ignore[reportIndexIssue]  it is there by now
            interaction.guild.id,  # type: ignore
        )

    async def titles(self, ctx):
        query = """--sql
            SELECT title
            FROM links -- noqa: disable=L010
            WHERE guild_id = $1
        """  # noqa: S608
        return await self.bot.db.fetch(query, ctx.guild.id)  # type: ignore

    async def count(self, ctx) -> int:
        found: int = await self.bot.db.fetchval("SELECT count(*) FROM links WHERE guild_id = $1", ctx.guild.id)  # type: ignore
        return found

    async def first(self, title: str):
        row = await self.bot.db.fetchrow("SELECT url FROM links WHERE title = $1 LIMIT 1", title)  # type: ignore
        return row["url"]

    async def of_table(self, table: str):
        return await self.bot.db.fetch(
            f"SELECT * FROM {table}",  # noqa: S608
        )

    async def renamed(self, title: str, new: str) -> None:
        await self.bot.db.execute("UPDATE links SET title = $2 WHERE title = $1", title, new)  # all of this name

    async def taken(self, link_id: int) -> str:
        url: str = await self.bot.db.fetchval("DELETE FROM links WHERE id = $1 RETURNING url", link_id)  # type: ignore
        return url

    async def tested(self, ctx, title: str) -> None:
        if title and await self.bot.db.fetchval("SELECT id FROM links WHERE title = $1 AND guild_id = $2 AND url = '' LIMIT 1", title, ctx.guild.id):  # type: ignore
            await ctx.send(title)

# output
"""Comments for tools go where their code goes, or away with it; what they say to people stays."""

from typing import Any

from sqlalchemy import delete, func, insert, select, update

from models import Link


class Links:
    async def add(self, ctx, title: str) -> None:
        async with self.bot.get_db_session() as session:
            stmt = (
                insert(Link).values(title=title, url="", guild_id=ctx.guild.id).inline()  # type: ignore
            )
            await session.execute(stmt)
            await session.commit()

    async def moved(self, ctx, title: str) -> None:
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.title == title).values(guild_id=ctx.guild.id)  # type: ignore[union-attr]
            status = await session.execute(stmt)
            await session.commit()
        if status.rowcount == 0:
            await ctx.send("nothing found")

    async def copied(self, interaction, title: str) -> None:
        async with self.bot.get_db_session() as session:
            # pyright: ignore[reportIndexIssue]  it is there by now
            stmt = (
                insert(Link)
                .values(
                    title=title, url=self.urls[title], guild_id=interaction.guild.id  # pyright: ignore[reportIndexIssue]  # type: ignore
                )
                .inline()
            )
            await session.execute(stmt)
            await session.commit()

    async def titles(self, ctx):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == ctx.guild.id)
            result = await session.execute(stmt)
            return result.mappings().all()  # type: ignore

    async def count(self, ctx) -> int:
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Link.guild_id == ctx.guild.id)
            result = await session.execute(stmt)
            found: int = result.scalar()  # type: ignore
        return found

    async def first(self, title: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.title == title).limit(1)
            result = await session.execute(stmt)
            row = result.mappings().first()  # type: ignore
        return row["url"]

    async def of_table(self, table: str):
        return await self.bot.db.fetch(
            f"SELECT * FROM {table}",  # noqa: S608
        )

    async def renamed(self, title: str, new: str) -> None:
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.title == title).values(title=new)
            await session.execute(stmt)  # all of this name
            await session.commit()

    async def taken(self, link_id: int) -> str:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.id == link_id).returning(Link.url)
            result = await session.execute(stmt)
            url: str = result.scalar()  # type: ignore
            await session.commit()
        return url

    async def tested(self, ctx, title: str) -> None:
        if title and await self._fetch_id(title, ctx.guild.id):  # type: ignore
            await ctx.send(title)

    async def _fetch_id(self, title: str, guild_id: int) -> Any:
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.id)
                .where(Link.title == title, Link.guild_id == guild_id, Link.url == "")
                .limit(1)
            )
            result = await session.execute(stmt)
            return result.scalar()
