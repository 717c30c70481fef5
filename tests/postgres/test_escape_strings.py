"""``E'…'`` read as the server reads it, for strings of every escape there is."""

from __future__ import annotations

import asyncio
import random
from typing import Final

import asyncpg
import pytest

from codemod.postgres.server import PostgresServer
from codemod.resolution.dialect import with_plain_strings

pytestmark = pytest.mark.postgres

#: No letter outside of ASCII among them: behind half an escape (``\ud83dé``) the server's message ends within the
#: letter, and asyncpg waits forever for the answer it can't decode.
_PIECES: Final = (
    *("a", "n", "%", ":x", "$1", "--", "/*", "\n", "''", "\\'", "\\\\", "\\n", "\\t", "\\b", "\\q", "\\8", "\\\n"),
    *("\\x41", "\\x4g", "\\x7f", "\\xff", "\\x", "\\101", "\\18", "\\377", "\\0", "\\u00e9", "\\u12", "\\U0001F600"),
    "\\ud83d",
)


def test_an_escape_string_is_what_the_server_reads(postgres: PostgresServer) -> None:
    chance = random.Random(1)
    written = ["".join(chance.choices(_PIECES, k=chance.randint(0, 6))) for _ in range(1500)]
    written += ["é", "é\\n€", "\\té"]

    async def compared() -> tuple[int, list[str]]:
        connection = await asyncpg.connect(await postgres.create_database("escape_strings"))
        equal, different = 0, []
        try:
            for body in written:
                sql = f"SELECT E'{body}'::text"
                plain = with_plain_strings(sql)
                try:
                    found = await connection.fetchval(sql)
                except asyncpg.PostgresError:
                    continue  # no string of the server's: whatever is made of it is judged with the statement
                if plain != sql and await connection.fetchval(plain) != found:
                    different.append(sql)
                equal += plain != sql
        finally:
            await connection.close()
        return equal, different

    equal, different = asyncio.run(compared())
    assert not different
    assert equal > 500
