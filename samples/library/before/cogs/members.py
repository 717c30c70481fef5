"""Members: nobody has written a repository for them yet."""

from desk import Desk


class Members:
    def __init__(self, bot: Desk) -> None:
        self.bot = bot
        self.greeting = "Hello"

    async def join(self, number: int, name: str, email: str | None):
        await self.bot.db.execute(
            "INSERT INTO members (id, name, email) VALUES ($1, $2, $3) "
            "ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, email = EXCLUDED.email",
            number,
            name,
            email,
        )

    async def greet(self, number: int):
        row = await self.bot.db.fetchrow("SELECT name, email FROM members WHERE id = $1", number)
        return f"{self.greeting}, {row['name']} <{row['email']}>" if row else None

    async def by_email(self, email: str | None):
        return await self.bot.db.fetchval("SELECT id FROM members WHERE email = $1", email)

    async def is_member(self, number: int):
        return await self.bot.db.fetchval("SELECT EXISTS(SELECT 1 FROM members WHERE id = $1)", number)

    async def leave(self, number: int):
        status = await self.bot.db.execute("DELETE FROM members WHERE id = $1", number)
        return status == "DELETE 1"
