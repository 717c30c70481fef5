"""The dispatcher: hands each sqlglot node to its handler and refuses whatever no handler names."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from sqlglot import exp

from codemod.lowering.column_types import enum_type, vector_type
from codemod.lowering.lowered import (
    ArgumentFacts,
    Definition,
    ImportName,
    Lowered,
    ResultColumn,
    ResultShape,
    placeholder,
)
from codemod.lowering.many_keys import key_of
from codemod.lowering.refusing import offset_of, placed, unhandled
from codemod.lowering.scopes import SYSTEM_COLUMNS, Scope, Source, SourceColumn
from codemod.lowering.types import check_plain, type_expression
from codemod.mapping.models import MappedTable, ModelRegistry
from codemod.mapping.types import enum_name
from codemod.mapping.vectors import is_vector
from codemod.outcome import Refusal
from codemod.python_code import call, name, names_in
from codemod.registry import LOWERERS, load_transforms
from codemod.resolution.cardinality import changes_at_most_one_row
from codemod.resolution.dialect import with_plain_strings
from codemod.resolution.statement import Statement, parameter_number

#: Below these a predicate still decides alone whether a row stays: NULL and false drop it alike.
_KEEPS_POSITION: Final = frozenset({exp.And, exp.Or, exp.Paren, exp.Where})


@dataclass(slots=True, eq=False)
class Result:
    """What the top-level statement gives back; filled by its handler."""

    columns: list[ResultColumn] = field(default_factory=list)
    entity: MappedTable | None = None


@dataclass(slots=True, eq=False)
class Lowering:
    """One statement on its way to Python; the ``lower`` object that handlers get.

    Attributes:
        shape: how the rows of the statement come out; subqueries are always columns.
        scope: sources visible where the handler stands.
        here: the node at hand decides on its own whether a row stays (AND/OR from WHERE or ON).
        output_names: a bare name or position at hand means a result column first (ORDER BY, GROUP BY).
        projected: columns of the query lowered last, for the FROM item or scalar subquery it becomes.
        subquery_types: type of each scalar subquery lowered so far, by the id of its node.
        assigned: type of the column that a parameter of a select list is for (INSERT … SELECT), by the id of its node.
        ctes: queries of the WITH clause, by name.
        many: an ``executemany`` statement: parameters are named binds, tables are Core.
        texts: types of JSON that the result gives as text, which asyncpg does where it has no codec.
        catalogs: PostgreSQL's own tables that the statement reads, by name: what makes each of them.
    """

    registry: ModelRegistry
    facts: Mapping[int, ArgumentFacts]
    shape: ResultShape
    none: Literal["prove", "trust"]
    any_form: Literal["array", "in"]
    many: bool
    texts: frozenset[str] = frozenset()
    scope: Scope = field(default_factory=Scope)
    result: Result = field(default_factory=Result)
    here: bool = False
    output_names: bool = True
    writes: bool = False
    imports: set[ImportName] = field(default_factory=set)
    tables: list[MappedTable] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    keys: dict[int, str] = field(default_factory=dict)
    projected: list[ResultColumn] = field(default_factory=list)
    subquery_types: dict[int, str | None] = field(default_factory=dict)
    assigned: dict[int, str] = field(default_factory=dict)
    ctes: dict[str, Source] = field(default_factory=dict)
    catalogs: dict[tuple[str, str | None], tuple[ast.Name, ast.Call]] = field(default_factory=dict)
    _positive: bool = False
    _depth: int = 0

    def __call__(self, node: exp.Expr) -> ast.expr:
        """Lower one node.

        Raises:
            Refusal: no handler consumes the node as it is, or its handler refuses it.
        """
        lowerer = LOWERERS.get(type(node))
        if lowerer is None:
            raise unhandled(node, [])
        given = {key: value for key, value in node.args.items() if value not in (None, False, [], "")}
        unread = given.keys() - lowerer.consumes - lowerer.ignores
        if unread:
            raise unhandled(node, sorted(unread))
        arguments = {key: node if key == "node" else node.args.get(key) for key in lowerer.consumes}
        outer = self._positive
        self.here, self._positive = outer, outer and type(node) in _KEEPS_POSITION
        try:
            return lowerer.function(self, **arguments)
        except Refusal as refusal:
            if refusal.offset is None and not isinstance(node, exp.Query | exp.DML):
                refusal.offset = offset_of(node)  # of the innermost part: a whole statement says nothing
            raise
        finally:
            self._positive = outer

    # -- names and definitions

    def name(self, module: str, identifier: str, asname: str | None = None) -> ast.Name:
        """A name that the generated code imports."""
        import_name = ImportName(module, identifier, asname)
        self.imports.add(import_name)
        return name(import_name.local)

    def sqlalchemy(self, identifier: str) -> ast.Name:
        """``from sqlalchemy import identifier``."""
        return self.name("sqlalchemy", identifier)

    def define(self, hint: str, value: ast.expr) -> ast.Name:
        """A statement before the statement, ``hint = value``; gives the placeholder of its name."""
        definition = Definition(f"__d{len(self.definitions) + 1}__", hint, value)
        self.definitions.append(definition)
        return name(definition.placeholder)

    def model(self, table: MappedTable) -> ast.Name:
        """The mapped class (or Core table) of ``table``, imported."""
        if table not in self.tables:
            self.tables.append(table)
        return self.name(table.module, table.class_name)

    def type(self, pg_type: str) -> ast.expr:
        """The SQLAlchemy type rendering as ``pg_type``.

        Raises:
            Refusal: ``types.unsupported`` for a type outside the table.
        """
        if enum_name(pg_type) is not None:
            return enum_type(self, pg_type)
        if is_vector(pg_type):
            return vector_type(self, pg_type)
        found = type_expression(pg_type)
        if found is None:
            raise Refusal("types.unsupported", f"type {pg_type} has no SQLAlchemy form here")
        self.imports |= found[1]
        return found[0]

    # -- scopes

    @contextmanager
    def query(self) -> Iterator[Scope]:
        """A scope of its own, inside the one at hand."""
        outer, positive, ctes = self.scope, self._positive, dict(self.ctes)
        self.scope, self._positive = Scope(outer if self._depth else None), False
        self._depth += 1
        try:
            yield self.scope
        finally:
            self._depth -= 1
            self.scope, self._positive, self.ctes = outer, positive, ctes

    @property
    def top(self) -> bool:
        """Whether the query at hand is the statement itself, whose columns are the result."""
        return self._depth <= 1

    def condition(self, node: exp.Expr) -> ast.expr:
        """Lower a condition that decides on its own whether a row stays (WHERE, ON)."""
        self._positive = True
        try:
            return self(node)
        finally:
            self._positive = False

    def detached(self, node: exp.Expr) -> ast.expr:
        """Lower a query that sees nothing of the query around it: an item of FROM or WITH."""
        outer = self.scope
        self.scope = Scope()
        self._depth += 1
        try:
            return self(node)
        finally:
            self._depth -= 1
            self.scope = outer

    def value(self, node: exp.Column) -> SourceColumn:
        """The column a reference means, whose values are read or compared.

        Raises:
            Refusal: ``types.unsupported`` or ``mapping.unknown-type`` when its values may travel differently.
        """
        column = self.column(node)
        if column.mapped is not None:
            check_plain(column.mapped)
        return column

    def column(self, node: exp.Column) -> SourceColumn:
        """The column a reference means; knows whether an outer join can make it NULL."""
        if not node.table and self.scope.has_system_column(node.name):
            text = call(self.sqlalchemy("literal_column"), ast.Constant(value=node.name))
            return SourceColumn(node.name, lambda: text, SYSTEM_COLUMNS[node.name], False)
        source, column = self.scope.find(node.name, node.table or None)
        if source.optional and not column.nullable:
            return replace(column, nullable=True)
        return column

    # -- parameters

    def parameter(self, node: exp.Parameter) -> ast.expr:
        """The bare bound argument of ``$n``: SQLAlchemy types it by its surroundings."""
        number = parameter_number(node)
        if not self.many:
            return name(placeholder(number))
        return call(self.sqlalchemy("bindparam"), ast.Constant(value=key_of(node, self.keys)))

    def typed_parameter(self, node: exp.Parameter, type_: ast.expr) -> ast.expr:
        """``literal(argument, type)``: keeps its type whatever the value is, None included."""
        number = parameter_number(node)
        if self.many:
            return call(self.sqlalchemy("bindparam"), ast.Constant(value=key_of(node, self.keys)), type_=type_)
        return call(self.sqlalchemy("literal"), name(placeholder(number)), type_)

    def never_none(self, node: exp.Parameter) -> bool:
        """Whether the bound argument of ``$n`` is known not to be None."""
        facts = self.facts.get(parameter_number(node))
        return self.none == "trust" or (facts is not None and facts.never_none)

    def is_singleton(self, node: exp.Parameter) -> bool:
        """Whether the bound argument of ``$n`` is written ``True`` or ``False``."""
        facts = self.facts.get(parameter_number(node))
        return facts is not None and facts.singleton


def lower_statement(
    statement: Statement,
    registry: ModelRegistry,
    *,
    facts: Mapping[int, ArgumentFacts],
    shape: ResultShape = "mappings",
    none: Literal["prove", "trust"] = "prove",
    any_form: Literal["array", "in"] = "array",
    many: bool = False,
    texts: frozenset[str] = frozenset(),
) -> Lowered:
    """Lower one statement to SQLAlchemy.

    Args:
        statement: the parsed statement; its tree is read, not changed.
        registry: models of the project.
        facts: what is known of each bound argument.
        shape: how rows come out of a query or RETURNING.
        none: ``trust`` takes every bound argument as never None.
        any_form: ``in`` writes ``= ANY($1)`` as ``.in_()``.
        many: the statement of an ``executemany``.
        texts: types of JSON that the result gives as text.

    Raises:
        Refusal: a construct, table, column or type without a proven form.
    """
    load_transforms()
    lower = Lowering(registry, facts, shape, none, any_form, many, texts)
    try:
        expression = lower(statement.tree)
    except RecursionError as error:
        raise Refusal("sql.nesting", "the statement is nested too deeply") from error
    except Refusal as refusal:
        raise placed(refusal, with_plain_strings(statement.text)) from None
    trees = [*(definition.value for definition in lower.definitions), expression]
    counts = Counter(item for tree in trees for item in names_in(tree))
    numbers = range(1, statement.parameter_count + 1)
    return Lowered(
        kind=statement.kind,
        shape=shape if lower.result.columns else "none",
        expression=expression,
        definitions=tuple(lower.definitions),
        imports=frozenset(item for item in lower.imports if counts[item.local]),  # not of what became something else
        tables=tuple(lower.tables),
        columns=tuple(lower.result.columns),
        parameters={number: counts[placeholder(number)] for number in numbers},
        entity=lower.result.entity,
        writes=lower.writes or statement.kind != "select",
        many_keys=tuple(lower.keys.get(number, f"p{number}") for number in numbers) if many else None,
        notes=tuple(lower.notes),
        one_row=not many and changes_at_most_one_row(statement.tree, registry),
    )
