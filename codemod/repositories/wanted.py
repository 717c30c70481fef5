"""What a call site needs, a repository, and where it has it from."""

from __future__ import annotations

import re
from dataclasses import dataclass

import libcst as cst

from codemod.english import snake_case
from codemod.lowering.lowered import ImportName
from codemod.rewriting.sessions.injected_sessions import InjectedSession
from codemod.source import Edit


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """The repository that a site needs.

    Attributes:
        repository: its class; ``local`` is the name of it in the module.
        factory: what it is made with, ``self.bot.get_db_session``; empty where a parameter gets its session.
        session: what FastAPI gives that session by, where the repository is made with it.
    """

    repository: ImportName
    local: str
    factory: str
    session: InjectedSession | None = None

    @property
    def class_name(self) -> str:
        """Its class, as its own module calls it."""
        return self.repository.name

    @property
    def owner(self) -> str:
        """What opens the sessions: ``self.bot``; empty for a name of the module."""
        return self.factory.rpartition(".")[0]

    @property
    def attribute(self) -> str:
        """What an attribute for it is called: ``link_repo``."""
        stem = re.sub(r"(Repository|Repo)$", "", self.class_name)
        return f"{snake_case(stem)}_repo"


@dataclass(frozen=True, slots=True)
class Held:
    """An expression that gives the repository, and the edits that make it so.

    Attributes:
        imports: what the edits need; None for the class and what it is made with.
        replaces: the parameter that goes away.
    """

    expression: str
    edits: tuple[Edit, ...] = ()
    imports: frozenset[ImportName] | None = None
    replaces: cst.Param | None = None
