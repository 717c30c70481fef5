"""Lending and returning."""

from __future__ import annotations

from datetime import date, timedelta

import asyncpg
from sqlalchemy import (
    ARRAY,
    Integer,
    any_,
    exists,
    func,
    insert,
    literal,
    select,
    update,
)

from app.database import async_session
from app.tables import Book, Loan, Member

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
        async with async_session() as session:
            stmt = select(
                exists().where(Loan.book_id == book_id, Loan.returned_on.is_(None))
            )
            result = await session.execute(stmt)
            value = result.scalar()
        return not value

    async def lend(self, book_id: int, member_id: int) -> date:
        due = date.today() + timedelta(days=LOAN_DAYS)
        async with async_session() as session:
            stmt = (
                insert(Loan)
                .values(book_id=book_id, member_id=member_id, due_on=due)
                .inline()
            )
            await session.execute(stmt)
            await session.commit()
        return due

    async def give_back(self, loan_id: int) -> bool:
        async with async_session() as session:
            stmt = (
                update(Loan)
                .where(Loan.id == loan_id, Loan.returned_on.is_(None))
                .values(returned_on=func.current_date())
            )
            result = await session.execute(stmt)
            await session.commit()
        return result.rowcount == 1

    async def open_loans(self, member_id: int) -> list[dict]:
        async with async_session() as session:
            stmt = (
                select(Loan.id, Book.title, Loan.due_on)
                .select_from(Loan)
                .join(Book, Book.id == Loan.book_id)
                .where(Loan.member_id == member_id, Loan.returned_on.is_(None))
                .order_by(Loan.due_on)
            )
            result = await session.execute(stmt)
            records = result.mappings().all()
        return [{**record, "late": record["due_on"] < date.today()} for record in records]

    async def overdue(self, today: date):
        async with async_session() as session:
            stmt = (
                select(Loan.id, Book.title, Member.email, Loan.due_on)
                .select_from(Loan)
                .join(Book, Book.id == Loan.book_id)
                .join(Member, Member.id == Loan.member_id)
                .where(Loan.returned_on.is_(None), Loan.due_on < today)
                .order_by(Loan.due_on, Loan.id)
            )
            result = await session.execute(stmt)
            rows = result.mappings().all()
        for record in rows:
            yield record["email"], record["title"]

    async def extend(self, loan_ids: list[int], days: int) -> list[int]:
        async with async_session() as session:
            stmt = (
                update(Loan)
                .where(Loan.id == any_(literal(loan_ids, ARRAY(Integer))))
                .values(due_on=Loan.due_on + literal(days, Integer))
                .execution_options(synchronize_session=False)
                .returning(Loan.id)
            )
            result = await session.execute(stmt)
            rows = result.mappings().all()
            await session.commit()
        return [row["id"] for row in rows]
