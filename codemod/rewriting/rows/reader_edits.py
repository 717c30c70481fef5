"""ReaderEdit: the edit of a function that reads what a call site of another one gives it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from codemod.source import Edit


@dataclass(frozen=True, slots=True, order=True)
class ReaderEdit:
    """An edit of a file, at a place of its text as the run found it.

    Attributes:
        function: qualified name of the function it stands in.
    """

    path: PurePosixPath
    edit: Edit
    function: str
