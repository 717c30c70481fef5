from asyncpg import InterfaceError, PostgresError


class Links:
    async def drop(self, title: str, error: int, cause: str) -> None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except InterfaceError:
            self.failed = error, cause
        except PostgresError:
            self.failed = cause, error

    async def shadowed(self, title: str, DBAPIError: type) -> None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except PostgresError:
            self.failed = DBAPIError

# output
from asyncpg import InterfaceError, PostgresError
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError as sa_DBAPIError
from sqlalchemy.exc import InterfaceError as sa_InterfaceError

from models import Link


class Links:
    async def drop(self, title: str, error: int, cause: str) -> None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()
        except (InterfaceError, sa_InterfaceError):
            self.failed = error, cause
        except (PostgresError, sa_DBAPIError) as exc:
            driver_error = getattr(getattr(exc, "orig", None), "__cause__", exc)
            if not isinstance(driver_error, PostgresError):
                raise
            self.failed = cause, error

    async def shadowed(self, title: str, DBAPIError: type) -> None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()
        except (PostgresError, sa_DBAPIError) as error:
            cause = getattr(getattr(error, "orig", None), "__cause__", error)
            if not isinstance(cause, PostgresError):
                raise
            self.failed = DBAPIError
