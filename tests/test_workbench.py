"""What is kept from one site to the next is only ever given to its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from codemod.config import Config
from codemod.converting.workbench import Workbench
from codemod.files.project import all_files
from codemod.project_context import load_context

HERE = Path(__file__).parent / "cases" / "_project"


def test_a_statement_that_is_gone_leaves_its_proof_to_no_other(tmp_path: Path) -> None:
    """A consumer asks for the proof of a changed copy, which nobody else keeps; ids of what is gone come again."""
    for path in HERE.glob("*.py"):
        (tmp_path / path.name).write_text(path.read_text())
    config = Config(root=tmp_path)
    bench = Workbench(load_context(config, all_files(config)))
    for number in range(60):
        statement = bench.statement(f"SELECT title FROM links WHERE title = 'number {number}'")
        lowered = replace(bench.lower(statement, {}, "rows", many=False), notes=())
        assert f"number {number}'" in bench.prove(statement, lowered, {}).canonical_original
