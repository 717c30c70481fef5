"""Projects of cases: methods that run before and after their migration, on the same data."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from migration import migrated_tree, run, write_tree
from programs import Program

from codemod.postgres.server import PostgresServer

_CASE = re.compile(r"((?:    # refused: \S+\n)*)    async def (\w+)\(|^class (\w+)(\(Cases\))?", re.M)


def beside_consumers(file: Path, folder: Path) -> CaseProject:
    """A file of cases on the tables of the consumer cases."""
    for name in ("models.py", "bot.py", "seed.sql", "schema.sql"):
        shutil.copy(Path(__file__).parent / "consumers" / name, folder / name)
    shutil.copy(file, folder / file.name)
    return CaseProject(folder)


@dataclass(frozen=True)
class CaseProject:
    """A folder of cases, with the schema and the rows that they start from."""

    folder: Path

    @property
    def cases(self) -> dict[str, tuple[str, ...]]:
        """Each case with the codes that its comments say it is refused for."""
        return dict(self._written())

    def _written(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for path in sorted(self.folder.glob("*.py")):
            holder = ""
            for comments, name, class_name, of_cases in _CASE.findall(path.read_text()):
                if class_name:
                    holder = class_name if of_cases else ""
                if name and not name.startswith("_") and holder:
                    yield f"{holder}.{name}", tuple(re.findall(r"# refused: (\S+)", comments))

    def before(self, server: PostgresServer) -> dict[str, Any]:
        """What the cases do with asyncpg."""
        self._program.fill(server, self.folder / "schema.sql")
        return self._program.run(self.folder, server, f"{self.folder.name}_before")

    def after(self, server: PostgresServer, folder: Path, settings: dict[str, str]) -> dict[str, Any]:
        """What they do once migrated into ``folder``."""
        write_tree(folder, migrated_tree(self.folder, run(self.folder, **settings)))
        return self._program.run(folder, server, "_".join([self.folder.name, *settings.values()]))

    @property
    def _program(self) -> Program:
        return Program("consumer_replay.py", f"{self.folder.name}_cases")
