# refused: session.group
# refused: session.group
class Links:
    async def gives_up(self, ids: list[int]) -> None:
        async with self.bot.db.acquire() as conn:
            for one in ids:
                try:
                    await conn.execute("DELETE FROM links WHERE id = $1", one)
                except ValueError:
                    if one > 0:
                        continue
                    raise

    async def leaves(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            try:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
            except ValueError:
                return
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def tries(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            if await attempt(conn, one):
                await conn.execute("DELETE FROM votes WHERE link_id = $1", one)

    async def clears(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await cleared(conn, one)
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)


async def attempt(conn, one: int):
    try:
        await conn.execute("DELETE FROM links WHERE id = $1", one)
    except ValueError:
        if one > 0:
            return False
        raise
    return True


async def cleared(conn, one: int) -> None:
    with suppress(ValueError):
        await conn.execute("DELETE FROM links WHERE id = $1", one)

# output
from sqlalchemy import delete

from models import Link, Vote


class Links:
    async def gives_up(self, ids: list[int]) -> None:
        async with self.bot.get_db_session() as session:
            for one in ids:
                try:
                    stmt = delete(Link).where(Link.id == one)
                    await session.execute(stmt)
                    await session.commit()
                except ValueError:
                    await session.rollback()
                    if one > 0:
                        continue
                    raise

    async def leaves(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            try:
                stmt = delete(Link).where(Link.id == one)
                await session.execute(stmt)
                await session.commit()
            except ValueError:
                return
            stmt = delete(Vote).where(Vote.link_id == one)
            await session.execute(stmt)
            await session.commit()

    async def tries(self, one: int) -> None:
        async with self.bot.get_db_session() as session:
            if await attempt(session, one):
                stmt = delete(Vote).where(Vote.link_id == one)
                await session.execute(stmt)
                await session.commit()

    async def clears(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await cleared(conn, one)
            await conn.execute("DELETE FROM votes WHERE link_id = $1", one)


async def attempt(session, one: int):
    try:
        stmt = delete(Link).where(Link.id == one)
        await session.execute(stmt)
        await session.commit()
    except ValueError:
        await session.rollback()
        if one > 0:
            return False
        raise
    return True


async def cleared(conn, one: int) -> None:
    with suppress(ValueError):
        await conn.execute("DELETE FROM links WHERE id = $1", one)
