"""Repository for loans."""

import logging
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Book, Loan, Member


class LoanRepository:
    """Repository for managing loans."""

    def __init__(self, session_factory: Callable[[], AsyncSession]) -> None:
        self.session_factory = session_factory
        self.logger = logging.getLogger(__name__)

    async def find_by_member_id(self, member_id: int) -> Sequence[Loan]:
        """Find the loans of a member.

        Args:
            member_id: The member ID.

        Returns:
            The loans; none if anything goes wrong.
        """
        try:
            async with self.session_factory() as session:
                result = await session.execute(select(Loan).where(Loan.member_id == member_id))
                return result.scalars().all()
        except Exception as e:
            self.logger.error(f"Error finding the loans of {member_id}: {e}")
            return []

    async def find_by_member_id_for_lent_to(self, member_id: int) -> Sequence[Loan]:
        """Find loans by member ID for lent to.

        Args:
            member_id: The member ID.

        Returns:
            Sequence of Loan entries.
        """
        try:
            async with self.session_factory() as session:
                stmt = select(Loan).where(Loan.member_id == member_id)
                result = await session.execute(stmt)
                return result.scalars().all()
        except Exception as e:
            self.logger.error(
                f"Error finding loans by member ID {member_id} for lent to: {e}"
            )
            raise

    async def late(self, max_due: date) -> Sequence[Any]:
        """Get the rows for late.

        Args:
            max_due: The max due.

        Returns:
            Sequence of rows with name and title.
        """
        try:
            async with self.session_factory() as session:
                stmt = (
                    select(Member.name, Book.title)
                    .select_from(Loan)
                    .join(Member, Member.id == Loan.member_id)
                    .join(Book, Book.id == Loan.book_id)
                    .where(Loan.due < max_due)
                    .order_by(Member.name, Book.title)
                )
                result = await session.execute(stmt)
                return result.all()
        except Exception as e:
            self.logger.error(f"Error getting the rows for late: {e}")
            raise

    async def create(
        self,
        book_id: int,
        member_id: int,
        due: date,
        *,
        session: AsyncSession | None = None,
    ) -> None:
        """Create a loan.

        Args:
            book_id: The book ID.
            member_id: The member ID.
            due: The due.
            session: The session to run in, whose owner commits; None for one of its own.
        """
        if session is None:
            async with self.session_factory() as session:
                await self.create(book_id, member_id, due, session=session)
                await session.commit()
                return
        try:
            stmt = insert(Loan).values(book_id=book_id, member_id=member_id, due=due)
            await session.execute(stmt)
        except Exception as e:
            self.logger.error(f"Error creating a loan: {e}")
            raise

    async def remove(self, member: int, book: int) -> None:
        """Remove a loan.

        Args:
            member: The member ID.
            book: The book ID.
        """
        try:
            async with self.session_factory() as session:
                await session.execute(delete(Loan).where(Loan.book_id == book, Loan.member_id == member))
                await session.commit()
        except Exception as e:
            self.logger.error(f"Error removing the loan of {book}: {e}")
            raise

    async def remove_by_book_id_and_member_id(
        self, book_id: int, member_id: int, *, session: AsyncSession | None = None
    ) -> date | None:
        """Remove loans by book ID and member ID.

        Args:
            book_id: The book ID.
            member_id: The member ID.
            session: The session to run in, whose owner commits; None for one of its own.

        Returns:
            The due, or None if there is no row.
        """
        if session is None:
            async with self.session_factory() as session:
                value = await self.remove_by_book_id_and_member_id(
                    book_id, member_id, session=session
                )
                await session.commit()
                return value
        try:
            stmt = (
                delete(Loan)
                .where(Loan.book_id == book_id, Loan.member_id == member_id)
                .returning(Loan.due)
            )
            result = await session.execute(stmt)
            return result.scalar()
        except Exception as e:
            self.logger.error(
                f"Error removing loans by book ID {book_id} and member ID {member_id}: {e}"
            )
            raise
