"""Numbers for the yearly report."""

import asyncpg
from sqlalchemy import Numeric, desc, extract, func, literal, select

from app.database import async_session
from app.tables import Book, Loan


async def value_of_stock(connection: asyncpg.Connection):
    return await connection.fetchval(
        "SELECT coalesce(sum(price), 0) FROM books WHERE withdrawn = false"
    )


async def loans_per_author(pool: asyncpg.Pool, first_year: int, last_year: int):
    async with async_session() as session:
        stmt = (
            select(
                Book.author,
                func.count(Loan.id).label("loans"),
                func.avg(Book.price).label("price"),
            )
            .select_from(Book)
            .join(Loan, Loan.book_id == Book.id, isouter=True)
            .where(
                extract("year", Book.published).between(
                    literal(first_year, Numeric), literal(last_year, Numeric)
                )
            )
            .group_by(Book.author)
            .order_by(desc("loans").nulls_last(), Book.author)
        )
        result = await session.execute(stmt)
        return result.mappings().all()


async def refresh(pool: asyncpg.Pool):
    await pool.execute("REFRESH MATERIALIZED VIEW yearly_loans")
