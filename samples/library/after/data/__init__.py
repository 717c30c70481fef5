"""Repositories of the library."""

from data.book_repository import BookRepository
from data.loan_repository import LoanRepository

__all__ = ["BookRepository", "LoanRepository"]
