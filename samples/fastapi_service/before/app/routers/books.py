import asyncpg
from fastapi import APIRouter, Depends, HTTPException

from app.database import get_pool
from app.schemas import NewBook

router = APIRouter(prefix="/books")


@router.get("/{book_id}")
async def get_book(book_id: int, pool: asyncpg.Pool = Depends(get_pool)):
    row = await pool.fetchrow("SELECT * FROM books WHERE id = $1", book_id)
    if row is None:
        raise HTTPException(status_code=404)
    return dict(row)


@router.get("/")
async def find_books(
    q: str, limit: int = 20, offset: int = 0, pool: asyncpg.Pool = Depends(get_pool)
):
    rows = await pool.fetch(
        """
        SELECT id, isbn, title, author
        FROM books
        WHERE (title ILIKE $1 OR author ILIKE $1) AND NOT withdrawn
        ORDER BY title, id
        LIMIT $2 OFFSET $3
        """,
        f"%{q}%",
        limit,
        offset,
    )
    return [dict(row) for row in rows]


@router.post("/", status_code=201)
async def add_book(book: NewBook, pool: asyncpg.Pool = Depends(get_pool)):
    book_id = await pool.fetchval(
        "INSERT INTO books (isbn, title, author, published) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (isbn) DO UPDATE SET title = excluded.title, author = excluded.author "
        "RETURNING id",
        book.isbn,
        book.title,
        book.author,
        book.published,
    )
    return {"id": book_id}


@router.delete("/{book_id}", status_code=204)
async def withdraw_book(book_id: int, pool: asyncpg.Pool = Depends(get_pool)):
    # kept for the statistics, so not deleted
    await pool.execute("UPDATE books SET withdrawn = true WHERE id = $1", book_id)


@router.put("/{book_id}/subjects")
async def set_subjects(
    book_id: int, subjects: list[str], pool: asyncpg.Pool = Depends(get_pool)
):
    async with pool.acquire() as conn, conn.transaction():
        await conn.execute("DELETE FROM book_subjects WHERE book_id = $1", book_id)
        await conn.executemany(
            "INSERT INTO book_subjects (book_id, subject) VALUES ($1, $2)",
            [(book_id, subject) for subject in subjects],
        )


@router.get("/{book_id}/subjects")
async def get_subjects(book_id: int, pool: asyncpg.Pool = Depends(get_pool)):
    rows = await pool.fetch(
        "SELECT subject FROM book_subjects WHERE book_id = $1 ORDER BY subject", book_id
    )
    return [row["subject"] for row in rows]


@router.get("/subjects/popular")
async def popular_subjects(
    minimum: int = 2, pool: asyncpg.Pool = Depends(get_pool)
):
    rows = await pool.fetch(
        """
        SELECT subject, count(*) AS books
        FROM book_subjects
        GROUP BY subject
        HAVING count(*) >= $1
        ORDER BY count(*) DESC, subject
        """,
        minimum,
    )
    return {row["subject"]: row["books"] for row in rows}
