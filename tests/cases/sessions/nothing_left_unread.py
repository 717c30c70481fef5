# config: sessions = {"*" = "async with bot.session_maker() as session"}
from typing import cast

import bot

MAIN = "main"


class Links:
    async def looked_up(self, request, tag: str):
        pool = request.app["pool"]
        query = "SELECT title FROM links WHERE tag = $1 ORDER BY id"
        if tag == "all":
            return await pool.fetchval(query, "any")
        return await pool.fetchval(query, tag)

    async def by_name(self, request):
        pool = request.app["pools"][MAIN]
        await pool.execute("DELETE FROM links")

    async def still_read(self, request, tag: str):
        pool = request.app["pool"]
        query = "SELECT title FROM links WHERE tag = $1"
        print(pool, query)
        return await pool.fetchval(query, tag)

    async def told_its_type(self, interaction):
        client = cast("Bot", interaction.client)
        await client.pool.execute("DELETE FROM links")

    async def told_the_type_of_a_call(self, interaction):
        client = cast("Bot", interaction.client())
        await client.pool.execute("DELETE FROM links")

# output
from typing import cast

from sqlalchemy import delete, select

import bot
from models import Link

MAIN = "main"


class Links:
    async def looked_up(self, request, tag: str):
        if tag == "all":
            async with bot.session_maker() as session:
                stmt = (
                    select(Link.title)
                    .where(Link.tag == "any")
                    .order_by(Link.id)
                    .limit(1)
                )
                result = await session.execute(stmt)
                return result.scalar()
        async with bot.session_maker() as session:
            stmt = select(Link.title).where(Link.tag == tag).order_by(Link.id).limit(1)
            result = await session.execute(stmt)
            return result.scalar()

    async def by_name(self, request):
        async with bot.session_maker() as session:
            stmt = delete(Link)
            await session.execute(stmt)
            await session.commit()

    async def still_read(self, request, tag: str):
        pool = request.app["pool"]
        query = "SELECT title FROM links WHERE tag = $1"
        print(pool, query)
        async with bot.session_maker() as session:
            stmt = select(Link.title).where(Link.tag == tag).limit(1)
            result = await session.execute(stmt)
            return result.scalar()

    async def told_its_type(self, interaction):
        async with bot.session_maker() as session:
            stmt = delete(Link)
            await session.execute(stmt)
            await session.commit()

    async def told_the_type_of_a_call(self, interaction):
        cast("Bot", interaction.client())
        async with bot.session_maker() as session:
            stmt = delete(Link)
            await session.execute(stmt)
            await session.commit()
