"""Connections that go through several files: all of these files follow, or none does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from codemod.report import FileResult
from codemod.rewriting.connections.shared_session import JourneyPart
from codemod.rewriting.errors.caller_handlers import Orders

#: The results of a run by file.
Results = dict[PurePosixPath, FileResult]

#: Converts some files under some orders.
Convert = Callable[[Sequence[PurePosixPath], Orders], Iterable[FileResult]]


def settle_journeys(orders: Orders, results: Results, convert: Convert) -> tuple[Orders, Results]:
    """Convert again until every connection is converted in all of its files or in none of them.

    Each file converts its part as if the others could; whoever can't stops the connection for all.

    Args:
        orders: what the files were converted under.
        results: their results.
        convert: converts some of them again.
    """
    while True:
        wanted = _missing(results) - orders.journeys
        stopped = dict(orders.stopped) | _failed(results, orders)
        if not wanted and len(stopped) == len(orders.stopped):
            return orders, results
        fresh = stopped.keys() - dict(orders.stopped).keys()
        paths = {path for path, _ in wanted} | {path for key in fresh for path in _paths(results, key)}
        orders = replace(orders, journeys=orders.journeys | wanted, stopped=tuple(sorted(stopped.items())))
        results = results | {result.path: result for result in convert(sorted(paths), orders)}


def is_settled(results: Mapping[PurePosixPath, FileResult], orders: Orders) -> bool:
    """Whether no connection is converted in some of its files only."""
    return not _failed(results, orders)


def _parts(results: Mapping[PurePosixPath, FileResult]) -> dict[str, dict[PurePosixPath, JourneyPart]]:
    found: dict[str, dict[PurePosixPath, JourneyPart]] = {}
    for path, result in results.items():
        for part in result.journeys:
            found.setdefault(part.key, {})[path] = part
    return found


def _missing(results: Mapping[PurePosixPath, FileResult]) -> frozenset[tuple[PurePosixPath, str]]:
    """Files that have to take part in a connection that all the others could follow."""
    return frozenset(
        (PurePosixPath(path), key)
        for key, parts in _parts(results).items()
        if all(part.problem is None for part in parts.values())
        for path in next(iter(parts.values())).paths
        if PurePosixPath(path) not in parts
    )


def _failed(results: Mapping[PurePosixPath, FileResult], orders: Orders) -> dict[str, str]:
    """Connections that some file can't follow although another has, with the reason."""
    found: dict[str, str] = {}
    for key, parts in _parts(results).items():
        problem = next((part.problem for part in parts.values() if part.problem is not None), None)
        asked = {path for path, other in orders.journeys if other == key}
        if problem is None and asked - parts.keys():
            problem = f"the connection can't be followed to {min(asked - parts.keys())}"
        if problem is not None and any(part.problem is None for part in parts.values()):
            found[key] = problem
    return found


def _paths(results: Mapping[PurePosixPath, FileResult], key: str) -> list[PurePosixPath]:
    return [path for path, result in results.items() if any(part.key == key for part in result.journeys)]
