"""The project's files as an earlier revision has them."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from codemod.report import RunError
from codemod.source import SourceError, SourceFile, decode_source


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit, seen from a folder of its repository.

    Attributes:
        root: project root; paths are relative to it.
        commit: its full hash.
    """

    root: Path
    commit: str

    def changed(self) -> list[PurePosixPath]:
        """Python files of the commit that the working tree has otherwise, or no longer."""
        listed = _git(
            self.root, "diff", "--name-only", "--no-renames", "--diff-filter=MD", "--relative", "-z", self.commit, "--"
        )
        names = (PurePosixPath(os.fsdecode(name)) for name in listed.split(b"\0") if name)
        return sorted(path for path in names if path.suffix == ".py")

    def read(self, _root: Path, path: PurePosixPath) -> SourceFile:
        """A file as the revision has it.

        Raises:
            SourceError: it isn't there, or can't be decoded.
        """
        try:
            data = _git(self.root, "show", f"{self.commit}:./{path}")
        except RunError as error:
            raise SourceError("is not in that revision") from error
        return decode_source(path, data)


def find_revision(root: Path, name: str) -> Revision:
    """The commit that a name stands for.

    Raises:
        RunError: there is no repository, or no such commit.
    """
    try:
        commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except RunError as error:
        raise RunError(f"option --since: {name!r} is no commit of a git repository at {root}") from error
    return Revision(root, commit.decode().split()[-1])


def _git(root: Path, *arguments: str) -> bytes:
    # a hook that runs alchemod has variables set that would send the question to its own index
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        answer = subprocess.run(
            ["git", *arguments], cwd=root, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError as error:
        raise RunError(f"git can't be run ({error.strerror})") from error
    if answer.returncode != 0:
        raise RunError(f"git {arguments[0]} failed: {answer.stderr.decode(errors='replace').strip()}")
    return answer.stdout
