"""The signature of a function that runs one statement: parameters called like columns, annotated like their types."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from codemod.converting.conversion import Conversion
from codemod.discovery.asyncpg_methods import MethodResult
from codemod.lowering.lowered import ImportName
from codemod.mapping.models import MappedTable
from codemod.python_code import is_attribute_name
from codemod.resolution.parameter_columns import column_of_parameter
from codemod.syntax.tree import dotted
from codemod.verification.types.pg_types import type_name

#: PostgreSQL's type of a parameter (``pg_type.typname``) to its annotation, and what has to be imported for it.
_ANNOTATIONS: Final[dict[str, tuple[str, ImportName | None]]] = {
    "int2": ("int", None),
    "int4": ("int", None),
    "int8": ("int", None),
    "text": ("str", None),
    "varchar": ("str", None),
    "bool": ("bool", None),
    "float4": ("float", None),
    "float8": ("float", None),
    "bytea": ("bytes", None),
    "timestamptz": ("datetime", ImportName("datetime", "datetime")),
    "timestamp": ("datetime", ImportName("datetime", "datetime")),
    "date": ("date", ImportName("datetime", "date")),
    "time": ("time", ImportName("datetime", "time")),
    "interval": ("timedelta", ImportName("datetime", "timedelta")),
    # any number is encoded
    "numeric": ("Decimal | float", ImportName("decimal", "Decimal")),
    "uuid": ("UUID", ImportName("uuid", "UUID")),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a method: the bound argument of ``$number``; ``needed`` is what its annotation imports."""

    number: int
    name: str
    annotation: str | None
    needed: tuple[ImportName, ...] = ()

    def written(self, naming: Callable[[ImportName], str]) -> str:
        """The parameter as it stands in the signature."""
        if self.annotation is None:
            return self.name
        shown = self.annotation
        for item in self.needed:
            shown = re.sub(rf"\b{item.name}\b", naming(item), shown)
        return f"{self.name}: {shown}"


def parameter_for(conversion: Conversion, number: int, taken: set[str]) -> Parameter:
    """The parameter of ``$number``, called like the column it is compared with or assigned to.

    Args:
        conversion: the site.
        number: of the bound argument.
        taken: names it may not have; its own is added.
    """
    wish = parameter_name(conversion, number)
    annotation, needed = _annotation(conversion, number, wish)
    name = free_name(wish, taken)
    taken.add(name)
    return Parameter(number, name, annotation, (needed,) if needed is not None else ())


@dataclass(frozen=True, slots=True)
class ValueType:
    """The Python type of a value that a statement gives, and what its annotation imports."""

    name: str
    needed: ImportName | None = None

    def written(self, naming: Callable[[ImportName], str]) -> str:
        """The type as it stands in an annotation."""
        return self.name if self.needed is None else naming(self.needed)


def value_type(conversion: Conversion) -> ValueType | None:
    """The type of the one value that a site reads, as both PostgreSQL and SQLAlchemy's own annotations have it.

    That is of a column as it is, of its least and its greatest value, of a count and of a test.
    """
    place, tree = conversion.consumption.column, conversion.statement.tree
    returning = tree.args.get("returning")
    items = returning.expressions if returning is not None else tree.expressions if isinstance(tree, exp.Select) else []
    if not 0 <= place < len(items) or any(item.is_star for item in items) or not _reads_tables(tree):
        return None
    match item := items[place].unalias().unnest():
        case exp.Count():
            return ValueType("int")
        case exp.Exists():
            return ValueType("bool")
        case exp.Column() | exp.Max(this=exp.Column()) | exp.Min(this=exp.Column()):
            column = item if isinstance(item, exp.Column) else item.this
            return _type_of_column(column.name.lower(), conversion.lowered.tables)
        case _:
            return None


def _reads_tables(tree: exp.Expr) -> bool:
    """Whether the columns of a statement are those of tables, not of queries in it."""
    source = tree.args.get("from_")
    joined = [join.this for join in tree.args.get("joins") or ()]
    return tree.args.get("with_") is None and all(
        isinstance(item, exp.Table) for item in (*([source.this] if source is not None else []), *joined)
    )


def _type_of_column(name: str, tables: Sequence[MappedTable]) -> ValueType | None:
    """The type of a column that one table of a statement has."""
    found = [column for table in tables if (column := table.column(name)) is not None]
    if len(found) != 1 or found[0].custom_type:
        return None
    kind = type_name(found[0].pg_type or "")
    if kind == "numeric":
        return ValueType("Decimal", ImportName("decimal", "Decimal"))
    shown, needed = _ANNOTATIONS.get(kind or "", (None, None))
    return ValueType(shown, needed) if shown is not None else None


#: What a status becomes: the number of rows, or its text.
_PLAIN: Final = {"count": "int", "number": "int", "status": "str"}


