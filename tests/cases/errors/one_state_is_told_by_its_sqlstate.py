import asyncpg


class Links:
    async def add(self, title: str, url: str, guild_id: int) -> bool:
        try:
            await self.bot.db.execute(
                "INSERT INTO links (title, url, guild_id) VALUES ($1, $2, $3)", title, url, guild_id
            )
        except asyncpg.UniqueViolationError:
            return False
        return True

    async def vote(self, link_id: int, user_id: int) -> None:
        try:
            await self.bot.db.execute("INSERT INTO votes (link_id, user_id, counted) VALUES ($1, $2, TRUE)", link_id, user_id)
        except (asyncpg.UniqueViolationError, asyncpg.ForeignKeyViolationError):
            pass  # voted already, or the link is gone

    async def any_violation(self, link_id: int, user_id: int) -> str:
        try:
            await self.bot.db.execute("INSERT INTO votes (link_id, user_id, counted) VALUES ($1, $2, TRUE)", link_id, user_id)
        except asyncpg.IntegrityConstraintViolationError:
            return "no"
        else:
            return "yes"
        finally:
            print("done")

# output
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from models import Link, Vote


class Links:
    async def add(self, title: str, url: str, guild_id: int) -> bool:
        try:
            async with self.bot.get_db_session() as session:
                stmt = (
                    insert(Link)
                    .values(title=title, url=url, guild_id=guild_id)
                    .inline()
                )
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) != "23505":
                raise
            return False
        return True

    async def vote(self, link_id: int, user_id: int) -> None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = insert(Vote).values(
                    link_id=link_id, user_id=user_id, counted=True
                )
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) not in ("23505", "23503"):
                raise
            # voted already, or the link is gone

    async def any_violation(self, link_id: int, user_id: int) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = insert(Vote).values(
                    link_id=link_id, user_id=user_id, counted=True
                )
                await session.execute(stmt)
                await session.commit()
        except IntegrityError:
            return "no"
        else:
            return "yes"
        finally:
            print("done")
