"""What a run makes of a whole project."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from codemod.config import load_config
from codemod.files.project import all_files
from codemod.pipeline import run_project
from codemod.report import Report


def run(project: Path, **settings: object) -> Report:
    """The report over every file of a project; settings are keys of its configuration."""
    config = load_config(project, {"jobs": 1, **settings})
    return run_project(config, all_files(config))


def tree(project: Path) -> dict[str, bytes]:
    """The files of a project by path."""
    return {
        path.relative_to(project).as_posix(): path.read_bytes()
        for path in sorted(project.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def migrated_tree(project: Path, report: Report) -> dict[str, bytes]:
    """The files of a project as the run would leave them."""
    files = tree(project)
    for change in report.changes:
        assert change.before is not None
        assert change.after is not None
        files[change.path.as_posix()] = change.before.encode(change.after)
    return files


def write_tree(folder: Path, files: dict[str, bytes]) -> None:
    """Make a project of files by path."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def complaints(project: Path) -> set[tuple[str, str]]:
    """What ruff finds wrong with names (F) and the order of imports (I), as pairs of file and rule."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--target-version", "py311"]
    command += ["--select", "F,I", "--line-length", "100", "--output-format", "json", "."]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return {(Path(item["filename"]).name, item["code"]) for item in json.loads(done.stdout)}
