"""The clause for another error reads asyncpg's class in the rewritten one: the import stays."""

import asyncpg

from bot import Bot


class Links:
    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    async def add(self, link: int, user: int):
        try:
            await self.bot.db.execute(
                "INSERT INTO votes (link_id, user_id, counted) VALUES ($1, $2, true)", link, user
            )
        except asyncpg.UniqueViolationError:
            return "there already"
        except asyncpg.ForeignKeyViolationError:
            return "no such link"
        return "added"

# output
"""The clause for another error reads asyncpg's class in the rewritten one: the import stays."""

import asyncpg
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bot import Bot
from models import Vote


class Links:
    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    async def add(self, link: int, user: int):
        try:
            async with self.bot.get_db_session() as session:
                stmt = insert(Vote).values(link_id=link, user_id=user, counted=True)
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as error:
            cause = getattr(error.orig, "__cause__", error)
            if getattr(error.orig, "sqlstate", None) != "23505":
                if isinstance(cause, asyncpg.ForeignKeyViolationError):
                    return "no such link"
                raise
            return "there already"
        return "added"
