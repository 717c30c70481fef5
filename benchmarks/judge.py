"""How many rewrites a second a real PostgreSQL judges, and what its start and the schema cost beside that.

    python benchmarks/judge.py [--runs 3]

The statements are those of the sample bot, each judged anew in every round.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
SAMPLE: Final = ROOT / "samples" / "discord_bot" / "before"
ROUNDS: Final = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    sys.path.insert(0, str(ROOT))
    from codemod.config import load_config
    from codemod.files.project import all_files, select_files
    from codemod.judging.court import Court
    from codemod.mapping.registry import build_registry
    from codemod.pipeline import run_project

    config = load_config(SAMPLE)
    report = run_project(config, select_files(config, ()).files)
    questions = {question for file in report.files for question in file.questions.values()}
    best: tuple[float, float] | None = None
    for _ in range(runs):
        started = time.perf_counter()
        with Court(config, lambda: build_registry(SAMPLE, all_files(config), config)) as court:
            ready = time.perf_counter()
            for _ in range(ROUNDS):
                court.forget()
                for question in questions:
                    court.verdict(question)
            judged = time.perf_counter()
        best = min(best or (1e9, 1e9), ((judged - ready) / ROUNDS, ready - started))
    assert best is not None, "there is at least one run"
    judging, starting = best
    share = starting / (starting + judging)
    print(f"{len(questions)} statements: {len(questions) / judging:.0f} a second, {judging:.2f} s in all")
    print(f"start of the server and the schema: {starting:.2f} s, {share:.0%} of a run over them")


if __name__ == "__main__":
    main()
