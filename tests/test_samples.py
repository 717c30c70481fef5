"""Every sample, replayed: the migrated tree and the report are goldens."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from migration import complaints, migrated_tree, run, tree, write_tree

from codemod.reporting.as_json import report_as_json

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(path.parent for path in (ROOT / "samples").glob("*/before"))

pytestmark = pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)


def test_the_migrated_tree_is_the_golden_one(sample: Path, update_goldens: bool) -> None:
    migrated = migrated_tree(sample / "before", run(sample / "before"))
    after = sample / "after"
    if update_goldens:
        shutil.rmtree(after, ignore_errors=True)
        write_tree(after, migrated)
    golden = tree(after)
    assert migrated.keys() == golden.keys()
    for name, data in migrated.items():
        assert data.decode() == golden[name].decode(), name


def test_the_report_is_the_golden_one(sample: Path, update_goldens: bool) -> None:
    text = report_as_json(run(sample / "before"))
    if update_goldens:
        (sample / "report.json").write_text(text)
    assert text == (sample / "report.json").read_text()


def test_the_report_follows_the_schema(sample: Path) -> None:
    schema = json.loads((ROOT / "docs" / "report-schema.json").read_text())
    jsonschema.validate(json.loads((sample / "report.json").read_text()), schema)


def test_a_second_run_changes_nothing(sample: Path) -> None:
    report = run(sample / "after")
    assert [change.path for change in report.changes] == []
    assert report.summary.rewritten == 0


def test_what_was_refused_is_still_there_in_the_second_run(sample: Path) -> None:
    first, second = run(sample / "before"), run(sample / "after")
    assert [(site.file, site.sql, site.code) for site in second.sites] == [
        (site.file, site.sql, site.code) for site in first.sites if site.outcome != "rewritten"
    ]


def test_processes_give_the_same_report(sample: Path) -> None:
    assert report_as_json(run(sample / "before", jobs=3)) == report_as_json(run(sample / "before"))


def test_the_migrated_files_compile(sample: Path) -> None:
    for path in (sample / "after").rglob("*.py"):
        compile(path.read_bytes(), path, "exec", dont_inherit=True)


def test_nothing_that_ruff_complains_about_is_new(sample: Path) -> None:
    assert complaints(sample / "after") <= complaints(sample / "before")
