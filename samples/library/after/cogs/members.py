"""Members: nobody has written a repository for them yet."""

from data.member_repository import MemberRepository
from desk import Desk


class Members:
    def __init__(self, bot: Desk) -> None:
        self.bot = bot
        self.greeting = "Hello"
        self.member_repo = MemberRepository(bot.get_db_session)

    async def join(self, number: int, name: str, email: str | None):
        await self.member_repo.upsert(number, name, email)

    async def greet(self, number: int):
        row = await self.member_repo.find_name_and_email_by_id(number)
        return f"{self.greeting}, {row['name']} <{row['email']}>" if row else None

    async def by_email(self, email: str | None):
        return await self.member_repo.find_id_by_email(email)

    async def is_member(self, number: int):
        return await self.member_repo.exists_by_id(number)

    async def leave(self, number: int):
        status = await self.member_repo.remove_by_id(number)
        return status == 1
