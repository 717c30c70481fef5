"""The methods of asyncpg that run a query, and what is particular to each: a new one is a row of this table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

#: What a method gives: ``stream`` is read row by row while the query runs.
MethodResult = Literal["rows", "row", "value", "status", "nothing", "stream"]


@dataclass(frozen=True, slots=True)
class AsyncpgMethod:
    """One method.

    Attributes:
        gives: what its call gives once it is awaited, or read.
        many: it takes a sequence of rows, and runs the statement for each.
        prepared: a prepared statement has it as well.
    """

    name: str
    gives: MethodResult
    many: bool = False
    prepared: bool = True

    @property
    def one_row(self) -> bool:
        """Whether it stops the server after one row."""
        return self.gives in ("row", "value")

    @property
    def reads(self) -> bool:
        """Whether it gives rows at once, or what is in one."""
        return self.gives in ("rows", "row", "value")

    @property
    def streams(self) -> bool:
        """Whether the query runs while its rows are read."""
        return self.gives == "stream"


#: The methods by name.
METHODS: Final = {
    method.name: method
    for method in (
        AsyncpgMethod("fetch", "rows"),
        AsyncpgMethod("fetchrow", "row"),
        AsyncpgMethod("fetchval", "value"),
        AsyncpgMethod("execute", "status", prepared=False),
        AsyncpgMethod("executemany", "nothing", many=True),
        AsyncpgMethod("cursor", "stream"),
    )
}

#: Names of those that run a query at once, which a wrapper may stand for.
AT_ONCE: Final = tuple(name for name, method in METHODS.items() if not method.streams)
