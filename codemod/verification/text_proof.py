"""The proof of ``--fallback text``: what is sent is the text that was written, and its rows are what they were."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from contextlib import suppress

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from codemod.lowering.lowered import Lowered, ResultColumn
from codemod.mapping.json_values import JSON_TYPES, JsonValues
from codemod.mapping.models import ModelRegistry
from codemod.outcome import Refusal
from codemod.resolution.raw_statement import RawStatement
from codemod.resolution.statement import Statement
from codemod.verification.binds import parameter_types
from codemod.verification.canonical.canonical_form import canonical
from codemod.verification.compilation import compiled_text
from codemod.verification.difference import Difference
from codemod.verification.statement import Proof

_DOCUMENTS = frozenset({"json", "jsonb"})


def prove_text(raw: RawStatement, lowered: Lowered) -> Proof:
    """Prove that ``text()`` sends the statement as it is, but for the order in which the ``$n`` are counted.

    Without types or values of its own, a bind is sent without a cast: the server deduces its type as before.

    Raises:
        Refusal: ``unproven``.
    """
    call = lowered.expression
    assert isinstance(call, ast.Call)
    written = ast.literal_eval(call.args[0])
    keys = lowered.many_keys or _keys(lowered.values)
    try:
        sent, names = compiled_text(text(written))
    except SQLAlchemyError as error:
        raise Refusal(
            "unproven", f"text() can't hold the statement: {next(iter(str(error).splitlines()), '')}"
        ) from error
    places = {number: names.index(key) + 1 for number, key in enumerate(keys, start=1) if key in names}
    if len(names) != len(keys) or len(places) != len(keys) or not _is_sent(sent, raw, places):
        raise Refusal("unproven", "text() would send another statement", f"SQL: {raw.text}\nnew: {sent}")
    return Proof(sent, sent, raw.text, raw.text, arguments=tuple(keys.index(name) + 1 for name in names))


def _keys(values: ast.expr | None) -> tuple[str, ...]:
    return tuple(ast.literal_eval(key) for key in values.keys if key) if isinstance(values, ast.Dict) else ()


def _is_sent(sent: str, raw: RawStatement, places: Mapping[int, int]) -> bool:
    """Whether a text is the original with the places of its ``$n``, and at most a blank more on either side of one."""
    parts: list[str] = []
    position = 0
    for start, end, number in raw.parameters:
        parts += [re.escape(raw.text[position:start]), rf" ?\${places[number]} ?"]
        position = end
    return re.fullmatch("".join([*parts, re.escape(raw.text[position:])]), sent) is not None


def columns_of(statement: Statement, registry: ModelRegistry, values: JsonValues) -> tuple[ResultColumn, ...]:
    """The result columns of a statement that is sent as it is, where they are known to hold what asyncpg's hold.

    Out of either driver come the same values, but for JSON, which SQLAlchemy's connections decode.

    Raises:
        Refusal: a name or type isn't known.
    """
    try:
        found = canonical(statement.tree, registry).columns
    except Difference as difference:
        raise Refusal("rows.consumer", f"the columns of the result are not known: {difference}") from difference
    columns = []
    for column in found:
        if column.name is None:
            raise Refusal("rows.consumer", "the name of a result column is not known")
        if column.pg_type is None and not values.decoded >= _DOCUMENTS:
            raise Refusal("rows.json-codec", f"column {column.name} may be JSON, for all that is known")
        columns.append(ResultColumn(column.name, column.pg_type))
    return tuple(columns)


def check_arguments(statement: Statement, registry: ModelRegistry, values: JsonValues) -> None:
    """Check that no argument is encoded by a codec of the project's pool, which a session's connection lacks.

    Raises:
        Refusal: ``bind.json``.
    """
    if not statement.parameter_count or values.texts == JSON_TYPES:
        return
    kinds: Mapping[int, str] = {}
    if statement.kind != "other":
        with suppress(Difference):  # of unknown type
            kinds = parameter_types(canonical(statement.tree, registry))
    for number in range(1, statement.parameter_count + 1):
        if kinds.get(number, "json").removesuffix("[]") in _DOCUMENTS:
            raise Refusal("bind.json", f"${number} may be JSON, which a codec of the pool encodes")
