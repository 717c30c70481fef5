"""The function from which FastAPI takes a session, at the end of the module with the session maker."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from typing import Final

_FASTAPI: Final = re.compile(r"^[ \t]*(?:from|import)[ \t]+fastapi\b", re.M)
_DEPENDENCY: Final = '''

async def get_session() -> AsyncIterator[AsyncSession]:
    """The session of a request: ``session: AsyncSession = Depends(get_session)``."""
    async with session_maker() as session:
        yield session
'''
_ITERATOR: Final = "from collections.abc import AsyncIterator"
_FUTURE: Final = "from __future__ import annotations\n"


def injects(texts: Iterable[str]) -> bool:
    """Whether a project's functions get what they need from FastAPI."""
    return any("Depends(" in text and _FASTAPI.search(text) for text in texts)


def with_dependency(code: str) -> str:
    """The module with the session maker, and the function behind it."""
    before, future, after = code.partition(f"{_FUTURE}\n")
    first, blank, others = after.partition("\n\n")
    is_standard = first.split()[1].split(".")[0] in sys.stdlib_module_names
    imports = sorted([*(first.splitlines() if is_standard else ()), _ITERATOR], key=lambda line: (line[0] == "f", line))
    code = before + future + "\n".join(imports) + blank + ("" if is_standard else first + blank) + others
    line = re.search(r"^from sqlalchemy\.ext\.asyncio import (.+)$", code, re.M)
    assert line is not None, "the session maker comes from there"
    names = sorted({*line[1].split(", "), "AsyncSession"})
    code = f"{code[: line.start(1)]}{', '.join(names)}{code[line.end(1) :]}"
    return code.rstrip("\n") + "\n" + _DEPENDENCY
