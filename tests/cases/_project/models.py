from datetime import datetime

from sqlalchemy import BigInteger, Boolean, DateTime, ForeignKey, Integer, String, Text, func, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class GalleryMementos(Base):
    __tablename__ = "gallery_mementos"

    channel_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    channel_name: Mapped[str] = mapped_column(Text)
    guild_id: Mapped[int] = mapped_column(BigInteger)


class Link(Base):
    __tablename__ = "links"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    title: Mapped[str] = mapped_column(String(200), unique=True)
    url: Mapped[str] = mapped_column(Text)
    tag: Mapped[str | None] = mapped_column(Text)
    guild_id: Mapped[int] = mapped_column(BigInteger)
    clicks: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class Vote(Base):
    __tablename__ = "votes"

    link_id: Mapped[int] = mapped_column(ForeignKey("links.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    # sent by SQLAlchemy with every INSERT
    counted: Mapped[bool] = mapped_column(Boolean, default=True)
