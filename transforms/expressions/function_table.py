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
        returns: PostgreSQL type, ``#n`` for the type of argument n, empty where it depends.
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
    **_rows("s", "#0", "greatest least nullif"),
    **_rows("ai", "", "round trunc"),
    **_rows("a", "#0", "abs ceil ceiling floor mod"),
    **_rows("a", "double precision", "random sqrt cbrt exp ln log power degrees radians pi"),
    **_rows("", "timestamp with time zone", "now clock_timestamp statement_timestamp transaction_timestamp"),
    **_rows("ta", "#1", "date_trunc"),
    **_rows("ta", "double precision", "date_part"),
    **_rows("a", "interval", "age"),
    **_rows("tt", "date", "to_date"),
    **_rows("a", "date", "date make_date"),
    **_rows("a", "boolean", "bool_and bool_or every"),
    **_rows("a", "bigint", "row_number rank dense_rank ntile"),
    **_rows("a", "double precision", "percent_rank cume_dist"),
    **_rows("ai", "#0", "lag lead first_value last_value"),
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
