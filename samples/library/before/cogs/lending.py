"""Lending: who has what, and until when."""

from datetime import date

import asyncpg

from data import LoanRepository
from desk import Desk


class Lending:
    def __init__(self, bot: Desk) -> None:
        self.bot = bot
        self.loans = LoanRepository(bot.get_db_session)

    async def lend(self, book: int, member: int, due: date):
        try:
            await self.bot.db.execute(
                "INSERT INTO loans (book_id, member_id, due) VALUES ($1, $2, $3)", book, member, due
            )
        except asyncpg.UniqueViolationError:
            return "lent already"
        except asyncpg.ForeignKeyViolationError:
            return "no such book or member"
        return await self.bot.db.fetchval("SELECT title FROM books WHERE id = $1", book)

    async def take_back(self, book: int, member: int):
        await self.bot.db.execute("DELETE FROM loans WHERE book_id = $1 AND member_id = $2", book, member)

    async def lent_to(self, member: int):
        # an error must be seen: find_by_member_id() would hide it
        rows = await self.bot.db.fetch("SELECT * FROM loans WHERE member_id = $1", member)
        return sorted((row["book_id"], row["due"]) for row in rows)

    async def late(self, today: date):
        rows = await self.bot.db.fetch(
            """
            SELECT m.name, b.title
            FROM loans l
            JOIN members m ON m.id = l.member_id
            JOIN books b ON b.id = l.book_id
            WHERE l.due < $1
            ORDER BY m.name, b.title
            """,
            today,
        )
        return [tuple(row) for row in rows]

    async def hand_over(self, book: int, giver: int, taker: int):
        """One transaction: it stays one."""
        async with self.bot.db.acquire() as conn:
            async with conn.transaction():
                due = await conn.fetchval(
                    "DELETE FROM loans WHERE book_id = $1 AND member_id = $2 RETURNING due", book, giver
                )
                if due is None:
                    return False
                await conn.execute(
                    "INSERT INTO loans (book_id, member_id, due) VALUES ($1, $2, $3)", book, taker, due
                )
        return True
