"""JSON documents as arguments: asyncpg takes their text, new code that text or the object that it says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.dialects.postgresql.asyncpg import dialect


class Document(str):
    """The text of a document, as ``json.dumps()`` writes the object."""

    __slots__ = ()

    @classmethod
    def of(cls, text: str) -> Document:
        """The document that a text says."""
        return cls(json.dumps(json.loads(text)))


def as_taken(statement: Any, arguments: Mapping[Any, Any]) -> dict[Any, Any]:
    """The arguments as a statement made with them takes them: documents as objects where their types write JSON.

    A key that is a name is the parameter of that name, for ``executemany``.
    """
    if not any(isinstance(value, Document) for value in arguments.values()):
        return dict(arguments)
    compiled = statement.compile(dialect=dialect())  # type: ignore[no-untyped-call]
    binds = compiled.binds.values()  # a value for a column gets its type only here
    written = [item for item in binds if isinstance(item.type, JSON)]
    values, names = {id(item.value) for item in written}, {item.key for item in written}
    return {
        key: json.loads(value) if isinstance(value, Document) and (id(value) in values or key in names) else value
        for key, value in arguments.items()
    }
