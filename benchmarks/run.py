"""How long ``alchemod diff`` takes on a large project, against parsing it and against black.

    python benchmarks/run.py [--lines 50000] [--runs 3]

The project is the sample bot with its cogs multiplied. The ratios say more than the seconds, which
belong to the machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
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
    megabytes: float


def build_project(folder: Path, lines: int) -> list[Path]:
    """Copy the sample, then its cogs under new names until there are enough lines; gives the cogs."""
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    cogs = sorted(path for path in (folder / "cogs").glob("*.py") if path.stat().st_size)
    texts = {path.stem: path.read_text() for path in cogs}
    total = sum(path.read_text().count("\n") for path in folder.rglob("*.py"))
    for number in count(1):
        for name, text in texts.items():
            if total >= lines:
                return cogs
            copy = folder / "cogs" / f"{name}_{number}.py"
            copy.write_text(text)
            cogs.append(copy)
            total += text.count("\n")
    raise AssertionError("count() ends only by the return above")


def measure(
    name: str, command: list[str | Path], runs: int, scratch: Path, *, expected: tuple[int, ...] = (0,)
) -> Measured:
    """The fastest of some runs, with the most memory that one process of any of them used."""
    seconds: list[float] = []
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
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in expected:
            raise SystemExit(f"{name} failed ({process.returncode}): {complaint.decode(errors='replace')[-2000:]}")
        # bytes on macOS, kilobytes elsewhere
        kilobytes.append(usage.ru_maxrss // 1024 if sys.platform == "darwin" else usage.ru_maxrss)
    return Measured(name, min(seconds), max(kilobytes) / 1024)


def as_table(measured: list[Measured], *, parse: Measured, black: Measured) -> str:
    """The measurements as a Markdown table, with ratios to the two references."""
    rows = [
        f"| {item.name} | {item.seconds:.2f} | {item.megabytes:.0f} "
        f"| {item.seconds / parse.seconds:.2f} | {item.seconds / black.seconds:.2f} |"
        for item in measured
    ]
    head = ["| program | seconds | peak MB | × libcst parse | × black --check |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows])


def main() -> None:
    """Build the project, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(temporary)
        project = scratch / "project"
        cogs = build_project(project, options.lines)
        python = sys.executable
        parse = measure("libcst parses the candidates", [python, "-c", PARSE, *cogs], options.runs, scratch)
        # one worker, as the goal compares one job; exit code 1 means that it would reformat something
        black_command: list[str | Path] = [python, "-m", "black", "--check", "--quiet", "--workers", "1", project]
        black = measure("black --check", black_command, options.runs, scratch, expected=(0, 1))
        diff = [python, "-m", "codemod", "diff", "--quiet", project]
        one = measure("alchemod diff --jobs 1", [*diff, "--jobs", "1"], options.runs, scratch)
        all_cores = measure("alchemod diff", diff, options.runs, scratch)
        total = sum(path.read_text().count("\n") for path in project.rglob("*.py"))
        print(f"{total} lines, {len(cogs)} files with call sites, best of {options.runs}\n")
        print(as_table([parse, black, one, all_cores], parse=parse, black=black))


if __name__ == "__main__":
    main()
