from datetime import datetime

from sqlalchemy import BigInteger, DateTime, Integer, text
from sqlalchemy.orm import Mapped, MappedAsDataclass, mapped_column

from .base import Base


class MemberLevel(MappedAsDataclass, Base):
    __tablename__ = "member_levels"

    guild_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    xp: Mapped[int] = mapped_column(BigInteger, server_default=text("0"), init=False)
    level: Mapped[int] = mapped_column(Integer, server_default=text("0"), init=False)
    last_message_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), init=False)


class LevelReward(Base):
    """A role that members get on reaching a level."""

    __tablename__ = "level_rewards"

    guild_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    level: Mapped[int] = mapped_column(Integer, primary_key=True)
    # the attribute says what it is, the column is from before there was more than one reward
    role_id: Mapped[int] = mapped_column("role", BigInteger)
