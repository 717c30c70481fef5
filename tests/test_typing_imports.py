"""Imports that only a type checker sees: which go with the last annotation that names them."""

from __future__ import annotations

import pytest
from snippets import module_of

from codemod.rewriting.typing_imports import drop_typing_imports
from codemod.source import apply_edits

HEAD = "if TYPE_CHECKING:\n    from bot import Bot\n"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("from asyncpg import Pool", ""),
        ("from asyncpg import Pool, Record", "from asyncpg import Record"),
        ("from asyncpg import Connection as C, Pool", "from asyncpg import Connection as C"),
        ("from asyncpg import Pool as P, Record", "from asyncpg import Pool as P, Record"),
        ("from asyncpg import Record as Pool", ""),
        ("import Pool.other", ""),
        ("from asyncpg import *", "from asyncpg import *"),
        ("from asyncpg import Pool  # of the bot", "from asyncpg import Pool  # of the bot"),
        ("from asyncpg import (\n        Pool,\n        Record,\n    )",) * 2,
        ("Pool = object",) * 2,
    ],
)
def test_what_goes(line: str, left: str) -> None:
    module = module_of(f"{HEAD}    {line}\nx = 1\n")
    text = apply_edits(module.source.text, drop_typing_imports(module, {"Pool"}))
    assert text == HEAD + (f"    {left}\n" if left else "") + "x = 1\n"


def test_the_only_import_of_a_block_stays() -> None:
    code = "if typing.TYPE_CHECKING:\n    from asyncpg import Pool\n"
    assert drop_typing_imports(module_of(code), {"Pool"}) == []


def test_other_blocks_are_no_imports_for_a_checker() -> None:
    code = "if DEBUG:\n    from bot import Bot\n    from asyncpg import Pool\n"
    assert drop_typing_imports(module_of(code), {"Pool"}) == []
