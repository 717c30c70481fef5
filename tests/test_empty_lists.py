"""What `explain` says of a list of values that may be empty."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from textwrap import dedent

import pytest
from migration import write_tree
from test_repositories import HERE

from codemod.config import load_config
from codemod.single import explain_site

COG = """
class Links:
    async def titles(self, ids: list[int]):
        {check}
        marks = ", ".join(f"${{i}}" for i in range(1, len(ids) + 1))
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE id IN ({{marks}})", *ids)
"""


@pytest.mark.parametrize(("check", "said"), [("pass", True), ("if not ids: return []", False)])
def test_a_list_that_may_be_empty_is_said_to_find_nothing(tmp_path: Path, check: str, *, said: bool) -> None:
    write_tree(tmp_path, {path.name: path.read_bytes() for path in HERE.glob("*.py")})
    write_tree(tmp_path, {"cog.py": dedent(COG).format(check=check).encode()})
    explanation = explain_site(load_config(tmp_path), PurePosixPath("cog.py"), 6)
    assert explanation.site.outcome == "rewritten"
    note = "`ids` may be empty: PostgreSQL refused that, in_() finds no row then"
    assert any(note in step.text for step in explanation.steps) is said
