"""Programs that run before and after their migration: each in a process of its own, on a copy of one database."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from codemod.postgres.server import PostgresServer

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Program:
    """What runs a project, and the database it starts from.

    Attributes:
        script: of this folder; it is given the project and two addresses of the database, and prints what happened.
        template: name of the database that each run gets a copy of.
    """

    script: str
    template: str

    def fill(self, server: PostgresServer, *schema: Path) -> None:
        """Make the database of some files of SQL."""

        async def filled() -> None:
            connection = await asyncpg.connect(await server.create_database(self.template))
            for file in schema:
                await connection.execute(file.read_text())
            await connection.close()

        asyncio.run(filled())

    def run(self, project: Path, server: PostgresServer, database: str) -> dict[str, Any]:
        """What a project does, on a fresh copy of the database."""
        dsn = asyncio.run(server.create_database(database, template=self.template))
        done = subprocess.run(
            [sys.executable, "-B", HERE / self.script, project, dsn, server.sqlalchemy_url_of(database)],
            capture_output=True,
            text=True,
            timeout=300,
            env={**os.environ, "PYTHONWARNINGS": "error"},
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        replay: dict[str, Any] = json.loads(done.stdout)
        return replay
