"""Functions that give several rows: their arguments and columns (PostgreSQL manual 9.4, 9.16, 9.19, 9.26)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.types import INTEGERS, base_type
from transforms.expressions.types_of import type_of


@dataclass(frozen=True, slots=True)
class TableFunction:
    """One row.

    Attributes:
        arguments: kinds of its arguments, letters of the table of functions.
        columns: names and types of what it gives; a column with an empty name is called like the rows.
    """

    arguments: str
    columns: tuple[tuple[str, str], ...] = ()


def _rows(names: str, arguments: str, *columns: tuple[str, str]) -> dict[str, TableFunction]:
    return {name: TableFunction(arguments, columns) for name in names.split()}


#: Functions of records, whose columns the statement itself names and types.
RECORDS: Final = frozenset({"jsonb_to_recordset", "json_to_recordset", "jsonb_to_record", "json_to_record"})

ROWS: Final[dict[str, TableFunction]] = {
    **_rows("unnest generate_series", "a"),
    **_rows("generate_subscripts", "ai", ("", "integer")),
    **_rows("regexp_split_to_table string_to_table", "t", ("", "text")),
    **_rows("regexp_matches", "t", ("", "text[]")),
    **_rows("jsonb_object_keys", "j", ("", "text")),
    **_rows("json_object_keys", "a", ("", "text")),
    **_rows("jsonb_array_elements", "j", ("value", "jsonb")),
    **_rows("json_array_elements", "a", ("value", "json")),
    **_rows("jsonb_array_elements_text", "j", ("value", "text")),
    **_rows("json_array_elements_text", "a", ("value", "text")),
    **_rows("jsonb_each", "j", ("key", "text"), ("value", "jsonb")),
    **_rows("json_each", "a", ("key", "text"), ("value", "json")),
    **_rows("jsonb_each_text", "j", ("key", "text"), ("value", "text")),
    **_rows("json_each_text", "a", ("key", "text"), ("value", "text")),
    **_rows("to_tsquery plainto_tsquery phraseto_tsquery websearch_to_tsquery", "t", ("", "tsquery")),
    **{name: TableFunction("j" if name.startswith("jsonb") else "a") for name in RECORDS},
}


def is_series(lower: Lowering, function: str, arguments: Sequence[exp.Expr]) -> bool:
    """Whether a call counts in integers, so that a parameter among its arguments is one too."""
    kinds = {base_type(kind) for item in arguments if (kind := type_of(lower, item)) is not None}
    return function == "generate_series" and len(kinds) == 1 and kinds <= {"integer", "bigint"}


def series_type(lower: Lowering, arguments: Sequence[exp.Expr]) -> str | None:
    """What ``generate_series()`` counts in: a date becomes a moment with a time zone (manual 9.26, 10.3)."""
    kinds = [base_type(kind) for item in arguments if (kind := type_of(lower, item)) is not None]
    if kinds and set(kinds) <= {"smallint", "integer"}:
        return "integer"
    if kinds and set(kinds) <= set(INTEGERS):
        return "bigint"
    if kinds and set(kinds) <= {*INTEGERS, "numeric"}:
        return "numeric"
    moments = {kind for kind in kinds if kind != "interval"}
    if moments == {"timestamp without time zone"}:
        return "timestamp without time zone"
    if moments and moments <= {"date", "timestamp with time zone"}:
        return "timestamp with time zone"
    return None
