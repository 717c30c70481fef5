"""How long ``alchemod diff`` takes on a large project, against parsing it and against black.

    python benchmarks/run.py [--lines 50000] [--runs 3]

There are two projects. In the first the cogs of the sample bot are copied as they are: every statement stands in
the project some eighty times, and what alchemod keeps of a statement it has proven helps more than in real projects,
where a third share their text with another. In the second every copy has functions, classes, models and tables of
its own: every statement is proven anew, with one in twelve lines being SQL. Real projects lie between the two.

The ratios are those of processor time: they say more than the seconds, which belong to the machine and to what
else it does.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
SAMPLE: Final = ROOT / "samples" / "discord_bot" / "before"

PARSE: Final = """
import sys
from pathlib import Path
import libcst
for path in sys.argv[1:]:
    libcst.parse_module(Path(path).read_bytes())
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One program's best run."""

    name: str
    seconds: float
    processor: float
    megabytes: float


def build_project(folder: Path, lines: int, *, distinct: bool) -> list[Path]:
    """Copy the sample, then its cogs under new names until there are enough lines; gives the cogs.

    Args:
        folder: where the project comes.
        lines: how many lines its Python files have at least.
        distinct: every copy has its own functions, classes, models and tables, so that no statement is like another.
    """
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    cogs = sorted(path for path in (folder / "cogs").glob("*.py") if path.stat().st_size)
    originals = {path: path.read_text() for path in cogs}
    if distinct:
        models = [path for path in (folder / "models").glob("*.py") if path.name not in ("__init__.py", "base.py")]
        originals |= {path: path.read_text() for path in [*models, folder / "database" / "schema.sql"]}
    own = re.compile(rf"\b({'|'.join(sorted(_own_names(originals.values())))})\b")
    total = sum(path.read_text().count("\n") for path in folder.rglob("*.py"))
    for number in count(1):
        if total >= lines:
            break
        for path, text in originals.items():
            copy = path.with_stem(f"{path.stem}_{number}")
            copy.write_text(own.sub(rf"\1_{number}", text) if distinct else text)
            if path.suffix == ".py":
                total += text.count("\n")
                cogs += [copy] if path.parent.name == "cogs" else []
    return cogs


def _own_names(texts: Iterable[str]) -> set[str]:
    """Names of functions, classes and tables that a copy gives names of its own; not those that a library calls."""
    found = {name for text in texts for name in re.findall(r"\b(?:def|class|TABLE|__tablename__ =) \"?(\w+)", text)}
    return {name for name in found if not name.startswith(("__", "on_", "cog_")) and name != "IF"}


def measure(
    name: str, command: list[str | Path], runs: int, scratch: Path, *, expected: tuple[int, ...] = (0,)
) -> Measured:
    """The fastest of some runs, with the most memory that one process of any of them used."""
    seconds: list[float] = []
    processor: list[float] = []
    kilobytes: list[int] = []
    for _ in range(runs):
        # black remembers what it has seen, between two runs too
        environment = {**os.environ, "BLACK_CACHE_DIR": tempfile.mkdtemp(dir=scratch)}
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        assert process.stderr is not None
        complaint = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - start)
        processor.append(usage.ru_utime + usage.ru_stime)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in expected:
            raise SystemExit(f"{name} failed ({process.returncode}): {complaint.decode(errors='replace')[-2000:]}")
        # bytes on macOS, kilobytes elsewhere
        kilobytes.append(usage.ru_maxrss // 1024 if sys.platform == "darwin" else usage.ru_maxrss)
    return Measured(name, min(seconds), min(processor), max(kilobytes) / 1024)


def as_table(measured: list[Measured], *, parse: Measured, black: Measured) -> str:
    """The measurements as a Markdown table, with ratios to the two references."""
    rows = [
        f"| {item.name} | {item.seconds:.2f} | {item.processor:.2f} | {item.megabytes:.0f} "
        f"| {item.processor / parse.processor:.2f} | {item.processor / black.processor:.2f} |"
        for item in measured
    ]
    head = [
        "| program | seconds | processor | peak MB | × libcst parse | × black --check |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows])


def report(project: Path, options: argparse.Namespace, scratch: Path, *, distinct: bool) -> str:
    """Build one of the projects and measure everything on it."""
    cogs = build_project(project, options.lines, distinct=distinct)
    python, runs = sys.executable, options.runs
    parse = measure("libcst parses the candidates", [python, "-c", PARSE, *cogs], runs, scratch)
    # one worker, as the goal compares one job; exit code 1 means that it would reformat something
    black_command: list[str | Path] = [python, "-m", "black", "--check", "--quiet", "--workers", "1", project]
    black = measure("black --check", black_command, runs, scratch, expected=(0, 1))
    diff = [python, "-m", "codemod", "diff", "--quiet", project]
    one = measure("alchemod diff --jobs 1", [*diff, "--jobs", "1"], runs, scratch)
    all_cores = measure("alchemod diff", diff, runs, scratch)
    total = sum(path.read_text().count("\n") for path in project.rglob("*.py"))
    title = f"{'Distinct' if distinct else 'Equal'} statements: {total} lines, {len(cogs)} files with call sites"
    return f"{title}, best of {runs}\n\n{as_table([parse, black, one, all_cores], parse=parse, black=black)}\n"


def main() -> None:
    """Build the projects, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        for name in ("equal", "distinct"):
            print(report(Path(temporary) / name, options, Path(temporary), distinct=name == "distinct"), flush=True)


if __name__ == "__main__":
    main()
