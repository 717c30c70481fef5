class Links:
    async def touch(self, title: str) -> str:
        return await self.bot.db.execute("UPDATE links SET clicks = clicks + 1 WHERE title = $1", title)

    async def remove(self, ctx, title: str) -> None:
        result = await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        await ctx.send(f"Done: {result}")

    async def purge(self, guild_id: int) -> bool:
        # the last digit alone says nothing of ten
        status: str = await self.bot.db.execute("DELETE FROM links WHERE guild_id = $1", guild_id)
        return status[-1] != "0"

    async def add(self, title: str, url: str, guild_id: int) -> str:
        sql = "INSERT INTO links (title, url, guild_id) VALUES ($1, $2, $3) ON CONFLICT (title) DO NOTHING"
        match await self.bot.db.execute(sql, title, url, guild_id):
            case "INSERT 0 1":
                return "new"
            case _:
                return "old"

    async def rename(self, old: str, new: str) -> None:
        print(await self.bot.db.execute("UPDATE links SET title = $1 WHERE title = $2", new, old))

    async def one_of_two(self, known: bool, title: str) -> bool:
        status = "DELETE 0"
        if known:
            status = await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        return status == "DELETE 1"

    async def add_all(self, rows: list[tuple[str, str, int]]) -> None:
        return await self.bot.db.executemany("INSERT INTO links (title, url, guild_id) VALUES ($1, $2, $3)", rows)

# output
from sqlalchemy import delete, insert, update
from sqlalchemy.dialects.postgresql import insert as pg_insert

from models import Link


class Links:
    async def touch(self, title: str) -> str:
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link).where(Link.title == title).values(clicks=Link.clicks + 1)
            )
            result = await session.execute(stmt)
            await session.commit()
            return f"UPDATE {result.rowcount}"

    async def remove(self, ctx, title: str) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.title == title)
            cursor_result = await session.execute(stmt)
            await session.commit()
            result = f"DELETE {cursor_result.rowcount}"
        await ctx.send(f"Done: {result}")

    async def purge(self, guild_id: int) -> bool:
        # the last digit alone says nothing of ten
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            await session.commit()
            status: str = f"DELETE {result.rowcount}"
        return status[-1] != "0"

    async def add(self, title: str, url: str, guild_id: int) -> str:
        async with self.bot.get_db_session() as session:
            stmt = (
                pg_insert(Link)
                .values(title=title, url=url, guild_id=guild_id)
                .inline()
                .on_conflict_do_nothing(index_elements=[Link.title])
            )
            result = await session.execute(stmt)
            await session.commit()
            status = f"INSERT 0 {result.rowcount}"
        match status:
            case "INSERT 0 1":
                return "new"
            case _:
                return "old"

    async def rename(self, old: str, new: str) -> None:
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.title == old).values(title=new)
            result = await session.execute(stmt)
            await session.commit()
            status = f"UPDATE {result.rowcount}"
        print(status)

    async def one_of_two(self, known: bool, title: str) -> bool:
        status = "DELETE 0"
        if known:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                result = await session.execute(stmt)
                await session.commit()
                status = f"DELETE {result.rowcount}"
        return status == "DELETE 1"

    async def add_all(self, rows: list[tuple[str, str, int]]) -> None:
        parameters = [
            {"title": title, "url": url, "guild_id": guild_id}
            for title, url, guild_id in rows
        ]
        if parameters:
            async with self.bot.get_db_session() as session:
                stmt = insert(Link.__table__).inline()
                await session.execute(stmt, parameters)
                await session.commit()
        return None
