# refused: errors.handler
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
