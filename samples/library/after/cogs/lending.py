"""Lending: who has what, and until when."""

from datetime import date

import asyncpg
from sqlalchemy.exc import IntegrityError

from data import LoanRepository
from desk import Desk


class Lending:
    def __init__(self, bot: Desk) -> None:
        self.bot = bot
        self.loans = LoanRepository(bot.get_db_session)

    async def lend(self, book: int, member: int, due: date):
        try:
            await self.loans.create(book, member, due)
        except IntegrityError as error:
            cause = getattr(error.orig, "__cause__", error)
            if getattr(error.orig, "sqlstate", None) != "23505":
                if isinstance(cause, asyncpg.ForeignKeyViolationError):
                    return "no such book or member"
                raise
            return "lent already"
        return await self.bot.books.find_title(book)

    async def take_back(self, book: int, member: int):
        await self.loans.remove(member, book)

    async def lent_to(self, member: int):
        # an error must be seen: find_by_member_id() would hide it
        rows = await self.loans.find_by_member_id_for_lent_to(member)
        return sorted((row.book_id, row.due) for row in rows)

    async def late(self, today: date):
        rows = await self.loans.late(today)
        return [tuple(row) for row in rows]

    async def hand_over(self, book: int, giver: int, taker: int):
        """One transaction: it stays one."""
        async with self.bot.get_db_session() as session:
            async with session.begin():
                due = await self.loans.remove_by_book_id_and_member_id(
                    book, giver, session=session
                )
                if due is None:
                    return False
                await self.loans.create(book, taker, due, session=session)
        return True
