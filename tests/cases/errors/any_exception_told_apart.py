# refused: errors.handler
import traceback

import asyncpg
from asyncpg import DeadlockDetectedError

MESSAGES = {asyncpg.UniqueViolationError: "taken", KeyError: "unknown"}


class Links:
    async def by_an_imported_class(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except Exception as error:
            if isinstance(error, DeadlockDetectedError):
                return "again"
            raise
        return "renamed"

    async def by_its_text(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except Exception as error:
            message = f"{error}".lower()
            if "links_title_key" in str(error) or message.startswith("deadlock"):
                return "taken"
            self.log.error("%s", error)
            raise
        return "renamed"

    async def by_its_name(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except Exception as error:
            return self.messages.get(type(error).__name__, "failed")
        return "renamed"

    async def by_a_table(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except Exception as error:
            for kind, message in MESSAGES.items():
                if isinstance(error, kind):
                    return message
            return error.message if hasattr(error, "message") else "failed"
        return "renamed"

    async def by_its_first_argument(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except Exception as error:
            match error.args[0]:
                case "boom":
                    return "boom"
                case _:
                    raise
        return "renamed"

    async def not_at_all(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except Exception as error:
            if isinstance(error, (OSError, KeyError)):
                return "failed"
            self.log.error("%s: %s %s", type(error).__name__, error, error.args)
            traceback.print_exc()
            raise LookupError(title) from error
        return "renamed"

    async def by_a_tuple_that_is_made(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except tuple(MESSAGES) as error:
            return MESSAGES[type(error)]
        return "renamed"

# output
import traceback

import asyncpg
from asyncpg import DeadlockDetectedError
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from models import Link

MESSAGES = {asyncpg.UniqueViolationError: "taken", KeyError: "unknown"}


class Links:
    async def by_an_imported_class(self, title: str) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=title)
                await session.execute(stmt)
                await session.commit()
        except Exception as error:
            cause = (
                getattr(error.orig, "__cause__", error)
                if isinstance(error, DBAPIError)
                else error
            )
            if isinstance(cause, DeadlockDetectedError):
                return "again"
            raise
        return "renamed"

    async def by_its_text(self, title: str) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=title)
                await session.execute(stmt)
                await session.commit()
        except Exception as error:
            cause = (
                getattr(error.orig, "__cause__", error)
                if isinstance(error, DBAPIError)
                else error
            )
            message = f"{cause}".lower()
            if "links_title_key" in str(cause) or message.startswith("deadlock"):
                return "taken"
            self.log.error("%s", cause)
            raise
        return "renamed"

    async def by_its_name(self, title: str) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=title)
                await session.execute(stmt)
                await session.commit()
        except Exception as error:
            cause = (
                getattr(error.orig, "__cause__", error)
                if isinstance(error, DBAPIError)
                else error
            )
            return self.messages.get(type(cause).__name__, "failed")
        return "renamed"

    async def by_a_table(self, title: str) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=title)
                await session.execute(stmt)
                await session.commit()
        except Exception as error:
            cause = (
                getattr(error.orig, "__cause__", error)
                if isinstance(error, DBAPIError)
                else error
            )
            for kind, message in MESSAGES.items():
                if isinstance(cause, kind):
                    return message
            return cause.message if hasattr(cause, "message") else "failed"
        return "renamed"

    async def by_its_first_argument(self, title: str) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=title)
                await session.execute(stmt)
                await session.commit()
        except Exception as error:
            cause = (
                getattr(error.orig, "__cause__", error)
                if isinstance(error, DBAPIError)
                else error
            )
            match cause.args[0]:
                case "boom":
                    return "boom"
                case _:
                    raise
        return "renamed"

    async def not_at_all(self, title: str) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=title)
                await session.execute(stmt)
                await session.commit()
        except Exception as error:
            if isinstance(error, (OSError, KeyError)):
                return "failed"
            self.log.error("%s: %s %s", type(error).__name__, error, error.args)
            traceback.print_exc()
            raise LookupError(title) from error
        return "renamed"

    async def by_a_tuple_that_is_made(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except tuple(MESSAGES) as error:
            return MESSAGES[type(error)]
        return "renamed"
