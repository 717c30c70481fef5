"""Repository for books."""

import logging
from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Book


class BookRepository:
    """Repository for managing books."""

    def __init__(self, session_factory: Callable[[], AsyncSession]) -> None:
        self.session_factory = session_factory
        self.logger = logging.getLogger(__name__)

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
