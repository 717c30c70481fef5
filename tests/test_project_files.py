from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from codemod.files.project_files import ProjectFiles
from codemod.source import SourceError, SourceFile, parse_source, read_source

A, B, BROKEN = PurePosixPath("a.py"), PurePosixPath("b.py"), PurePosixPath("broken.py")


@pytest.fixture
def read(tmp_path: Path) -> list[PurePosixPath]:
    """Paths that were read so far, in order."""
    (tmp_path / A).write_text("a = 1\n")
    (tmp_path / B).write_text("b = 1\n")
    (tmp_path / BROKEN).write_text("def (\n")
    return []


@pytest.fixture
def files(tmp_path: Path, read: list[PurePosixPath]) -> ProjectFiles:
    def reader(root: Path, path: PurePosixPath) -> SourceFile:
        read.append(path)
        return read_source(root, path)

    return ProjectFiles(tmp_path, (A, B, BROKEN), reader)


def test_a_file_is_read_and_parsed_once(files: ProjectFiles, read: list[PurePosixPath]) -> None:
    module = files.module(A)
    assert files.text(A) == files.source(A).text == "a = 1\n"
    assert files.module(A) is module
    assert files.holds(module)
    assert read == [A]


def test_what_is_wrong_with_a_file_is_said_every_time(files: ProjectFiles, read: list[PurePosixPath]) -> None:
    missing = PurePosixPath("missing.py")
    for _ in range(2):
        with pytest.raises(SourceError, match="syntax error"):
            files.module(BROKEN)
        with pytest.raises(SourceError, match="can't be read"):
            files.source(missing)
    assert files.text(missing) == ""
    assert read == [BROKEN, missing]


def test_a_newer_text_of_one_file_leaves_the_others_parsed(files: ProjectFiles) -> None:
    before = files.module(A), files.module(B)
    newer = parse_source(replace(files.source(A), text="a = 2\n"))
    changed = files.with_module(newer)
    assert (changed.module(A), changed.module(B)) == (newer, before[1])
    assert changed.text(A) == "a = 2\n"
    assert not files.holds(newer)
    assert files.module(A) is before[0]


def test_another_process_gets_no_trees(tmp_path: Path) -> None:
    files = ProjectFiles(tmp_path, (A,))
    (tmp_path / A).write_text("a = 1\n" * 1000)
    files.module(A)
    sent = pickle.dumps(files)
    assert len(sent) < 1000
    assert A in pickle.loads(sent)
    assert B not in pickle.loads(sent)
