"""The bind rules: every bind has the type the server would have given the original's parameter or constant.

Types are deduced from the text SQLAlchemy sends, by a white list of places; a bind anywhere else is
not proven. Shares nothing with the lowering.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlglot import exp

#: PostgreSQL's name of a column's type, by table (as in the SQL) and column.
ColumnTypes = Mapping[tuple[str, str], str | None]

_SPELLINGS: Final = {
    "varchar": "text", "character varying": "text", "text": "text", "citext": "citext", "int": "integer", "int4": "integer",
    "int8": "bigint", "int2": "smallint", "timestamptz": "timestamp with time zone", "timestamp": "timestamp without time zone",
    "time": "time without time zone", "bool": "boolean", "float": "double precision", "float8": "double precision",
    "double": "double precision", "float4": "real", "decimal": "numeric",
}  # fmt: skip

_COMPARISONS: Final = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)
_NUMBERS: Final = frozenset({"smallint", "integer", "bigint", "numeric", "double precision", "real"})

#: Functions and the class of their arguments; a place outside the tuple has the last one.
_ARGUMENTS: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("lower", "upper", "trim", "btrim", "ltrim", "rtrim", "initcap", "reverse", "md5", "length"), ("text",)),
    **dict.fromkeys(("char_length", "regexp_replace", "replace", "translate", "strpos", "starts_with"), ("text",)),
    **dict.fromkeys(("to_tsquery", "plainto_tsquery", "websearch_to_tsquery", "to_tsvector", "similarity"), ("text",)),
    **dict.fromkeys(("string_agg", "split_part", "unaccent", "to_date"), ("text",)),
    **dict.fromkeys(("left", "right", "repeat"), ("text", "integer")),
    **dict.fromkeys(("lpad", "rpad"), ("text", "integer", "text")),
    **dict.fromkeys(("date_trunc", "date_part"), ("text", "")),
    **dict.fromkeys(("to_char", "round", "trunc", "lag", "lead"), ("", "text")),
}
_ARGUMENTS.update({"round": ("", "integer"), "trunc": ("", "integer"), "split_part": ("text", "text", "integer")})
_ARGUMENTS.update({"lag": ("", "integer"), "lead": ("", "integer"), "concat_ws": ("text", "")})

_RESULTS: Final = {
    **dict.fromkeys(("lower", "upper", "trim", "regexp_replace", "replace", "to_char", "concat", "left", "right"), "text"),
    **dict.fromkeys(("length", "char_length", "strpos"), "integer"),
    **dict.fromkeys(("row_number", "rank", "dense_rank", "count"), "bigint"),
    **dict.fromkeys(("now", "clock_timestamp"), "timestamp with time zone"),
    **dict.fromkeys(("similarity", "ts_rank"), "real"),
}


class BindError(ValueError):
    """A bind whose type is not proven; ``str()`` says which."""


@dataclass(frozen=True, slots=True, eq=False)
class BindRules:
    """Checks the binds of one compiled statement.

    Attributes:
        tree: the text as sent, parsed.
        numbers: position of a bind to the n of the original's ``$n``.
        constants: position of a bind to the constant it carries.
        explicit: types the original casts ``$n`` to.
        types: types of the columns of every table.
    """

    tree: exp.Expression
    numbers: Mapping[int, int]
    constants: Mapping[int, Any]
    explicit: Mapping[int, frozenset[str]]
    types: ColumnTypes

    def check(self) -> None:
        """Check every bind.

        Raises:
            BindError: the first one that isn't proven.
        """
        sent: dict[int, str] = {}
        for parameter in self.tree.find_all(exp.Parameter):
            position = int(parameter.name)
            cast, holder = _cast_of(parameter)
            self._check(position, cast, holder)
            number = self.numbers.get(position)
            if number is not None and cast is not None and sent.setdefault(number, type_class(cast)) != type_class(cast):
                raise BindError(f"${number} is bound as {sent[number]} and as {type_class(cast)}, the server has one type for it")

    def _check(self, position: int, cast: str | None, holder: exp.Expression) -> None:
        number = self.numbers.get(position)
        shown = f"${number}" if number is not None else repr(self.constants.get(position))
        given = self.explicit.get(number) if number is not None else None
        if given is not None and (cast is None or given != {type_class(cast)}):
            raise BindError(f"{shown} is cast to {', '.join(sorted(given))} in the SQL, bound as {cast or 'no type'}")
        expected, is_assigned = self._expected(holder)
        if cast is None:
            if expected is None and given is None:
                raise BindError(f"the type of {shown} is left open")
            return
        if "(" in cast and not (is_assigned and expected == cast):
            raise BindError(f"{shown} is bound as {cast}, which changes values")
        if given is not None or expected == "any":
            return
        if expected is None or type_class(expected) != type_class(cast):
            raise BindError(f"{shown} is bound as {cast}, the server takes it as {expected or 'something not known'}")

    def _expected(self, node: exp.Expression) -> tuple[str | None, bool]:
        """The type the server gives what stands at ``node``, and whether it is assigned to a column."""
        parent = node.parent
        while isinstance(parent, exp.Paren):
            node, parent = parent, parent.parent
        match parent:
            case exp.Tuple() if isinstance(parent.parent, exp.Values):
                return self._inserted(node, parent), True
            case exp.EQ() if isinstance(parent.parent, exp.Update | exp.OnConflict) and parent.arg_key == "expressions":
                return self._column_of_target(parent.this.name), True
            case exp.Limit() | exp.Offset():
                return "any", False
            case exp.In() | exp.Between():
                return (self.type_of(parent.this) if parent.this is not node else None), False
            case exp.Like() | exp.ILike():
                return self._beside(parent, node), False
            case exp.DPipe():
                return ("text" if type_class(self._beside(parent, node) or "") == "text" else None), False
            case exp.Any() | exp.All():
                return self._array(parent), False
            case exp.Coalesce() | exp.Anonymous() | exp.Lower() | exp.Upper():
                return self._argument(parent, node), False
            case exp.Add() | exp.Sub() | exp.Mul() | exp.Div() | exp.Mod():
                beside = self._beside(parent, node)
                return (beside if beside and type_class(beside) in _NUMBERS else None), False
            case exp.If() | exp.Case():
                return self._branch(parent, node), False
            case _ if isinstance(parent, _COMPARISONS):
                return self._beside(parent, node), False
        return None, False

    def _beside(self, parent: exp.Expression, node: exp.Expression) -> str | None:
        other = parent.args["expression"] if parent.this is node else parent.this
        return self.type_of(other)

    def _array(self, parent: exp.Expression) -> str | None:
        comparison = parent.parent
        if not isinstance(comparison, _COMPARISONS) or comparison.args["expression"] is not parent:
            return None
        element = self.type_of(comparison.this)
        return f"{type_class(element)}[]" if element else None

    def _argument(self, parent: exp.Expression, node: exp.Expression) -> str | None:
        if isinstance(parent, exp.Lower | exp.Upper):
            return "text"
        items = parent.expressions if isinstance(parent, exp.Anonymous) else [parent.this, *parent.expressions]
        name = str(parent.this).lower() if isinstance(parent, exp.Anonymous) else "coalesce"
        if name in ("coalesce", "nullif", "greatest", "least"):
            return next((found for item in items if item is not node and (found := self.type_of(item))), None)
        kinds = _ARGUMENTS.get(name)
        index = next((index for index, item in enumerate(items) if item is node), None)
        return (kinds[min(index, len(kinds) - 1)] or None) if kinds and index is not None else None

    def _branch(self, parent: exp.Expression, node: exp.Expression) -> str | None:
        """A result of CASE: all branches together decide; constants alone are text."""
        case = parent.parent if isinstance(parent, exp.If) else parent
        if not isinstance(case, exp.Case):
            return None
        if isinstance(parent, exp.If) and parent.this is node:
            return self.type_of(case.this) if case.this is not None else None
        results = [branch.args["true"] for branch in case.args["ifs"]]
        results += [case.args["default"]] if case.args.get("default") is not None else []
        known = {type_class(found) for item in results if not _is_bind(item) and (found := self.type_of(item))}
        if not known and all(_is_bind(item) or isinstance(item, exp.Null) for item in results):
            values = [self.constants.get(int(item.find(exp.Parameter).name)) for item in results if _is_bind(item)]  # type: ignore[union-attr]
            return "text" if values and all(isinstance(value, str) for value in values) else None
        return known.pop() if len(known) == 1 else None

    def _inserted(self, node: exp.Expression, row: exp.Expression) -> str | None:
        insert = row.find_ancestor(exp.Insert)
        if insert is None or not isinstance(insert.this, exp.Schema):
            return None
        index = next(index for index, item in enumerate(row.expressions) if item is node)
        return self._column_of_target(insert.this.expressions[index].name)

    def _column_of_target(self, name: str) -> str | None:
        target = self.tree.this
        table = target.this if isinstance(target, exp.Schema) else target
        return self.types.get((_table_key(table), name.lower()))

    def type_of(self, node: exp.Expression | None) -> str | None:
        """The type of an expression of the compiled text, where it is sure."""
        inner = node.unnest() if node is not None else None
        match inner:
            case exp.Column():
                return self._column(inner)
            case exp.Cast():
                return None if _is_bind(inner) else inner.to.sql("postgres").lower()
            case exp.Count():
                return "bigint"
            case exp.Lower() | exp.Upper():
                return "text"
            case exp.CurrentTimestamp():
                return "timestamp with time zone"
            case exp.Max() | exp.Min() | exp.Filter() | exp.Window() | exp.Neg():
                return self.type_of(inner.this)
            case exp.Anonymous():
                return _RESULTS.get(str(inner.this).lower())
            case exp.Coalesce():
                return next((found for item in [inner.this, *inner.expressions] if (found := self.type_of(item))), None)
            case exp.Sum():
                kind = type_class(self.type_of(inner.this) or "")
                return {"integer": "bigint", "smallint": "bigint", "bigint": "numeric"}.get(kind, kind or None)
            case exp.Add() | exp.Sub() | exp.Mul() | exp.Div() | exp.Mod():
                sides = {type_class(found) for item in (inner.this, inner.args["expression"]) if (found := self.type_of(item))}
                return sides.pop() if len(sides) == 1 and sides <= _NUMBERS else None
            case _:
                return None

    def _column(self, node: exp.Column) -> str | None:
        name, alias = node.name, node.table
        if alias.lower() == "excluded":
            return self._column_of_target(name)
        for source in self.tree.find_all(exp.Table, exp.Subquery):
            if (source.alias or source.name) != alias or not alias:
                continue
            if isinstance(source, exp.Table):
                return self.types.get((_table_key(source), name))
            if isinstance(source.this, exp.Select):
                found = next((item for item in source.this.expressions if item.alias_or_name == name), None)
                return self.type_of(found.unalias()) if found is not None else None
        return None


def _table_key(table: exp.Expression) -> str:
    assert isinstance(table, exp.Table)
    return f"{table.db}.{table.name}" if table.db else table.name


def _is_bind(node: exp.Expression) -> bool:
    inner = node.unnest()
    return isinstance(inner, exp.Parameter) or (isinstance(inner, exp.Cast) and isinstance(inner.this.unnest(), exp.Parameter))


def _cast_of(parameter: exp.Expression) -> tuple[str | None, exp.Expression]:
    """The type a bind is cast to, and the outermost node that is still the bind."""
    node: exp.Expression = parameter
    while isinstance(node.parent, exp.Paren):
        node = node.parent
    if isinstance(node.parent, exp.Cast) and node.parent.this is node:
        return node.parent.to.sql("postgres").lower().replace(", ", ","), node.parent
    return None, node


def type_class(pg_type: str) -> str:
    """Types whose values asyncpg encodes alike are one class: text and varchar, not int4 and int8."""
    head, _, _ = pg_type.lower().partition("(")
    array = "[]" * pg_type.count("[]")
    plain = head.replace("[]", "").strip()
    return _SPELLINGS.get(plain, plain) + array


def explicit_casts(tree: exp.Expression) -> dict[int, frozenset[str]]:
    """The types the original casts each ``$n`` to."""
    found: dict[int, set[str]] = {}
    for parameter in tree.find_all(exp.Parameter):
        cast, _ = _cast_of(parameter)
        if cast is not None:
            found.setdefault(int(parameter.name), set()).add(type_class(cast))
    return {number: frozenset(types) for number, types in found.items()}


def placed(tree: exp.Expression, numbers: Mapping[int, int], constants: Mapping[int, Any]) -> exp.Expression:
    """A compiled text with the original's ``$n`` and with its constants back in place."""

    def original(node: exp.Expression) -> exp.Expression:
        if not isinstance(node, exp.Parameter):
            return node
        position = int(node.name)
        if position in numbers:
            return exp.Parameter(this=exp.Literal.number(numbers[position]))
        return _literal(constants[position])

    return tree.transform(original)


def _literal(value: Any) -> exp.Expression:
    match value:
        case None:
            return exp.Null()
        case bool():
            return exp.Boolean(this=value)
        case int():
            return exp.Literal.number(value) if value >= 0 else exp.Neg(this=exp.Literal.number(-value))
        case str():
            return exp.Literal.string(value)
    raise BindError(f"a constant of type {type(value).__name__} is not in the SQL")


def binds_of(tree: exp.Expression) -> Iterator[int]:
    """Positions of the binds of a text, each as often as it occurs."""
    yield from (int(parameter.name) for parameter in tree.find_all(exp.Parameter))
