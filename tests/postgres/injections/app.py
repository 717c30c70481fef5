import os
from contextlib import asynccontextmanager
from typing import Annotated

import asyncpg
from database import Conn, engine, get_by_hand, get_conn
from fastapi import APIRouter, Depends, FastAPI, HTTPException
from shelves import Shelf, Store, get_repository, get_shelf, is_known


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(os.environ["DSN"], min_size=1, max_size=2) as pool:
        app.state.pool = pool
        yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)
router = APIRouter(prefix="/books")


async def find_book(conn: asyncpg.Connection, book_id: int):
    return await conn.fetchrow("SELECT id, title, copies FROM books WHERE id = $1", book_id)


async def existing_book(book_id: int, conn: Conn) -> dict:
    row = await find_book(conn, book_id)
    if row is None:
        raise HTTPException(404, "no such book")
    return dict(row)


@router.get("/")
async def list_books(conn: Conn, at_least: int = 0):
    rows = await conn.fetch("SELECT id, title, copies FROM books WHERE copies >= $1 ORDER BY id", at_least)
    return [dict(row) for row in rows]


@router.get("/{book_id}")
async def one_book(book: Annotated[dict, Depends(existing_book)]):
    return book


@router.post("/{book_id}/lend")
async def lend(
    book_id: int,
    book: Annotated[dict, Depends(existing_book)],
    conn: Annotated[asyncpg.Connection, Depends(get_conn)],
    wanted: int = 1,
):
    async with conn.transaction():
        await conn.execute("UPDATE books SET copies = copies - $1 WHERE id = $2", wanted, book_id)
        left = await conn.fetchval("SELECT copies FROM books WHERE id = $1", book_id)
        if left < 0:
            raise HTTPException(409, f"only {book['copies']} left")
    return {"left": left}


@router.put("/{book_id}/{title}")
async def rename(book_id: int, title: str, conn: asyncpg.Connection = Depends(get_by_hand)):
    try:
        status = await conn.execute("UPDATE books SET title = $1 WHERE id = $2", title, book_id)
    except asyncpg.UniqueViolationError as error:
        found = await conn.fetchval("SELECT id FROM books WHERE title = $1", title)
        raise HTTPException(409, f"{error}: {found}") from error
    if status == "UPDATE 0":
        raise HTTPException(404)
    return {"title": title}


@router.delete("/{book_id}")
async def remove(book_id: int, db=Depends(get_conn)):
    title = await db.fetchval("DELETE FROM books WHERE id = $1 RETURNING title", book_id)
    return {"removed": title}


shelves = APIRouter(prefix="/shelves")
Known = Annotated[Store, Depends(get_repository(Shelf))]


@shelves.post("/{book_id}/move/{other}")
async def move(book_id: int, other: int, known: Known, shelf: Shelf = Depends(get_shelf)):
    before = await known.copies(book_id)
    try:
        left = await shelf.move(book_id, other)
    except ValueError as error:
        raise HTTPException(409, str(error)) from error
    return {"before": before, "left": left, "other": await known.copies(other)}


@shelves.post("/{book_id}/{title}")
async def put(book_id: int, title: str, shelf: Annotated[Shelf, Depends()]):
    was_known = await is_known(shelf, book_id)
    try:
        await shelf.add(book_id, title)
    except asyncpg.UniqueViolationError as error:
        raise HTTPException(409, f"{error.constraint_name}: {was_known}") from error
    return {"known": [was_known, await is_known(shelf, book_id)]}


app.include_router(router)
app.include_router(shelves)
