"""SQL made up for the tests: typed expressions over the table ``links``, and queries of them."""

from __future__ import annotations

from hypothesis import strategies as st

Sql = st.SearchStrategy[str]

#: How deep expressions nest.
_DEPTH = 3


def _one_of(leaves: list[str], *compound: Sql) -> Sql:
    return st.one_of(st.sampled_from(leaves), *compound)


def _form(template: str, **parts: Sql) -> Sql:
    return st.builds(lambda **found: template.format(**found), **parts)


def _forms(templates: list[str], **parts: Sql) -> Sql:
    return st.builds(lambda template, **found: template.format(**found), st.sampled_from(templates), **parts)


def integers(depth: int = _DEPTH) -> Sql:
    """Of type integer or bigint."""
    leaves = ["id", "guild_id", "owner_id", "0", "3", "7", "$1"]
    if not depth:
        return st.sampled_from(leaves)
    a, b = integers(depth - 1), integers(depth - 1)
    return _one_of(
        leaves,
        _forms(["({a} + {b})", "({a} - {b})", "({a} * {b})", "{a} & {b}", "({a} | {b})", "-{a}", "({a})"], a=a, b=b),
        _forms(["({a} % 7)", "({a} / 3)", "coalesce(owner_id, {a})", "greatest({a}, {b})", "least({a}, id)"], a=a, b=b),
        _forms(["length({t})", "strpos({t}, 'a')", "array_position(tags, {t})"], t=texts(depth - 1)),
        st.sampled_from(["cardinality(tags)", "array_length(tags, 1)", "(data ->> 'n')::int", "refs[1]"]),
        _form("CASE WHEN {c} THEN {a} ELSE {b} END", c=conditions(depth - 1), a=a, b=b),
        _form("extract(day FROM {m})::int", m=moments(depth - 1)),
    )


def texts(depth: int = _DEPTH) -> Sql:
    """Of type text or character varying."""
    leaves = ["title", "tag", "'a'", "'b%'", "''", "$2"]
    if not depth:
        return st.sampled_from(leaves)
    a, b = texts(depth - 1), texts(depth - 1)
    return _one_of(
        leaves,
        _forms(
            ["({a} || {b})", "lower({a})", "upper({a})", "coalesce(tag, {a})", "nullif({a}, {b})", "({a})"], a=a, b=b
        ),
        _forms(
            ["substring({a}, 1, 2)", "substring({a} FROM 2 FOR 3)", "replace({a}, 'a', {b})", "left({a}, 2)"], a=a, b=b
        ),
        _forms(
            ["concat({a}, {b})", "concat_ws('-', {a}, {b})", "{a}::text", "trim({a})", "array_to_string(tags, {a})"],
            a=a,
            b=b,
        ),
        _form("CASE tag WHEN {a} THEN {b} END", a=a, b=b),
        st.sampled_from(["data ->> 'k'", "data -> 'o' ->> 'k'", "data #>> '{o,k}'", "tags[1]", "tags[$1]"]),
        _form("to_char({m}, 'YYYY')", m=moments(depth - 1)),
        _form("{n}::text", n=integers(depth - 1)),
    )


def moments(depth: int = _DEPTH) -> Sql:
    """Of type timestamp with time zone."""
    leaves = ["added", "now()", "CURRENT_TIMESTAMP", "'2020-01-01'::timestamptz", "$3::timestamptz"]
    if not depth:
        return st.sampled_from(leaves)
    a = moments(depth - 1)
    return _one_of(
        leaves,
        _forms(["{a} - interval '1 day'", "{a} + ttl", "date_trunc('day', {a})", "{a} + interval '1 hour' * 3"], a=a),
        _forms(
            ["greatest({a}, added)", "{a} AT TIME ZONE 'utc' AT TIME ZONE 'utc'", "{a} - make_interval(days => 2)"], a=a
        ),
        st.sampled_from(["made AT TIME ZONE 'utc'", "to_timestamp(score)", "added + $4", "date_trunc('day', day)"]),
    )


