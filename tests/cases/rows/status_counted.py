class Links:
    async def remove(self, title: str) -> bool:
        status = await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        return status == "DELETE 1"

    async def forget(self, ctx, title: str) -> None:
        result = await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        if result.endswith(" 0"):
            await ctx.send("Nothing to forget.")
        elif not "DELETE 1" == result:
            await ctx.send(f"{result.split()[-1]} links are gone.")

    async def touch(self, title: str) -> int:
        return int((await self.bot.db.execute("UPDATE links SET clicks = clicks + 1 WHERE title = $1", title)).split()[1])

    async def rename(self, ctx, old: str, new: str) -> None:
        if await self.bot.db.execute("UPDATE links SET title = $1 WHERE title = $2", new, old) == "UPDATE 0":
            await ctx.send("There is no such link.")

    async def add(self, ctx, title: str, url: str, guild_id: int) -> None:
        status = await self.bot.db.execute(
            "INSERT INTO links (title, url, guild_id) VALUES ($1, $2, $3) ON CONFLICT (title) DO NOTHING",
            title,
            url,
            guild_id,
        )
        if not status.endswith("0 0") and status[9:] != "0":
            await ctx.send(status.rsplit(" ", 1)[1])

# output
from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert as pg_insert

from models import Link


class Links:
    async def remove(self, title: str) -> bool:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.title == title)
            status = await session.execute(stmt)
            await session.commit()
        return status.rowcount == 1

    async def forget(self, ctx, title: str) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.title == title)
            result = await session.execute(stmt)
            await session.commit()
        if result.rowcount == 0:
            await ctx.send("Nothing to forget.")
        elif not 1 == result.rowcount:
            await ctx.send(f"{result.rowcount} links are gone.")

    async def touch(self, title: str) -> int:
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link).where(Link.title == title).values(clicks=Link.clicks + 1)
            )
            result = await session.execute(stmt)
            await session.commit()
        return result.rowcount

    async def rename(self, ctx, old: str, new: str) -> None:
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.title == old).values(title=new)
            result = await session.execute(stmt)
            await session.commit()
        if result.rowcount == 0:
            await ctx.send("There is no such link.")

    async def add(self, ctx, title: str, url: str, guild_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = (
                pg_insert(Link)
                .values(title=title, url=url, guild_id=guild_id)
                .inline()
                .on_conflict_do_nothing(index_elements=[Link.title])
            )
            status = await session.execute(stmt)
            await session.commit()
        if status.rowcount != 0 and status.rowcount != 0:
            await ctx.send(str(status.rowcount))
