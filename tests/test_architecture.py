"""What may import what, and how long a file may be."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 300
PACKAGES = ("codemod", "transforms")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

#: The one module that loads the rewrites, by name.
LOADER = "codemod/registry.py"

STAGES = (
    "syntax",
    "discovery",
    "resolution",
    "schema",
    "mapping",
    "lowering",
    "verification",
    "rewriting",
    "reporting",
)

#: Modules of data classes, which are what the stages hand to each other.
DATA = ("codemod.mapping.models.", "codemod.lowering.lowered.")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> set[str]:
    """Full names of the modules (or names in modules) that a file imports from this repository."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: relative import"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {name for name in found if name.split(".")[0] in PACKAGES}


def test_there_is_something_to_look_at() -> None:
    assert len(FILES) > 20


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_is_not_too_long(path: Path) -> None:
    lines = path.read_text().count("\n")
    assert lines <= LONGEST_FILE


@pytest.mark.parametrize("path", [path for path in FILES if path.is_relative_to(ROOT / "codemod")], ids=name_of)
def test_the_engine_knows_no_rewrite(path: Path) -> None:
    if name_of(path) != LOADER:
        assert {name for name in imports(path) if name.startswith("transforms")} == set()


@pytest.mark.parametrize("path", [path for path in FILES if path.is_relative_to(ROOT / "transforms")], ids=name_of)
def test_rewrites_use_public_names_of_the_engine(path: Path) -> None:
    assert {name for name in imports(path) if any(part.startswith("_") for part in name.split("."))} == set()


@pytest.mark.parametrize("path", sorted((ROOT / "codemod" / "verification").rglob("*.py")), ids=name_of)
def test_verification_shares_no_code_with_the_lowering(path: Path) -> None:
    forbidden = ("codemod.lowering.lower.", "codemod.registry", "transforms")
    assert {name for name in imports(path) if f"{name}.".startswith(forbidden)} == set()


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_reaches_into_a_later_one(stage: str) -> None:
    later = tuple(f"codemod.{name}." for name in STAGES[STAGES.index(stage) + 1 :])
    reached = {
        name
        for path in (ROOT / "codemod" / stage).rglob("*.py")
        for name in imports(path)
        if f"{name}.".startswith(later) and not name.startswith(DATA)
    }
    assert reached == set()


def test_a_module_is_named_after_its_job() -> None:
    vague = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "base"}
    assert [name_of(path) for path in FILES if path.stem in vague] == []
