"""The select list and RETURNING: columns with the names asyncpg gives them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.lowered import ResultColumn
from codemod.lowering.scopes import Source, origin_of
from codemod.lowering.types import base_type, is_json, is_transparent
from codemod.mapping.models import MappedTable
from codemod.mapping.vectors import is_vector
from codemod.outcome import Refusal
from codemod.python_code import constant, method
from codemod.resolution.dialect import sql_of
from transforms.clauses.document_columns import as_text, is_text
from transforms.clauses.repeated_columns import once_each, repeats_a_name
from transforms.clauses.result_names import NO_NAME, result_name
from transforms.clauses.stars import all_columns, everything, gives_texts, result_column, star_source
from transforms.expressions.bind_types import bind_type
from transforms.expressions.documents import refuse_json
from transforms.expressions.types_of import is_moment, type_of


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """The select list as expressions, the columns it gives, and the model of a lone ``*``."""

    expressions: list[ast.expr]
    columns: list[ResultColumn]
    entity: MappedTable | None = None


#: The select list of EXISTS, which is never evaluated.
NOTHING: Final = Projection([constant(1)], [])


def project(
    lower: Lowering, items: list[exp.Expr], *, labels: bool, entities: bool = False, distinct: bool = False
) -> Projection:
    """Lower a select list.

    Args:
        lower: the lowering; its scope holds the sources.
        items: the expressions of the list.
        labels: rows are read by name, so every column gets the name PostgreSQL gives it.
        entities: a lone ``*`` of one model selects the model itself.
        distinct: rows are compared by what the list holds.
    """
    if not items:
        raise Refusal("sql.select-list", "SELECT without columns is not supported")
    star = _lone_star(lower, items)
    if star is not None and star.table is not None and not gives_texts(lower, star):
        return _whole_table(lower, star, entities=entities)
    apart = repeats_a_name(lower, items)
    expressions: list[ast.expr] = []
    columns: list[ResultColumn] = []
    for item in items:
        source = star_source(lower, item)
        if source is None and isinstance(item, exp.Star):
            expressions += everything(lower, apart=apart)
            columns += [result_column(lower, *one) for one in lower.scope.everything()]
        elif source is not None:
            expressions += all_columns(lower, source, apart=apart)
            columns += [result_column(lower, source, item) for item in source.columns]
        else:
            expression, column = _column(lower, item, labels=labels)
            expressions.append(expression)
            columns.append(column)
            lower.scope.labels.append(_label_of(expression))
    if apart:
        expressions = once_each(lower, items, expressions, distinct=distinct)
    return Projection(expressions, columns)


def _lone_star(lower: Lowering, items: list[exp.Expr]) -> Source | None:
    if len(items) != 1:
        return None
    return star_source(lower, items[0])


def _whole_table(lower: Lowering, source: Source, *, entities: bool) -> Projection:
    table = source.table
    assert table is not None, "only model sources get here"
    if not table.complete:
        missing = ", ".join(table.missing_columns)
        raise Refusal("mapping.model-incomplete", f"* of table {table.name} has columns its model lacks: {missing}")
    is_entity = table.gives_objects and len(lower.scope.sources) == 1
    entity = table if is_entity else None  # rows that share a key would be one object, the first of them
    if entities and entity is not None:
        columns = [ResultColumn(item.name, item.pg_type, item.attribute) for item in table.columns]
        return Projection([source.expression], columns, entity)
    known = table.order_known
    columns = [
        ResultColumn(item.name, item.pg_type, item.attribute, known, origin=None if source.optional else item)
        for item in table.table_columns
    ]
    return Projection(all_columns(lower, source), columns, entity)


def _document(lower: Lowering, node: exp.Expr) -> ast.expr | None:
    """A column of documents that is only given out."""
    plain = node.unnest()
    if not isinstance(plain, exp.Column) or isinstance(plain.this, exp.Star) or is_moment(plain):
        return None
    try:
        column = lower.column(plain)
    except Refusal:
        return None  # its handler knows what it is instead
    is_read = column.mapped is not None and (is_json(column.mapped) or is_vector(column.pg_type))
    return column.expression() if is_read else None


def _column(lower: Lowering, item: exp.Expr, *, labels: bool) -> tuple[ast.expr, ResultColumn]:
    inner = item.unalias()
    name = result_name(item)
    pg_type: str | None
    plain = inner.unnest()
    if isinstance(plain, exp.Parameter):
        expression, pg_type = _parameter(lower, plain, item)
    else:
        document = _document(lower, inner)
        expression = lower(inner) if document is None else document
        pg_type = type_of(lower, inner)  # after lowering: a scalar subquery knows its type by then
    if isinstance(inner, exp.Literal):
        pg_type = pg_type or "text"
    _check_number_types(lower, inner, pg_type)
    if is_text(lower, pg_type):
        return as_text(lower, expression, name), ResultColumn(name, "text", as_text=True)
    result = ResultColumn(name, pg_type)
    if isinstance(plain, exp.Column) and not is_moment(plain):
        column = lower.column(plain)
        attribute = column.mapped.attribute if column.mapped is not None else None
        result = ResultColumn(name, pg_type, attribute, origin=origin_of(column))
        if column.name == name and (attribute in (None, name)):
            return expression, result
    if isinstance(item, exp.Alias) or (labels and (name != NO_NAME or lower.shape != "rows" or not lower.top)):
        return method(expression, "label", constant(name)), result
    if isinstance(inner, exp.Literal) and inner.name.isdigit() and not inner.is_string:
        expression = constant(int(inner.name))
    return expression, result


def _parameter(lower: Lowering, node: exp.Parameter, item: exp.Expr) -> tuple[ast.expr, str]:
    """``SELECT $1``: of the type of the column it is inserted into, text where nothing else is said (manual 10.6)."""
    kind = lower.assigned.get(id(node))
    if kind is None:
        select = item.parent
        if not isinstance(select, exp.Select) or isinstance(select.parent, exp.SetOperation | exp.Insert):
            raise Refusal("bind.unknown-type", f"the type of {sql_of(node)} in this list is not known")
        kind = "text"
    refuse_json(kind, node)
    return lower.typed_parameter(node, bind_type(lower, kind)), kind


def _label_of(expression: ast.expr) -> str | None:
    match expression:
        case ast.Call(func=ast.Attribute(attr="label"), args=[ast.Constant(value=str(label))]):
            return label
        case _:
            return None


def _check_number_types(lower: Lowering, node: exp.Expr, pg_type: str | None) -> None:
    """Refuse a value whose type SQLAlchemy guesses wrong: it would turn a float into a Decimal, or back.

    Its guess for ``numeric * double precision`` is the type of the left side. A cast is no guess, and
    for a function it doesn't know it makes none.
    """
    if (
        pg_type is None
        or base_type(pg_type) not in _FRACTIONS
        or isinstance(node.unnest(), exp.Cast | exp.Anonymous | exp.WithinGroup)
    ):
        return
    inside = {type_of(lower, item) for item in node.find_all(exp.Column, exp.Cast) if not item.is_star}
    kinds = {base_type(item) for item in inside if item is not None} & _FRACTIONS | {base_type(pg_type)}
    if "numeric" in kinds and len(kinds) > 1:
        raise Refusal("types.unsupported", f"a result that mixes numeric and floating point: {sql_of(node)[:60]}")


_FRACTIONS: Final = frozenset({"numeric", "double precision", "real"})


def check_results(columns: list[ResultColumn], *, documents: bool = True) -> None:
    """Refuse a result whose values differ between asyncpg and SQLAlchemy.

    Args:
        columns: of the result.
        documents: columns of JSON may be among them: what reads it is judged later.

    Raises:
        Refusal: ``types.unsupported``.
    """
    for column in columns:
        if column.pg_type is None:
            raise Refusal("types.unsupported", f"the type of result column {column.name} is not known")
        if not is_transparent(column.pg_type) and not (documents and column.pg_type in ("json", "jsonb")):
            raise Refusal("types.unsupported", f"result column {column.name} is of type {column.pg_type}")
