import asyncpg
from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import (
    BigInteger,
    delete,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as pg_insert

from app.database import async_session, get_pool
from app.schemas import NewBook
from app.tables import Book, book_subjects

router = APIRouter(prefix="/books")


@router.get("/{book_id}")
async def get_book(book_id: int, pool: asyncpg.Pool = Depends(get_pool)):
    async with async_session() as session:
        stmt = select(Book.__table__).where(Book.id == book_id)
        result = await session.execute(stmt)
        row = result.mappings().first()
    if row is None:
        raise HTTPException(status_code=404)
    return dict(row)


@router.get("/")
async def find_books(
    q: str, limit: int = 20, offset: int = 0, pool: asyncpg.Pool = Depends(get_pool)
):
    pattern = f"%{q}%"
    async with async_session() as session:
        stmt = (
            select(Book.id, Book.isbn, Book.title, Book.author)
            .where(
                or_(Book.title.ilike(pattern), Book.author.ilike(pattern)),
                not_(Book.withdrawn),
            )
            .order_by(Book.title, Book.id)
            .limit(limit)
            .offset(offset)
        )
        result = await session.execute(stmt)
        rows = result.mappings().all()
    return [dict(row) for row in rows]


@router.post("/", status_code=201)
async def add_book(book: NewBook, pool: asyncpg.Pool = Depends(get_pool)):
    async with async_session() as session:
        insert_stmt = pg_insert(Book).values(
            isbn=book.isbn,
            title=book.title,
            author=book.author,
            published=book.published,
        )
        stmt = insert_stmt.on_conflict_do_update(
            index_elements=[Book.isbn],
            set_={
                "title": insert_stmt.excluded.title,
                "author": insert_stmt.excluded.author,
            },
        ).returning(Book.id)
        result = await session.execute(stmt)
        book_id = result.scalar()
        await session.commit()
    return {"id": book_id}


@router.delete("/{book_id}", status_code=204)
async def withdraw_book(book_id: int, pool: asyncpg.Pool = Depends(get_pool)):
    # kept for the statistics, so not deleted
    async with async_session() as session:
        stmt = update(Book).where(Book.id == book_id).values(withdrawn=True)
        await session.execute(stmt)
        await session.commit()


@router.put("/{book_id}/subjects")
async def set_subjects(
    book_id: int, subjects: list[str], pool: asyncpg.Pool = Depends(get_pool)
):
    async with async_session() as session, session.begin():
        stmt = delete(book_subjects).where(book_subjects.c.book_id == book_id)
        await session.execute(stmt)
        parameters = [{"book_id": book_id, "subject": subject} for subject in subjects]
        if parameters:
            stmt = insert(book_subjects)
            await session.execute(stmt, parameters)


@router.get("/{book_id}/subjects")
async def get_subjects(book_id: int, pool: asyncpg.Pool = Depends(get_pool)):
    async with async_session() as session:
        stmt = (
            select(book_subjects.c.subject)
            .where(book_subjects.c.book_id == book_id)
            .order_by(book_subjects.c.subject)
        )
        result = await session.execute(stmt)
        rows = result.mappings().all()
    return [row["subject"] for row in rows]


@router.get("/subjects/popular")
async def popular_subjects(
    minimum: int = 2, pool: asyncpg.Pool = Depends(get_pool)
):
    async with async_session() as session:
        stmt = (
            select(book_subjects.c.subject, func.count().label("books"))
            .group_by(book_subjects.c.subject)
            .having(func.count() >= literal(minimum, BigInteger))
            .order_by(func.count().desc(), book_subjects.c.subject)
        )
        result = await session.execute(stmt)
        rows = result.mappings().all()
    return {row["subject"]: row["books"] for row in rows}
