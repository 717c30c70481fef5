# refused: sql.utility
import asyncpg


class Links:
    async def three_of_a_kind(self, one: int, two: int) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET id = $1 WHERE id = $2", one, two)
        except asyncpg.UniqueViolationError:
            return "taken"
        except asyncpg.ForeignKeyViolationError as e:
            self.log.info("in use: %s", e.detail)
            return "in use"
        except asyncpg.CheckViolationError as e:
            return e.constraint_name
        return "moved"

    async def a_long_one(self, one: int) -> str:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE id = $1", one)
        except asyncpg.UniqueViolationError:
            return "taken"
        except asyncpg.ForeignKeyViolationError:
            lines = ["in use"]
            if self.loud:
                lines.append("still")

            if self.louder:
                # twice
                lines.append("really")
                lines.append("really")
            self.lines = lines
            return "".join(lines)
        return "gone"

    async def goes_on(self, one: int) -> None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE id = $1", one)
        except asyncpg.UniqueViolationError:
            self.state = "taken"
        except asyncpg.ForeignKeyViolationError:
            self.state = "in use"
        else:
            self.state = "gone"

    async def keeps_its_comments(self, one: int) -> str:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE id = $1", one)
        except asyncpg.UniqueViolationError:
            return "taken"
        # this one never happens
        except asyncpg.ForeignKeyViolationError:
            return "in use"
        return "gone"

    async def others_may_come(self, one: int) -> str:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE id = $1", one)
            await self.bot.db.execute("VACUUM links")
        except asyncpg.UniqueViolationError:
            return "taken"
        except asyncpg.ForeignKeyViolationError:
            return "in use"
        return "gone"

    async def on_a_connection(self, one: int) -> str:
        async with self.bot.db.acquire() as conn:
            try:
                await conn.execute("DELETE FROM links WHERE id = $1", one)
            except asyncpg.UniqueViolationError:
                return "taken"
            except asyncpg.ForeignKeyViolationError:
                self.state = "in use"
            await conn.execute("DELETE FROM links WHERE title = $1", self.state)
            return "gone"

# output
import asyncpg
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from models import Link


class Links:
    async def three_of_a_kind(self, one: int, two: int) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).where(Link.id == two).values(id=one)
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as e:
            cause = getattr(e.orig, "__cause__", e)
            if getattr(e.orig, "sqlstate", None) != "23505":
                if isinstance(cause, asyncpg.ForeignKeyViolationError):
                    self.log.info("in use: %s", cause.detail)
                    return "in use"
                if isinstance(cause, asyncpg.CheckViolationError):
                    return cause.constraint_name
                raise
            return "taken"
        return "moved"

    async def a_long_one(self, one: int) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.id == one)
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as error:
            cause = getattr(error.orig, "__cause__", error)
            if getattr(error.orig, "sqlstate", None) != "23505":
                if isinstance(cause, asyncpg.ForeignKeyViolationError):
                    lines = ["in use"]
                    if self.loud:
                        lines.append("still")

                    if self.louder:
                        # twice
                        lines.append("really")
                        lines.append("really")
                    self.lines = lines
                    return "".join(lines)
                raise
            return "taken"
        return "gone"

    async def goes_on(self, one: int) -> None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.id == one)
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as error:
            cause = getattr(error.orig, "__cause__", error)
            if getattr(error.orig, "sqlstate", None) == "23505":
                self.state = "taken"
            elif isinstance(cause, asyncpg.ForeignKeyViolationError):
                self.state = "in use"
            else:
                raise
        else:
            self.state = "gone"

    async def keeps_its_comments(self, one: int) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.id == one)
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as error:
            cause = getattr(error.orig, "__cause__", error)
            if getattr(error.orig, "sqlstate", None) != "23505":
                if isinstance(cause, asyncpg.ForeignKeyViolationError):
                    return "in use"
                raise
            return "taken"
        # this one never happens
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) != "23503":
                raise
            return "in use"
        return "gone"

    async def others_may_come(self, one: int) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.id == one)
                await session.execute(stmt)
                await session.commit()
            await self.bot.db.execute("VACUUM links")
        except (asyncpg.UniqueViolationError, IntegrityError) as error:
            cause = getattr(getattr(error, "orig", None), "__cause__", error)
            if not isinstance(cause, asyncpg.UniqueViolationError):
                if isinstance(cause, asyncpg.ForeignKeyViolationError):
                    return "in use"
                raise
            return "taken"
        except asyncpg.ForeignKeyViolationError:
            return "in use"
        return "gone"

    async def on_a_connection(self, one: int) -> str:
        async with self.bot.get_db_session() as session:
            try:
                stmt = delete(Link).where(Link.id == one)
                await session.execute(stmt)
                await session.commit()
            except IntegrityError as error:
                await session.rollback()
                cause = getattr(error.orig, "__cause__", error)
                if getattr(error.orig, "sqlstate", None) == "23505":
                    return "taken"
                elif isinstance(cause, asyncpg.ForeignKeyViolationError):
                    self.state = "in use"
                else:
                    raise
            except IntegrityError as error:
                await session.rollback()
                if getattr(error.orig, "sqlstate", None) != "23503":
                    raise
                self.state = "in use"
            stmt = delete(Link).where(Link.title == self.state)
            await session.execute(stmt)
            await session.commit()
            return "gone"
