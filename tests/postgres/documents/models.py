"""The tables of the document cases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """All tables."""


class Paper(Base):
    """Documents of both kinds."""

    __tablename__ = "papers"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    data: Mapped[Any] = mapped_column(JSONB)
    extra: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    raw: Mapped[Any | None] = mapped_column(JSON)


class Word(Base):
    """What is counted."""

    __tablename__ = "words"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    word: Mapped[str] = mapped_column(Text)
    total: Mapped[int] = mapped_column(Integer)
