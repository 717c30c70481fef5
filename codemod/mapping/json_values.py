"""JsonValues: what JSON columns take and give in Python, under asyncpg and under SQLAlchemy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from codemod.mapping.vectors import VECTOR

#: The types that hold a document.
JSON_TYPES = frozenset({"json", "jsonb"})

#: Types that asyncpg gives and takes as text as long as no codec is set for them.
WRITTEN_TYPES = JSON_TYPES | {VECTOR}


@dataclass(frozen=True, slots=True)
class JsonValues:
    """How documents, and pgvector's vectors, travel, by PostgreSQL's name of their type.

    Without a codec they are text in asyncpg, and objects in SQLAlchemy, made by the engine's own functions, or by
    the type of the column.

    Attributes:
        decoded: types whose codec in asyncpg gives the objects that SQLAlchemy gives.
        encoded: types whose codec in asyncpg writes an object as SQLAlchemy does.
        texts: types of JSON without a codec.
        vectors: what asyncpg takes as a vector; None where that can't be said.
        loads: the engine reads JSON with ``json.loads``.
        apart: functions that use connections without the codecs of the others, by file and full name.
        doubt: why a type is in none of the sets; empty where none is missing.
    """

    decoded: frozenset[str] = frozenset()
    encoded: frozenset[str] = frozenset()
    texts: frozenset[str] = JSON_TYPES
    loads: bool = True
    apart: frozenset[tuple[PurePosixPath, str]] = frozenset()
    doubt: str = ""
    vectors: Literal["object", "text"] | None = "text"

    def is_apart(self, path: PurePosixPath, function: str) -> bool:
        """Whether a function, or one around it, uses a connection with other codecs."""
        return any(path == other and f"{function}.".startswith(f"{name}.") for other, name in self.apart)

    @property
    def given_as_text(self) -> frozenset[str]:
        """Types that asyncpg gives as text."""
        return self.texts | {VECTOR} if self.vectors == "text" else self.texts

    def taken_as(self, pg_type: str) -> Literal["object", "text"] | None:
        """What asyncpg takes as an argument of a type: an object that SQLAlchemy takes alike, or text."""
        if pg_type == VECTOR:
            return self.vectors
        if pg_type in self.encoded:
            return "object"
        return "text" if pg_type in self.texts else None
