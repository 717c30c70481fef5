"""Survey: every raw-SQL call of a project with its parsed statement, and what they say of its tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import libcst as cst
from sqlglot import exp

from codemod.advising.advice import Advice, Evidence
from codemod.advising.indexes import Indexes, read_indexes
from codemod.converting.workbench import Workbench
from codemod.discovery.call_sites import CallSite, could_hold_sites, find_call_sites
from codemod.outcome import Refusal
from codemod.project_context import ProjectContext
from codemod.resolution.cardinality import at_most_one_row
from codemod.resolution.query_text import resolve_query_text
from codemod.source import SourceError, is_test


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """One call site whose statement can be read.

    Attributes:
        reads: tables that the statement reads, WITH queries left out.
        writes: the table it changes.
    """

    site: CallSite
    tree: exp.Expr
    reads: frozenset[str]
    writes: str | None

    @property
    def path(self) -> str:
        """Path of the file."""
        return self.site.module.source.path.as_posix()

    @property
    def line(self) -> int:
        """Line of the call."""
        return self.site.module.line_column(self.site.offset)[0]

    @property
    def table(self) -> str | None:
        """The one table of a statement without joins, where FROM names one."""
        source = self.tree.args.get("from_") if isinstance(self.tree, exp.Select) else None
        named = source.this if source is not None else self.tree.this if self.writes is not None else None
        if self.tree.args.get("joins") or (isinstance(self.tree, exp.Delete) and self.tree.args.get("using")):
            return None
        named = named.this if isinstance(named, exp.Schema) else named
        if not isinstance(named, exp.Table) or not isinstance(named.this, exp.Identifier):
            return None
        return named.name if named.name in self.reads or self.writes == named.name else None

    def evidence(self, text: str) -> Evidence:
        """This call as evidence for another."""
        return Evidence(self.path, self.line, text)

    def evidence_at(self, node: cst.CSTNode, text: str) -> Evidence:
        """A place of the same file as evidence."""
        module = self.site.module
        return Evidence(self.path, module.line_column(module.span(node)[0])[0], text)

    def advise(self, code: str, message: str, suggestion: str, evidence: Iterable[Evidence] = ()) -> Advice:
        """Advice on this call."""
        line, column = self.site.module.line_column(self.site.offset)
        return Advice(self.path, line, column, code, self.site.function, message, suggestion, tuple(evidence))


@dataclass(slots=True, eq=False)
class Survey:
    """What a project asks its database, outside of its tests."""

    context: ProjectContext
    queries: list[Query] = field(default_factory=list)
    _indexes: Indexes | None = None

    @property
    def indexes(self) -> Indexes:
        """The indexes that the project declares."""
        if self._indexes is None:
            self._indexes = read_indexes(self.context.registry, self._texts())
        return self._indexes

    def query_of(self, call: cst.CSTNode | None) -> Query | None:
        """The query that a call (or the ``await`` of it) runs."""
        return next((query for query in self.queries if call in (query.site.call, query.site.awaited)), None)

    def growth(self, table: str) -> list[Evidence]:
        """What shows that a table grows by itself: a listener adds rows to it."""
        for query in self.queries:
            event = event_of(query.site)
            if event is not None and isinstance(query.tree, exp.Insert) and query.writes == table:
                return [query.evidence(f"a row is added at every {event}")]
        return []

    def reads_one_row(self, query: Query) -> bool:
        """Whether a query gives one row at most, by its form or by a key."""
        if at_most_one_row(query.tree, self.context.registry):
            return True
        where = query.tree.args.get("where")
        equal = [item for item in where.find_all(exp.EQ) if isinstance(item.this, exp.Column)] if where else []
        plain = where is not None and where.find(exp.Or, exp.Not) is None
        return (
            plain and query.table is not None and self.indexes.has_key(query.table, [item.this.name for item in equal])
        )

    def _texts(self) -> Iterator[tuple[str, str]]:
        root = self.context.config.root
        skipped = {".git", ".venv", "venv", "node_modules", "site-packages"}
        scripts = (path.relative_to(root) for path in root.rglob("*.sql"))
        paths = [path for path in scripts if not skipped & set(path.parts)]
        for path in [*self.context.files.paths, *map(PurePosixPath, paths)]:
            try:
                yield path.as_posix(), (root / path).read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue  # the run reports it if it is among the files asked for


def survey_project(context: ProjectContext, files: Sequence[PurePosixPath]) -> Survey:
    """Read every call of a project that can be read.

    Args:
        context: the project.
        files: the files with the calls.
    """
    bench = Workbench(context)
    survey = Survey(context)
    for path in files:
        if is_test(path):
            continue
        try:
            if not could_hold_sites((context.config.root / path).read_bytes(), context.config):
                continue
            module = context.files.module(path)
        except (SourceError, OSError):
            continue  # check reports it
        for site in find_call_sites(module, context.config):
            query = None if site.in_wrapper_body else _query(site, bench)
            if query is not None:
                survey.queries.append(query)
    return survey


def _query(site: CallSite, bench: Workbench) -> Query | None:
    try:
        statement = bench.statement(resolve_query_text(site, bench.constants).text)
    except Refusal:
        return None
    tree = statement.tree
    own = {item.alias.lower() for item in tree.find_all(exp.CTE)}
    target = None
    if isinstance(tree, exp.Insert | exp.Update | exp.Delete):
        named = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
        target = named if isinstance(named, exp.Table) else None
    changing = tree.find(exp.Insert, exp.Update, exp.Delete) is not None
    if changing and target is None:
        return None  # a WITH query that changes something: nothing is said about it
    reads = {table.name for table in tree.find_all(exp.Table) if table is not target and table.name not in own}
    return Query(site, tree, frozenset(reads), target.name if target is not None else None)


#: A listener's decorator: ``@Cog.listener("on_message")``, ``@bot.event``.
_LISTENING = re.compile(r"\b(listener|event)\b")
_EVENT = re.compile(r"[\"'](on_\w+)[\"']")


def event_of(site: CallSite) -> str | None:
    """The event whose listener a call stands in."""
    node = site.scope.node
    if not isinstance(node, cst.FunctionDef) or node.name.value in _ONCE:
        return None
    texts = [site.module.text_of(item.decorator) for item in node.decorators]
    named = next((found[1] for text in texts if (found := _EVENT.search(text)) is not None), None)
    if named is not None or node.name.value.startswith("on_"):
        return named or node.name.value if any(map(_LISTENING.search, texts)) or not texts else None
    return None


#: Names of functions that run once, or seldom.
_ONCE = ("cog_load", "setup", "setup_hook", "main", "on_ready", "startup", "lifespan", "__init__", "<module>")
_LOADING = ("load_", "_load", "init_", "_init", "migrate", "import_", "export", "sync_", "backfill", "prepare_")


def runs_once(site: CallSite) -> bool:
    """Whether a function starts something, or moves data: it runs once or seldom."""
    name = site.function.rpartition(".")[2]
    parts = {part.lower() for part in site.module.source.path.parts}
    moving = {"scripts", "migrations", "alembic", "tools"} & parts
    return bool(moving) or name in _ONCE or name.lstrip("_").startswith(_LOADING) or name.endswith(_LOADING)


def around(site: CallSite) -> Iterator[cst.CSTNode]:
    """The nodes around a call within its function, the nearest first."""
    node: cst.CSTNode | None = site.call
    while node is not None and node is not site.scope.node:
        node = site.scope.parent(node)
        if node is not None and node is not site.scope.node:
            yield node


def short(text: str) -> str:
    """A text as far as a line has room for it."""
    return text if len(text) <= 80 else f"{text[:77]}..."
