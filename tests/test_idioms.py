"""docs/idioms.md shows what alchemod really writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from codemod.config import load_config
from codemod.single import lower_sql

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "idioms.md").read_text()
#: SQL, code, and the line that follows.
EXAMPLES = re.findall(r"^```sql\n((?:.+\n)+?)```\n\n```python\n((?:.+\n)+?)```\n\n(.+)$", PAGE, re.M)


@pytest.mark.parametrize(("sql", "code", "why"), EXAMPLES, ids=[sql[:60].strip() for sql, _, _ in EXAMPLES])
def test_the_code_is_what_comes_out(sql: str, code: str, why: str) -> None:
    assert lower_sql(load_config(ROOT / "samples" / "discord_bot" / "before"), sql.strip()).code == code.rstrip("\n")
    assert not why.startswith(("```", "#"))


def test_there_are_fifty() -> None:
    assert len(EXAMPLES) == PAGE.count("```sql") == PAGE.count("```python") >= 50
