"""Functions in FROM: ``unnest($1::int[]) AS t(a)``, ``jsonb_to_recordset(…) AS x(a int)``, WITH ORDINALITY."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.scopes import Source
from codemod.lowering.types import element_type, pg_type_of
from codemod.mapping.models import columns_given
from codemod.outcome import Refusal
from codemod.python_code import attribute, call, constant, method
from codemod.resolution.dialect import sql_of
from transforms.clauses.derived_tables import NamedColumn, declared_source
from transforms.clauses.table_function_rows import RECORDS, ROWS, TableFunction, is_series, series_type
from transforms.expressions.function_table import FUNCTIONS, WRITING
from transforms.expressions.functions import argument
from transforms.expressions.own_functions import own_arguments
from transforms.expressions.types_of import type_of


@dataclass(frozen=True, slots=True, eq=False)
class FunctionItem:
    """A function as an item of FROM, in whichever of sqlglot's forms.

    Attributes:
        function: its name in lower case.
        alias: the name of its rows; that of the function where none is given.
        listed: names of its columns as written, which may be fewer than there are; with types for a record.
    """

    function: str
    arguments: list[exp.Expr]
    alias: str
    listed: list[exp.Expr]
    ordinality: bool

    @property
    def names(self) -> list[str]:
        """The written names of the columns."""
        return [item.name for item in self.listed]


def function_item(node: exp.Expr) -> FunctionItem | None:
    """The function that an item of FROM is, None for anything else; LATERAL says nothing before it (manual 7.2.1.5)."""
    inner = node.this if isinstance(node, exp.Lateral | exp.Table) else node
    given = {key for key, value in node.args.items() if value not in (None, False, [])}
    if given - {"this", "alias", "ordinality", "expressions", "offset"} or not isinstance(
        inner, exp.Unnest | exp.Anonymous
    ):
        return None
    alias = node.args.get("alias")
    listed = list(alias.columns) if alias is not None else []
    offset = inner.args.get("offset")
    if isinstance(offset, exp.Identifier):
        listed.append(offset)  # the last name of the list, which sqlglot keeps apart
    function = "unnest" if isinstance(inner, exp.Unnest) else inner.name.lower()
    name = alias.name if alias is not None else function
    return FunctionItem(function, inner.expressions, name, listed, bool(offset or node.args.get("ordinality")))


def function_source(lower: Lowering, item: FunctionItem, node: exp.Expr) -> Source:
    """``unnest($1::int[]) AS t(a)``: ``func.unnest(p1).table_valued(column("a", Integer)).render_derived("t")``.

    PostgreSQL manual 7.2.1.4, 9.19, 9.26; SQLAlchemy: Table-Valued Functions.

    Raises:
        Refusal: ``sql.from-item`` for a function whose columns aren't known here.
    """
    known = ROWS.get(item.function) or _own_rows(lower, item)
    can_be_empty = item.function not in ROWS
    if known is None or not (item.arguments or can_be_empty) or (item.function in RECORDS) != _has_types(item):
        raise refused("sql.from-item", node, "this function in FROM is not supported")
    arguments = _arguments(lower, item, known)
    columns = _columns(lower, item, known, node)
    keywords: dict[str, ast.expr] = {"with_ordinality": constant(columns[-1].key)} if item.ordinality else {}
    if isinstance(node.parent, exp.Join) and not (node.parent.args.get("on") or node.parent.kind):
        keywords["joins_implicitly"] = constant(True)  # or SQLAlchemy warns of a cartesian product
    typed = columns[:-1] if item.ordinality else columns
    function = call(attribute(lower.sqlalchemy("func"), item.function), *arguments)
    declared = [call(lower.sqlalchemy("column"), constant(one.key), lower.type(one.pg_type)) for one in typed]
    rows = method(function, "table_valued", *declared, **keywords)
    with_types = {"with_types": constant(True)} if item.function in RECORDS else {}
    rows = method(rows, "render_derived", constant(item.alias), **with_types)
    scalar = len(columns) == 1 and item.function not in RECORDS
    return declared_source(item.alias, lower.define(item.alias, rows), columns, scalar=scalar)


def _own_rows(lower: Lowering, item: FunctionItem) -> TableFunction | None:
    """What a function of the project's DDL gives in FROM."""
    function = lower.registry.functions.get(item.function)
    if function is None or item.function in FUNCTIONS or item.function in WRITING:
        return None
    columns = columns_given(function, lower.registry)
    typed = tuple((name, kind) for name, kind in columns if kind is not None)
    lower.writes = lower.writes or not function.is_pure
    return TableFunction("", typed) if columns and len(typed) == len(columns) else None


def _arguments(lower: Lowering, item: FunctionItem, known: TableFunction) -> list[ast.expr]:
    if item.function not in ROWS:
        return own_arguments(lower, lower.registry.functions[item.function], item.arguments)
    kinds = known.arguments
    if is_series(lower, item.function, item.arguments):
        kinds = "i" if series_type(lower, item.arguments) == "integer" else "b"
    return [
        argument(lower, value, kinds[min(index, len(kinds) - 1)], item.arguments)
        for index, value in enumerate(item.arguments)
    ]


def _has_types(item: FunctionItem) -> bool:
    return any(isinstance(one, exp.ColumnDef) for one in item.listed)


def _columns(lower: Lowering, item: FunctionItem, known: TableFunction, node: exp.Expr) -> list[NamedColumn]:
    """The columns by PostgreSQL's rules: the written names first, then those the function has of its own.

    A single column without a name of its own is called like the rows (manual, SELECT, "alias").
    """
    own = _types(lower, item, known, node)
    lone = item.alias if len(own) == 1 else item.function
    own = [(name or lone, kind) for name, kind in own]
    if item.ordinality:
        own.append(("ordinality", "bigint"))
    if len(item.listed) > len(own):
        raise refused("sql.from-item", node, "more names than columns")
    names = [*item.names, *(name for name, _ in own[len(item.listed) :])]
    keys = [name if name not in names[:index] else f"{name}_{index + 1}" for index, name in enumerate(names)]
    return [NamedColumn(name, key, kind) for name, key, (_, kind) in zip(names, keys, own, strict=True)]


def _types(lower: Lowering, item: FunctionItem, known: TableFunction, node: exp.Expr) -> list[tuple[str, str]]:
    """Name (empty where it has none) and type of each column."""
    kinds: list[str | None]
    if item.function in RECORDS:
        kinds = [pg_type_of(one.args["kind"]) if _is_plain(one) else None for one in item.listed]
        found = list(zip(item.names, kinds, strict=True))
    elif item.function == "unnest":
        found = [("", element_type(type_of(lower, value) or "")) for value in item.arguments]
    elif item.function == "generate_series":
        found = [("", series_type(lower, item.arguments))]
    else:
        found = list(known.columns)
    known_types = [(name, kind) for name, kind in found if kind is not None and not kind.endswith("[][]")]
    if len(known_types) < len(found):
        raise Refusal("types.unsupported", f"the type of a column is not known: {sql_of(node)[:80]}")
    return known_types


def _is_plain(column: exp.Expr) -> bool:
    """A column of a record: a name and a type, nothing else."""
    given = {key for key, value in column.args.items() if value not in (None, False, [])}
    return isinstance(column, exp.ColumnDef) and given == {"this", "kind"}
