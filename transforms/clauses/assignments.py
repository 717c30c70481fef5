"""Assigned values: VALUES of INSERT, SET of UPDATE and of ON CONFLICT DO UPDATE."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.scopes import Source
from codemod.lowering.types import INTEGERS, STRINGS, base_type, element_type
from codemod.mapping.models import MappedColumn, MappedTable
from codemod.mapping.types import enum_name
from codemod.mapping.vectors import is_vector
from codemod.outcome import Refusal
from codemod.python_code import call, constant, dict_of, is_attribute_name
from codemod.resolution.statement import parameter_number
from transforms.expressions.bind_types import bind_type
from transforms.expressions.documents import document, is_written, refuse_json
from transforms.expressions.operands import array_like, is_padded, sql_text, value_for_server
from transforms.expressions.rows import row_parts


def target_column(table: MappedTable, name: str) -> MappedColumn:
    """The column that is assigned to.

    Raises:
        Refusal: ``mapping.unknown-column``, or a type that SQLAlchemy would send differently.
    """
    column = table.column(name)
    if column is None:
        raise Refusal("mapping.unknown-column", f"the model of {table.name} has no column {name}")
    if column.pg_type is None or column.custom_type:
        raise Refusal("types.unsupported", f"column {table.name}.{name} has a type of the project's own")
    return column


def assigned_value(lower: Lowering, column: MappedColumn, node: exp.Expr) -> ast.expr:
    """A value assigned to a column: the server gives parameters and constants the column's type (manual 10.4)."""
    inner = node.unnest()
    if _is_default(inner):
        return call(lower.sqlalchemy("text"), constant("DEFAULT"))
    if isinstance(inner, exp.Parameter):
        if is_written(column.pg_type):
            return document(lower, inner, column.pg_type or "", column)
        if not is_padded(column.pg_type or ""):
            refuse_json(column.pg_type, inner)
        if _is_cut(column):
            return lower.typed_parameter(inner, bind_type(lower, column.pg_type or ""))
        return lower.parameter(inner)
    if isinstance(inner, exp.Array):
        return array_like(lower, inner, column.pg_type) or lower(node)
    if isinstance(inner, exp.Cast) and isinstance(inner.this.unnest(), exp.Parameter):
        return lower(inner)
    if isinstance(inner, exp.Boolean):
        return constant(bool(inner.this))
    if isinstance(inner, exp.Null):
        if is_written(column.pg_type):
            return call(lower.sqlalchemy("null"))  # None would be the document null
        refuse_json(column.pg_type, inner)
        return constant(None)
    if isinstance(inner, exp.Literal):
        kind = base_type(column.pg_type or "")
        if inner.is_string:
            label = enum_name(kind) is not None and not kind.endswith("[]")
            return constant(inner.name) if kind in STRINGS or label else sql_text(lower, inner)
        return constant(int(inner.name)) if kind in INTEGERS and inner.name.isdigit() else sql_text(lower, inner)
    return value_for_server(lower, node) if is_vector(column.pg_type) else lower(node)


def _is_default(node: exp.Expr) -> bool:
    """DEFAULT, which SET has for a column: a reserved word, so that no column without quotes is called so."""
    word = isinstance(node, exp.Var) or (
        isinstance(node, exp.Column) and not node.table and not node.this.args.get("quoted")
    )
    return word and node.name.upper() == "DEFAULT"


def _is_cut(column: MappedColumn) -> bool:
    """Whether SQLAlchemy's cast to the type of the column would change values, or which of them are rejected.

    ``varchar(3)[]`` cuts (of a lone ``varchar(3)`` it leaves the length away); a real is sent as a double precision.
    """
    kind = column.pg_type or ""
    return kind == "real" or ("(" in kind and kind.endswith("[]"))


def many_key(lower: Lowering, column: MappedColumn, node: exp.Expr) -> bool:
    """Whether the value is a parameter that ``executemany`` fills by the column's own name."""
    inner = node.unnest()
    if not (lower.many and isinstance(inner, exp.Parameter)) or parameter_number(inner) in lower.keys:
        return False
    if column.name in lower.keys.values() or is_written(column.pg_type) or _is_cut(column):
        return False
    if not is_padded(column.pg_type or ""):
        refuse_json(column.pg_type, inner)
    lower.keys[parameter_number(inner)] = column.name
    return True


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """One assignment of a SET clause.

    Attributes:
        columns: what it changes: one column, or several that a query gives together.
        place: an element of an array, or the row of the columns, as an expression; None for a column itself.
    """

    columns: tuple[MappedColumn, ...]
    value: ast.expr
    place: ast.expr | None = None


