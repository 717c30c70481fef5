"""The tables of the consumer cases; attributes that differ from their columns on purpose."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, ForeignKey, Integer, Text, func, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """All tables."""


class Shelf(Base):
    """Where items are."""

    __tablename__ = "shelves"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(Text)


class Item(Base):
    """What is looked at."""

    __tablename__ = "items"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    shelf_id: Mapped[int | None] = mapped_column(ForeignKey("shelves.id"))
    count: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    index: Mapped[int] = mapped_column(BigInteger, server_default=text("7"))
    label: Mapped[str | None] = mapped_column("tag", Text)
    class_: Mapped[str | None] = mapped_column("class", Text)
    user_id: Mapped[int | None] = mapped_column("user-id", BigInteger)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

    shelf: Mapped[Shelf | None] = relationship()
