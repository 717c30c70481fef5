# refused: session.connection
# refused: session.connection
# refused: session.connection
# refused: session.connection
# refused: session.connection
# refused: session.connection
# refused: session.connection
# refused: session.group
# refused: session.connection
# refused: session.group
# refused: session.group
# refused: session.group
import contextlib
from contextlib import AsyncExitStack


class Links:
    async def entered(self, title: str) -> None:
        async with AsyncExitStack() as stack:
            # until the stack is left
            conn = await stack.enter_async_context(self.bot.db.acquire())
            await conn.execute("DELETE FROM votes")
            await conn.execute("UPDATE links SET clicks = 0 WHERE title = $1", title)

    async def in_a_transaction(self, title: str) -> str | None:
        async with contextlib.AsyncExitStack() as stack:
            file = stack.enter_context(open(title))
            conn = await stack.enter_async_context(self.bot.db.acquire(timeout=5))
            url = await conn.fetchval("SELECT url FROM links WHERE title = $1", title)
            await stack.enter_async_context(conn.transaction(isolation="serializable"))
            await conn.execute("DELETE FROM votes")
            await conn.execute("UPDATE links SET url = $2 WHERE title = $1", title, file.read())
            async with conn.transaction():
                await conn.execute("DELETE FROM links WHERE title = $1", title)
            return url

    async def taken_away(self) -> None:
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.bot.db.acquire())
            await conn.execute("DELETE FROM votes")
            self.stack = stack.pop_all()

    async def closed(self) -> None:
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.bot.db.acquire())
            await conn.execute("DELETE FROM votes")
            await stack.aclose()
            await self.tell()

    async def handed_on(self) -> None:
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.bot.db.acquire())
            await conn.execute("DELETE FROM votes")
            await self.enter_more(stack)

    async def sometimes(self, title: str) -> None:
        async with AsyncExitStack() as stack:
            if title:
                conn = await stack.enter_async_context(self.bot.db.acquire())
                await conn.execute("DELETE FROM votes")

    async def kept(self) -> None:
        conn = await self.stack.enter_async_context(self.bot.db.acquire())
        await conn.execute("DELETE FROM votes")

    async def waits_before_it_is_left(self) -> None:
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.bot.db.acquire())
            stack.push_async_callback(self.tell)
            await conn.execute("DELETE FROM votes")

    async def used_at_the_end(self) -> None:
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.bot.db.acquire())
            stack.push_async_callback(self.clean, conn)
            await conn.execute("DELETE FROM votes")

    async def begun_by_name(self) -> None:
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.bot.db.acquire())
            tr = await stack.enter_async_context(conn.transaction())
            await conn.execute("DELETE FROM votes")
            print(tr)

    async def begun_sometimes(self, title: str) -> None:
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.bot.db.acquire())
            if title:
                await stack.enter_async_context(conn.transaction())
            await conn.execute("DELETE FROM votes")

    async def waits_for_its_turn(self) -> None:
        async with AsyncExitStack() as stack:
            stack.enter_context(contextlib.suppress(TimeoutError))
            conn = await stack.enter_async_context(self.bot.db.acquire(timeout=5))
            await conn.execute("DELETE FROM votes")

    async def another_after_it(self) -> None:
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.bot.db.acquire())
            await conn.execute("DELETE FROM votes")
            conn = await stack.enter_async_context(self.bot.db.acquire())
            await conn.execute("DELETE FROM links")

# output
import contextlib
from contextlib import AsyncExitStack

from sqlalchemy import delete, select, update

from models import Link, Vote


class Links:
    async def entered(self, title: str) -> None:
        async with AsyncExitStack() as stack:
            # until the stack is left
            session = await stack.enter_async_context(self.bot.get_db_session())
            stmt = delete(Vote)
            await session.execute(stmt)
            await session.commit()
            stmt = update(Link).where(Link.title == title).values(clicks=0)
            await session.execute(stmt)
            await session.commit()

    async def in_a_transaction(self, title: str) -> str | None:
        async with contextlib.AsyncExitStack() as stack:
            file = stack.enter_context(open(title))
            session = await stack.enter_async_context(self.bot.get_db_session())
            stmt = select(Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            url = result.scalar()
            await session.commit()
            await stack.enter_async_context(session.begin())
            await session.connection(
                execution_options={"isolation_level": "SERIALIZABLE"}
            )
            stmt = delete(Vote)
            await session.execute(stmt)
            stmt = update(Link).where(Link.title == title).values(url=file.read())
            await session.execute(stmt)
            async with session.begin_nested():
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
            return url

    async def taken_away(self) -> None:
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.bot.db.acquire())
            await conn.execute("DELETE FROM votes")
            self.stack = stack.pop_all()

    async def closed(self) -> None:
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.bot.db.acquire())
            await conn.execute("DELETE FROM votes")
            await stack.aclose()
            await self.tell()

    async def handed_on(self) -> None:
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.bot.db.acquire())
            await conn.execute("DELETE FROM votes")
            await self.enter_more(stack)

    async def sometimes(self, title: str) -> None:
        async with AsyncExitStack() as stack:
            if title:
                conn = await stack.enter_async_context(self.bot.db.acquire())
                await conn.execute("DELETE FROM votes")

    async def kept(self) -> None:
        conn = await self.stack.enter_async_context(self.bot.db.acquire())
        await conn.execute("DELETE FROM votes")

    async def waits_before_it_is_left(self) -> None:
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.bot.db.acquire())
            stack.push_async_callback(self.tell)
            await conn.execute("DELETE FROM votes")

    async def used_at_the_end(self) -> None:
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.bot.db.acquire())
            stack.push_async_callback(self.clean, conn)
            await conn.execute("DELETE FROM votes")

    async def begun_by_name(self) -> None:
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.bot.db.acquire())
            tr = await stack.enter_async_context(conn.transaction())
            await conn.execute("DELETE FROM votes")
            print(tr)

    async def begun_sometimes(self, title: str) -> None:
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.bot.db.acquire())
            if title:
                await stack.enter_async_context(conn.transaction())
            await conn.execute("DELETE FROM votes")

    async def waits_for_its_turn(self) -> None:
        async with AsyncExitStack() as stack:
            stack.enter_context(contextlib.suppress(TimeoutError))
            conn = await stack.enter_async_context(self.bot.db.acquire(timeout=5))
            await conn.execute("DELETE FROM votes")

    async def another_after_it(self) -> None:
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.bot.db.acquire())
            await conn.execute("DELETE FROM votes")
            conn = await stack.enter_async_context(self.bot.db.acquire())
            await conn.execute("DELETE FROM links")
