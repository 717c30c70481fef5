"""What goes over the wire."""

from dataclasses import dataclass
from datetime import date


@dataclass
class NewBook:
    isbn: str
    title: str
    author: str
    published: date | None = None


@dataclass
class NewMember:
    email: str
    full_name: str
