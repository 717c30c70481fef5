from contextlib import suppress

import asyncpg
from asyncpg import DeadlockDetectedError

MESSAGES = {asyncpg.NotNullViolationError: "null", asyncpg.DataError: "data", asyncpg.InterfaceError: "driver"}
RETRIED = (asyncpg.DeadlockDetectedError, asyncpg.PostgresConnectionError, OSError)
VIOLATIONS = (asyncpg.IntegrityConstraintViolationError,)


class Links:
    def __init__(self, bot):
        self.bot = bot
        self.told = []

    async def unique(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except asyncpg.UniqueViolationError:
            return "taken"
        return "renamed"

    async def two_states(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except (asyncpg.DeadlockDetectedError, asyncpg.SerializationError) as e:
            return f"again {e.sqlstate}: {e}"
        return "renamed"

    async def violation(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except asyncpg.IntegrityConstraintViolationError as e:
            return f"{type(e).__name__} {e.constraint_name} {e.detail} {e.message} {e!r} {e.as_dict()}"
        return "renamed"

    async def syntax(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except asyncpg.SyntaxOrAccessError:
            return "syntax"
        return "renamed"

    async def data(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except asyncpg.DataError as e:
            return f"data {e}"
        return "renamed"

    async def server(self, title: str) -> str:
        try:
            return await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)
        except asyncpg.PostgresError as e:
            raise LookupError(f"server {e}") from e

    async def driver(self, title: str) -> str:
        try:
            return await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)
        except asyncpg.InterfaceError as e:
            return f"driver {e}"

    async def internal(self, title: str) -> str:
        try:
            return await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)
        except (asyncpg.InternalClientError, asyncpg.InternalServerError, OSError) as e:
            return f"internal {e}"

    async def connection_lost(self, title: str) -> str:
        try:
            return await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)
        except (OSError, asyncpg.PostgresConnectionError):
            return "lost"

    async def then_everything(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except asyncpg.PostgresError as e:
            raise LookupError(f"server {e}") from e
        except Exception as error:
            self.told.append(f"other {error}")
            raise RuntimeError("unexpected") from error
        return "renamed"

    async def moved(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except asyncpg.UniqueViolationError as e:
            return f"taken {e.constraint_name}"
        except asyncpg.ForeignKeyViolationError as e:
            self.told.append(str(e))
            return f"in use {e.detail}"
        except (asyncpg.CheckViolationError, KeyError) as error:
            raise LookupError(f"checked {error}") from error
        except asyncpg.IntegrityConstraintViolationError:
            self.told.append("violated")
        return "renamed"

    async def chain(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except asyncpg.UniqueViolationError as e:
            self.told.append(f"unique {e}")
        except (asyncpg.ForeignKeyViolationError, asyncpg.CheckViolationError) as violation:
            self.told.append(f"violation {violation.sqlstate}")
        except asyncpg.UndefinedTableError:
            return "no table"
        except asyncpg.PostgresError as e:
            self.told.append(f"server {e}")
        except (asyncpg.InterfaceError, ValueError) as e:
            self.told.append(f"driver {e}")
        except OSError:
            return "system"
        else:
            return "renamed"
        finally:
            self.told.append("finally")
        return "handled"

    async def nested(self, title: str) -> str:
        try:
            try:
                await self.bot.db.execute("UPDATE links SET title = $1", title)
            except asyncpg.UniqueViolationError as e:
                self.told.append(e.sqlstate)
                raise
            except asyncpg.ForeignKeyViolationError as e:
                raise KeyError(e.constraint_name) from None
        except asyncpg.IntegrityConstraintViolationError as e:
            return f"outer {e}"
        except asyncpg.PostgresError:
            return "outer server"
        return "renamed"

    async def looks_inside(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except Exception as e:
            if isinstance(e, asyncpg.UniqueViolationError):
                return f"unique {e}"
            if getattr(e, "sqlstate", None) in ("40001", "40P01"):
                return "again"
            return f"other {type(e).__name__}"
        return "renamed"

    async def told_by_its_text(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except Exception as e:
            message = str(e).lower()
            if "links" in message or message.startswith("value too long"):
                return "known"
            if isinstance(e, DeadlockDetectedError):
                return "again"
            self.told.append(f"{e}")
            return "unknown"
        return "renamed"

    async def told_by_a_table(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except Exception as e:
            for kind, message in MESSAGES.items():
                if isinstance(e, kind):
                    return message
            return {"UniqueViolationError": "taken"}.get(type(e).__name__, "unknown")
        return "renamed"

    async def several_by_name(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except RETRIED as e:
            return f"again {e}"
        except (*VIOLATIONS, KeyError) as e:
            self.told.append(e.sqlstate)
        except asyncpg.DataError:
            return "data"
        return "renamed"

    async def several_suppressed(self, title: str) -> str:
        with suppress(*RETRIED):
            await self.bot.db.execute("UPDATE links SET title = $1", title)
            return "renamed"
        return "suppressed"

    async def raises_again(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except asyncpg.PostgresError as e:
            self.told.append(type(e).__name__)
            raise e
        return "renamed"

    async def suppressed(self, title: str) -> str:
        with suppress(asyncpg.IntegrityConstraintViolationError):
            await self.bot.db.execute("UPDATE links SET title = $1", title)
            return "renamed"
        return "suppressed"

    async def one_suppressed(self, title: str) -> str:
        with suppress(asyncpg.UniqueViolationError):
            await self.bot.db.execute("UPDATE links SET title = $1", title)
            return "renamed"
        return "suppressed"

    async def beside_raw(self, title: str) -> str:
        try:
            await self.bot.db.execute("LOCK TABLE pg_class IN NO SUCH MODE") if title == "raw" else None
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except asyncpg.SyntaxOrAccessError as e:
            return f"syntax {e}"
        return "renamed"

    async def after_an_error(self, title: str) -> str:
        async with self.bot.db.acquire() as conn:
            try:
                await conn.execute("UPDATE links SET title = $1", title)
            except asyncpg.UniqueViolationError:
                self.told.append("taken")
            except asyncpg.PostgresError as e:
                return f"server {e}"
            return await conn.fetchval("SELECT count(*) FROM votes")

    async def rename(self, title: str) -> str:
        await self.bot.db.execute("UPDATE links SET title = $1", title)
        return "renamed"

    async def calls(self, title: str) -> str:
        try:
            return await self.rename(title)
        except (asyncpg.UniqueViolationError, asyncpg.UndefinedColumnError) as e:
            return f"{type(e).__name__} {e.constraint_name}"
        except asyncpg.PostgresError:
            self.told.append("server")
        return "handled"

    async def calls_suppressed(self, title: str) -> str:
        with suppress(asyncpg.DataError, KeyError):
            return await self.rename(title)
        return "suppressed"

    async def tries_often(self, title: str) -> str:
        for attempt in range(3):
            try:
                await self.bot.db.execute("UPDATE links SET title = $1", title)
            except asyncpg.TransactionRollbackError as e:
                self.told.append(f"{attempt} {e.sqlstate}")
                continue
            except (OSError, asyncpg.ConnectionDoesNotExistError):
                break
            except:
                self.told.append("anything else")
                raise
            return "renamed"
        return "given up"

    async def falls_through(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except asyncpg.InvalidCachedStatementError:
            self.told.append("cached")
        except asyncpg.FeatureNotSupportedError as e:
            self.told.append(f"feature {e}")
        except asyncpg.InternalServerError:
            self.told.append("internal")
        except asyncpg.PostgresError as e:
            # all others of the server

            for word in str(e).split():
                self.told.append(word)
        except Exception as e:
            self.told.append(type(e).__name__)
        return "done"

    async def in_a_transaction(self, title: str) -> str:
        try:
            async with self.bot.db.acquire() as conn, conn.transaction():
                await conn.execute("UPDATE votes SET counted = TRUE")
                await conn.execute("UPDATE links SET title = $1", title)
        except asyncpg.IntegrityConstraintViolationError as e:
            return f"violation {e.constraint_name}"
        return "renamed"

    async def ping(self, _title: str) -> str:
        try:
            await self.bot.db.execute("SELECT 1")
        except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, OSError):
            return "down"
        return "up"
