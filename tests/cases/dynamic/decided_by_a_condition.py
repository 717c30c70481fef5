class Links:
    async def newest_or_oldest(self, tag: str, newest: bool):
        order = "DESC" if newest else "ASC"
        query = f"SELECT title FROM links WHERE tag = $1 ORDER BY id {order}"
        return await self.bot.db.fetch(query, tag)

    async def inline(self, guild_id: int, by_clicks: bool):
        return await self.bot.db.fetch(
            f"SELECT title, url FROM links WHERE guild_id = $1 ORDER BY {'clicks' if by_clicks else 'title'} DESC, id",
            guild_id,
        )

    async def whole_statement(self, guild_id: int, tag: str | None):
        only_tagged = "AND tag IS NOT NULL" if tag is not None else ""
        rows = await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 {only_tagged}", guild_id)
        return [row["title"] for row in rows]

    async def two_conditions(self, newest: bool, tagged: bool):
        return await self.bot.db.fetch(
            "SELECT title FROM links WHERE tag IS "
            + ("NOT NULL" if tagged else "NULL")
            + " ORDER BY id "
            + ("DESC" if newest else "ASC")
        )

    async def read_elsewhere_too(self, tag: str, newest: bool):
        order = "DESC" if newest else "ASC"
        print(f"in {order} order")
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE tag = $1 ORDER BY id {order}", tag)

    async def several_times(self, column_is_url: bool, wanted: str):
        column = "url" if column_is_url else "title"
        return await self.bot.db.fetchval(f"SELECT {column} FROM links WHERE {column} = $1 ORDER BY {column}", wanted)

    async def on_one_connection(self, guild_id: int, newest: bool):
        query = f"SELECT title FROM links WHERE guild_id = $1 ORDER BY id {'DESC' if newest else 'ASC'} LIMIT 1"
        async with self.bot.db.acquire() as conn:
            async with conn.transaction():
                await conn.execute("UPDATE links SET clicks = 0 WHERE guild_id = $1", guild_id)
                return await conn.fetchval(query, guild_id)

    async def one_condition_keeps_the_other_from_running(self, user: Member | None):
        return await self.bot.db.fetch(
            f"SELECT title FROM links ORDER BY {'id' if user is None else ('url' if user.is_admin else 'title DESC')}"
        )

# output
from sqlalchemy import select, update

from models import Link


class Links:
    async def newest_or_oldest(self, tag: str, newest: bool):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.tag == tag)
                .order_by(Link.id.desc() if newest else Link.id)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def inline(self, guild_id: int, by_clicks: bool):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title, Link.url)
                .where(Link.guild_id == guild_id)
                .order_by((Link.clicks if by_clicks else Link.title).desc(), Link.id)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def whole_statement(self, guild_id: int, tag: str | None):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            if tag is not None:
                stmt = stmt.where(Link.tag.is_not(None))
            result = await session.execute(stmt)
            rows = result.mappings().all()
        return [row["title"] for row in rows]

    async def two_conditions(self, newest: bool, tagged: bool):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.tag.is_not(None) if tagged else Link.tag.is_(None))
                .order_by(Link.id.desc() if newest else Link.id)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def read_elsewhere_too(self, tag: str, newest: bool):
        order = "DESC" if newest else "ASC"
        print(f"in {order} order")
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.tag == tag)
                .order_by(Link.id.desc() if newest else Link.id)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def several_times(self, column_is_url: bool, wanted: str):
        async with self.bot.get_db_session() as session:
            if column_is_url:
                stmt = (
                    select(Link.url)
                    .where(Link.url == wanted)
                    .order_by(Link.url)
                    .limit(1)
                )
            else:
                stmt = (
                    select(Link.title).where(Link.title == wanted).order_by(Link.title)
                )
            result = await session.execute(stmt)
            return result.scalar()

    async def on_one_connection(self, guild_id: int, newest: bool):
        async with self.bot.get_db_session() as session:
            async with session.begin():
                stmt = update(Link).where(Link.guild_id == guild_id).values(clicks=0)
                await session.execute(stmt)
                stmt = (
                    select(Link.title)
                    .where(Link.guild_id == guild_id)
                    .order_by(Link.id.desc() if newest else Link.id)
                    .limit(1)
                )
                result = await session.execute(stmt)
                return result.scalar()

    async def one_condition_keeps_the_other_from_running(self, user: Member | None):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).order_by(
                Link.id
                if user is None
                else Link.url if user.is_admin else Link.title.desc()
            )
            result = await session.execute(stmt)
            return result.mappings().all()
