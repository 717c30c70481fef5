"""Resolves the items of FROM and JOIN: each gets a canonical alias and the columns it offers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import ChainMap
from collections.abc import Sequence
from functools import partial

from sqlglot import exp

from codemod.mapping.catalogs import readable
from codemod.mapping.models import MappedTable, ModelRegistry
from codemod.outcome import Refusal
from codemod.verification.canonical.joins import join_on_columns, turn_right_join, write_common_columns
from codemod.verification.canonical.output_terms import OutputColumn
from codemod.verification.canonical.sources import Scope, Source, SourceColumn, columns_of
from codemod.verification.canonical.table_functions import function_source, is_function, plain_item, values_source
from codemod.verification.canonical.with_lists import column_list, with_names
from codemod.verification.difference import Difference, require_parts


class FromResolver(ABC):
    """Resolves the sources of one statement in place; aliases are numbered in the order of the text."""

    def __init__(self, registry: ModelRegistry) -> None:
        self.registry = registry
        self._count = 0
        self._named: ChainMap[str, Source] = ChainMap()

    @abstractmethod
    def query(self, tree: exp.Expr, outer: Scope | None, *, named: bool) -> list[OutputColumn]:
        """A SELECT or set operation; ``named`` keeps the names of its columns as aliases."""

    @abstractmethod
    def names(self, node: exp.Expr | None, scope: Scope) -> None:
        """Resolve every column below ``node``; queries get scopes of their own."""

    def from_items(self, tree: exp.Expr, scope: Scope) -> None:
        """FROM and JOIN of a query or UPDATE."""
        source = tree.args.get("from_")
        turned = source is not None and turn_right_join(tree)
        if source is not None:
            self.source(source.this, scope)
            for join in source.this.args.get("joins") or []:
                self._join(join, scope)
        for index, join in enumerate(tree.args.get("joins") or []):
            self._join(join, scope, turned=turned and index == 0)

    def _join(self, join: exp.Join, scope: Scope, *, turned: bool = False) -> None:
        require_parts(join, {"this", "on", "side", "kind", "using", "method"})
        before = list(scope.sources.values())
        joined = self.source(join.this, scope)
        if join.args.get("method"):
            write_common_columns(join, scope)
        if join.args.get("using"):
            join_on_columns(join, scope, turned=turned)
        self.names(join.args.get("on"), scope)
        side = join.args.get("side")
        if side in ("LEFT", "FULL"):
            joined.optional = True
        if side in ("RIGHT", "FULL"):
            for source in before:
                source.optional = True

    def source(self, node: exp.Expr, scope: Scope) -> Source:
        """Make one FROM item visible under its written name; in the tree it gets the canonical one."""
        node = plain_item(node)
        alias = node.args.get("alias")
        if is_function(node):
            written, source = self._function(node, scope)
        elif isinstance(node, exp.Values):
            require_parts(node, {"expressions", "alias"})
            self._each(node.expressions, scope.outer or Scope())
            written, source = node.alias, values_source(node, self._alias())
        elif isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
            require_parts(node, {"this", "db", "alias", "joins", "only", "sample"})
            if alias is not None and column_list(alias):
                raise Difference("a list of names around a table can't be compared")
            written, source = node.alias or node.name, self._table(node)
        elif isinstance(node, exp.Subquery | exp.Lateral) and isinstance(node.this, exp.Query) and node.alias:
            require_parts(node, {"this", "alias"})
            around = scope if isinstance(node, exp.Lateral) else scope.outer
            columns = self.query(node.this, around, named=True)
            columns = with_names(node.this, columns, column_list(node.args["alias"]))
            written, source = node.alias, Source(self._alias(), tuple(map(of_output, columns)))
        else:
            raise Difference(f"{type(node).__name__} in FROM can't be compared")
        scope.add(written, source)
        if not is_function(node):
            node.set("alias", exp.TableAlias(this=exp.to_identifier(source.alias)))
        return source

    def _function(self, node: exp.Expr, scope: Scope) -> tuple[str, Source]:
        """A function sees the items before it, with or without LATERAL (manual 7.2.1.5)."""
        self._each(node.this.expressions, scope)
        written = node.alias or node.this.name
        return written, function_source(node, written, self._alias())

    def _each(self, nodes: Sequence[exp.Expr], scope: Scope) -> None:
        for node in nodes:
            self.names(node, scope)

    def _table(self, node: exp.Table) -> Source:
        named = self._named.get(node.name) if not node.db else None
        if named is not None:
            node.set("this", exp.to_identifier(named.alias))
            return Source(self._alias(), named.columns)
        table = self.table(node, read=True)
        default = self.registry.default_schema
        node.set("db", None if table.schema in (None, default) else exp.to_identifier(table.schema))
        return Source(self._alias(), columns_of(table), table.missing_columns, is_table=True, partial=table.catalog)

    def table(self, node: exp.Table, *, read: bool = False) -> MappedTable:
        """The mapped table that a name of the statement means; where it is only read, a catalog too."""
        if not node.db and node.name in self._named:
            raise Difference(f"{node.name} is a query of WITH")
        try:
            find = partial(readable, self.registry) if read else self.registry.find
            return find(node.name, node.db or None)
        except Refusal as refusal:
            raise Difference(refusal.message) from refusal

    def _alias(self) -> str:
        self._count += 1
        return f"r{self._count}"


def of_output(column: OutputColumn) -> SourceColumn:
    """What a column of a query is for the query around it."""
    return SourceColumn(column.name or "", column.pg_type, column.nullable)
