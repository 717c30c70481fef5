import asyncpg
from database import get_conn
from fastapi import Depends


class Store:
    def __init__(self, conn: asyncpg.Connection = Depends(get_conn)) -> None:
        self._conn = conn

    @property
    def connection(self) -> asyncpg.Connection:
        return self._conn

    async def copies(self, book_id: int) -> int | None:
        return await self.connection.fetchval("SELECT copies FROM books WHERE id = $1", book_id)


class Shelf(Store):
    async def add(self, book_id: int, title: str) -> None:
        await self._conn.execute("INSERT INTO books (id, title, copies) VALUES ($1, $2, 1)", book_id, title)

    async def move(self, book_id: int, other: int) -> int:
        async with self._conn.transaction():
            await self._take(book_id)
            await self._conn.execute("UPDATE books SET copies = copies + 1 WHERE id = $1", other)
            left = await self._conn.fetchval("SELECT copies FROM books WHERE id = $1", book_id)
            if left is None or left < 0:
                raise ValueError(f"{book_id} has no copies")
        return left

    async def _take(self, book_id: int) -> None:
        await self._conn.execute("UPDATE books SET copies = copies - 1 WHERE id = $1", book_id)


def get_repository(kind: type[Store]):
    def give(conn: asyncpg.Connection = Depends(get_conn)) -> Store:
        return kind(conn)

    return give


def get_shelf(conn: asyncpg.Connection = Depends(get_conn)) -> Shelf:
    return Shelf(conn)


async def is_known(shelf: Shelf, book_id: int) -> bool:
    return await shelf.copies(book_id) is not None
