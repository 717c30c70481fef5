"""``--fallback text``: a statement without a form of SQLAlchemy's runs in the session as the text that it is."""

from __future__ import annotations

from typing import Final

import libcst as cst
from sqlglot import exp

from codemod.config import Rows
from codemod.converting.workbench import Workbench
from codemod.discovery.call_sites import CallSite
from codemod.lowering.lowered import Lowered, ResultColumn, ResultShape
from codemod.lowering.text_form import text_form
from codemod.outcome import Refusal
from codemod.python_code import is_attribute_name
from codemod.resolution.raw_statement import RawStatement, read_raw_statement
from codemod.resolution.statement import Statement, parse_statement
from codemod.rewriting.rows.consumption import Consumption, analyse_consumers, is_read
from codemod.rewriting.rows.json_values import with_json
from codemod.verification.statement import Proof
from codemod.verification.text_proof import check_arguments, columns_of, prove_text

#: Codes that say nothing against the statement itself: it could run in a session, if there were a form of it.
_STAGES: Final = ("sql", "bind", "types", "unproven")
_MAPPING: Final = frozenset(
    {
        *("mapping.no-model", "mapping.catalog", "mapping.view", "mapping.unknown-type"),
        *("mapping.model-incomplete", "mapping.python-default"),
        *("mapping.several-models", "mapping.column-order"),
    }
)
_STAY_RAW: Final = frozenset({"sql.ddl", "sql.utility"})
_FINAL: Final = frozenset({"sql.parameters", "sql.connection-state"})


def has_way_around(refusal: Refusal) -> bool:
    """Whether a site with this refusal may be converted as text."""
    if refusal.code in _FINAL:
        return False
    return refusal.code in _MAPPING or refusal.code.partition(".")[0] in _STAGES


def unread_statement(text: str, refusal: Refusal) -> Statement:
    """A statement that was refused before there was a tree of it.

    Raises:
        Refusal: it can't run in a session.
    """
    try:
        raw = read_raw_statement(text)
    except Refusal as reason:
        raise _without_way_around(refusal, reason) from None
    return Statement(exp.Command(this=text), text, "other", raw.parameter_count)


def converted_as_text(
    site: CallSite, statement: Statement, bench: Workbench, rows: Rows, refusal: Refusal
) -> tuple[Lowered, Consumption, Proof]:
    """The statement as ``text()``, what becomes of its result, and the proof that it is the same text.

    Args:
        site: the call site.
        statement: its statement, with the LIMIT that asyncpg's method puts on it.
        bench: the tools of the process.
        rows: the user's preference of shapes.
        refusal: why it has no other form.

    Raises:
        Refusal: the one given, with the reason why text is no way around as its hint.
    """
    try:
        return _converted(site, statement, bench, rows, refusal.code)
    except Refusal as reason:
        raise _without_way_around(refusal, reason) from None


def _without_way_around(refusal: Refusal, reason: Refusal) -> Refusal:
    if refusal.code in _STAY_RAW:
        return reason  # that it has no form of SQLAlchemy's is not what stands in its way
    return Refusal(refusal.code, refusal.message, f"{refusal.hint}; --fallback text does not help: {reason.message}")


def _converted(
    site: CallSite, statement: Statement, bench: Workbench, rows: Rows, reason: str
) -> tuple[Lowered, Consumption, Proof]:
    registry = bench.context.registry
    raw = _limited(read_raw_statement(statement.text), statement, site)
    check_arguments(statement, registry, registry.json_values)
    columns: tuple[ResultColumn, ...] = ()
    if is_read(site) and site.runs.gives not in ("status", "nothing"):
        if statement.kind == "other":
            raise Refusal("rows.consumer", "the rows of a statement that can't be read are read")
        columns = columns_of(statement, registry, registry.json_values)

    def form(shape: ResultShape) -> Lowered:
        return text_form(
            raw,
            statement.kind,
            shape,
            columns,
            _names(site, raw),
            writes=_may_write(statement),
            reason=reason,
            many=site.runs.many,
        )

    lowered = form("scalar" if site.runs.gives == "value" else "mappings")
    gives = bench.context.wrappers.given_by(site) if is_read(site) else "nothing"
    index, readers = bench.index_of(site.module), bench.orders.writable
    consumption = analyse_consumers(site, lowered, rows, index, readers, gives)
    consumption = with_json(site, lowered, consumption, registry.json_values)
    if consumption.shape == "rows":
        lowered = form("rows")
    return lowered, consumption, prove_text(raw, lowered)


def _limited(raw: RawStatement, statement: Statement, site: CallSite) -> RawStatement:
    """The text with the LIMIT that asyncpg's protocol message carries, where it is one at the end of the text."""
    if statement.kind == "other" and raw.reads and site.runs.one_row:
        raise Refusal("rows.consumer", f"{site.method}() stops after one row, and the query can't be read")
    if not statement.one_row:
        return raw
    own_line = "\n" in raw.text or "--" in raw.text
    limited = read_raw_statement(raw.text.rstrip().rstrip(";").rstrip() + ("\nLIMIT 1" if own_line else " LIMIT 1"))
    try:
        read = parse_statement(limited.text).tree
    except Refusal:
        read = None
    if read != statement.tree:
        raise Refusal(
            "rows.consumer", f"{site.method}() stops after one row, and a LIMIT can't be put behind the query"
        )
    return limited


def _may_write(statement: Statement) -> bool:
    """Whether anything may be left to commit: functions may do whatever they like."""
    if statement.kind != "select":
        return True
    known = (exp.Count, exp.Max, exp.Min, exp.Sum, exp.Avg, exp.Coalesce, exp.Lower, exp.Upper, exp.Case, exp.Cast)
    return any(
        isinstance(node, exp.DML | exp.Lock | exp.Into) or (isinstance(node, exp.Func) and not isinstance(node, known))
        for node in statement.tree.walk()
    )


def _names(site: CallSite, raw: RawStatement) -> dict[int, str]:
    """What the arguments are called: as in the call where that tells them apart, else ``p1``, ``p2``."""
    numbers = range(1, raw.parameter_count + 1)
    if site.runs.many:
        return {number: f"p{number}" for number in numbers}
    found = {number: _name(argument) for number, argument in enumerate(site.arguments, start=1)}
    names = list(found.values())
    return {
        number: name if name is not None and names.count(name) == 1 else f"p{number}"
        for number, name in found.items()
        if number in numbers
    }


def _name(node: cst.BaseExpression) -> str | None:
    match node:
        case cst.Name(value=name):
            written = name
        case cst.Attribute(value=cst.Name(value=holder) | cst.Attribute(attr=cst.Name(value=holder)), attr=attr):
            written = f"{holder}_{attr.value}" if attr.value in ("id", "name") else attr.value
        case _:
            return None
    written = written.strip("_")
    return written if is_attribute_name(written) and written.isascii() else None
