"""What asyncpg takes as a vector: text, or an object where every pool calls ``register_vector``."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Sequence
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from codemod.initialising.pools import find_connecting
from codemod.json_codecs.codecs import REGISTERING, SetCodecs
from codemod.json_codecs.hooks import HOOKS, hook_of
from codemod.json_codecs.meanings import Files, UnclearError

#: A codec of the project's own, or one on the connections of SQLAlchemy, beside which its type for vectors fails.
_UNCLEAR: Final = re.compile(
    rb"""set_type_codec\(\s*["'](?:half)?vec|run_async\(\s*(?:lambda\b[^)]*\b)?(?:\w+\.)*register_vector"""
)


def vectors_taken(
    root: Path, files: Sequence[PurePosixPath], texts: Collection[bytes]
) -> Literal["object", "text"] | None:
    """What asyncpg takes as a vector on every connection of the project; None where that can't be said.

    Args:
        root: of the project.
        files: its Python files.
        texts: contents of those that are no tests.
    """
    if any(_UNCLEAR.search(text) for text in texts):
        return None
    if not any(REGISTERING.encode() in text for text in texts):
        return "text"
    try:
        registered = _registered(Files(root, files))
    except UnclearError:
        return None
    return "object" if registered and all(registered) else None


def _registered(project: Files) -> list[bool]:
    """Whether each pool, and each connection of its own, gets pgvector's codecs.

    Raises:
        UnclearError: a function that its connections are given to is not found.
    """
    found: list[bool] = []
    for connecting in find_connecting(project.root, project.paths):
        set_ = SetCodecs()
        for keyword in connecting.call.keywords:
            if keyword.arg in HOOKS and ast.unparse(keyword.value) != "None":
                set_.by(*hook_of(project, connecting, keyword.arg))
        found.append(set_.vectors)
    return found
