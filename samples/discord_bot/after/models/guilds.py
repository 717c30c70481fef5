from sqlalchemy import BigInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class GuildSettings(Base):
    __tablename__ = "guild_settings"

    guild_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    prefix: Mapped[str] = mapped_column(String(8), server_default=text("'!'"))
    log_channel_id: Mapped[int | None] = mapped_column(BigInteger)
    welcome_message: Mapped[str | None] = mapped_column(Text)
