import os
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from ordinary_user import ordinary_user

from codemod.files import writing
from codemod.files.writing import WriteError, write_all, write_file
from codemod.report import FileError, FileResult
from codemod.source import SourceFile, read_source


def planted(root: Path, name: str = "a.py", data: bytes = b"old = 1\n") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def write(path: Path, after: str) -> None:
    write_file(path, read_source(path.parent, PurePosixPath(path.name)), after)


def result(root: Path, name: str, after: str | None) -> FileResult:
    return FileResult(PurePosixPath(name), read_source(root, PurePosixPath(name)), after, sites=(), error=None)


# -- new files


def created(name: str, text: str) -> FileResult:
    return FileResult(
        PurePosixPath(name), SourceFile(PurePosixPath(name), ""), text, sites=(), error=None, created=True
    )


def test_a_new_file_is_written_with_its_folder(tmp_path: Path) -> None:
    planted(tmp_path)
    outcomes = list(write_all(tmp_path, [result(tmp_path, "a.py", "new = 1\n"), created("b/c.py", "é = 1\n")]))
    assert [item.path.as_posix() for item in outcomes if isinstance(item, FileResult)] == ["b/c.py", "a.py"]
    assert (tmp_path / "b" / "c.py").read_bytes() == "é = 1\n".encode()
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["c.py"]


def test_a_file_that_appeared_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = planted(tmp_path)
    (error,) = write_all(tmp_path, [created("a.py", "new = 1\n")])
    assert error == FileError("a.py", "appeared while alchemod was working; run it again")
    assert path.read_bytes() == b"old = 1\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.py"]


# -- what is written


@pytest.mark.parametrize(
    ("before", "after", "written"),
    [
        (b"old\n", "new\n", b"new\n"),
        (b"old", "new", b"new"),
        (b"old\r\nx\r\n", "new\r\nx\r\n", b"new\r\nx\r\n"),
        (b"\xef\xbb\xbfold\n", "new é\n", b"\xef\xbb\xbfnew \xc3\xa9\n"),
        (b"# coding: latin-1\nx = '\xe9'\n", "# coding: latin-1\ny = 'é'\n", b"# coding: latin-1\ny = '\xe9'\n"),
        (b"mixed\r\nends\nx\r", "mixed\r\nendings\nx\r", b"mixed\r\nendings\nx\r"),
    ],
)
def test_bytes(tmp_path: Path, before: bytes, after: str, written: bytes) -> None:
    path = planted(tmp_path, data=before)
    write(path, after)
    assert path.read_bytes() == written
    assert os.listdir(tmp_path) == ["a.py"]


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o664, 0o777])
def test_mode_is_kept(tmp_path: Path, mode: int) -> None:
    path = planted(tmp_path)
    path.chmod(mode)
    write(path, "new\n")
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_owner_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = planted(tmp_path)
    foreign = os.stat_result((0o100644, 0, 0, 1, 4321, 8765, 0, 0, 0, 0))
    given: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "fchown", lambda _descriptor, user, group: given.append((user, group)))
    descriptor = os.open(path, os.O_RDWR)
    writing._take_over_identity(descriptor, foreign)
    os.close(descriptor)
    assert given == [(4321, 8765)]


def test_symbolic_link_is_followed_not_replaced(tmp_path: Path) -> None:
    target = planted(tmp_path, "real/a.py")
    link = tmp_path / "link.py"
    link.symlink_to("real/a.py")
    write(link, "new\n")
    assert link.is_symlink()
    assert target.read_bytes() == b"new\n"
    assert os.listdir(target.parent) == ["a.py"]


def test_each_file_is_told_of(tmp_path: Path) -> None:
    names = ("a.py", "b.py", "c.py")
    for name in names:
        planted(tmp_path, name)
    results = [result(tmp_path, "a.py", "new\n"), result(tmp_path, "b.py", None), result(tmp_path, "c.py", "new\n")]
    assert list(write_all(tmp_path, results)) == [results[0], results[2]]
    assert [(tmp_path / name).read_text() for name in names] == ["new\n", "old = 1\n", "new\n"]


# -- Ctrl-C

#: How many of three files are written when Ctrl-C comes with the first: files that fit alone, and only together.
INTERRUPTED = [(False, 1), (True, 3)]


@pytest.mark.parametrize(("together", "count"), INTERRUPTED, ids=["each alone", "only together"])
def test_an_interrupt_waits_for_the_files_that_fit_only_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, together: bool, count: int
) -> None:
    names = ("a.py", "b.py", "c.py")
    for name in names:
        planted(tmp_path, name)
    results = [
        replace(result(tmp_path, name, "new\n"), handling=frozenset({"f"} if together else ())) for name in names
    ]
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    whole = writing.replace_bytes

    def interrupted(target: str, data: bytes) -> None:
        signal.raise_signal(signal.SIGINT)
        whole(target, data)

    monkeypatch.setattr(writing, "replace_bytes", interrupted)
    told: list[object] = []
    try:
        with pytest.raises(KeyboardInterrupt):
            told.extend(write_all(tmp_path, results))
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, usual)
    assert [(tmp_path / name).read_text() for name in names] == ["new\n"] * count + ["old = 1\n"] * (3 - count)
    assert told == results[:count]


