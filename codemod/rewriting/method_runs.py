"""MethodRun: the method that runs a statement in the session of its site, where one does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from codemod.lowering.lowered import ImportName
from codemod.rewriting.site_writer import SiteWriter


@dataclass(frozen=True, slots=True, eq=False)
class MethodRun:
    """What takes the place of a statement and of the reading of its result.

    Attributes:
        call: the call, with the user's expressions as the writer stands in for them.
        needs: what it imports.
        commits: it commits itself.
    """

    call: Callable[[SiteWriter], str]
    needs: ImportName
    commits: bool = False
