"""What a construct is called that no handler consumes: the code of its refusal, by sqlglot class.

A class means its subclasses, too; the nearest one counts. A class with a handler stands here for those of its
arguments that the handler doesn't name.
"""

from __future__ import annotations

from sqlglot import exp

from codemod.registry import refuses

# -- statements and their clauses
refuses("sql.merge", exp.Merge, exp.Whens, exp.When)
refuses("sql.statement", exp.Query, exp.DML)
refuses("sql.select-into", exp.Into, (exp.Select, "into"))
refuses("sql.insert", exp.Insert)
refuses("sql.on-conflict", exp.OnConflict)
refuses("sql.returning", exp.Returning)
refuses("sql.set-operation", exp.SetOperation)
refuses("sql.subquery", exp.Subquery)
refuses("sql.with", exp.With, exp.CTE, exp.RecursiveWithSearch)
refuses("sql.values", exp.Values)
refuses("sql.select-list", exp.Star)
refuses("sql.join", exp.Join)
refuses("sql.from-item", exp.Table, exp.TableSample, exp.Lateral, exp.UDTF, exp.TableFromRows, exp.XMLTable)
refuses("sql.group-by", exp.Group, exp.Cube, exp.Rollup, exp.GroupingSets)
refuses("sql.order-by", exp.Order, exp.Ordered)
refuses("sql.distinct-on", exp.Distinct)
refuses("sql.limit", exp.Limit, exp.Offset, exp.Fetch, exp.LimitOptions)
refuses("sql.locking", exp.Lock)
refuses(
    "sql.ddl",
    *(exp.Property, exp.Properties, exp.ColumnConstraintKind, exp.ColumnConstraint, exp.ColumnDef, exp.Schema),
    *(exp.Constraint, exp.PrimaryKey, exp.ForeignKey, exp.Reference, exp.Index, exp.IndexParameters, exp.Opclass),
)

# -- expressions
refuses("sql.function", exp.Func, exp.Kwarg, exp.Dot, exp.Variadic)
refuses("sql.aggregate", exp.AggFunc, exp.Filter, exp.WithinGroup, exp.IgnoreNulls, exp.RespectNulls, exp.HavingMax)
refuses("sql.window", exp.Window)
refuses("sql.window-frame", exp.WindowSpec)
refuses("sql.operator", exp.Binary, exp.Unary, exp.Operator, exp.IntervalSpan, exp.Adjacent, exp.Overlaps)
refuses("sql.predicate", exp.Predicate, exp.SubqueryPredicate)
refuses("sql.quantifier", exp.Any, exp.All)
refuses("sql.cast", exp.Cast, exp.DataType, exp.PseudoType, exp.ObjectIdentifier)
refuses(
    "sql.constant",
    *(
        exp.Literal,
        exp.Boolean,
        exp.Null,
        exp.Parameter,
        exp.ByteString,
        exp.BitString,
        exp.HexString,
        exp.RawString,
        exp.UnicodeString,
    ),
    *(exp.National, exp.Introducer, exp.Heredoc),
)
refuses("sql.row", exp.Tuple, exp.Column)
refuses("sql.array", exp.Array, exp.Bracket, exp.Slice, exp.ArrayContainsAll, exp.ArrayContainedBy, exp.ArrayOverlaps)
refuses(
    "sql.json",
    *(exp.JSONExtract, exp.JSONExtractScalar, exp.JSONBExtract, exp.JSONBExtractScalar, exp.JSONBContains),
    *(exp.JSONBPathExists, exp.JSONBDeleteAtPath, exp.JSON, exp.JSONPath, exp.JSONPathPart, exp.JSONSchema),
    *(exp.JSONTable, exp.JSONColumnDef, exp.JSONKeyValue, exp.FormatJson, exp.OnCondition, exp.JSONObject),
    *(exp.JSONObjectAgg, exp.JSONArrayAgg, exp.JSONValue, exp.JSONExists),
)
refuses("sql.string", exp.DPipe, exp.Substring, exp.MatchAgainst, exp.Escape)
refuses("sql.date-time", exp.Interval, exp.AtTimeZone, exp.Extract)
refuses("sql.collate", exp.Collate)
