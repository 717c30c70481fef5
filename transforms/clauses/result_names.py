"""The names PostgreSQL gives to result columns without an alias (``FigureColname`` in its parser)."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from codemod.lowering.types import base_type, pg_type_of

#: What PostgreSQL calls a column that has nothing to be named after.
NO_NAME = "?column?"

#: Internal names of types, which is what an unnamed cast is called.
_TYPE_NAMES = {
    "integer": "int4",
    "bigint": "int8",
    "smallint": "int2",
    "character varying": "varchar",
    "boolean": "bool",
    "double precision": "float8",
    "real": "float4",
    "timestamp with time zone": "timestamptz",
    "timestamp without time zone": "timestamp",
    "time without time zone": "time",
}

#: Functions that PostgreSQL's grammar calls by another name (``gram.y``).
_RENAMED = {"trim": "btrim"}

#: Expressions called after the function they stand for.
_NAMED: Final[dict[type[exp.Expr], str]] = {
    exp.GroupConcat: "string_agg",
    exp.Tuple: "row",
    exp.Explode: "unnest",
    exp.AtTimeZone: "timezone",
    exp.CurrentTimestamp: "current_timestamp",
    exp.CurrentDate: "current_date",
    exp.StrPosition: "position",
    exp.Overlay: "overlay",
    **{
        item: item.__name__.lower()
        for item in (exp.Extract, exp.Coalesce, exp.Count, exp.Max, exp.Min, exp.Sum, exp.Avg, exp.Lower, exp.Upper)
    },
    **{item: item.__name__.lower() for item in (exp.Exists, exp.Array, exp.Substring)},
}


def result_name(node: exp.Expr) -> str:
    """The name of a column of the select list, as asyncpg's record knows it."""
    if isinstance(node, exp.Alias):
        return str(node.alias)
    return _strong_name(node) or _weak_name(node) or NO_NAME


def _strong_name(node: exp.Expr) -> str | None:
    match node:
        case exp.Paren() | exp.Filter() | exp.Window() | exp.WithinGroup() | exp.Collate() | exp.Bracket():
            return _strong_name(node.this)
        case exp.Column():
            return str(node.name)
        case exp.Anonymous():
            return _RENAMED.get(node.name.lower(), node.name.lower())
        case exp.Trim():
            return {"LEADING": "ltrim", "TRAILING": "rtrim"}.get(node.args.get("position") or "", "btrim")
        case exp.Subquery(this=exp.Select() as select):
            return result_name(select.expressions[0])
        case exp.Cast():
            return _strong_name(node.this)
        case exp.Case():
            default = node.args.get("default")
            return _strong_name(default) if default is not None else None
        case _:
            return _NAMED.get(type(node))


def _weak_name(node: exp.Expr) -> str | None:
    match node:
        case exp.Paren():
            return _weak_name(node.this)
        case exp.Case():
            return "case"
        case exp.Cast():
            pg_type = pg_type_of(node.to)
            return _TYPE_NAMES.get(base_type(pg_type), base_type(pg_type)) if pg_type else None
        case exp.Interval():
            return "interval"
        case exp.Boolean():
            return "bool"
        case _:
            return None