def assignments(lower: Lowering, source: Source, pairs: list[exp.Expression]) -> list[Assignment]:
    """``a = $1, n = n + 1`` of a SET clause; ``tags[1] = $1``, ``(a, b) = (SELECT …)``.

    Raises:
        Refusal: ``sql.assignment`` for any other form.
    """
    table = source.table
    assert table is not None, "a SET clause names the columns of a table"
    return [_assignment(lower, source, table, pair) for pair in single_assignments(pairs)]


def _assignment(lower: Lowering, source: Source, table: MappedTable, pair: exp.Expression) -> Assignment:
    target, value = pair.args.get("this"), pair.args.get("expression")
    if isinstance(pair, exp.EQ) and isinstance(value, exp.Expr):
        if isinstance(target, exp.Column) and not target.table:
            column = target_column(table, target.name)
            return Assignment((column,), assigned_value(lower, column, value))
        if isinstance(target, exp.Bracket) and isinstance(target.this, exp.Column):
            return _element(lower, table, target, value)
        if isinstance(target, exp.Tuple) and isinstance(value, exp.Subquery):
            return _row_of_query(lower, source, table, pair)
    raise refused("sql.assignment", pair, "this assignment is not supported")


def _element(lower: Lowering, table: MappedTable, target: exp.Bracket, value: exp.Expr) -> Assignment:
    """``tags[1] = $1``: ``{T.tags[1]: x}``. PostgreSQL manual 8.15.4; SQLAlchemy: ``ARRAY``, "index assignment"."""
    column = target_column(table, target.this.name)
    element = element_type(column.pg_type or "")
    if element is None:
        raise refused("sql.assignment", target, "a part of something other than an array is assigned")
    if len(target.expressions) != 1 or isinstance(target.expressions[0], exp.Slice):
        raise refused("sql.assignment", target, "a slice of an array, or an element of an inner one, is assigned")
    return Assignment((column,), assigned_value(lower, replace(column, pg_type=element), value), lower(target))


def _row_of_query(lower: Lowering, source: Source, table: MappedTable, pair: exp.Expression) -> Assignment:
    """``(a, b) = (SELECT …)``: ``{tuple_(T.a, T.b): select(…).scalar_subquery()}``. PostgreSQL manual, UPDATE."""
    columns = [target_column(table, item.name) for item in pair.this.expressions]
    value = lower(pair.args["expression"])
    if len(lower.projected) != len(columns):
        raise refused("sql.assignment", pair, "a row of another length is assigned")
    row = call(lower.sqlalchemy("tuple_"), *[_written(source, item) for item in columns])
    return Assignment(tuple(columns), value, row)


def single_assignments(pairs: list[exp.Expression]) -> list[exp.Expression]:
    """``(a, b) = ($1, $2)`` and ``= ROW($1, $2)`` are ``a = $1, b = $2`` (PostgreSQL manual, UPDATE).

    Of one column it has to be ``ROW($1)``: PostgreSQL takes no ``(a) = ($1)``.
    """
    found: list[exp.Expression] = []
    for pair in pairs:
        targets = _row_of_targets(pair)
        values = row_parts(pair.expression) if targets is not None else None
        if targets is None or values is None:
            found.append(pair)
            continue
        if len(targets) != len(values):
            raise refused("sql.assignment", pair, "a row of another length is assigned")
        both = zip(targets, values, strict=True)
        found += [exp.EQ(this=target, expression=value) for target, value in both]
    return found


def _row_of_targets(pair: exp.Expression) -> list[exp.Expr] | None:
    """The columns that a row is assigned to; None where a column stands without brackets."""
    target = pair.this if isinstance(pair, exp.EQ) else None
    if isinstance(target, exp.Paren) and isinstance(pair.expression, exp.Anonymous):
        return [target.this]
    return list(target.expressions) if isinstance(target, exp.Tuple) else None


def values_arguments(
    source: Source, assigned: list[Assignment], *, by_name: bool
) -> tuple[list[ast.expr], dict[str, ast.expr]]:
    """Arguments of ``.values()``: columns by the name of ``by_name`` or of their attribute, places as they are."""
    if all(item.place is None for item in assigned):
        keys = [item.columns[0].name if by_name else item.columns[0].attribute for item in assigned]
        return keywords_or_dict([(key, item.value) for key, item in zip(keys, assigned, strict=True)])
    pairs = [(item.place or _written(source, item.columns[0]), item.value) for item in assigned]
    return [dict_of(pairs)], {}


def _written(source: Source, column: MappedColumn) -> ast.expr:
    found = source.column(column.name)
    assert found is not None, "a column of the table"
    return found.expression()


def keywords_or_dict(statement_values: list[tuple[str, ast.expr]]) -> tuple[list[ast.expr], dict[str, ast.expr]]:
    """Arguments of ``.values()``: keywords where every key is a name it takes, one dictionary otherwise."""
    if all(is_attribute_name(key) and key != "self" for key, _ in statement_values):
        return [], dict(statement_values)
    return [dict_of((constant(key), value) for key, value in statement_values)], {}
