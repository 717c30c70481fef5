# refused: session.driver
# refused: session.driver
# refused: session.driver
# refused: session.driver
# refused: session.driver
# refused: session.driver
# refused: session.driver
# refused: session.driver
import asyncpg


class Links:
    async def replaced(self, rows: list[tuple[int, str]]) -> str:
        async with self.bot.db.acquire() as conn:
            async with conn.transaction():
                await conn.execute("DELETE FROM gallery_mementos")
                # in one go
                status = await conn.copy_records_to_table("gallery_mementos", records=rows, columns=["a", "b"])
                await conn.copy_records_to_table(
                    "gallery_mementos",
                    records=rows,
                )
            return status

    async def after_a_read(self, path: str) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            known = await conn.fetchval("SELECT count(*) FROM links")
            for part in range(known):
                if part > 1:
                    await conn.copy_to_table("links", source=path)

    async def guarded(self, rows) -> bool:
        async with self.bot.db.acquire() as conn:
            async with conn.transaction():
                await conn.execute("DELETE FROM votes")
                async with conn.transaction():
                    try:
                        await conn.copy_records_to_table("gallery_mementos", records=rows)
                        await conn.execute("DELETE FROM gallery_mementos WHERE guild_id = 1")
                    except asyncpg.UniqueViolationError as error:
                        raise ValueError(error.constraint_name) from error

    async def first_of_all(self, rows) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            await conn.copy_records_to_table("gallery_mementos", records=rows)
            await conn.execute("DELETE FROM gallery_mementos WHERE guild_id = 1")

    async def perhaps_first(self, rows, old: int) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            if old:
                await conn.execute("DELETE FROM gallery_mementos WHERE guild_id = $1", old)
            await conn.copy_records_to_table("gallery_mementos", records=rows)

    async def in_another_transaction(self, rows) -> None:
        async with self.bot.db.acquire() as conn:
            async with conn.transaction():
                await conn.execute("DELETE FROM gallery_mementos")
            async with conn.transaction():
                await conn.copy_records_to_table("gallery_mementos", records=rows)

    async def outside(self, rows) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM gallery_mementos")
            await conn.copy_records_to_table("gallery_mementos", records=rows)

    async def to_somewhere(self, table: str, rows) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            await conn.execute("DELETE FROM votes")
            await conn.copy_records_to_table(table, records=rows)

    async def in_an_expression(self, rows) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            await conn.execute("DELETE FROM votes")
            print(await conn.copy_records_to_table("gallery_mementos", records=rows))

    async def listening(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.add_listener("links", print)
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def its_own_state(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            if not conn.is_in_transaction():
                await conn.execute("DELETE FROM links WHERE id = $1", one)

# output
import asyncpg
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from models import GalleryMementos, Link, Vote


class Links:
    async def replaced(self, rows: list[tuple[int, str]]) -> str:
        async with self.bot.get_db_session() as session:
            async with session.begin():
                stmt = delete(GalleryMementos)
                await session.execute(stmt)
                # in one go
                raw = (
                    await (await session.connection()).get_raw_connection()
                ).driver_connection
                status = await raw.copy_records_to_table("gallery_mementos", records=rows, columns=["a", "b"])
                raw = (
                    await (await session.connection()).get_raw_connection()
                ).driver_connection
                await raw.copy_records_to_table(
                    "gallery_mementos",
                    records=rows,
                )
            return status

    async def after_a_read(self, path: str) -> None:
        async with self.bot.get_db_session() as session, session.begin():
            stmt = select(func.count()).select_from(Link)
            result = await session.execute(stmt)
            known = result.scalar()
            for part in range(known):
                if part > 1:
                    raw = (
                        await (await session.connection()).get_raw_connection()
                    ).driver_connection
                    await raw.copy_to_table("links", source=path)

    async def guarded(self, rows) -> bool:
        async with self.bot.get_db_session() as session:
            async with session.begin():
                stmt = delete(Vote)
                await session.execute(stmt)
                async with session.begin_nested():
                    try:
                        raw = (
                            await (await session.connection()).get_raw_connection()
                        ).driver_connection
                        await raw.copy_records_to_table("gallery_mementos", records=rows)
                        stmt = delete(GalleryMementos).where(
                            GalleryMementos.guild_id == 1
                        )
                        await session.execute(stmt)
                    except (asyncpg.UniqueViolationError, IntegrityError) as error:
                        cause = getattr(
                            getattr(error, "orig", None), "__cause__", error
                        )
                        if not isinstance(cause, asyncpg.UniqueViolationError):
                            raise
                        raise ValueError(cause.constraint_name) from error

    async def first_of_all(self, rows) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            await conn.copy_records_to_table("gallery_mementos", records=rows)
            await conn.execute("DELETE FROM gallery_mementos WHERE guild_id = 1")

    async def perhaps_first(self, rows, old: int) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            if old:
                await conn.execute("DELETE FROM gallery_mementos WHERE guild_id = $1", old)
            await conn.copy_records_to_table("gallery_mementos", records=rows)

    async def in_another_transaction(self, rows) -> None:
        async with self.bot.db.acquire() as conn:
            async with conn.transaction():
                await conn.execute("DELETE FROM gallery_mementos")
            async with conn.transaction():
                await conn.copy_records_to_table("gallery_mementos", records=rows)

    async def outside(self, rows) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.execute("DELETE FROM gallery_mementos")
            await conn.copy_records_to_table("gallery_mementos", records=rows)

    async def to_somewhere(self, table: str, rows) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            await conn.execute("DELETE FROM votes")
            await conn.copy_records_to_table(table, records=rows)

    async def in_an_expression(self, rows) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            await conn.execute("DELETE FROM votes")
            print(await conn.copy_records_to_table("gallery_mementos", records=rows))

    async def listening(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.add_listener("links", print)
            await conn.execute("DELETE FROM links WHERE id = $1", one)

    async def its_own_state(self, one: int) -> None:
        async with self.bot.db.acquire() as conn:
            if not conn.is_in_transaction():
                await conn.execute("DELETE FROM links WHERE id = $1", one)
