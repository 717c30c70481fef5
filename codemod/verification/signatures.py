"""Functions whose arguments and result have one possible type in PostgreSQL (manual, chapter 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from codemod.verification.pg_types import FLOATS, INTEGERS


@dataclass(frozen=True, slots=True)
class Signature:
    """A function.

    Attributes:
        arguments: type of each argument, the last one repeated; ``same`` is the common type of all
            arguments, ``element`` the element type of the first, empty when the server can't tell
            the type of a parameter there.
        returns: result type; ``#n`` the type of argument n, ``array`` an array of argument 0,
            ``rounded``/``root``/``trunc`` by the rules below, empty when not known.
        pure: calling it twice, or in another order, changes nothing.
    """

    arguments: tuple[str, ...]
    returns: str
    pure: bool = True


def _named(names: str, arguments: str, returns: str, *, pure: bool = True) -> dict[str, Signature]:
    signature = Signature(tuple("" if item == "-" else item for item in arguments.split()), returns, pure)
    return dict.fromkeys(names.split(), signature)


SIGNATURES: Final[dict[str, Signature]] = {
    **_named("lower upper initcap reverse md5 btrim ltrim rtrim replace translate", "text", "text"),
    **_named("regexp_replace quote_ident", "text", "text"),
    **_named("length char_length character_length ascii strpos", "text", "int4"),
    **_named("octet_length", "-", "int4"),
    **_named("left right repeat substr", "text int4", "text"),
    **_named("split_part", "text text int4", "text"),
    **_named("lpad rpad", "text int4 text", "text"),
    **_named("starts_with", "text", "bool"),
    **_named("concat", "-", "text"),
    **_named("concat_ws format", "text -", "text"),
    **_named("to_char", "- text", "text"),
    **_named("to_date", "text", "date"),
    **_named("string_agg", "text", "text"),
    **_named("similarity word_similarity", "text", "float4"),
    **_named("current_setting", "text", "text"),
    **_named("version current_database", "-", "text"),
    **_named("greatest least nullif", "same", "#0"),
    **_named("abs mod", "-", "#0"),
    **_named("round trunc", "- int4", "rounded"),
    **_named("ceil ceiling floor", "-", "rounded"),
    **_named("sqrt exp ln power", "-", "root"),
    **_named("random", "-", "float8", pure=False),
    **_named("now transaction_timestamp statement_timestamp", "-", "timestamptz"),
    **_named("clock_timestamp", "-", "timestamptz", pure=False),
    **_named("date_trunc", "text -", "trunc"),
    **_named("date_part", "text -", "float8"),
    **_named("age", "-", "interval"),
    **_named("date make_date", "-", "date"),
    **_named("bool_and bool_or every", "-", "bool"),
    **_named("row_number rank dense_rank", "-", "int8"),
    **_named("ntile", "int4", "int4"),
    **_named("percent_rank cume_dist", "-", "float8"),
    **_named("lag lead", "- int4 -", "#0"),
    **_named("first_value last_value", "-", "#0"),
    **_named("nth_value", "- int4", "#0"),
    **_named("array_agg", "-", "array"),
    **_named("array_length", "- int4", "int4"),
    **_named("cardinality", "-", "int4"),
    **_named("array_append array_remove", "- element", "#0"),
    **_named("array_position", "- element", "int4"),
    **_named("array_to_string", "- text", "text"),
    **_named("gen_random_uuid uuid_generate_v4", "-", "uuid", pure=False),
    **_named("nextval", "-", "int8", pure=False),
    **_named("pg_database_size pg_total_relation_size pg_relation_size pg_table_size", "-", "int8"),
    **_named("pg_size_pretty", "-", "text"),
    **_named("ts_rank ts_rank_cd", "-", "float4"),
}

_TEXT_SEARCH: Final = {
    "to_tsvector": "tsvector",
    "to_tsquery": "tsquery",
    "plainto_tsquery": "tsquery",
    "phraseto_tsquery": "tsquery",
    "websearch_to_tsquery": "tsquery",
}


def signature_of(name: str, arguments: int) -> Signature | None:
    """The signature of a function called with that many arguments; None when it isn't known."""
    if name in _TEXT_SEARCH:
        kinds = ("text",) if arguments == 1 else ("regconfig", "text")
        return Signature(kinds, _TEXT_SEARCH[name])
    return SIGNATURES.get(name)


def result_type(signature: Signature, arguments: Sequence[str | None]) -> str | None:
    """The type of a call, given the types of its arguments where they are known."""
    first = arguments[0] if arguments else None
    match signature.returns:
        case "array":
            return f"{first}[]" if first is not None and not first.endswith("[]") else None
        case "rounded":
            return first if first in ("numeric", "float8") else "float8" if first in (*INTEGERS, *FLOATS) else None
        case "root":
            return "numeric" if first == "numeric" else "float8" if first in (*INTEGERS, *FLOATS) else None
        case "trunc":
            kind = arguments[1] if len(arguments) > 1 else None
            kind = "timestamptz" if kind == "date" else kind
            return kind if kind in ("timestamp", "timestamptz", "interval") else None
        case "#0":
            return next((item for item in arguments if item is not None), None)
        case "":
            return None
        case returns:
            return returns
