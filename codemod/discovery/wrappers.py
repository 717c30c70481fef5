"""Wrapper: a function of a project that passes its query on to asyncpg."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from codemod.discovery.wrapper_results import Gives

#: Flag to the asyncpg method it stands for.
Flags = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A function that hands its own query parameter on.

    Attributes:
        owner: the class it is a method of; empty for a function of its module.
        method: the asyncpg method it calls, the last one where there are several.
        packed: the parameter that takes all arguments as one sequence: ``async def query(self, sql, params=())``.
        doubt: what it does that asyncpg's method doesn't; empty where it does nothing of that kind.
        gives: what it makes of the result.
        flags: where parameters of it say which method of asyncpg's it calls, the method that each of them stands for.
        repeats: it runs a query again that has failed.
        decorators: what is written around it, unless that is known to change nothing.
    """

    name: str
    owner: str
    path: PurePosixPath
    line: int
    method: str
    packed: str = ""
    doubt: str = ""
    gives: Gives = "result"
    flags: Flags = field(default_factory=dict)
    decorators: tuple[str, ...] = ()
    repeats: bool = False

    @property
    def is_asyncpgs(self) -> bool:
        """Whether it does what the method of asyncpg's does, and nothing else."""
        return not self.doubt and self.gives == "result"

    @property
    def caches(self) -> bool:
        """Whether it may answer from a cache: a decorator is called one."""
        return any("cache" in item.lower() for item in self.decorators)

    @property
    def does_more(self) -> bool:
        """Whether it runs a query again, or none, where a session runs it once."""
        return self.repeats or self.caches

    @property
    def module(self) -> str:
        """The last name of its module."""
        return self.path.parent.name if self.path.stem == "__init__" else self.path.stem

    @property
    def place(self) -> str:
        """Where it is defined."""
        return f"{self.path}:{self.line}"
