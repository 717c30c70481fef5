"""Repository for books."""

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from typing import cast as typing_cast

from sqlalchemy import CursorResult, RowMapping, Table, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Book


class BookRepository:
    """Repository for managing books."""

    def __init__(self, session_factory: Callable[[], AsyncSession]) -> None:
        self.session_factory = session_factory
        self.logger = logging.getLogger(__name__)

    async def authors(self) -> Sequence[RowMapping]:
        """Get the rows for authors.

        Returns:
            Sequence of rows with author and titles.
        """
        try:
            async with self.session_factory() as session:
                stmt = (
                    select(Book.author, func.count().label("titles"))
                    .group_by(Book.author)
                    .order_by(Book.author)
                )
                result = await session.execute(stmt)
                return result.mappings().all()
        except Exception as e:
            self.logger.error(f"Error getting the rows for authors: {e}")
            raise

    async def find_copies_by_id(self, id: int) -> int | None:
        """Find the copies of a book by ID.

        Args:
            id: The ID.

        Returns:
            The copies, or None if there is no row.
        """
        try:
            async with self.session_factory() as session:
                stmt = select(Book.copies).where(Book.id == id)
                result = await session.execute(stmt)
                return result.scalar()
        except Exception as e:
            self.logger.error(f"Error finding the copies of a book by ID {id}: {e}")
            raise

    async def find_on_shelf(self, shelf: str) -> Sequence[Book]:
        """Find the books on a shelf.

        Args:
            shelf: The shelf.

        Returns:
            The books by their titles.
        """
        try:
            async with self.session_factory() as session:
                stmt = select(Book).where(Book.shelf == shelf).order_by(Book.title)
                result = await session.execute(stmt)
                return result.scalars().all()
        except Exception as e:
            self.logger.error(f"Error finding the books of shelf {shelf}: {e}")
            raise

    async def find_title(self, book: int) -> str | None:
        """Find the title of a book.

        Args:
            book: The book ID.

        Returns:
            The title, or None.
        """
        try:
            async with self.session_factory() as session:
                result = await session.execute(select(Book.title).where(Book.id == book))
                return result.scalar()
        except Exception as e:
            self.logger.error(f"Error finding the title of {book}: {e}")
            raise

    async def list_ids_and_titles_page(
        self, limit: int, offset: int
    ) -> Sequence[RowMapping]:
        """List a page of the IDs and titles of books.

        Args:
            limit: The limit.
            offset: The offset.

        Returns:
            Sequence of rows with id and title.
        """
        try:
            async with self.session_factory() as session:
                stmt = (
                    select(Book.id, Book.title)
                    .order_by(Book.title)
                    .limit(limit)
                    .offset(offset)
                )
                result = await session.execute(stmt)
                return result.mappings().all()
        except Exception as e:
            self.logger.error(
                f"Error listing a page of the IDs and titles of books: {e}"
            )
            raise

    async def create(self, title: str, author: str) -> int | None:
        """Create a book.

        Args:
            title: The title.
            author: The author.

        Returns:
            The ID, or None if there is no row.
        """
        try:
            async with self.session_factory() as session:
                stmt = (
                    insert(Book).values(title=title, author=author).returning(Book.id)
                )
                result = await session.execute(stmt)
                value = result.scalar()
                await session.commit()
                return value
        except Exception as e:
            self.logger.error(f"Error creating a book: {e}")
            raise

    async def create_many(self, rows: Iterable[Sequence[Any]]) -> None:
        """Create books.

        Args:
            rows: The values of each row, in the order of the statement.
        """
        try:
            parameters = [{"title": title, "author": author} for title, author in rows]
            if parameters:
                async with self.session_factory() as session:
                    stmt = insert(typing_cast(Table, Book.__table__)).inline()
                    await session.execute(stmt, parameters)
                    await session.commit()
        except Exception as e:
            self.logger.error(f"Error creating books: {e}")
            raise

    async def update_shelf_by_shelf(self, shelf: str, new_shelf: str | None) -> int:
        """Update the shelf of books by shelf.

        Args:
            shelf: The shelf.
            new_shelf: The new shelf.

        Returns:
            Number of books updated.
        """
        try:
            async with self.session_factory() as session:
                stmt = update(Book).where(Book.shelf == shelf).values(shelf=new_shelf)
                result = typing_cast(CursorResult[Any], await session.execute(stmt))
                value = result.rowcount
                await session.commit()
                return value
        except Exception as e:
            self.logger.error(f"Error updating the shelf of books by shelf: {e}")
            raise
