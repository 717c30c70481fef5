"""Types that a database makes itself: their SQLAlchemy form is what a column of the models has."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from codemod.mapping.models import MappedColumn, MappedTable
from codemod.mapping.types import enum_name
from codemod.mapping.vectors import MODULE, class_of, of_package
from codemod.outcome import Refusal
from codemod.python_code import attribute, call, constant

if TYPE_CHECKING:
    from codemod.lowering.lower import Lowering


def enum_type(lower: Lowering, pg_type: str) -> ast.expr:
    """The type of a column that has it, ``Model.state.type``, which knows the labels.

    Raises:
        Refusal: ``types.unsupported`` where no column has the type.
    """
    found = lower.registry.enum_column(enum_name(pg_type) or "")
    if found is None:
        raise Refusal("types.unsupported", f"no column tells the labels of {pg_type}")
    place = _type_of_column(lower, *found)
    return call(lower.sqlalchemy("ARRAY"), place) if pg_type.endswith("[]") else place


def vector_type(lower: Lowering, pg_type: str) -> ast.expr:
    """Pgvector's type: the class of its package, ``Vector(3)``, or ``Model.embedding.type`` of a class by its name.

    Raises:
        Refusal: ``types.unsupported`` where no column has the type, or none has it with this size.
    """
    found = lower.registry.vector_column()
    if found is None:
        raise Refusal("types.unsupported", f"no column tells the SQLAlchemy type of {pg_type}")
    size = pg_type.rstrip(")").partition("(")[2]
    table, column = found
    if of_package(column.type_source):
        type_ = lower.name(MODULE, class_of(column.type_source))
        return call(type_, constant(int(size))) if size else type_
    if size:
        raise Refusal("types.unsupported", f"the type {pg_type} has no name among the models")
    return _type_of_column(lower, table, column)


def _type_of_column(lower: Lowering, table: MappedTable, column: MappedColumn) -> ast.expr:
    return attribute(lower.model(table), *(["c"] if table.core else []), column.attribute, "type")
