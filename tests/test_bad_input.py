"""Files as no one wishes for: each is converted, or told of in one line, and none keeps the others from it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from codemod.config import Config
from codemod.files.project import all_files
from codemod.pipeline import run_project
from codemod.report import FileResult

HERE = Path(__file__).parent / "cases" / "_project"

SITE = """
class Links:
    async def title(self, link_id: int):
        return await self.bot.db.fetchval("SELECT title FROM links WHERE id = $1", link_id)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path in HERE.glob("*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def converted(root: Path, **files: bytes | str) -> dict[str, FileResult]:
    for name, content in files.items():
        (root / f"{name}.py").write_bytes(content if isinstance(content, bytes) else content.encode())
    config = Config(root=root, jobs=1)
    report = run_project(config, [path for path in all_files(config) if path.stem in files])
    assert sys.getrecursionlimit() < 5000
    return {PurePosixPath(result.path).stem: result for result in report.files}


@pytest.mark.parametrize(
    "code",
    [
        "x = (\n" + "    'a long text'\n" * 700 + ")\n",
        "if a:\n    pass\n" + "elif b:\n    pass\n" * 400,
        "x = a" + ".b()" * 400 + "\n",
        "x = " + "[" * 90 + "]" * 90 + "\n",
        "x = '" + "a" * 300_000 + "'\n",
        "x = 1\n" * 20_000,
        "\f\nx = 1\n\f\n",
        "x = 1 + \\\n    2\n",
        "type Ids = list[int]\n\n\ndef first[T](items: list[T]) -> T: ...\n",
    ],
    ids=["concatenation", "elif", "calls", "brackets", "line", "lines", "form feeds", "backslash", "newer syntax"],
)
def test_unusual_code_does_not_keep_a_site_from_being_converted(root: Path, code: str) -> None:
    result = converted(root, file=SITE + code)["file"]
    assert (result.error, [site.outcome for site in result.sites]) == (None, ["rewritten"])
    assert result.after is not None
    assert result.after.endswith(code)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (SITE + "x = " + " + ".join(["1"] * 2500) + "\n", "nested too deeply"),
        (SITE + "print 'x'\n", "syntax error at 5:"),
        (SITE.encode() + b"x = '\0'\n", "binary"),
        (b"# \xe9\n" + SITE.encode(), "is not valid utf-8 and names no other encoding"),
        (b"# coding: nonsense\n" + SITE.encode(), "an encoding Python does not know"),
    ],
)
def test_what_can_not_be_read_is_told_and_the_rest_converted(root: Path, content: bytes | str, message: str) -> None:
    results = converted(root, bad=content, good=SITE)
    assert message in (results["bad"].error or "")
    assert [site.outcome for site in results["good"].sites] == ["rewritten"]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be", "utf-16-le"])
def test_utf_16_is_told_and_not_passed_over(root: Path, codec: str) -> None:
    marked = SITE if codec == "utf-16" else f"\ufeff{SITE}"
    found = converted(root, file=marked.encode(codec), other=SITE)
    assert found["file"].error == "is UTF-16, which Python does not read; save it as UTF-8"
    assert [site.outcome for site in found["other"].sites] == ["rewritten"]


def test_a_merge_conflict_is_called_by_its_name(root: Path) -> None:
    conflict = "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> branch\n"
    assert converted(root, file=SITE + conflict)["file"].error == "has an unresolved merge conflict at line 5"
    quoted = f'NOTE = """\n{conflict}"""\n'
    assert converted(root, file=SITE + quoted)["file"].error is None


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep the stack of a running process as it is")
def test_brackets_that_overflow_the_stack_do_not_end_the_process(root: Path) -> None:
    (root / "file.py").write_text(SITE + "x = " + "(" * 1_500 + "1" + ")" * 1_500 + "\n")
    (root / "other.py").write_text(SITE)
    done = subprocess.run(
        [sys.executable, "-m", "codemod", "check", "--jobs", "1", "--root", root, root / "file.py", root / "other.py"],
        cwd=HERE.parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (1, 2), done.stderr
    assert "other.py:4:16: convertible" in done.stdout
