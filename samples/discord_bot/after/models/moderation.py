from datetime import datetime

from sqlalchemy import Boolean, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, CreatedAtMixin, Snowflake


class ModCase(CreatedAtMixin, Base):
    __tablename__ = "mod_cases"
    __table_args__ = (UniqueConstraint("guild_id", "case_number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    guild_id: Mapped[Snowflake]
    case_number: Mapped[int] = mapped_column(Integer)
    action: Mapped[str] = mapped_column(String(16))
    moderator_id: Mapped[Snowflake]
    target_id: Mapped[Snowflake]
    reason: Mapped[str | None] = mapped_column(Text)
    expires_at: Mapped[datetime | None]
    # filled by SQLAlchemy, the table itself has no default
    active: Mapped[bool] = mapped_column(Boolean, default=True)
