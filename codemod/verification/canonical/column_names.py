"""Names of result columns by PostgreSQL's rules (FigureColname, parse_target.c): a second opinion to the lowering's."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from codemod.resolution.vector_operators import DISTANCES
from codemod.verification.canonical.plain_form import DECLARED
from codemod.verification.canonical.spellings import KNOWN_AS
from codemod.verification.types.pg_types import type_name, written_type

#: The name of a column that has none.
NO_NAME: Final = "?column?"

#: The server cuts longer identifiers.
_LONGEST: Final = 63

#: Expressions named after themselves.
_NAMED: Final[dict[type[exp.Expr], str]] = {
    exp.Count: "count",
    exp.Coalesce: "coalesce",
    exp.Max: "max",
    exp.Min: "min",
    exp.Sum: "sum",
    exp.Avg: "avg",
    exp.Lower: "lower",
    exp.Upper: "upper",
    exp.Extract: "extract",
    exp.Exists: "exists",
    exp.CurrentDate: "current_date",
    exp.CurrentTimestamp: "current_timestamp",
    exp.AtTimeZone: "timezone",
    exp.Array: "array",
    exp.Explode: "unnest",
    exp.GroupConcat: "string_agg",
    exp.Tuple: "row",
}

#: Expressions that never have a name.
_NAMELESS: Final[tuple[type[exp.Expr], ...]] = (
    exp.Literal,
    exp.Null,
    exp.Parameter,
    exp.Neg,
    exp.Not,
    exp.And,
    exp.Or,
    exp.Is,
    exp.In,
    exp.Between,
    exp.Like,
    exp.ILike,
    exp.Escape,
    exp.EQ,
    exp.NEQ,
    exp.LT,
    exp.LTE,
    exp.GT,
    exp.GTE,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
    exp.Add,
    exp.Sub,
    exp.Mul,
    exp.Div,
    exp.Mod,
    exp.DPipe,
    exp.RegexpLike,
    exp.RegexpILike,
    exp.SimilarTo,
    exp.Pow,
    exp.BitwiseAnd,
    exp.BitwiseOr,
    exp.BitwiseXor,
    exp.BitwiseNot,
    exp.BitwiseLeftShift,
    exp.BitwiseRightShift,
    exp.JSONExtract,
    exp.JSONExtractScalar,
    exp.JSONBExtract,
    exp.JSONBExtractScalar,
    exp.JSONBContainsTopKey,
    exp.JSONBContainsAnyTopKeys,
    exp.JSONBContainsAllTopKeys,
    exp.JSONBPathExists,
    exp.JSONBDeleteAtPath,
    exp.ArrayOverlaps,
    exp.ArrayContainsAll,
    exp.ArrayContainedBy,
    exp.MatchAgainst,
    *DISTANCES,
)


def column_name(node: exp.Expr) -> str | None:
    """The name of an item of a select list.

    Returns:
        None where the rules are not known to say one thing in every supported version of the server.
    """
    if isinstance(node, exp.Alias):
        name: str | None = node.alias
    else:
        strong = _strong(node)
        name = strong if strong is not None else _weak(node)
    return name if name is None or len(name.encode()) <= _LONGEST else None


def _strong(node: exp.Expr) -> str | None:
    """A name that a cast or CASE around the expression keeps."""
    match node:
        case exp.Paren() | exp.Filter() | exp.Window() | exp.WithinGroup() | exp.Cast() | exp.Collate() | exp.Bracket():
            return _strong(node.this)
        case exp.Column() | exp.Dot() | exp.Var():
            return str(node.name)
        case exp.Anonymous():
            name = str(node.meta.get(KNOWN_AS, node.name.lower()))
            return "btrim" if name == "trim" else str(name)  # TRIM() is grammar, for the function btrim
        case exp.Subquery() if isinstance(node.this, exp.Select) and node.this.expressions:
            return column_name(node.this.expressions[0])
        case exp.Case():
            default = node.args.get("default")
            return _strong(default) if default is not None else None
        case _:
            return _NAMED.get(type(node))


def _weak(node: exp.Expr) -> str | None:
    match node:
        case exp.Paren() | exp.Collate() | exp.Bracket():
            return _weak(node.this)
        case exp.Case():
            return "case"
        case exp.Cast():
            name = type_name(written_type(node.to))
            return name.removesuffix("[]") if name is not None else None
        case exp.Parameter() if DECLARED in node.meta:
            return str(node.meta[DECLARED]).removesuffix("[]")  # the plain form keeps of its cast no more than the type
        case exp.Interval():
            return "interval"
        case exp.Boolean():
            return "bool"
        case _:
            return NO_NAME if isinstance(node, _NAMELESS) else None
