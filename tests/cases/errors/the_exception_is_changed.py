# refused: errors.handler
# refused: errors.handler
# refused: errors.handler
import asyncpg


class Links:
    async def changes_it(self, title: str) -> None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except asyncpg.PostgresError as e:
            e.add_note(title)
            raise

    async def binds_it(self, title: str) -> None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except asyncpg.PostgresError as e:
            e = str(e)
            self.failed = e

    async def shows_its_name(self, title: str) -> None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except asyncpg.PostgresError as e:
            self.failed = f"{e=}"
