# refused: session.group
import asyncpg


async def add(conn: asyncpg.Connection, one: int) -> None:
    await conn.execute("UPDATE links SET clicks = 0 WHERE id = $1", one)


async def drop(conn: asyncpg.Connection, one: int) -> None:
    await conn.execute("DELETE FROM links WHERE id = $1", one)


class Basket:
    """Its methods have names of functions, and are others."""

    def add(self, thing: int) -> None:
        self.things.add(thing)

    async def drop(self, conn, thing: int) -> None:
        self.things.discard(thing)


class Votes:
    def __init__(self, bot) -> None:
        self.bot = bot

    async def update(self, conn: asyncpg.Connection, one: int, user: int) -> None:
        await conn.execute("UPDATE votes SET user_id = $2 WHERE link_id = $1", one, user)

    async def run(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await self.update(conn, one, 1)
            await self.remove(conn, one)

    async def remove(self, conn: asyncpg.Connection, one: int) -> None:
        await conn.execute("DELETE FROM votes WHERE link_id = $1", one)


class Cache:
    def update(self, values: dict) -> None:
        self.values.update(values)


class Reminders:
    async def remove(self, conn: asyncpg.Connection, one: int) -> None:
        self.gone.append(one)


class Links:
    def __init__(self, bot, basket: Basket) -> None:
        self.bot = bot
        self.basket = basket

    async def run(self, one: int, mapping: dict, reminders: Reminders) -> None:
        async with self.bot.db.acquire() as conn:
            await add(conn, one)
        self.basket.add(one)
        mapping.update({one: 1})
        await reminders.remove(None, one)
        async with self.bot.db.acquire() as conn:
            await drop(conn, one)
        # a function of that name may be put there
        self.drop = drop

# output
import asyncpg
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Link, Vote


async def add(session: AsyncSession, one: int) -> None:
    stmt = update(Link).where(Link.id == one).values(clicks=0)
    await session.execute(stmt)
    await session.commit()


async def drop(conn: asyncpg.Connection, one: int) -> None:
    await conn.execute("DELETE FROM links WHERE id = $1", one)


class Basket:
    """Its methods have names of functions, and are others."""

    def add(self, thing: int) -> None:
        self.things.add(thing)

    async def drop(self, conn, thing: int) -> None:
        self.things.discard(thing)


class Votes:
    def __init__(self, bot) -> None:
        self.bot = bot

    async def update(self, session: AsyncSession, one: int, user: int) -> None:
        stmt = update(Vote).where(Vote.link_id == one).values(user_id=user)
        await session.execute(stmt)
        await session.commit()

    async def run(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            await self.update(session, one, 1)
            await self.remove(session, one)

    async def remove(self, session: AsyncSession, one: int) -> None:
        stmt = delete(Vote).where(Vote.link_id == one)
        await session.execute(stmt)
        await session.commit()


class Cache:
    def update(self, values: dict) -> None:
        self.values.update(values)


class Reminders:
    async def remove(self, conn: asyncpg.Connection, one: int) -> None:
        self.gone.append(one)


class Links:
    def __init__(self, bot, basket: Basket) -> None:
        self.bot = bot
        self.basket = basket

    async def run(self, one: int, mapping: dict, reminders: Reminders) -> None:
        async with self.bot.get_db_session() as session:
            await add(session, one)
        self.basket.add(one)
        mapping.update({one: 1})
        await reminders.remove(None, one)
        async with self.bot.db.acquire() as conn:
            await drop(conn, one)
        # a function of that name may be put there
        self.drop = drop
