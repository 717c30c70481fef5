"""Single-file cases: what a module of a small project becomes, and which of its sites are refused.

A case is ``tests/cases/<area>/<name>.py``: header comments, the module, a line ``# output``, the
module as it comes out. Without that line nothing may change. The header knows

    # config: rows = "entities"     a line of [tool.alchemod]
    # refused: CODE                 one per refused site, in order
    # newline: crlf                 the module has these line endings
    # final-newline: no             the module's last line has no line ending
    # bom: yes                      the file starts with a byte order mark
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest
from contract import check_laws
from migration import complaints

from codemod.config import load_config
from codemod.pipeline import run_project
from codemod.report import FileResult

CASES = Path(__file__).parent / "cases"
PROJECT = CASES / "_project"
FILES = sorted(path for path in CASES.glob("*/*.py") if path.parent != PROJECT)
OUTPUT = "# output\n"
MODULE = PurePosixPath("module.py")
_HEADER = re.compile(r"# (config|refused|newline|final-newline|bom): (.+)\n")


@dataclass(frozen=True, slots=True)
class Case:
    """A case file, taken apart; texts have ``\\n`` line endings."""

    path: Path
    header: str
    config: tuple[str, ...]
    refused: tuple[str, ...]
    crlf: bool
    final_newline: bool
    bom: bool
    before: str
    after: str | None

    def as_bytes(self, text: str) -> bytes:
        """A module text as the bytes of its file."""
        text = text if self.final_newline else text.rstrip("\n")
        data = text.replace("\n", "\r\n" if self.crlf else "\n").encode()
        return b"\xef\xbb\xbf" + data if self.bom else data

    def update(self, after: str | None) -> None:
        """Write the case with another output."""
        output = "" if after is None else f"\n\n{OUTPUT}{after.replace(chr(13), '').rstrip(chr(10))}\n"
        self.path.write_text(self.header + self.before.rstrip("\n") + (output or "\n"))


def read_case(path: Path) -> Case:
    text = path.read_text()
    header = ""
    entries: dict[str, list[str]] = {}
    while match := _HEADER.match(text, len(header)):
        entries.setdefault(match[1], []).append(match[2])
        header += match[0]
    before, marker, after = text.removeprefix(header).partition(f"\n\n{OUTPUT}")
    return Case(
        path=path,
        header=header,
        config=tuple(entries.get("config", ())),
        refused=tuple(entries.get("refused", ())),
        crlf=entries.get("newline") == ["crlf"],
        final_newline=entries.get("final-newline") != ["no"],
        bom=entries.get("bom") == ["yes"],
        before=before.rstrip("\n") + "\n",
        after=after if marker else None,
    )


def convert(project: Path, module: bytes) -> FileResult:
    (project / MODULE).write_bytes(module)
    config = load_config(project, {"jobs": 1})
    (result,) = run_project(config, [MODULE]).files
    return result


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path: Path, tmp_path: Path, update_goldens: bool) -> None:
    case = read_case(path)
    project = tmp_path / "project"
    shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns("__pycache__"))
    (project / "pyproject.toml").write_text("\n".join(["[tool.alchemod]", *case.config, ""]))

    result = convert(project, case.as_bytes(case.before))

    assert tuple(site.code for site in result.sites if site.outcome == "refused") == case.refused
    if update_goldens:
        case.update(result.after)
        case = read_case(path)
    if case.after is None:
        assert result.after is None
    else:
        assert result.before is not None
        assert result.before.encode(result.after or "").decode() == case.as_bytes(case.after).decode()
    unchanged = case.as_bytes(case.before)
    again = convert(project, result.before.encode(result.after) if result.before and result.after else unchanged)
    check_laws(result, again)


def test_nothing_that_ruff_complains_about_is_new(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for folder in (before, after):
        shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for case in map(read_case, FILES):
        name = f"{case.path.parent.name}_{case.path.name}"
        (before / name).write_bytes(case.as_bytes(case.before))
        (after / name).write_bytes(case.as_bytes(case.after or case.before))
    assert complaints(after) <= complaints(before)


def test_there_are_enough_cases_that_leave_something_alone() -> None:
    cases = [read_case(path) for path in FILES]
    assert len([case for case in cases if case.after is None or case.refused]) * 3 >= len(cases)


def test_every_area_has_its_cases() -> None:
    assert {path.parent.name for path in FILES} >= {"arguments", "calls", "positions", "refusals", "rows", "sessions"}
