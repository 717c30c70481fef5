"""Classic declarative models, and tables that need no class."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    Numeric,
    String,
    Table,
    Text,
    func,
)
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Book(Base):
    __tablename__ = "books"

    id = Column(Integer, primary_key=True)
    isbn = Column(String(13), nullable=False, unique=True)
    title = Column(Text, nullable=False)
    author = Column(Text, nullable=False)
    price = Column(Numeric(10, 2))
    published = Column(Date)
    withdrawn = Column(Boolean, nullable=False, server_default="false")


class Member(Base):
    __tablename__ = "members"

    id = Column(Integer, primary_key=True)
    email = Column(String(255), nullable=False, unique=True)
    full_name = Column(Text, nullable=False)
    joined_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class Loan(Base):
    __tablename__ = "loans"

    id = Column(Integer, primary_key=True)
    book_id = Column(Integer, ForeignKey("books.id"), nullable=False)
    member_id = Column(Integer, ForeignKey("members.id"), nullable=False)
    due_on = Column(Date, nullable=False)
    returned_on = Column(Date)


# many to many, nothing but the pair
book_subjects = Table(
    "book_subjects",
    Base.metadata,
    Column("book_id", ForeignKey("books.id"), primary_key=True),
    Column("subject", String(50), primary_key=True),
)
