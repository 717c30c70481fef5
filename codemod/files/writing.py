"""Writes new file contents so that a file is at every moment either the old one or the new one."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from codemod.report import FileError, FileResult

if TYPE_CHECKING:
    from codemod.source import SourceFile


class WriteError(Exception):
    """A file was left as it was; ``str()`` is the reason in one line without the path."""


def write_all(root: Path, results: Iterable[FileResult]) -> Iterator[FileResult | FileError]:
    """Write every changed file, one after the other, new ones first: the others may import them.

    A file that fails does not stop the others, but for those that only fit it as it would become: of files with
    edits for each other's call sites, all are written or none, also when Ctrl-C comes between them.

    Args:
        root: project root that the paths of the results are relative to.
        results: files of a report; those without changes are passed over.

    Yields:
        Each result once its file is written, or why it was left as it was.
    """
    changed = [result for result in results if result.before is not None and result.after is not None]
    ordered = sorted(changed, key=lambda result: (not result.created, not result.is_bound))
    obstacles = _obstacles(root, ordered)
    for is_bound, together in groupby(ordered, key=lambda result: result.is_bound):
        for part in [[*together]] if is_bound else ([result] for result in together):
            with _interrupts_held():
                for result in part:
                    yield _written(root, result, obstacles)


def _written(root: Path, result: FileResult, obstacles: Mapping[PurePosixPath, str]) -> FileResult | FileError:
    assert result.before is not None
    assert result.after is not None
    if obstacles and result.is_bound:
        first = next(iter(obstacles))
        return FileError(result.path.as_posix(), obstacles.get(result.path, f"goes together with {first}"))
    try:
        if result.created:
            create_file(root / result.path, result.before.encode(result.after))
        else:
            write_file(root / result.path, result.before, result.after)
    except WriteError as error:
        return FileError(result.path.as_posix(), str(error))
    return result


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits for the end of the block: of files that fit only together it would leave some."""
    if threading.current_thread() is not threading.main_thread():
        yield  # no signal arrives here
        return
    came: list[int] = []
    usual = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if usual is None else usual)
    if came:
        signal.raise_signal(signal.SIGINT)


def _obstacles(root: Path, results: Sequence[FileResult]) -> dict[PurePosixPath, str]:
    """Why files that are edited together with others can't be written."""
    found = {}
    for result in results:
        if result.is_bound and not result.created and result.before is not None and result.after is not None:
            try:
                _replacement(root / result.path, result.before, result.after)
            except WriteError as error:
                found[result.path] = str(error)
    return found


def write_file(path: Path, before: SourceFile, after: str) -> None:
    """Replace the text of one file, in the encoding it has.

    Raises:
        WriteError: the file changed since it was read, its encoding can't hold the new text, or
            the system does not let it be written. The file is as it was.
    """
    target, data = _replacement(path, before, after)
    try:
        replace_bytes(target, data)
    except OSError as error:
        raise WriteError(f"can't be written ({error.strerror or error})") from error


def _replacement(path: Path, before: SourceFile, after: str) -> tuple[str, bytes]:
    """The file behind a path, and its new bytes.

    Raises:
        WriteError: as of :func:`write_file`.
    """
    try:
        data = before.encode(after)
    except UnicodeEncodeError as error:
        character = error.object[error.start : error.end]
        raise WriteError(f"its encoding {before.encoding} can't hold {character!a}") from error
    try:
        target = os.path.realpath(path, strict=True)
        if Path(target).read_bytes() != before.encode(before.text):
            raise WriteError("changed while alchemod was working; run it again")
        _check_writable(target)
    except OSError as error:
        raise WriteError(f"can't be written ({error.strerror or error})") from error
    return target, data


def _check_writable(target: str) -> None:
    if not os.access(target, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise PermissionError(0, "it is write-protected")


def create_file(path: Path, data: bytes) -> None:
    """Write a file that isn't there yet, and the folders above it; it is there whole or not at all.

    Raises:
        WriteError: there is one already, or the system does not let it be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".alchemod", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                if os.name == "posix":
                    os.fchmod(file.fileno(), 0o666 & ~_umask())
                file.flush()
                os.fsync(file.fileno())
            os.link(temporary, path)  # unlike a rename, this fails where a file appeared meanwhile
        finally:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        _sync_folder(str(path.parent))
    except FileExistsError as error:
        raise WriteError("appeared while alchemod was working; run it again") from error
    except OSError as error:
        raise WriteError(f"can't be written ({error.strerror or error})") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def replace_bytes(target: str, data: bytes) -> None:
    """Put ``data`` in the place of an existing regular file; mode and ownership stay.

    The data goes to a temporary file of the same folder, which takes the file's name only once
    it is on the disk.

    Raises:
        OSError: the file is as it was, and no temporary file is left.
    """
    _check_writable(target)
    status = os.stat(target)
    folder, name = os.path.split(target)
    descriptor, temporary = tempfile.mkstemp(prefix=f".{name}.", suffix=".alchemod", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            _take_over_identity(file.fileno(), status)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:  # Ctrl-C between the steps leaves no temporary file either
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    _sync_folder(folder)


def _take_over_identity(descriptor: int, status: os.stat_result) -> None:
    if os.name != "posix":
        return
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        os.fchown(descriptor, status.st_uid, status.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(status.st_mode))  # after the owner: chown clears set-id bits


def _sync_folder(folder: str) -> None:
    """Make the new name survive a power cut, where folders can be synced."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
