"""JsonValues: what JSON columns hold in Python."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class JsonValues:
    """How JSON comes out of asyncpg; out of SQLAlchemy it comes as ``json.loads`` gives it.

    Attributes:
        decoded: types that every pool of the project decodes with ``json.loads``.
        known: any other JSON type comes as text; False where a codec isn't understood.
    """

    decoded: frozenset[str] = frozenset()
    known: bool = True