# -- what is left alone


def test_encoding_that_can_not_hold_the_text(tmp_path: Path) -> None:
    path = planted(tmp_path, data=b"# coding: latin-1\nx = '\xe9'\n")
    with pytest.raises(WriteError, match=r"^its encoding iso-8859-1 can't hold '\\u20ac'$"):
        write(path, "# coding: latin-1\nx = '€'\n")
    assert path.read_bytes() == b"# coding: latin-1\nx = '\xe9'\n"


def test_file_that_changed_meanwhile(tmp_path: Path) -> None:
    path = planted(tmp_path)
    source = read_source(tmp_path, PurePosixPath("a.py"))
    path.write_bytes(b"edited = 1\n")
    with pytest.raises(WriteError, match="changed while alchemod was working"):
        write_file(path, source, "new\n")
    assert path.read_bytes() == b"edited = 1\n"


def test_file_that_went_away(tmp_path: Path) -> None:
    path = planted(tmp_path)
    source = read_source(tmp_path, PurePosixPath("a.py"))
    path.unlink()
    with pytest.raises(WriteError, match=r"^can't be written \(No such file or directory\)$"):
        write_file(path, source, "new\n")
    assert os.listdir(tmp_path) == []


def test_read_only_folder_does_not_stop_the_others() -> None:
    with ordinary_user() as root:
        locked, free = planted(root, "locked/a.py"), planted(root, "free/b.py")
        locked.parent.chmod(0o500)
        results = [result(root, "locked/a.py", "new\n"), result(root, "free/b.py", "new\n")]
        outcome = list(write_all(root, results))
        assert outcome == [FileError("locked/a.py", "can't be written (Permission denied)"), results[1]]
        assert (locked.read_bytes(), free.read_bytes()) == (b"old = 1\n", b"new\n")
        assert os.listdir(locked.parent) == ["a.py"]


def test_write_protected_file_is_respected() -> None:
    with ordinary_user() as root:
        path = planted(root)
        path.chmod(0o444)
        with pytest.raises(WriteError, match=r"^can't be written \(it is write-protected\)$"):
            write(path, "new\n")
        assert path.read_bytes() == b"old = 1\n"


@pytest.mark.parametrize("step", ["fsync", "replace", "fchmod"])
@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_failure_at_any_step_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, failure: BaseException
) -> None:
    path = planted(tmp_path)

    def fail(*_: object) -> None:
        raise failure

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fail)
        with pytest.raises((WriteError, KeyboardInterrupt)):
            write(path, "new\n")
    assert path.read_bytes() == b"old = 1\n"
    assert os.listdir(tmp_path) == ["a.py"]


def test_owner_that_can_not_be_kept_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = planted(tmp_path)
    own = os.stat(path)

    def as_foreign(target: str) -> os.stat_result:
        assert target == str(path)
        return os.stat_result((own.st_mode, 0, 0, 1, own.st_uid + 1, own.st_gid, 0, 0, 0, 0))

    def forbid(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    with monkeypatch.context() as patch:
        patch.setattr(writing.os, "stat", as_foreign)
        patch.setattr(writing.os, "fchown", forbid)
        with pytest.raises(PermissionError):
            writing.replace_bytes(str(path), b"new\n")
    assert path.read_bytes() == b"old = 1\n"
    assert os.listdir(tmp_path) == ["a.py"]


KILLED = """
import os, signal, sys
from pathlib import Path
from codemod.files import writing
real = os.replace
def replace(source, target):
    os.kill(os.getpid(), signal.SIGKILL) if sys.argv[2] == "before" else None
    real(source, target)
    os.kill(os.getpid(), signal.SIGKILL)
os.replace = replace
writing.replace_bytes(sys.argv[1], b"new = 1\\n" * 100_000)
"""


@pytest.mark.parametrize(("moment", "content"), [("before", b"old = 1\n"), ("after", b"new = 1\n" * 100_000)])
def test_killed_process_leaves_the_old_or_the_new_file(tmp_path: Path, moment: str, content: bytes) -> None:
    path = planted(tmp_path)
    assert subprocess.run([sys.executable, "-c", KILLED, str(path), moment], check=False).returncode == -9
    assert path.read_bytes() == content
    assert [name for name in os.listdir(tmp_path) if name.endswith(".py")] == ["a.py"]
