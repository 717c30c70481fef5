"""One call site through all stages: text, statement, lowering, consumers, proof, plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import libcst as cst
from sqlglot import exp

from codemod.config import Rows
from codemod.converting.keyed_forms import reading_dictionaries
from codemod.converting.proven_form import ProvenForm, one_form, question_about
from codemod.converting.sent_texts import facts_of_arguments, facts_of_built, sent_texts
from codemod.converting.spread_runs import check_emptiness, is_tried, spread
from codemod.converting.text_fallback import converted_as_text, has_way_around, unread_statement
from codemod.converting.workbench import Workbench
from codemod.discovery.call_sites import CallSite
from codemod.judging.question import Question
from codemod.lowering.lowered import ArgumentFacts, Lowered, ResultShape
from codemod.mapping.json_values import JSON_TYPES
from codemod.outcome import Refusal
from codemod.project_context import ProjectContext
from codemod.python_code import name, source_of
from codemod.resolution.cardinality import at_most_one_row
from codemod.resolution.dialect import AsyncpgPostgres
from codemod.resolution.query_text import QueryText
from codemod.resolution.statement import Statement
from codemod.rewriting.connections.cursors import check_cursor
from codemod.rewriting.connections.guards import check_guards
from codemod.rewriting.connections.pings import check_ping
from codemod.rewriting.connections.shared_session import SharedSession
from codemod.rewriting.errors.caller_handlers import HandlerPlace
from codemod.rewriting.errors.handlers import HandlerPlan
from codemod.rewriting.rows.consumption import Consumption, analyse_consumers, is_read
from codemod.rewriting.rows.json_values import check_json_arguments, types_of_text, with_json
from codemod.rewriting.sessions.session_sources import SessionOpening
from codemod.verification.statement import Proof

#: Told every step of a conversion: its title and what came out of it, for ``alchemod explain``.
Trace = Callable[[str, str], None]

#: Functions whose effect lasts as long as the transaction.
_LASTS = re.compile(r"\b(pg_(try_)?advisory_xact_lock\w*|set_config)\s*\(", re.I)


@dataclass(frozen=True, slots=True, eq=False)
class Conversion:
    """A site whose statement is proven and whose surroundings are understood; not yet edits.

    Attributes:
        facts: what is known of each bound argument.
        locks: what the statement does lasts as long as its transaction: it locks rows, say.
        shared: the session of the block, where the site shares one with others.
        question: what a server can be asked about the rewrite; nothing where it is the same text.
        selectors: the expression behind each placeholder that decides between statements; ``statement`` and ``proof``
            are those of the first decision.
    """

    site: CallSite
    query: QueryText
    statement: Statement
    lowered: Lowered
    proof: Proof
    consumption: Consumption
    opening: SessionOpening
    facts: Mapping[int, ArgumentFacts]
    locks: bool = False
    shared: SharedSession | None = None
    handlers: tuple[HandlerPlan, ...] = ()
    callers: tuple[HandlerPlace, ...] = ()
    question: Question | None = None
    selectors: Mapping[str, cst.BaseExpression] = field(default_factory=dict)

    @property
    def arguments(self) -> tuple[cst.BaseExpression, ...]:
        """The bound arguments, of all texts that may be sent."""
        return self.site.arguments if self.query.arguments is None else self.query.arguments

    @property
    def commits(self) -> bool:
        """Whether the old call ended a transaction of its own that the new statement leaves open."""
        if self.shared is None:
            return self.lowered.writes
        return self.shared.commits(self.lowered.writes, self.locks)


def convert_site(
    site: CallSite, bench: Workbench, trace: Trace | None = None, shared: SharedSession | None = None
) -> Conversion:
    """Take one call site through every stage.

    Args:
        site: the call site.
        bench: the tools of the process.
        trace: is told every step.
        shared: the session of the block that the site stands in, where it shares one.

    Raises:
        Refusal: a stage can't go on; the site stays as it is.
    """
    tell = trace or _untold
    context = bench.context
    context.wrappers.check(site)
    query = bench.query(site)
    tell("query text", "\n".join([*query.trail, query.every_text]))
    sent = sent_texts(site, query)
    read = [_read_statement(item.text, item.site, bench) for item in sent]
    statement = read[0][0]
    check_ping(site, statement, bench.index, context.wrappers)
    if trace is not None:
        tell("parse", ";\n".join(item.tree.sql(AsyncpgPostgres, pretty=True) for item, _ in read))
    handlers = check_guards(site, bench.index, shared)
    given = bench.given_connections.place_for(site) if shared is None else None
    if given is not None:
        raise Refusal("session.connection", f"{site.receiver_text} may be a connection in a transaction: see {given}")
    callers = bench.callers.needed_by(site)
    built = query.arguments is not None
    config = context.config
    facts = facts_of_built(site, query, config) if built else facts_of_arguments(site, statement, config)
    for number, fact in facts.items():
        tell(f"argument ${number}", fact.evidence or "may be None")
    own_opening = context.sessions.opening_for(site) if shared is None else None
    opened = own_opening if shared is None else shared.place.opening
    # texts may be about several models, and objects that expire are empty after the block
    plain = query.selectors or (shared is not None and not shared.alone) or (opened is not None and opened.expires)
    rows: Rows = "mappings" if plain else context.config.rows
    forms = [
        ProvenForm(
            item.text,
            each,
            *_proven_form(item.site, each, item.own(facts), bench, rows, refusal),
            numbers=item.numbers,
        )
        for item, (each, refusal) in zip(sent, read, strict=True)
    ]

    def proven(form: ProvenForm) -> ProvenForm:
        numbers = facts if form.numbers is None else form.numbers
        own = {own: facts[number] for own, number in enumerate(numbers, start=1)}
        return replace(form, proof=bench.prove(form.statement, form.lowered, own))

    for item, form in zip(query.alternatives, forms, strict=False):
        first = form.statement.parameter_count - len(item.written) + 1
        for number, written in enumerate(item.written, start=first):
            written.check(form.proof.parameter_types.get(number))
    notes = check_emptiness(site, query, [each for each, _ in read])
    question = question_about(forms, facts)
    forms, query = reading_dictionaries(forms, query, proven, site.scope, is_tried=is_tried(site))
    lowered, selectors = one_form(forms, query, proven)
    lowered = replace(spread(lowered, query, site), notes=(*lowered.notes, *notes))
    consumption, proof = forms[0].consumption, forms[0].proof
    tell("models", "\n".join(f"{table.name}: {table.module}.{table.class_name}" for table in lowered.tables))
    tell("expression", "\n".join([*code_lines(lowered), *lowered.notes]))
    veto = context.vetoes.get((query.text, proof.compiled))
    if veto is not None:
        raise Refusal("server.differs", veto)
    tell("compiled SQL", proof.compiled)
    tell("proof", f"{proof.canonical_original}\n= {proof.canonical_compiled}")
    tell("consumer", "\n".join([f"shape {consumption.shape}", *consumption.uses]))
    # what the site itself is refused for says more than what its group is
    opening = shared.checked_opening() if shared is not None else own_opening
    assert opening is not None, "a site has a session of its own, or a shared one"
    locks = any(item.tree.find(exp.Lock) is not None for item, _ in read) or _LASTS.search(query.every_text) is not None
    if shared is not None and shared.may_be_outside and shared.scope.begun and lowered.writes:
        message = "the write is committed where no connection is given, and not where one comes in a transaction"
        raise Refusal("session.group", message)
    if site.runs.streams:
        begun = shared is not None and shared.in_transaction
        check_cursor(query.every_text, in_transaction=begun, reads_only=not (lowered.writes or locks))
    return Conversion(
        site, query, statement, lowered, proof, consumption, opening, facts, locks, shared, handlers, callers,
        question, selectors,
    )  # fmt: skip


def _untold(_title: str, _text: str) -> None:
    """Nobody asked for the steps."""


def _read_statement(text: str, site: CallSite, bench: Workbench) -> tuple[Statement, Refusal | None]:
    """The statement of a site, or one without a tree and the reason for that, under ``--fallback text``."""
    refusal = None
    try:
        read = bench.statement(text)
    except Refusal as reason:
        if bench.context.config.fallback != "text" or not has_way_around(reason):
            raise
        read, refusal = unread_statement(text, reason), reason
    return fitted_statement(read, site, bench.context), refusal


def _proven_form(
    site: CallSite,
    statement: Statement,
    facts: dict[int, ArgumentFacts],
    bench: Workbench,
    rows: Rows,
    refusal: Refusal | None,
) -> tuple[Lowered, Consumption, Proof]:
    """The form that the consumers can live with, what becomes of them, and its proof; text where it has to be."""
    if refusal is None:
        try:
            lowered, consumption = lower_for_consumers(site, statement, facts, bench, rows)
            proof = bench.prove(statement, lowered, facts)
            check_json_arguments(site, proof.parameter_types, bench.context.registry.json_values)
            return lowered, consumption, proof
        except Refusal as reason:
            if bench.context.config.fallback != "text" or not has_way_around(reason):
                raise
            refusal = reason
    return converted_as_text(site, statement, bench, rows, refusal)


def fitted_statement(statement: Statement, site: CallSite, context: ProjectContext) -> Statement:
    """The statement as the method of the site runs it, checked against the bound arguments.

    asyncpg stops the server after one row for ``fetchrow`` and ``fetchval``; a session reads the
    whole result, so a query that may give more gets the LIMIT that asyncpg's protocol message carries
    (PostgreSQL manual 55.2.3, Execute message).
    """
    if site.star_argument is not None:
        raise Refusal("call.arguments", "the bound arguments are passed with *")
    if not site.runs.many and statement.parameter_count != len(site.arguments):
        raise Refusal(
            "sql.parameters",
            f"the statement has {statement.parameter_count} parameters, the call binds {len(site.arguments)} arguments",
        )
    if site.runs.one_row and not at_most_one_row(statement.tree, context.registry):
        return statement.limited_to_one()
    return statement


def lower_for_consumers(
    site: CallSite, statement: Statement, facts: dict[int, ArgumentFacts], bench: Workbench, rows: Rows
) -> tuple[Lowered, Consumption]:
    """Lower the statement in the shape its consumers can live with.

    The consumers need the result columns to decide, and the shape decides what is selected: so
    the statement is lowered as mappings first and again when another shape was chosen.
    """
    texts = types_of_text(site, bench.context.registry.json_values)
    try:
        lowered, consumption = _fitting_form(site, statement, facts, bench, rows, texts - JSON_TYPES)
    except Refusal as refusal:
        if refusal.code != "rows.json-codec" or not texts:
            raise
        # what reads the text goes on reading it
        lowered, consumption = _fitting_form(site, statement, facts, bench, rows, texts)
    if lowered.shape in ("rows", "scalar") and not all(column.placed for column in lowered.columns):
        raise Refusal("mapping.column-order", "the result of * is read by position, and the order isn't known")
    documents = frozenset(item.name for item in lowered.columns if item.pg_type in ("json", "jsonb"))
    return replace(lowered, documents=documents), consumption


def _fitting_form(
    site: CallSite,
    statement: Statement,
    facts: dict[int, ArgumentFacts],
    bench: Workbench,
    rows: Rows,
    texts: frozenset[str],
) -> tuple[Lowered, Consumption]:
    """The statement in the shape its consumers ask for, documents of the types ``texts`` given as text."""

    def lower(shape: ResultShape) -> Lowered:
        return bench.lower(statement, facts, shape, many=site.runs.many, texts=texts)

    first: dict[str, ResultShape] = {"value": "scalar", "status": "none", "nothing": "none"}
    try:
        lowered = lower(first.get(site.runs.gives, "mappings"))
    except Refusal as refusal:
        if refusal.code != "sql.result-names":
            raise
        lowered = lower("rows")  # which need no names, where they are read by position or not at all
    gives = bench.context.wrappers.given_by(site) if is_read(site) else "nothing"
    index, readers = bench.index_of(site.module), bench.orders.writable
    consumption = analyse_consumers(site, lowered, rows, index, readers, gives)
    consumption = with_json(site, lowered, consumption, bench.context.registry.json_values)
    wanted = "mappings" if consumption.shape == "dicts" else consumption.shape
    if wanted in ("mappings", "entities", "rows") and lowered.shape != wanted and lowered.columns:
        lowered = lower(wanted)
    return lowered, consumption


def code_lines(lowered: Lowered) -> list[str]:
    """The lowered statement as plain Python lines, placeholders and all."""
    lines = [f"{definition.placeholder} = {source_of(definition.value)}" for definition in lowered.definitions]
    growths = [
        f"if {'' if item.when else 'not '}{item.placeholder}: {source_of(item.on(name('stmt')))}"
        for item in lowered.growths
    ]
    return [*lines, source_of(lowered.expression), *growths]
