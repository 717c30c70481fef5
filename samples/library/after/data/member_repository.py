"""Repository for managing members."""

import logging
from collections.abc import Callable
from typing import Any
from typing import cast as typing_cast

from sqlalchemy import CursorResult, RowMapping, delete, exists, literal, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import Member


class MemberRepository:
    """Repository for managing members."""

    def __init__(self, session_factory: Callable[[], AsyncSession]) -> None:
        self.session_factory = session_factory
        self.logger = logging.getLogger(__name__)

    async def exists_by_id(self, id: int) -> bool:
        """Check whether a member exists by ID.

        Args:
            id: The ID.

        Returns:
            True if there is one, else False.
        """
        try:
            async with self.session_factory() as session:
                stmt = select(exists().where(Member.id == id))
                result = await session.execute(stmt)
                return result.scalar_one()
        except Exception as e:
            self.logger.error(f"Error checking whether a member exists by ID {id}: {e}")
            raise

    async def find_id_by_email(self, email: str | None) -> int | None:
        """Find the ID of a member by email.

        Args:
            email: The email.

        Returns:
            The ID, or None if there is no row.
        """
        try:
            async with self.session_factory() as session:
                stmt = select(Member.id).where(
                    Member.email == literal(email, Member.email.type)
                )
                result = await session.execute(stmt)
                return result.scalar()
        except Exception as e:
            self.logger.error(f"Error finding the ID of a member by email: {e}")
            raise

    async def find_name_and_email_by_id(self, id: int) -> RowMapping | None:
        """Find the name and email of a member by ID.

        Args:
            id: The ID.

        Returns:
            Row with name and email, or None if there is none.
        """
        try:
            async with self.session_factory() as session:
                stmt = select(Member.name, Member.email).where(Member.id == id)
                result = await session.execute(stmt)
                return result.mappings().first()
        except Exception as e:
            self.logger.error(
                f"Error finding the name and email of a member by ID {id}: {e}"
            )
            raise

    async def upsert(self, id: int, name: str, email: str | None) -> None:
        """Create or update a member.

        Args:
            id: The ID.
            name: The name.
            email: The email.
        """
        try:
            async with self.session_factory() as session:
                insert_stmt = pg_insert(Member).values(id=id, name=name, email=email)
                stmt = insert_stmt.on_conflict_do_update(
                    index_elements=[Member.id],
                    set_={
                        "name": insert_stmt.excluded.name,
                        "email": insert_stmt.excluded.email,
                    },
                )
                await session.execute(stmt)
                await session.commit()
        except Exception as e:
            self.logger.error(f"Error creating or updating a member: {e}")
            raise

    async def remove_by_id(self, id: int) -> int:
        """Remove members by ID.

        Args:
            id: The ID.

        Returns:
            Number of members deleted.
        """
        try:
            async with self.session_factory() as session:
                stmt = delete(Member).where(Member.id == id)
                result = typing_cast(CursorResult[Any], await session.execute(stmt))
                value = result.rowcount
                await session.commit()
                return value
        except Exception as e:
            self.logger.error(f"Error removing members by ID {id}: {e}")
            raise