def conditions(depth: int = _DEPTH) -> Sql:
    """Of type boolean."""
    leaves = [
        "active",
        "tag IS NULL",
        "owner_id IS NOT NULL",
        "active IS NOT TRUE",
        "data ? 'k'",
        "data @> '{\"n\": 1}'",
    ]
    if not depth:
        return st.sampled_from(leaves)
    a, b = conditions(depth - 1), conditions(depth - 1)
    n, m = integers(depth - 1), integers(depth - 1)
    t, u = texts(depth - 1), texts(depth - 1)
    return _one_of(
        leaves,
        _forms(["({a} AND {b})", "({a} OR {b})", "NOT {a}", "({a})", "({a} OR {b} AND {a})"], a=a, b=b),
        _forms(["{n} = {m}", "{n} <> {m}", "{n} < {m}", "{n} >= {m}", "{n} IS DISTINCT FROM {m}"], n=n, m=m),
        _forms(
            ["{n} IN (1, {m})", "{n} NOT IN (2, 3)", "{n} BETWEEN 1 AND {m}", "{n} BETWEEN SYMMETRIC 5 AND {m}"],
            n=n,
            m=m,
        ),
        _forms(
            ["{t} = {u}", "{t} < {u}", "{t} LIKE {u}", "{t} NOT ILIKE 'A%'", "{t} ~* 'a|b'", "{t} SIMILAR TO 'a%'"],
            t=t,
            u=u,
        ),
        _forms(["{t} = ANY(tags)", "{t} = ANY(ARRAY['a', 'b'])", "tags && ARRAY['a', 'b']", "tags @> ARRAY['a']"], t=t),
        _forms(["{n} = ANY(refs)", "{n} <> ALL(refs)", "id = ANY($5)", "tags && $6", "refs @> ARRAY[1::bigint]"], n=n),
        _forms(["{x} < {y}", "{x} = {y}", "date({x}) = CURRENT_DATE"], x=moments(depth - 1), y=moments(depth - 1)),
    )


def values() -> Sql:
    """Of any type."""
    return st.one_of(integers(), texts(), moments(), conditions())


def rows() -> Sql:
    """A query of rows."""
    return st.builds(
        lambda a, b, condition, order, limit: (
            f"SELECT id, {a} AS a, {b} AS b FROM links{condition} ORDER BY {order}id{limit}"
        ),
        values(),
        values(),
        st.one_of(st.just(""), _form(" WHERE {c}", c=conditions())),
        st.one_of(st.just(""), _forms(["{v}, ", "{v} DESC NULLS LAST, ", "a, "], v=integers(2))),
        st.sampled_from(["", " LIMIT 3", " LIMIT 2 OFFSET 1", " FETCH FIRST 2 ROWS ONLY"]),
    )


_AGGREGATES = [
    *("count(*)", "sum({n})", "max({n})", "bool_or({c})", "count(DISTINCT {n})", "count(*) FILTER (WHERE {c})"),
    *("string_agg(title, ',' ORDER BY id)", "array_agg({n} ORDER BY id)"),
    "percentile_disc(0.5) WITHIN GROUP (ORDER BY {n})",
]


def groups() -> Sql:
    """A query of groups."""
    return st.builds(
        lambda key, aggregate, grouping, having: (
            f"SELECT {key} AS k, {aggregate} AS v FROM links GROUP BY {grouping}{having}".replace("KEY", key)
        ),
        st.one_of(texts(2), integers(2), moments(2)),
        _forms(_AGGREGATES, n=integers(2), c=conditions(2)),
        st.sampled_from(["KEY", "k", "1", "ROLLUP (KEY)", "GROUPING SETS ((KEY), ())"]),
        st.sampled_from(["", " HAVING count(*) > 0", " HAVING max(id) < 3"]),
    )


def windows() -> Sql:
    """A query of window functions."""
    return st.builds(
        lambda function, key, frame: (
            f"SELECT id, {function} OVER (PARTITION BY {key} ORDER BY id{frame}) AS w FROM links ORDER BY id"
        ),
        _forms(["row_number()", "sum({n})", "lag({n})", "count(*)", "first_value({n})"], n=integers(1)),
        values(),
        st.sampled_from(["", " ROWS 1 PRECEDING", " ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING"]),
    )


def queries() -> Sql:
    """Any of them."""
    return st.one_of(rows(), groups(), windows())
