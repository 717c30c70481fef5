"""What gave connections, and gives none any more: functions and classes of the project that a run leaves unused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from codemod.files.project import all_files
from codemod.mapping.models import Finding
from codemod.project_context import ProjectContext
from codemod.report import FileResult


def unused_giver_findings(context: ProjectContext, results: Mapping[PurePosixPath, FileResult]) -> Iterator[Finding]:
    """One finding for each definition whose last mention the run takes away.

    Any other mention counts, those of comments, strings and tests too: what may be used yet is not named.

    Args:
        context: the project.
        results: what became of the files of the run.
    """
    changed = {path: result.after for path, result in results.items() if result.after is not None}
    givers = {*context.connections.dependencies.functions, *(context.connections.methods or {})}
    if not changed or not givers:
        return
    before = {path: text for path in all_files(context.config) if (text := _text(context, path)) is not None}
    after = before | changed
    for name in sorted(givers):
        mentions = _mentions(name, before)
        if len(mentions) > 1 and len(_mentions(name, after)) == 1 and _defines(name, after[mentions[0][0]]):
            path, line = mentions[0]
            message = f"{name} gave connections, and nothing asks it for one any more: it can go"
            yield Finding("connection.unused", path.as_posix(), line, message)


def _text(context: ProjectContext, path: PurePosixPath) -> str | None:
    try:
        return (context.config.root / path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _mentions(name: str, texts: Mapping[PurePosixPath, str]) -> list[tuple[PurePosixPath, int]]:
    """The files and lines where a name is written, the definition first."""
    word = re.compile(rf"\b{re.escape(name)}\b")
    found = [
        (path, number, line)
        for path, text in texts.items()
        if name in text
        for number, line in enumerate(text.splitlines(), start=1)
        for _ in word.finditer(line)
    ]
    return [(path, number) for path, number, line in sorted(found, key=lambda item: not _defines(name, item[2]))]


def _defines(name: str, text: str) -> bool:
    """Whether a text has the definition of a name."""
    return re.search(rf"^[ \t]*(async[ \t]+def|def|class)[ \t]+{re.escape(name)}\b", text, re.M) is not None
