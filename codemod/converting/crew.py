"""Crew: the processes that convert the files of one run."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from codemod.converting.file_converter import FileConverter
from codemod.discovery.call_sites import could_hold_sites
from codemod.interpreter import prepare
from codemod.project_context import ProjectContext
from codemod.report import FileResult
from codemod.repositories.book import RepositoryBook
from codemod.rewriting.errors.caller_handlers import Orders

#: Fewer candidate files than this are converted faster than a pool of processes starts.
_POOL_FROM = 6


@dataclass(slots=True, eq=False)
class Crew:
    """Converts files, as often as asked; each of its processes keeps what it has parsed and proven.

    Attributes:
        context: the project.
        book: the repositories of the run. They are one book, as equal statements of two files share a
            method: a run that has one is done in this process.
    """

    context: ProjectContext
    book: RepositoryBook | None = None
    _pool: ProcessPoolExecutor | None = None
    _own: FileConverter | None = None

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown()

    def convert(self, files: Sequence[PurePosixPath], orders: Orders) -> Iterator[FileResult]:
        """The result of each file, in no particular order.

        Args:
            files: what to convert.
            orders: what is asked besides.
        """
        candidates = [path for path in files if orders.asks_for(path) or self._is_candidate(path)]
        others = [path for path in files if path not in set(candidates)]
        jobs = min(self.context.config.jobs or os.cpu_count() or 1, len(candidates))
        if self.book is None and (self._pool is not None or (jobs > 1 and len(candidates) >= _POOL_FROM)):
            yield from (FileResult(path=path, before=None, after=None, sites=(), error=None) for path in others)
            yield from self._in_pool(jobs, candidates, orders)
            return
        if self._own is None:
            self._own = FileConverter(self.context, self.book)
        for path in (*candidates, *others):
            yield self._own.convert(path, orders)

    def _in_pool(self, jobs: int, files: Sequence[PurePosixPath], orders: Orders) -> Iterator[FileResult]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(self.context,))
        # the orders travel once with every chunk: several chunks for each process, as files differ in size
        chunk = max(1, len(files) // (jobs * 8))
        yield from self._pool.map(partial(_convert_in_worker, orders), files, chunksize=chunk)

    def _is_candidate(self, path: PurePosixPath) -> bool:
        try:
            return could_hold_sites((self.context.config.root / path).read_bytes(), self.context.config)
        except OSError:
            return True  # the conversion reports it


@dataclass(slots=True)
class _Worker:
    """The converter of this worker process, made once by the pool's initializer."""

    converter: FileConverter | None = None


_WORKER = _Worker()


def _start_worker(context: ProjectContext) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    prepare()
    _WORKER.converter = FileConverter(context)


def _convert_in_worker(orders: Orders, path: PurePosixPath) -> FileResult:
    assert _WORKER.converter is not None, "the pool's initializer has run"
    return _WORKER.converter.convert(path, orders)
