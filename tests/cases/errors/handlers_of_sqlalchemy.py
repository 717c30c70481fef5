# refused: errors.handler
# refused: errors.handler
import asyncpg
from sqlalchemy.exc import IntegrityError, SQLAlchemyError


class Links:
    async def other_meaning(self, title: str) -> None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except SQLAlchemyError:
            self.failed = title

    async def both(self, title: str) -> None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except (asyncpg.UniqueViolationError, IntegrityError):
            self.failed = title
