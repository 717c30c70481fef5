"""Workbench: what one process keeps while it converts: the project's facts, look-ups and statements already proven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from codemod.discovery.call_sites import CallSite
from codemod.discovery.project_index import ProjectIndex
from codemod.lowering.lower import lower_statement
from codemod.lowering.lowered import ArgumentFacts, Lowered, ResultShape
from codemod.outcome import Refusal
from codemod.project_context import ProjectContext
from codemod.resolution.constants import ConstantResolver
from codemod.resolution.query_text import QueryText
from codemod.resolution.query_texts import resolve_query_texts
from codemod.resolution.statement import Statement, parse_statement
from codemod.rewriting.connections.given_connections import GivenConnections
from codemod.rewriting.errors.caller_handlers import CallerHandlers, Orders
from codemod.source import ParsedModule
from codemod.verification.statement import Proof, prove

T = TypeVar("T")

#: What decides how a statement is lowered: its text, a LIMIT added, the arguments, the shape, ``executemany``.
_Key = tuple[str, bool, frozenset[tuple[int, ArgumentFacts]], ResultShape, bool, frozenset[str]]


@dataclass(slots=True, eq=False)
class Workbench:
    """The tools of one process; lowering and proof are done once for equal statements.

    A third of the statements of real projects share their text with another.

    Attributes:
        context: the project's facts.
        orders: what is asked of the process besides the files.
        index: look-ups by name over the project.
        callers: the handlers around calls of functions.
        given_connections: what is one connection, although its name is that of a pool.
        constants: imported constants.
    """

    context: ProjectContext
    orders: Orders = field(default_factory=Orders)
    index: ProjectIndex = field(init=False)
    callers: CallerHandlers = field(init=False)
    given_connections: GivenConnections = field(init=False)
    constants: ConstantResolver = field(init=False)
    _newer: tuple[ParsedModule, ProjectIndex] | None = None
    _queries: dict[CallSite, QueryText | Refusal] = field(default_factory=dict)
    _statements: dict[str, Statement | Refusal] = field(default_factory=dict)
    _lowered: dict[_Key, Lowered] = field(default_factory=dict)
    _proofs: dict[tuple[int, frozenset[str]], tuple[Lowered, Proof]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.index = self.context.index()
        self.callers = CallerHandlers(self.index, self.orders.writable)
        self.given_connections = GivenConnections(self.index, self.context.config, self.context.connections)
        self.constants = self.context.constants(self.index)

    def take(self, orders: Orders) -> bool:
        """Work under new orders; gives whether a site may be converted in another way under them."""
        before, self.orders = self.orders, orders
        if orders.writable != before.writable:
            self.callers = CallerHandlers(self.index, orders.writable)
        changed = (orders.writable, orders.stopped) != (before.writable, before.stopped)
        if changed:
            self._queries.clear()  # call sites are looked for anew
        return changed

    def index_of(self, module: ParsedModule) -> ProjectIndex:
        """Look-ups that know a module as it is, even where it is a new text of its file."""
        if self.context.files.holds(module):
            return self.index
        if self._newer is None or self._newer[0] is not module:
            self._newer = module, self.index.with_module(module)
        return self._newer[1]

    def query(self, site: CallSite) -> QueryText:
        """The SQL text that a site sends, or every one that it may send; asked before, during and after a conversion.

        Raises:
            Refusal: ``query.dynamic``, ``query.unresolved`` or ``query.several-definitions``.
        """
        if site not in self._queries:
            try:
                self._queries[site] = resolve_query_texts(site, self.constants)
            except Refusal as refusal:
                self._queries[site] = refusal
        return _given_out(self._queries[site])

    def statement(self, text: str) -> Statement:
        """The parsed statement of a query text.

        Raises:
            Refusal: it can't be parsed, or is of a kind that stays raw.
        """
        if text not in self._statements:
            try:
                self._statements[text] = parse_statement(text)
            except Refusal as refusal:
                self._statements[text] = refusal
        return _given_out(self._statements[text])

    def lower(
        self,
        statement: Statement,
        facts: Mapping[int, ArgumentFacts],
        shape: ResultShape,
        *,
        many: bool,
        texts: frozenset[str] = frozenset(),
    ) -> Lowered:
        """The statement in SQLAlchemy form.

        Raises:
            Refusal: it has no form, or none of this shape.
        """
        key = (statement.text, statement.one_row, frozenset(facts.items()), shape, many, texts)
        if key not in self._lowered:
            config = self.context.config
            self._lowered[key] = lower_statement(
                statement,
                self.context.registry,
                facts=facts,
                shape=shape,
                none=config.none,
                any_form=config.any,
                many=many,
                texts=texts,
            )
        return self._lowered[key]

    def prove(self, statement: Statement, lowered: Lowered, facts: Mapping[int, ArgumentFacts]) -> Proof:
        """The proof of a statement that :meth:`lower` gave.

        Raises:
            Refusal: ``unproven``.
        """
        # copies of one lowering share its tree; kept with the proof, it leaves its id to no other
        key = (id(lowered.expression), lowered.documents)
        if key not in self._proofs:
            trusted = self.context.config.none == "trust"
            proof = prove(statement, lowered, self.context.registry, facts, trusted=trusted)
            self._proofs[key] = lowered, proof
        return self._proofs[key][1]


def _given_out(found: T | Refusal) -> T:
    """What was found, or the refusal that was found in its place, raised anew."""
    if isinstance(found, Refusal):
        raise found.with_traceback(None)
    return found
