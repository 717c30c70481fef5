"""Writes the changes of a report as a unified diff that ``git apply`` takes, byte for byte."""

from __future__ import annotations

import difflib
import os

from codemod.report import FileResult, Report

_NO_NEWLINE = "\n\\ No newline at end of file\n"
_COLORS = {"--- ": "\x1b[1m", "+++ ": "\x1b[1m", "@": "\x1b[36m", "-": "\x1b[31m", "+": "\x1b[32m"}
_UNSAFE_IN_HEADER = frozenset({*map(chr, range(32)), '"', "\\", "\x7f"})


def report_as_diff(report: Report, *, color: bool = False) -> bytes:
    """The changes of all files; empty when there are none.

    Each file's lines are in the encoding of that file, line endings and BOM included, as
    ``git diff`` prints them.
    """
    return b"".join(file_as_diff(file, color=color) for file in report.changes)


def file_as_diff(file: FileResult, *, color: bool = False) -> bytes:
    """The change of one file; empty when there is none."""
    if file.before is None or file.after is None:
        return b""
    old, new = _lines(file.before.encode(file.before.text)), _lines(_encoded(file))
    path = os.fsencode(file.path.as_posix()).decode("latin-1")
    before = "/dev/null" if file.created else _header(f"a/{path}")
    lines = map(_finished, difflib.unified_diff(old, new, before, _header(f"b/{path}")))
    return "".join(map(_colored, lines) if color else lines).encode("latin-1")


def diff_text(file: FileResult) -> str:
    """The change of one file as text, for a JSON document."""
    encoding = file.before.encoding if file.before else "utf-8"
    return file_as_diff(file).decode(encoding, errors="replace")


def _encoded(file: FileResult) -> bytes:
    """The new bytes; what the encoding can't hold is shown escaped (writing the file refuses it)."""
    assert file.before is not None
    assert file.after is not None
    try:
        return file.before.encode(file.after)
    except UnicodeEncodeError:
        return file.after.encode(file.before.encoding, errors="backslashreplace")


def _lines(data: bytes) -> list[str]:
    """Lines ended by a line feed and nothing else, as git has them; latin-1 keeps every byte."""
    lines = data.decode("latin-1").split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _header(path: str) -> str:
    """A path as git writes it after ``---`` and ``+++``.

    Control characters, quotes and backslashes are escaped inside quotes; a name with a blank is
    followed by a tab, so that its end is certain.
    """
    if not _UNSAFE_IN_HEADER.isdisjoint(path):
        escaped = (f"\\{ord(each):03o}" if each in _UNSAFE_IN_HEADER else each for each in path)
        return f'"{"".join(escaped)}"'
    return f"{path}\t" if " " in path else path


def _finished(line: str) -> str:
    return line if line.endswith("\n") else line + _NO_NEWLINE


def _colored(line: str) -> str:
    start = _COLORS.get(line[:4]) or _COLORS.get(line[:1])
    body, end, note = line.partition("\n")
    return f"{start}{body}\x1b[0m{end}{note}" if start else line
