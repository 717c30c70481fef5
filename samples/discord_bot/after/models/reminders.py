from datetime import datetime

from sqlalchemy import Boolean, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, CreatedAtMixin, Snowflake


class Reminder(CreatedAtMixin, Base):
    __tablename__ = "reminders"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[Snowflake]
    channel_id: Mapped[Snowflake]
    message: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime]
    delivered: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
