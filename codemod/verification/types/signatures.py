"""Functions whose arguments and result have one possible type in PostgreSQL (manual, chapter 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from codemod.mapping.ddl_functions import OwnFunction
from codemod.verification.types.pg_types import FLOATS, INTEGERS, common_kind, record_of, type_name


@dataclass(frozen=True, slots=True)
class Signature:
    """A function.

    Attributes:
        arguments: type of each argument, the last one repeated; ``same`` is the common type of all
            arguments, ``alike`` as well, and text where none has one; ``element`` the element type of the
            array among them, empty when the server can't tell the type
            of a parameter there. ``config``, ``configured`` and ``option`` are those of ``ts_headline``.
        returns: result type; ``#n`` the type of argument n, ``array`` an array of argument 0, ``joined`` the array
            of all of them, ``rounded``, ``root``, ``trunc``, ``zone`` … by the rules below, empty when not known.
        pure: calling it twice, or in another order, changes nothing.
    """

    arguments: tuple[str, ...]
    returns: str
    pure: bool = True


def _named(names: str, arguments: str, returns: str, *, pure: bool = True) -> dict[str, Signature]:
    signature = Signature(tuple("" if item == "-" else item for item in arguments.split()), returns, pure)
    return dict.fromkeys(names.split(), signature)


SIGNATURES: Final[dict[str, Signature]] = {
    **_named("lower upper initcap reverse md5 trim btrim ltrim rtrim replace translate", "text", "text"),
    **_named(
        "regexp_replace quote_ident quote_literal unaccent regexp_split_to_table soundex metaphone crypt",
        "text",
        "text",
    ),
    **_named("length char_length character_length ascii strpos levenshtein hashtext", "text", "int4"),
    **_named("regexp_match regexp_matches regexp_split_to_array string_to_array", "text", "text[]"),
    **_named("octet_length", "-", "int4"),
    **_named("left right repeat substr substring", "text int4", "text"),
    **_named("string_to_table", "text", "text"),
    **_named("generate_series", "series", ""),
    **_named("split_part", "text text int4", "text"),
    **_named("regexp_count", "text text int4", "int4"),
    **_named("regexp_substr overlay", "text text int4", "text"),
    **_named("normalize", "text -", "text"),
    **_named("ts_headline", "config configured option text", "text"),
    **_named("width_bucket pg_column_size", "-", "int4"),
    **_named("make_timestamp", "int4 int4 int4 int4 int4 float8", "timestamp"),
    **_named("make_timestamptz", "int4 int4 int4 int4 int4 float8 text", "timestamptz"),
    **_named("date_bin", "interval - -", "#1"),
    **_named("any_value", "-", "#0"),
    **_named("to_regclass", "text", "regclass"),
    **_named("pg_total_relation_size pg_relation_size pg_table_size pg_indexes_size", "regclass -", "int8"),
    **_named("pg_database_size", "-", "int8"),
    **_named("obj_description col_description format_type pg_get_indexdef pg_get_constraintdef", "-", "text"),
    **_named("pg_get_viewdef pg_get_functiondef pg_encoding_to_char pg_size_pretty", "-", "text"),
    **_named("current_schema", "-", "name"),
    **_named("pg_backend_pid", "-", "int4"),
    **_named("pg_postmaster_start_time", "-", "timestamptz"),
    **_named("pg_is_in_recovery", "-", "bool"),
    **_named("has_table_privilege has_schema_privilege", "-", "bool"),
    **_named("txid_current", "-", "int8"),
    **_named("pg_notify", "text", "void", pure=False),
    **_named("pg_cancel_backend pg_terminate_backend", "int4", "bool", pure=False),
    **_named("lpad rpad", "text int4 text", "text"),
    **_named("chr", "int4", "text"),
    **_named("starts_with regexp_like", "text", "bool"),
    **_named("concat to_hex quote_nullable host", "-", "text"),
    **_named("concat_ws format", "text -", "text"),
    **_named("to_char encode", "- text", "text"),
    **_named("decode", "text", "bytea"),
    **_named("sha224 sha256 sha384 sha512", "bytea", "bytea"),
    **_named("to_date", "text", "date"),
    **_named("to_number", "text", "numeric"),
    **_named("string_agg", "text", "text"),
    **_named("similarity word_similarity strict_word_similarity", "text", "float4"),
    **_named("current_setting", "text", "text"),
    **_named("version current_database", "-", "text"),
    **_named("greatest least", "alike", "common"),
    **_named("nullif", "alike", "compared"),
    **_named("abs mod", "-", "#0"),
    **_named("round trunc", "- int4", "rounded"),
    **_named("ceil ceiling floor sign", "-", "rounded"),
    **_named("sqrt exp ln log power", "-", "root"),
    **_named("cbrt degrees radians pi sin cos tan asin acos atan atan2", "-", "float8"),
    **_named("random", "-", "float8", pure=False),
    **_named("now transaction_timestamp statement_timestamp", "-", "timestamptz"),
    **_named("clock_timestamp", "-", "timestamptz", pure=False),
    **_named("date_trunc", "text - text", "trunc"),
    **_named("date_part", "text -", "float8"),
    **_named("timezone", "text -", "zone"),
    **_named("age justify_days justify_hours justify_interval", "-", "interval"),
    **_named("make_interval", "int4 int4 int4 int4 int4 int4 float8", "interval"),
    **_named("make_date", "int4", "date"),
    **_named("date", "-", "date"),
    **_named("isfinite", "-", "bool"),
    **_named("bool_and bool_or every", "-", "bool"),
    **_named("bit_and bit_or bit_xor", "-", "#0"),
    **_named("stddev stddev_samp stddev_pop variance var_samp var_pop", "-", "root_of_integers"),
    **_named("corr covar_pop covar_samp regr_slope regr_intercept regr_r2", "-", "float8"),
    **_named("percentile_cont percentile_disc", "float8", "ordered"),
    **_named("mode", "-", "ordered"),
    **_named("grouping num_nonnulls num_nulls", "-", "int4"),
    **_named("row_number rank dense_rank", "-", "int8"),
    **_named("ntile", "int4", "int4"),
    **_named("percent_rank cume_dist", "-", "float8"),
    **_named("lag lead", "- int4 -", "#0"),
    **_named("first_value last_value", "-", "#0"),
    **_named("nth_value", "- int4", "#0"),
    **_named("array_agg", "-", "array"),
    **_named("array_length array_upper array_lower", "- int4", "int4"),
    **_named("cardinality array_ndims", "-", "int4"),
    **_named("array_append array_remove array_replace", "- element", "joined"),
    **_named("array_cat", "same", "joined"),
    **_named("array_prepend", "element -", "joined"),
    **_named("array_fill", "- int4[]", "array"),
    **_named("array_position", "- element int4", "int4"),
    **_named("array_positions", "- element", "int4[]"),
    **_named("array_to_string", "- text", "text"),
    **_named("jsonb_array_length", "jsonb", "int4"),
    **_named("json_array_length", "-", "int4"),
    **_named("jsonb_typeof jsonb_pretty jsonb_object_keys jsonb_array_elements_text", "jsonb", "text"),
    **_named("json_typeof json_object_keys json_array_elements_text", "-", "text"),
    **_named("jsonb_array_elements jsonb_strip_nulls", "jsonb", "jsonb"),
    **_named("jsonb_each jsonb_each_text jsonb_to_recordset jsonb_to_record", "jsonb", ""),
    **_named("jsonb_extract_path_text json_extract_path_text", "- text", "text"),
    **_named("jsonb_exists", "- text", "bool"),
    **_named("to_jsonb jsonb_build_object jsonb_build_array jsonb_agg jsonb_object_agg", "-", "jsonb"),
    **_named("json_agg json_build_object json_build_array json_object_agg to_json row_to_json", "-", "json"),
    **_named("jsonb_set jsonb_insert", "jsonb text[] jsonb bool", "jsonb"),
    **_named("jsonb_path_exists jsonb_path_match", "-", "bool"),
    **_named("jsonb_path_query_first jsonb_path_query_array", "-", "jsonb"),
    **_named("gen_random_uuid uuid_generate_v4", "-", "uuid", pure=False),
    **_named("nextval", "-", "int8", pure=False),
    **_named("pg_sleep", "float8", "void", pure=False),
    **_named("setval", "- int8 bool", "int8", pure=False),
    **_named("ts_rank ts_rank_cd", "-", "float4"),
    **_named("setweight strip", "-", "tsvector"),
    **_named("row", "-", "row"),
}

#: Transaction locks: one key is a bigint, two are integers (manual, table 9.105).
_LOCKS: Final = {
    "pg_advisory_xact_lock": "void",
    "pg_advisory_xact_lock_shared": "void",
    "pg_try_advisory_xact_lock": "bool",
    "pg_try_advisory_xact_lock_shared": "bool",
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
    if name in _LOCKS:
        return Signature(("int8",) if arguments == 1 else ("int4",), _LOCKS[name], pure=False)
    if name == "to_timestamp":
        return Signature(("float8",) if arguments == 1 else ("text",), "timestamptz")
    return SIGNATURES.get(name)


#: Key of a call's meta: the signature of a function that the project's own DDL makes.
DECLARED_AS: Final = "signature"


def signature_of_call(node: exp.Expr) -> Signature | None:
    """The signature of a function as it is called: one of PostgreSQL's own, or of the project's DDL."""
    return signature_of(node.name, len(node.expressions)) or node.meta.get(DECLARED_AS)


def signature_as_declared(function: OwnFunction, arguments: int) -> Signature | None:
    """The signature that DDL gives a function; None where it can't be called so."""
    if not function.takes(arguments):
        return None
    kinds = tuple(type_name(kind or "") or "" for kind in function.arguments[:arguments])
    returns = type_name(function.returns or "") if not function.is_set else None
    return Signature(kinds, returns or "", pure=function.is_pure)


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
        case "#1":
            return arguments[1] if len(arguments) > 1 else None
        case "common":
            return common_kind([item for item in arguments if item is not None])
        case "row":
            return record_of(arguments)
        case "joined":
            return _joined(arguments)
        case "compared":
            known = next((item for item in arguments if item is not None), None)
            return "text" if known == "varchar" else known
        case "zone":
            zoned = {"timestamptz": "timestamp", "timestamp": "timestamptz", "date": "timestamp"}
            return zoned.get(arguments[1] or "") if len(arguments) > 1 else None
        case "root_of_integers":
            return "float8" if first in FLOATS else "numeric" if first in (*INTEGERS, "numeric") else None
        case "":
            return None
        case returns:
            return returns


def _joined(arguments: Sequence[str | None]) -> str | None:
    """The array that arrays and elements become together: ``array_prepend(bigint, integer[])`` gives ``bigint[]``."""
    element = common_kind([item.removesuffix("[]") for item in arguments if item is not None])
    return f"{element}[]" if element is not None else None
