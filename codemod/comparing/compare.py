"""Pairs the raw calls of an earlier revision with the statements of the working tree, and compares each pair."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from codemod.comparing.pairing import RawStatement, compare
from codemod.comparing.revisions import Revision
from codemod.comparing.written import WrittenStatement, written_statements
from codemod.converting.sent_texts import facts_of_arguments
from codemod.discovery.call_sites import CallSite, could_hold_sites, find_call_sites
from codemod.files.project_files import ProjectFiles
from codemod.judging.court import Court
from codemod.judging.question import Verdict
from codemod.mapping.modules import Module, read_module
from codemod.outcome import Refusal
from codemod.project_context import ProjectContext
from codemod.resolution.constants import ConstantResolver
from codemod.resolution.query_text import resolve_query_text
from codemod.resolution.statement import parse_statement
from codemod.source import SourceError, parse_source, read_source

_RANK: Final = {"proved": 0, "proved with stand-ins": 1, "differs": 2, "not checked": 3}


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of one raw call.

    Attributes:
        path: file of the raw call in the earlier revision; ``line`` and ``function`` likewise.
        found: path and line of the statement it was compared with; None where there is none.
    """

    path: str
    line: int
    function: str
    sql: str
    verdict: Verdict
    found: tuple[str, int] | None


@dataclass(slots=True, eq=False)
class Comparison:
    """Compares a project with an earlier revision of itself."""

    context: ProjectContext
    revision: Revision
    court: Court | None
    _written: dict[PurePosixPath, tuple[Module, list[WrittenStatement]] | None] = field(default_factory=dict)

    def results(self, files: Sequence[PurePosixPath]) -> list[Compared]:
        """Every raw call that is no longer there, in the files given and in those that are gone.

        Args:
            files: files of the working tree, relative to the root.
        """
        wanted, root = set(files), self.context.config.root
        paths = [path for path in self.revision.changed() if path in wanted or not (root / path).exists()]
        return [item for path in paths for item in self._in_file(path)]

    def _in_file(self, path: PurePosixPath) -> list[Compared]:
        config = self.context.config
        try:
            source = self.revision.read(config.root, path)
            if not could_hold_sites(source.text.encode(errors="replace"), config):
                return []
            module = parse_source(source)
        except SourceError:
            return []  # it was no Python then
        constants = ConstantResolver(ProjectFiles(config.root, self.context.files.paths, self.revision.read))
        still = self._raw_texts(path)
        gone: dict[str, list[tuple[CallSite, str]]] = {}
        for site in find_call_sites(module, config):
            try:
                sql = resolve_query_text(site, constants).text
            except Refusal:
                continue
            if not site.in_wrapper_body and (site.function, sql) not in still:
                gone.setdefault(site.function, []).append((site, sql))
        found = [item for function, sites in gone.items() for item in self._in_function(path, function, sites)]
        return sorted(found, key=lambda item: item.line)

    def _raw_texts(self, path: PurePosixPath) -> set[tuple[str, str]]:
        """Function and SQL of the raw calls that the working tree still has."""
        config = self.context.config
        try:
            module = parse_source(read_source(config.root, path))
        except SourceError:
            return set()
        found = set()
        constants = self.context.constants()
        for site in find_call_sites(module, config):
            try:
                found.add((site.function, resolve_query_text(site, constants).text))
            except Refusal:
                continue
        return found

    def _in_function(
        self, path: PurePosixPath, function: str, sites: Sequence[tuple[CallSite, str]]
    ) -> Iterator[Compared]:
        """The raw calls of one function: a statement that is proved to be one of them stands for no other."""
        here = self._statements(path)
        left = [item for item in here[1] if item.function == function] if here is not None else []
        open_: list[tuple[CallSite, str, RawStatement]] = []
        for site, sql in sites:
            raw = self._raw(site, sql)
            if isinstance(raw, str):
                yield _result(site, sql, Verdict("not checked", raw))
                continue
            verdict, item = self._best(raw, left, path)
            if item is not None and verdict.judgement.startswith("proved"):
                left.remove(item)
                yield _result(site, sql, verdict, (path.as_posix(), item.line))
            else:
                open_.append((site, sql, raw))
        for site, sql, raw in open_:
            moved = self._moved(raw, path, function)
            if moved is not None:
                yield _result(site, sql, *moved)
                continue
            verdict, item = self._best(raw, left, path)
            if item is not None and verdict.judgement == "differs":
                left.remove(item)
            yield _result(site, sql, verdict, (path.as_posix(), item.line) if item is not None else None)

    def _raw(self, site: CallSite, sql: str) -> RawStatement | str:
        """The raw call, or why it can't be compared."""
        try:
            statement = parse_statement(sql)
        except Refusal as refusal:
            return refusal.message
        if site.star_argument is not None or site.runs.many:
            return "the bound arguments can't be told apart"
        # in parentheses: an argument may go over several lines
        trees = (ast.parse(f"({site.module.text_of(item)}\n)", mode="eval") for item in site.arguments)
        try:
            arguments = tuple(map(ast.unparse, trees))
        except SyntaxError:
            return "an argument is of a newer Python than alchemod runs on"
        if len(arguments) != statement.parameter_count:
            return "the call bound another number of arguments"
        return RawStatement(statement, site.runs, arguments, facts_of_arguments(site, statement, self.context.config))

    def _best(
        self, raw: RawStatement, items: Sequence[WrittenStatement], path: PurePosixPath
    ) -> tuple[Verdict, WrittenStatement | None]:
        """The best verdict over the statements of a function, and the statement it is about."""
        verdicts = [(self._pair(raw, item, path), item) for item in items]
        nothing = Verdict("not checked", "no statement was found that does this"), None
        return min(verdicts, key=lambda pair: _RANK[pair[0].judgement], default=nothing)

    def _moved(self, raw: RawStatement, path: PurePosixPath, function: str) -> tuple[Verdict, tuple[str, int]] | None:
        """A statement of another function that is proved to be the raw one; a different one there proves nothing."""
        for other in self.context.files.paths:
            found = self._statements(other)
            for item in found[1] if found is not None else ():
                if (other, item.function) == (path, function):
                    continue
                verdict = compare(raw, item, found[0], self.context.registry, None) if found is not None else None
                if verdict is not None and verdict.judgement == "proved":
                    return verdict, (other.as_posix(), item.line)
        return None

    def _pair(self, raw: RawStatement, item: WrittenStatement, path: PurePosixPath) -> Verdict:
        found = self._statements(path)
        assert found is not None, "the statement is from there"
        return compare(raw, item, found[0], self.context.registry, self.court)

    def _statements(self, path: PurePosixPath) -> tuple[Module, list[WrittenStatement]] | None:
        """The statements of a file of the working tree; None where it can't be read."""
        if path not in self._written:
            try:
                source = read_source(self.context.config.root, path)
                if "sqlalchemy" not in source.text:
                    raise SourceError("has nothing to compare with")
                tree = ast.parse(source.text)
                self._written[path] = read_module(source, path.stem), list(written_statements(tree))
            except (SourceError, SyntaxError, ValueError):
                self._written[path] = None
        return self._written[path]


def _result(site: CallSite, sql: str, verdict: Verdict, found: tuple[str, int] | None = None) -> Compared:
    line, _ = site.module.line_column(site.offset)
    return Compared(site.module.source.path.as_posix(), line, site.function, sql, verdict, found)
