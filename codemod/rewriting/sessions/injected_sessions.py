"""The session that FastAPI gives a parameter instead of a connection, written as the parameter was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import libcst as cst

from codemod.discovery.connections.connection_holders import Holder
from codemod.lowering.lowered import ImportName
from codemod.rewriting.sessions.session_evidence import SessionMaker

#: The class of a parameter that takes a session.
ASYNC_SESSION: Final = ImportName("sqlalchemy.ext.asyncio", "AsyncSession")
ANNOTATED: Final = ImportName("typing", "Annotated")
DEPENDS: Final = ImportName("fastapi", "Depends")


@dataclass(frozen=True, slots=True)
class InjectedSession:
    """What gives the session.

    Attributes:
        function: the dependency that yields it.
        alias: the annotation that stands for it, where the project has one.
    """

    function: ImportName
    alias: ImportName | None = None

    @classmethod
    def of(cls, function: SessionMaker, alias: SessionMaker | None) -> InjectedSession:
        """The session of a dependency of the project."""
        named = ImportName(alias.module, alias.name) if alias is not None else None
        return cls(ImportName(function.module, function.name), named)

    def imports_for(self, holder: Holder) -> tuple[ImportName, ...]:
        """What a parameter needs in the place of the connection."""
        if holder.injection is None or holder.injection.call is None:
            return (self.alias,) if self.alias is not None else (ANNOTATED, ASYNC_SESSION, DEPENDS, self.function)
        assert isinstance(holder.opener, cst.Param)
        return (self.function,) if holder.opener.annotation is None else (ASYNC_SESSION, self.function)
