"""The tables of the consumer cases; attributes that differ from their columns on purpose."""

from __future__ import annotations

import enum
import uuid
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Double,
    Enum,
    ForeignKey,
    Integer,
    Interval,
    LargeBinary,
    Numeric,
    Text,
    Time,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, BIT, ENUM, INET, INT4RANGE, JSONB, MACADDR, MACADDR8, MONEY, OID
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


class Document(Base):
    """A document beside plain columns."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    data: Mapped[Any] = mapped_column(JSONB)


class Mood(enum.Enum):
    """A Python enum whose names are not its values."""

    GOOD = "good"
    BAD = "bad"


class Thing(Base):
    """A column of each type."""

    __tablename__ = "things"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    numbers: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    words: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    ratio: Mapped[float] = mapped_column(Double)
    exact: Mapped[float] = mapped_column(Numeric(asdecimal=False))
    address: Mapped[Any] = mapped_column(INET)
    span: Mapped[timedelta] = mapped_column(Interval)
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    day: Mapped[date] = mapped_column(Date)
    hour: Mapped[time] = mapped_column(Time)
    naive: Mapped[datetime] = mapped_column(DateTime)
    aware: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    period: Mapped[Any] = mapped_column(INT4RANGE)
    uid: Mapped[uuid.UUID] = mapped_column(Uuid)
    uid_text: Mapped[str] = mapped_column(Uuid(as_uuid=False))
    flag: Mapped[bool] = mapped_column(Boolean)
    mood: Mapped[Mood] = mapped_column(Enum(Mood, name="mood"))
    plain_mood: Mapped[str] = mapped_column(ENUM("GOOD", "BAD", name="mood"))
    data: Mapped[Any] = mapped_column(JSONB)
    extra: Mapped[Any | None] = mapped_column(JSON)


class Device(Base):
    """Types that are text or numbers in Python."""

    __tablename__ = "devices"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    mac: Mapped[str] = mapped_column(MACADDR)
    others: Mapped[list[str]] = mapped_column(ARRAY(MACADDR))
    wide: Mapped[str | None] = mapped_column(MACADDR8)
    cost: Mapped[str | None] = mapped_column(MONEY)
    owner: Mapped[int] = mapped_column(OID)
    clock: Mapped[time] = mapped_column(Time(timezone=True))


class Setting(Base):
    """Bits beside a plain column."""

    __tablename__ = "settings"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    bits: Mapped[Any] = mapped_column(BIT(4))
