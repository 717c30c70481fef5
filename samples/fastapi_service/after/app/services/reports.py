"""Numbers for the yearly report."""

import asyncpg


async def value_of_stock(connection: asyncpg.Connection):
    return await connection.fetchval(
        "SELECT coalesce(sum(price), 0) FROM books WHERE withdrawn = false"
    )


async def loans_per_author(pool: asyncpg.Pool, first_year: int, last_year: int):
    return await pool.fetch(
        """
        SELECT b.author, count(l.id) AS loans, avg(b.price) AS price
        FROM books b LEFT OUTER JOIN loans l ON l.book_id = b.id
        WHERE extract(year FROM b.published) BETWEEN $1 AND $2
        GROUP BY b.author
        ORDER BY loans DESC NULLS LAST, b.author
        """,
        first_year,
        last_year,
    )


async def refresh(pool: asyncpg.Pool):
    await pool.execute("REFRESH MATERIALIZED VIEW yearly_loans")