def return_annotation(
    gives: MethodResult,
    shape: str,
    table: MappedTable,
    naming: Callable[[ImportName], str],
    *,
    lists: bool = False,
    value: ValueType | None = None,
) -> str:
    """The annotation of what a function gives that reads its result.

    Args:
        gives: what the asyncpg method gives that it stands for.
        shape: of the result.
        table: whose entities it gives, if it does.
        naming: local names of imports.
        lists: several rows are given in a list, not as the sequence that SQLAlchemy says it is.
        value: the type of the one value it reads, where that is known.
    """
    if shape in _PLAIN:
        return _PLAIN[shape]
    if shape == "scalar" and value is not None:
        return f"{value.written(naming)} | None"
    if shape == "dicts":
        row = f"dict[str, {naming(ImportName('typing', 'Any'))}]"
        return f"list[{row}]" if gives == "rows" else f"{row} | None"
    found = {
        "entities": ImportName(table.module, table.class_name),
        "mappings": ImportName("sqlalchemy", "RowMapping"),
        # how a Row is typed depends on the version of SQLAlchemy
        "rows": ImportName("typing", "Any"),
    }.get(shape)
    if found is None or (shape == "rows" and gives != "rows"):
        return naming(ImportName("typing", "Any"))
    if gives == "rows":
        return f"{'list' if lists else naming(ImportName('collections.abc', 'Sequence'))}[{naming(found)}]"
    return f"{naming(found)} | None"


def free_name(wish: str, taken: set[str]) -> str:
    """A name that is not taken: the wish itself, or numbered."""
    name = f"{wish}_" if keyword.iskeyword(wish) else wish
    count = 2
    while name in taken:
        name = f"{wish}_{count}"
        count += 1
    return name


def _annotation(conversion: Conversion, number: int, column: str) -> tuple[str | None, ImportName | None]:
    """The annotation of a parameter: None is among its values where the column takes it.

    Where one that may be None is compared in another form, it is what the site may give.
    """
    kind = conversion.proof.parameter_types.get(number)
    name, needed = _ANNOTATIONS.get((kind or "").removesuffix("[]"), (None, None))
    if name is None or kind is None:
        return None, None
    shown = f"list[{name}]" if kind.endswith("[]") else name
    table = conversion.lowered.tables[0]
    mapped = table.column(column) or table.column(re.sub("^(new|min|max)_", "", column))
    where = conversion.statement.tree.args.get("where")
    is_compared = where is not None and any(item.name == str(number) for item in where.find_all(exp.Parameter))
    is_there = is_compared and conversion.facts[number].never_none
    may_be_none = mapped is not None and mapped.nullable and not is_there
    return f"{shown} | None" if may_be_none else shown, needed


def parameter_name(conversion: Conversion, number: int) -> str:
    """The column a parameter is compared with or assigned to, else the name of the user's argument."""
    column = column_of_parameter(conversion.statement.tree, number)
    kind = conversion.proof.parameter_types.get(number) or ""
    if column is not None and _is_new_value(conversion.statement.tree, number, column):
        column = f"new_{column}"
    elif column is not None:
        column = f"{_limiting(conversion.statement.tree, number)}{column}"
    if column is not None and is_attribute_name(column):
        return f"{column}s" if kind.endswith("[]") and not column.endswith("s") else column
    if column in ("?limit", "?offset"):
        return column[1:]
    given = (dotted(conversion.site.arguments[number - 1]) or "").rpartition(".")[2].lstrip("_")
    return given if given not in ("", "self") and is_attribute_name(given) else f"value_{number}"


def _limiting(tree: exp.Expr, number: int) -> str:
    """``min_`` of a parameter that a column is not less than, ``max_`` of one that it is not more than."""
    where = tree.args.get("where")
    for comparison in where.find_all(exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between) if where is not None else ():
        if not isinstance(comparison.this, exp.Column):
            continue
        is_least = isinstance(comparison, exp.GT | exp.GTE)
        limits = (
            (("low", "min_"), ("high", "max_"))
            if isinstance(comparison, exp.Between)
            else (("expression", "min_" if is_least else "max_"),)
        )
        for place, word in limits:
            value = comparison.args[place]
            value = value.this if isinstance(value, exp.Cast) else value
            if isinstance(value, exp.Parameter) and value.name == str(number):
                return word
    return ""


def _is_new_value(tree: exp.Expr, number: int, column: str) -> bool:
    """Whether ``$number`` is assigned to a column that another parameter is compared with."""
    where = tree.args.get("where") if isinstance(tree, exp.Update) else None
    if where is None or any(item.name == str(number) for item in where.find_all(exp.Parameter)):
        return False
    compared = (item.find(exp.Column) for item in where.find_all(exp.EQ) if item.find(exp.Parameter) is not None)
    return any(item is not None and item.name.lower() == column for item in compared)
