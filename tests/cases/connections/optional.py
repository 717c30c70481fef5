# refused: session.group
# refused: session.group
# refused: session.connection
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.connection
from typing import Optional

import asyncpg


class Links:
    async def url_of(self, title: str, *, connection: Optional[asyncpg.Connection] = None) -> str | None:
        """The address behind a title."""
        con = connection or self.bot.db
        return await con.fetchval("SELECT url FROM links WHERE title = $1", title)

    async def tag_of(self, title: str, *, connection: Optional["asyncpg.Connection"] = None) -> str | None:
        connection = connection or self.bot.db  # either will do
        return await connection.fetchval("SELECT tag FROM links WHERE title = $1", title)

    async def vote(self, link: int, conn: asyncpg.Connection | None = None) -> None:
        if conn is None:
            # nobody minds
            conn = self.bot.db
        await conn.execute("DELETE FROM votes WHERE link_id = $1", link)
        for one in (1, 2):
            await conn.execute("UPDATE links SET clicks = clicks + 1 WHERE id = $1", one)

    async def both(self, title: str, connection=None):
        con = connection if connection is not None else self.bot.db
        url = await self.url_of(title, connection=connection)
        row = await con.fetchrow("SELECT id, tag FROM links WHERE url = $1", url)
        return row["id"] if row else None

    async def run(self, title: str) -> None:
        await self.url_of(title)
        await self.vote(3)
        async with self.bot.db.acquire() as conn:
            await self.both(title, connection=conn)
            await self.vote(4, conn)
            async with conn.transaction():
                await conn.execute("DELETE FROM votes")
                await self.tag_of(title, connection=conn)


class Refused:
    async def written_in_and_out(self, one: int, connection=None) -> None:
        con = connection or self.bot.db
        await con.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def given_a_pool(self, one: int, *, connection=None) -> None:
        con = connection or self.bot.db
        await con.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def never_called(self, one: int, *, connection=None) -> None:
        con = connection or self.bot.db
        await con.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def handled(self, one: int, *, connection=None) -> None:
        con = connection or self.bot.db
        try:
            await con.execute("DELETE FROM votes WHERE link_id = $1", one)
        except ValueError:
            print(one)

    async def handed_to_another(self, one: int, *, connection=None) -> None:
        con = connection or self.bot.db
        await self.plain(one, connection)
        await con.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def plain(self, one: int, connection) -> None:
        await connection.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def begun(self, one: int, *, connection=None) -> None:
        con = connection or self.bot.db
        async with con.transaction():
            await con.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def of_whom(self, one: int, *, connection=None) -> None:
        con = connection or self.connection
        await con.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def later(self, one: int, *, connection=None) -> None:
        print(connection)
        con = connection or self.bot.db
        await con.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def run(self, one: int) -> None:
        await self.given_a_pool(one, connection=self.bot.db)
        async with self.bot.db.acquire() as conn, conn.transaction():
            await self.written_in_and_out(one, conn)
        await self.written_in_and_out(one)
        await self.handled(one)
        await self.handed_to_another(one)
        await self.begun(one)
        await self.of_whom(one)
        await self.later(one)

# output
from contextlib import nullcontext
from typing import Optional

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Link, Vote


class Links:
    async def url_of(self, title: str, *, session: Optional[AsyncSession] = None) -> str | None:
        """The address behind a title."""
        async with (
            nullcontext(session) if session is not None else self.bot.get_db_session()
        ) as db_session:
            stmt = select(Link.url).where(Link.title == title)
            result = await db_session.execute(stmt)
            value = result.scalar()
            await db_session.commit()
            return value

    async def tag_of(self, title: str, *, session: Optional[AsyncSession] = None) -> str | None:
        # either will do
        async with (
            nullcontext(session) if session is not None else self.bot.get_db_session()
        ) as db_session:
            stmt = select(Link.tag).where(Link.title == title)
            result = await db_session.execute(stmt)
            return result.scalar()

    async def vote(self, link: int, session: AsyncSession | None = None) -> None:
        # nobody minds
        async with (
            nullcontext(session) if session is not None else self.bot.get_db_session()
        ) as db_session:
            stmt = delete(Vote).where(Vote.link_id == link)
            await db_session.execute(stmt)
            await db_session.commit()
        for one in (1, 2):
            async with (
                nullcontext(session)
                if session is not None
                else self.bot.get_db_session()
            ) as db_session:
                stmt = update(Link).where(Link.id == one).values(clicks=Link.clicks + 1)
                await db_session.execute(stmt)
                await db_session.commit()

    async def both(self, title: str, session=None):
        url = await self.url_of(title, session=session)
        async with (
            nullcontext(session) if session is not None else self.bot.get_db_session()
        ) as db_session:
            stmt = select(Link.id, Link.tag).where(Link.url == url).limit(1)
            result = await db_session.execute(stmt)
            row = result.mappings().first()
            await db_session.commit()
        return row["id"] if row else None

    async def run(self, title: str) -> None:
        await self.url_of(title)
        await self.vote(3)
        async with self.bot.get_db_session() as session:
            await self.both(title, session=session)
            await self.vote(4, session)
            async with session.begin():
                stmt = delete(Vote)
                await session.execute(stmt)
                await self.tag_of(title, session=session)


class Refused:
    async def written_in_and_out(self, one: int, connection=None) -> None:
        con = connection or self.bot.db
        await con.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def given_a_pool(self, one: int, *, connection=None) -> None:
        con = connection or self.bot.db
        await con.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def never_called(self, one: int, *, connection=None) -> None:
        con = connection or self.bot.db
        await con.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def handled(self, one: int, *, connection=None) -> None:
        con = connection or self.bot.db
        try:
            await con.execute("DELETE FROM votes WHERE link_id = $1", one)
        except ValueError:
            print(one)

    async def handed_to_another(self, one: int, *, connection=None) -> None:
        con = connection or self.bot.db
        await self.plain(one, connection)
        await con.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def plain(self, one: int, connection) -> None:
        await connection.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def begun(self, one: int, *, connection=None) -> None:
        con = connection or self.bot.db
        async with con.transaction():
            await con.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def of_whom(self, one: int, *, connection=None) -> None:
        con = connection or self.connection
        await con.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def later(self, one: int, *, connection=None) -> None:
        print(connection)
        con = connection or self.bot.db
        await con.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def run(self, one: int) -> None:
        await self.given_a_pool(one, connection=self.bot.db)
        async with self.bot.db.acquire() as conn, conn.transaction():
            await self.written_in_and_out(one, conn)
        await self.written_in_and_out(one)
        await self.handled(one)
        await self.handed_to_another(one)
        await self.begun(one)
        await self.of_whom(one)
        await self.later(one)
