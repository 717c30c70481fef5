"""Repository for loans."""

import logging
from collections.abc import Callable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Loan


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
