"""Lending and returning."""

from __future__ import annotations

from datetime import date, timedelta

import asyncpg

LOAN_DAYS = 28

OVERDUE = """
    SELECT l.id, b.title, m.email, l.due_on
    FROM loans l
    JOIN books b ON b.id = l.book_id
    JOIN members m ON m.id = l.member_id
    WHERE l.returned_on IS NULL AND l.due_on < $1
    ORDER BY l.due_on, l.id
"""


class LoanService:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self.pool = pool

    async def is_available(self, book_id: int) -> bool:
        return not await self.pool.fetchval(
            "SELECT EXISTS (SELECT 1 FROM loans WHERE book_id = $1 AND returned_on IS NULL)",
            book_id,
        )

    async def lend(self, book_id: int, member_id: int) -> date:
        due = date.today() + timedelta(days=LOAN_DAYS)
        await self.pool.execute(
            "INSERT INTO loans (book_id, member_id, due_on) VALUES ($1, $2, $3)",
            book_id,
            member_id,
            due,
        )
        return due

    async def give_back(self, loan_id: int) -> bool:
        result = await self.pool.execute(
            "UPDATE loans SET returned_on = CURRENT_DATE WHERE id = $1 AND returned_on IS NULL",
            loan_id,
        )
        return result == "UPDATE 1"

    async def open_loans(self, member_id: int) -> list[dict]:
        records = await self.pool.fetch(
            "SELECT l.id, b.title, l.due_on FROM loans AS l JOIN books AS b ON b.id = l.book_id"
            " WHERE l.member_id = $1 AND l.returned_on IS NULL ORDER BY l.due_on",
            member_id,
        )
        return [{**record, "late": record["due_on"] < date.today()} for record in records]

    async def overdue(self, today: date):
        for record in await self.pool.fetch(OVERDUE, today):
            yield record["email"], record["title"]

    async def extend(self, loan_ids: list[int], days: int) -> list[int]:
        rows = await self.pool.fetch(
            "UPDATE loans SET due_on = due_on + $2::int WHERE id = ANY($1::int[]) RETURNING id",
            loan_ids,
            days,
        )
        return [row["id"] for row in rows]
