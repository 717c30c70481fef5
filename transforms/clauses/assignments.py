"""Assigned values: VALUES of INSERT, SET of UPDATE and of ON CONFLICT DO UPDATE."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.scopes import Source
from codemod.lowering.types import INTEGERS, STRINGS, base_type
from codemod.mapping.models import MappedColumn, MappedTable
from codemod.mapping.types import enum_name
from codemod.outcome import Refusal
from codemod.python_code import call, constant, dict_of, is_attribute_name
from codemod.resolution.statement import parameter_number
from transforms.expressions.documents import document, is_document, refuse_json
from transforms.expressions.operands import array_like, bind_type, sql_text


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
        if is_document(column.pg_type):
            return document(lower, inner, column.pg_type or "", column)
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
        if is_document(column.pg_type):
            return call(lower.sqlalchemy("null"))  # None would be the document null
        refuse_json(column.pg_type, inner)
        return constant(None)
    if isinstance(inner, exp.Literal):
        kind = base_type(column.pg_type or "")
        if inner.is_string:
            label = enum_name(kind) is not None and not kind.endswith("[]")
            return constant(inner.name) if kind in STRINGS or label else sql_text(lower, inner)
        return constant(int(inner.name)) if kind in INTEGERS and inner.name.isdigit() else sql_text(lower, inner)
    return lower(node)


def _is_default(node: exp.Expr) -> bool:
    """DEFAULT, which SET has for a column: a reserved word, so that no column without quotes is called so."""
    word = isinstance(node, exp.Var) or (
        isinstance(node, exp.Column) and not node.table and not node.this.args.get("quoted")
    )
    return word and node.name.upper() == "DEFAULT"


def _is_cut(column: MappedColumn) -> bool:
    """Whether SQLAlchemy's cast to the type of the column would cut values that an assignment rejects.

    ``varchar(3)[]``: of a lone ``varchar(3)`` it leaves the length away.
    """
    return "(" in (column.pg_type or "") and (column.pg_type or "").endswith("[]")


def many_key(lower: Lowering, column: MappedColumn, node: exp.Expr) -> bool:
    """Whether the value is a parameter that ``executemany`` fills by the column's own name."""
    inner = node.unnest()
    if not (lower.many and isinstance(inner, exp.Parameter)) or parameter_number(inner) in lower.keys:
        return False
    if column.name in lower.keys.values() or is_document(column.pg_type) or _is_cut(column):
        return False
    refuse_json(column.pg_type, inner)
    lower.keys[parameter_number(inner)] = column.name
    return True


def assignments(
    lower: Lowering, source: Source, pairs: list[exp.Expression], value: str = "expression"
) -> list[tuple[MappedColumn, ast.expr]]:
    """``a = $1, n = n + 1`` of a SET clause as column and value.

    Raises:
        Refusal: ``sql.assignment`` for row constructors and subscripts.
    """
    assert source.table is not None, "a SET clause names the columns of a table"
    result = []
    for pair in single_assignments(pairs):
        if not isinstance(pair, exp.EQ) or not isinstance(pair.this, exp.Column) or pair.this.table:
            raise refused("sql.assignment", pair, "this assignment is not supported")
        column = target_column(source.table, pair.this.name)
        result.append((column, assigned_value(lower, column, pair.args[value])))
    return result


def single_assignments(pairs: list[exp.Expression]) -> list[exp.Expression]:
    """``(a, b) = ($1, $2)`` is ``a = $1, b = $2`` (PostgreSQL manual, UPDATE); a subquery on the right stays."""
    found: list[exp.Expression] = []
    for pair in pairs:
        targets, values = pair.args.get("this"), pair.args.get("expression")
        if isinstance(pair, exp.EQ) and isinstance(targets, exp.Tuple) and isinstance(values, exp.Tuple):
            if len(targets.expressions) != len(values.expressions):
                raise refused("sql.assignment", pair, "a row of another length is assigned")
            both = zip(targets.expressions, values.expressions, strict=True)
            found += [exp.EQ(this=target, expression=value) for target, value in both]
        else:
            found.append(pair)
    return found


def keywords_or_dict(statement_values: list[tuple[str, ast.expr]]) -> tuple[list[ast.expr], dict[str, ast.expr]]:
    """Arguments of ``.values()``: keywords where every key is a name it takes, one dictionary otherwise."""
    if all(is_attribute_name(key) and key != "self" for key, _ in statement_values):
        return [], dict(statement_values)
    return [dict_of((constant(key), value) for key, value in statement_values)], {}
