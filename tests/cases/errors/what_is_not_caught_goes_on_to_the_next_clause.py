# refused: errors.handler
# refused: errors.handler
import asyncpg


class Links:
    async def titles(self, tag: str) -> list[str]:
        try:
            rows = await self.bot.db.fetch("SELECT title FROM links WHERE tag = $1", tag)
        except asyncpg.PostgresError as e:
            raise LookupError(f"no links for {tag}") from e
        except Exception as error:
            # anything else is our fault
            self.log.error(f"broken: {error}")
            raise RuntimeError("unexpected") from error
        return [row["title"] for row in rows]

    async def add(self, title: str, url: str, guild_id: int) -> str:
        try:
            await self.bot.db.execute(
                "INSERT INTO links (title, url, guild_id) VALUES ($1, $2, $3)", title, url, guild_id
            )
        except asyncpg.UniqueViolationError:
            return "known"
        except asyncpg.UndefinedTableError:
            return "no table"
        except:
            return "broken"
        return "added"

    async def falls_through(self, title: str) -> None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except asyncpg.ForeignKeyViolationError:
            self.failed = title
        except Exception:
            # the log shows both
            self.broken = title

    async def two_of_a_kind(self, title: str) -> str:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except asyncpg.ForeignKeyViolationError:
            return "in use"
        except asyncpg.PostgresError:
            return "broken"
        return "deleted"

    async def queries_again(self, title: str) -> str:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except asyncpg.ForeignKeyViolationError:
            return "in use"
        except Exception:
            await self.bot.db.execute("not SQL")
            return "broken"
        return "deleted"

    async def several(self, title: str) -> str:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except asyncpg.UniqueViolationError as e:
            # a note
            self.failed = """
            taken"""
            self.log.info(f"taken: {e}")
        except (asyncpg.ForeignKeyViolationError, KeyError) as e:
            self.log.info(f"in use: {e}")
        except asyncpg.InterfaceError:
            return "closed"
        return "deleted"

    async def holds_blocks(self, title: str) -> None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except asyncpg.UniqueViolationError:
            with self.lock:
                self.failed = title
        except Exception:
            self.broken = title

# output
import asyncpg
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, ProgrammingError

from models import Link


class Links:
    async def titles(self, tag: str) -> list[str]:
        try:
            async with self.bot.get_db_session() as session:
                stmt = select(Link.title).where(Link.tag == tag)
                result = await session.execute(stmt)
                rows = result.mappings().all()
        except (asyncpg.PostgresError, DBAPIError) as e:
            cause = getattr(getattr(e, "orig", None), "__cause__", e)
            if not isinstance(cause, asyncpg.PostgresError):
                self.log.error(f"broken: {cause}")
                raise RuntimeError("unexpected") from e
            raise LookupError(f"no links for {tag}") from e
        except Exception as error:
            # anything else is our fault
            self.log.error(f"broken: {error}")
            raise RuntimeError("unexpected") from error
        return [row["title"] for row in rows]

    async def add(self, title: str, url: str, guild_id: int) -> str:
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
                return "broken"
            return "known"
        except ProgrammingError as error:
            if getattr(error.orig, "sqlstate", None) != "42P01":
                return "broken"
            return "no table"
        except:
            return "broken"
        return "added"

    async def falls_through(self, title: str) -> None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) == "23503":
                self.failed = title
            else:
                self.broken = title
        except Exception:
            # the log shows both
            self.broken = title

    async def two_of_a_kind(self, title: str) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) != "23503":
                return "broken"
            return "in use"
        except (asyncpg.PostgresError, DBAPIError) as error:
            cause = getattr(getattr(error, "orig", None), "__cause__", error)
            if not isinstance(cause, asyncpg.PostgresError):
                raise
            return "broken"
        return "deleted"

    async def queries_again(self, title: str) -> str:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except asyncpg.ForeignKeyViolationError:
            return "in use"
        except Exception:
            await self.bot.db.execute("not SQL")
            return "broken"
        return "deleted"

    async def several(self, title: str) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as e:
            cause = getattr(e.orig, "__cause__", e)
            if getattr(e.orig, "sqlstate", None) == "23505":
                # a note
                self.failed = """
            taken"""
                self.log.info(f"taken: {cause}")
            elif isinstance(cause, (asyncpg.ForeignKeyViolationError, KeyError)):
                self.log.info(f"in use: {cause}")
            else:
                raise
        except KeyError as e:
            self.log.info(f"in use: {e}")
        except (asyncpg.InterfaceError, InterfaceError):
            return "closed"
        return "deleted"

    async def holds_blocks(self, title: str) -> None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except asyncpg.UniqueViolationError:
            with self.lock:
                self.failed = title
        except Exception:
            self.broken = title
