import asyncio
import time
from functools import wraps

import asyncpg


def cached(maxsize=128):
    def decorator(func):
        tasks = {}

        def key_of(args, kwargs):
            key = [func.__name__]
            key.extend(repr(one) for one in args)
            for name, value in kwargs.items():
                # whatever the connection is, the answer is the same
                if name == "connection" or name == "pool":
                    continue
                key.append(f"{name}={value!r}")
            return ":".join(key)

        @wraps(func)
        def wrapper(*args, **kwargs):
            key = key_of(args, kwargs)
            try:
                task = tasks[key]
            except KeyError:
                tasks[key] = task = asyncio.create_task(func(*args, **kwargs))
                return task
            else:
                return task

        def forget(*args, **kwargs):
            tasks.pop(key_of(args, kwargs), None)

        wrapper.forget = forget
        return wrapper

    return decorator


def timed(func):
    @wraps(func)
    async def wrapper(*args, **kwargs):
        began = time.perf_counter()
        try:
            return await func(*args, **kwargs)
        finally:
            print(func.__name__, time.perf_counter() - began)

    return wrapper


def noted(func):
    @wraps(func)
    async def wrapper(*args, **kwargs):
        print(kwargs.get("session"), "db_session" in kwargs)
        return await func(*args, **kwargs)

    return wrapper


class Links:
    @noted
    async def rename(self, link: int, *, conn: asyncpg.Connection) -> None:
        await conn.execute("UPDATE links SET title = 'new' WHERE id = $1", link)

    @cached(maxsize=64)
    async def url_of(self, title: str, *, connection: asyncpg.Connection | None = None) -> str | None:
        con = connection or self.bot.db
        return await con.fetchval("SELECT url FROM links WHERE title = $1", title)

    @timed
    async def clear(self, link: int, *, conn: asyncpg.Connection) -> None:
        await conn.execute("DELETE FROM votes WHERE link_id = $1", link)

    async def run(self, title: str, link: int) -> None:
        async with self.bot.db.acquire() as conn:
            await self.clear(link, conn=conn)
            await self.rename(link, conn=conn)
            url = await self.url_of(title, connection=conn)
            await conn.execute("UPDATE links SET url = $2 WHERE id = $1", link, url)
            self.url_of.forget(self, title)

    async def shown(self, title: str) -> str | None:
        return await self.url_of(title)


class Bot:
    @property
    def links_cog(self) -> "Links | None":
        return self.get_cog("Links")


class Other:
    async def of_a_property(self, title: str) -> None:
        async with self.bot.db.acquire() as conn:
            links = self.bot.links_cog
            if links is not None:
                await links.url_of(title, connection=conn)
            await conn.execute("DELETE FROM links WHERE title = $1", title)

    async def of_an_annotation(self, title: str) -> str | None:
        links: Links = self.bot.get_cog("Links")
        return await links.url_of(title)

# output
import asyncio
import time
from contextlib import nullcontext
from functools import wraps

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Link, Vote


def cached(maxsize=128):
    def decorator(func):
        tasks = {}

        def key_of(args, kwargs):
            key = [func.__name__]
            key.extend(repr(one) for one in args)
            for name, value in kwargs.items():
                # whatever the connection is, the answer is the same
                if name == "connection" or name == "pool":
                    continue
                key.append(f"{name}={value!r}")
            return ":".join(key)

        @wraps(func)
        def wrapper(*args, **kwargs):
            key = key_of(args, kwargs)
            try:
                task = tasks[key]
            except KeyError:
                tasks[key] = task = asyncio.create_task(func(*args, **kwargs))
                return task
            else:
                return task

        def forget(*args, **kwargs):
            tasks.pop(key_of(args, kwargs), None)

        wrapper.forget = forget
        return wrapper

    return decorator


def timed(func):
    @wraps(func)
    async def wrapper(*args, **kwargs):
        began = time.perf_counter()
        try:
            return await func(*args, **kwargs)
        finally:
            print(func.__name__, time.perf_counter() - began)

    return wrapper


def noted(func):
    @wraps(func)
    async def wrapper(*args, **kwargs):
        print(kwargs.get("session"), "db_session" in kwargs)
        return await func(*args, **kwargs)

    return wrapper


class Links:
    @noted
    async def rename(self, link: int, *, conn: AsyncSession) -> None:
        stmt = update(Link).where(Link.id == link).values(title="new")
        await conn.execute(stmt)
        await conn.commit()

    @cached(maxsize=64)
    async def url_of(self, title: str, *, connection: AsyncSession | None = None) -> str | None:
        async with (
            nullcontext(connection)
            if connection is not None
            else self.bot.get_db_session()
        ) as session:
            stmt = select(Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            value = result.scalar()
            await session.commit()
            return value

    @timed
    async def clear(self, link: int, *, session: AsyncSession) -> None:
        stmt = delete(Vote).where(Vote.link_id == link)
        await session.execute(stmt)
        await session.commit()

    async def run(self, title: str, link: int) -> None:
        async with self.bot.get_db_session() as session:
            await self.clear(link, session=session)
            await self.rename(link, conn=session)
            url = await self.url_of(title, connection=session)
            stmt = update(Link).where(Link.id == link).values(url=url)
            await session.execute(stmt)
            await session.commit()
            self.url_of.forget(self, title)

    async def shown(self, title: str) -> str | None:
        return await self.url_of(title)


class Bot:
    @property
    def links_cog(self) -> "Links | None":
        return self.get_cog("Links")


class Other:
    async def of_a_property(self, title: str) -> None:
        async with self.bot.get_db_session() as session:
            links = self.bot.links_cog
            if links is not None:
                await links.url_of(title, connection=session)
            stmt = delete(Link).where(Link.title == title)
            await session.execute(stmt)
            await session.commit()

    async def of_an_annotation(self, title: str) -> str | None:
        links: Links = self.bot.get_cog("Links")
        return await links.url_of(title)
