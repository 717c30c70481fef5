"""Functions of PostgreSQL that only read their arguments: argument kinds and result types (manual chapter 9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Function:
    """One row.

    Attributes:
        arguments: a letter per argument, the last one repeated: ``t`` text, ``i`` integer,
            ``s`` the type of the other arguments, ``a`` anything that has a type of its own.
        returns: PostgreSQL type, ``#n`` for the type of argument n (``#n[]`` an array of it), ``*`` for the
            common type of all arguments, empty where it depends.
    """

    arguments: str
    returns: str


def _rows(arguments: str, returns: str, names: str) -> dict[str, Function]:
    return {name: Function(arguments, returns) for name in names.split()}


#: Free of side effects, so that a query using them needs no commit.
FUNCTIONS: Final[dict[str, Function]] = {
    **_rows("t", "text", "lower upper trim btrim ltrim rtrim initcap reverse md5 regexp_replace replace translate"),
    **_rows("t", "text", "quote_ident quote_literal unaccent"),
    **_rows("t", "integer", "length char_length character_length octet_length ascii strpos"),
    **_rows("ti", "text", "left right repeat substr"),
    **_rows("tti", "text", "split_part"),
    **_rows("tit", "text", "lpad rpad"),
    **_rows("a", "text", "concat"),
    **_rows("ta", "text", "concat_ws format"),
    **_rows("at", "text", "to_char"),
    **_rows("t", "boolean", "starts_with"),
    **_rows("tt", "text", "string_agg"),
    **_rows("a", "#0[]", "array_agg"),
    **_rows("a", "", "json_agg jsonb_agg json_build_object jsonb_build_object to_json to_jsonb row_to_json"),
    **_rows("s", "*", "greatest least"),
    **_rows("s", "#0", "nullif"),
    **_rows("ai", "", "round trunc"),
    **_rows("a", "#0", "abs"),
    **_rows("s", "*", "mod"),
    **_rows("a", "", "ceil ceiling floor"),
    **_rows("a", "double precision", "random cbrt degrees radians pi"),
    **_rows("a", "", "sqrt exp ln log power"),
    **_rows("", "timestamp with time zone", "now clock_timestamp statement_timestamp transaction_timestamp"),
    **_rows("ta", "", "date_trunc"),
    **_rows("ta", "double precision", "date_part"),
    **_rows("a", "interval", "age"),
    **_rows("tt", "date", "to_date"),
    **_rows("a", "date", "date make_date"),
    **_rows("a", "boolean", "bool_and bool_or every"),
    **_rows("a", "bigint", "row_number rank dense_rank"),
    **_rows("i", "integer", "ntile"),
    **_rows("a", "double precision", "percent_rank cume_dist"),
    **_rows("aia", "#0", "lag lead first_value last_value"),
    **_rows("ai", "integer", "array_length cardinality array_position"),
    **_rows("tt", "tsvector", "to_tsvector"),
    **_rows("tt", "tsquery", "to_tsquery plainto_tsquery websearch_to_tsquery phraseto_tsquery"),
    **_rows("a", "real", "ts_rank ts_rank_cd"),
    **_rows("t", "real", "similarity word_similarity"),
    **_rows("", "uuid", "gen_random_uuid uuid_generate_v4"),
    **_rows("a", "bigint", "pg_database_size pg_total_relation_size pg_relation_size"),
    **_rows("a", "text", "pg_size_pretty version current_database"),
    **_rows("t", "text", "current_setting"),
}

#: Functions that change something, or return something of the server's state as they go.
WRITING: Final[dict[str, Function]] = {
    **_rows("a", "bigint", "nextval setval"),
    **_rows("t", "void", "pg_notify"),
}

#: Functions about the connection they run on: a session may run its next statement on another one.
BOUND_TO_CONNECTION: Final = ("pg_advisory", "pg_try_advisory", "set_config", "currval", "lastval", "pg_backend_pid")

#: Names that ``func`` takes for something of SQLAlchemy's own, and writes in another way.
READ_OTHERWISE: Final = frozenset(
    {
        *("cast", "extract", "substring", "aggregate_strings", "next_value", "cube", "rollup", "grouping_sets"),
        *("current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"),
        *("current_user", "session_user", "user", "sysdate"),
    }
)
