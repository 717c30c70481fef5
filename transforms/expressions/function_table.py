"""Functions of PostgreSQL that only read their arguments: argument kinds and result types (manual chapter 9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Function:
    """One row.

    Attributes:
        arguments: a letter per argument, the last one repeated: ``t`` text, ``i`` integer, ``b`` bigint, ``d`` double
            precision, ``o`` boolean, ``j`` jsonb, ``p`` a path in it, ``s`` the type of the other arguments, ``e`` the
            element type of the array among them, ``n`` a number or anything that has a type of its own, ``a`` the same
            without numbers, ``r`` a relation (``regclass``).
        returns: PostgreSQL type, ``#n`` for the type of argument n (``#n[]`` an array of it, ``#n*`` its
            element type), ``*`` for the common type of all arguments, empty where it depends.
    """

    arguments: str
    returns: str


def _rows(arguments: str, returns: str, names: str) -> dict[str, Function]:
    return {name: Function(arguments, returns) for name in names.split()}


#: Free of side effects, so that a query using them needs no commit.
FUNCTIONS: Final[dict[str, Function]] = {
    # -- strings: manual 9.4 and 9.7
    **_rows("t", "text", "lower upper trim btrim ltrim rtrim initcap reverse md5 regexp_replace replace translate"),
    **_rows("t", "text", "quote_ident quote_literal unaccent regexp_split_to_table soundex metaphone crypt"),
    **_rows("t", "text", "string_to_table"),
    **_rows("t", "integer", "length char_length character_length octet_length ascii strpos levenshtein hashtext"),
    **_rows("t", "text[]", "regexp_match regexp_matches regexp_split_to_array string_to_array"),
    **_rows("ti", "text", "left right repeat substr"),
    **_rows("tn", "text", "substring"),
    **_rows("tti", "text", "split_part"),
    **_rows("tti", "integer", "regexp_count"),
    **_rows("tti", "text", "regexp_substr"),
    **_rows("tti", "text", "overlay"),
    **_rows("ta", "text", "normalize"),
    **_rows("tit", "text", "lpad rpad"),
    **_rows("i", "text", "chr"),
    **_rows("a", "text", "concat to_hex quote_nullable"),
    **_rows("ta", "text", "concat_ws format"),
    **_rows("at", "text", "to_char encode"),
    **_rows("t", "bytea", "decode"),
    **_rows("a", "bytea", "sha224 sha256 sha384 sha512"),
    **_rows("tt", "boolean", "starts_with regexp_like"),
    **_rows("t", "numeric", "to_number"),
    **_rows("tt", "text", "string_agg"),
    **_rows("t", "real", "similarity word_similarity strict_word_similarity"),
    # -- numbers: manual 9.3
    **_rows("ai", "", "round trunc"),
    **_rows("a", "#0", "abs"),
    **_rows("s", "*", "mod greatest least"),
    **_rows("s", "#0", "nullif"),
    **_rows("a", "double precision", "random cbrt degrees radians pi sin cos tan asin acos atan atan2"),
    **_rows("n", "", "ceil ceiling floor sqrt exp ln log power sign"),
    **_rows("a", "integer", "width_bucket"),
    # -- dates: manual 9.9
    **_rows("", "timestamp with time zone", "now clock_timestamp statement_timestamp transaction_timestamp"),
    **_rows("tat", "", "date_trunc"),
    **_rows("ta", "double precision", "date_part"),
    **_rows("a", "interval", "age justify_days justify_hours justify_interval"),
    **_rows("iiiiiid", "interval", "make_interval"),
    **_rows("tt", "date", "to_date"),
    **_rows("a", "date", "date"),
    **_rows("i", "date", "make_date"),
    **_rows("iiiiid", "timestamp without time zone", "make_timestamp"),
    **_rows("iiiiidt", "timestamp with time zone", "make_timestamptz"),
    **_rows("a", "#1", "date_bin"),
    **_rows("ta", "", "timezone"),
    **_rows("d", "timestamp with time zone", "to_timestamp"),
    **_rows("a", "boolean", "isfinite"),
    # -- arrays: manual 9.19
    **_rows("ai", "integer", "array_length array_upper array_lower"),
    **_rows("a", "integer", "cardinality array_ndims"),
    **_rows("ae", "integer", "array_position"),
    **_rows("ae", "integer[]", "array_positions"),
    **_rows("ae", "#0", "array_append array_remove array_replace"),
    **_rows("s", "#0", "array_cat"),
    **_rows("ea", "#1", "array_prepend"),
    **_rows("at", "text", "array_to_string"),
    # -- aggregates and window functions: manual 9.21 and 9.22
    **_rows("a", "#0[]", "array_agg"),
    **_rows("a", "#0", "any_value"),
    **_rows("a", "boolean", "bool_and bool_or every"),
    **_rows("a", "#0", "bit_and bit_or bit_xor"),
    **_rows("a", "", "stddev stddev_samp stddev_pop variance var_samp var_pop"),
    **_rows("a", "double precision", "corr covar_pop covar_samp regr_slope regr_intercept regr_r2"),
    **_rows("d", "", "percentile_cont percentile_disc"),
    **_rows("", "", "mode"),
    **_rows("a", "integer", "grouping"),
    **_rows("a", "bigint", "row_number rank dense_rank"),
    **_rows("i", "integer", "ntile"),
    **_rows("a", "double precision", "percent_rank cume_dist"),
    **_rows("aia", "#0", "lag lead first_value last_value"),
    **_rows("ai", "#0", "nth_value"),
    # -- JSON: manual 9.16
    **_rows("a", "json", "json_agg json_build_object json_build_array json_object_agg to_json row_to_json"),
    **_rows("a", "json", "json_strip_nulls array_to_json"),
    **_rows("a", "jsonb", "jsonb_agg jsonb_build_object jsonb_build_array jsonb_object_agg to_jsonb"),
    **_rows("jpjo", "jsonb", "jsonb_set jsonb_insert"),
    **_rows("j", "jsonb", "jsonb_strip_nulls jsonb_array_elements"),
    **_rows("a", "jsonb", "jsonb_path_query jsonb_path_query_array jsonb_path_query_first"),
    **_rows("a", "boolean", "jsonb_path_exists jsonb_path_match"),
    **_rows("j", "integer", "jsonb_array_length"),
    **_rows("a", "integer", "json_array_length"),
    **_rows("j", "text", "jsonb_typeof jsonb_pretty jsonb_array_elements_text jsonb_object_keys"),
    **_rows("a", "text", "json_typeof json_array_elements_text json_object_keys"),
    **_rows("at", "text", "jsonb_extract_path_text json_extract_path_text"),
    **_rows("at", "boolean", "jsonb_exists"),
    # -- text search: manual 9.13
    **_rows("t", "tsvector", "to_tsvector"),
    **_rows("t", "tsquery", "to_tsquery plainto_tsquery websearch_to_tsquery phraseto_tsquery"),
    **_rows("a", "real", "ts_rank ts_rank_cd"),
    **_rows("a", "tsvector", "setweight strip"),
    **_rows("t", "text", "ts_headline"),
    # everything else
    **_rows("a", "integer", "pg_column_size"),
    **_rows("t", "regclass", "to_regclass"),
    **_rows("a", "boolean", "has_table_privilege has_schema_privilege"),
    **_rows("", "bigint", "txid_current"),
    **_rows("", "uuid", "gen_random_uuid uuid_generate_v4"),
    **_rows("a", "integer", "num_nonnulls num_nulls"),
    **_rows("a", "", "row"),
    **_rows("a", "text", "host pg_size_pretty version current_database"),
    **_rows("a", "bigint", "pg_database_size"),
    # -- the catalogs: manual 9.26 and 9.27
    **_rows("ra", "bigint", "pg_total_relation_size pg_relation_size pg_table_size pg_indexes_size"),
    **_rows("a", "text", "obj_description col_description format_type pg_get_indexdef pg_get_constraintdef"),
    **_rows("a", "text", "pg_get_viewdef pg_get_functiondef pg_encoding_to_char"),
    **_rows("", "name", "current_schema"),
    **_rows("", "integer", "pg_backend_pid"),
    **_rows("", "timestamp with time zone", "pg_postmaster_start_time"),
    **_rows("", "boolean", "pg_is_in_recovery"),
    **_rows("t", "text", "current_setting"),
}

#: Functions that change something, or return something of the server's state as they go.
WRITING: Final[dict[str, Function]] = {
    **_rows("a", "bigint", "nextval"),
    **_rows("ab", "bigint", "setval"),
    **_rows("t", "void", "pg_notify"),
    **_rows("d", "void", "pg_sleep"),
    **_rows("i", "boolean", "pg_cancel_backend pg_terminate_backend"),
    **_rows("b", "void", "pg_advisory_xact_lock pg_advisory_xact_lock_shared"),
    **_rows("b", "boolean", "pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared"),
}

#: Names that ``func`` takes for something of SQLAlchemy's own, and writes in another way.
READ_OTHERWISE: Final = frozenset(
    {
        *("cast", "extract", "aggregate_strings", "next_value", "cube", "rollup", "grouping_sets", "array"),
        *("current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"),
        *("current_user", "session_user", "user", "sysdate"),
    }
)
