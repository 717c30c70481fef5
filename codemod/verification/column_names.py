"""Names of result columns by PostgreSQL's rules, kept apart from the lowering on purpose: a second opinion."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

_TYPE_NAMES: Final = {
    "INT": "int4", "INTEGER": "int4", "BIGINT": "int8", "SMALLINT": "int2", "VARCHAR": "varchar", "TEXT": "text",
    "BOOLEAN": "bool", "DOUBLE PRECISION": "float8", "REAL": "float4", "TIMESTAMPTZ": "timestamptz", "TIMESTAMP": "timestamp",
    "DATE": "date", "TIME": "time", "INTERVAL": "interval", "UUID": "uuid", "JSONB": "jsonb", "JSON": "json", "BYTEA": "bytea",
}  # fmt: skip

#: Expressions PostgreSQL names after themselves.
_FUNCTIONS: Final = (exp.Count, exp.Coalesce, exp.Max, exp.Min, exp.Sum, exp.Avg, exp.Lower, exp.Upper, exp.Extract)


def column_name(node: exp.Expression) -> str:
    """The name of an item of the select list (``FigureColname`` of PostgreSQL's parse_target.c)."""
    if isinstance(node, exp.Alias):
        return str(node.alias)
    name, _ = _figured(node)
    return name or "?column?"


def _figured(node: exp.Expression) -> tuple[str | None, int]:
    """Name and strength: 2 a real name, 1 a fallback that a stronger one inside beats, 0 none."""
    if isinstance(node, exp.Column):
        return str(node.name), 2
    if isinstance(node, exp.Anonymous):
        return str(node.this).lower(), 2
    if isinstance(node, _FUNCTIONS):
        return type(node).__name__.lower(), 2
    if isinstance(node, exp.Paren | exp.Filter | exp.Window):
        return _figured(node.this)
    if isinstance(node, exp.Subquery) and isinstance(node.this, exp.Select):
        return column_name(node.this.expressions[0]), 2
    if isinstance(node, exp.Exists):
        return "exists", 2
    if isinstance(node, exp.CurrentTimestamp | exp.CurrentDate):
        return ("current_date" if isinstance(node, exp.CurrentDate) else "current_timestamp"), 2
    if isinstance(node, exp.Cast):
        name, strength = _figured(node.this)
        if strength == 2:
            return name, strength
        written = node.to.sql("postgres").upper().partition("(")[0].strip()
        return _TYPE_NAMES.get(written, written.lower()), 1
    if isinstance(node, exp.Case):
        default = node.args.get("default")
        name, strength = _figured(default) if default is not None else (None, 0)
        return (name, strength) if strength == 2 else ("case", 1)
    return (("bool", 1) if isinstance(node, exp.Boolean) else ("interval", 1) if isinstance(node, exp.Interval) else (None, 0))
