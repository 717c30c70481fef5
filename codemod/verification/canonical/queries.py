"""Resolves the names of queries: every column gets the canonical alias, type and nullability of its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from sqlglot import exp

from codemod.verification.canonical.column_names import column_name
from codemod.verification.canonical.from_items import FromResolver, of_output
from codemod.verification.canonical.output_terms import OutputColumn, Outputs
from codemod.verification.canonical.sources import Scope, Source, SourceColumn
from codemod.verification.canonical.with_lists import check_references, column_list, selected, with_names
from codemod.verification.difference import Difference, require_parts
from codemod.verification.grouping import check_binds_in_terms
from codemod.verification.types.deduction import NULLABLE, PG_TYPE, listed_type
from codemod.verification.types.pg_types import type_name

_CLAUSES: Final = frozenset({"where", "group", "having", "distinct", "order", "limit", "offset", "locks"})
_SELECT_PARTS: Final = _CLAUSES | {"with_", "expressions", "from_", "joins"}


class QueryResolver(FromResolver):
    """Resolves one statement in place; aliases are numbered in the order of the text."""

    def query(self, tree: exp.Expr, outer: Scope | None, *, named: bool) -> list[OutputColumn]:
        """A SELECT or set operation; ``named`` keeps the names of its columns as aliases."""
        with self.with_queries(tree):
            match tree:
                case exp.Select():
                    return self._select(tree, outer, named=named)
                case exp.Union() | exp.Intersect() | exp.Except():
                    return self._set_operation(tree, outer, named=named)
                case exp.Subquery():
                    require_parts(tree, {"this"})
                    return self.query(tree.this, outer, named=named)
                case _:
                    raise Difference(f"{type(tree).__name__} can't be compared")

    @contextmanager
    def with_queries(self, tree: exp.Expr) -> Iterator[None]:
        """Make the queries of WITH visible, each to those after it and to the statement itself."""
        clause = tree.args.get("with_")
        around = self._named
        self._named = around.new_child()
        try:
            if clause is not None:
                require_parts(clause, {"expressions", "recursive"})
                recursive = [self._with_query(cte, clause) for cte in clause.expressions]
                clause.set("recursive", True if any(recursive) else None)
            yield
        finally:
            self._named = around

    def _with_query(self, cte: exp.CTE, clause: exp.With) -> bool:
        """Resolve a query of WITH; tells whether it reads itself."""
        require_parts(cte, {"this", "alias", "materialized"})
        name, listed = cte.alias, column_list(cte.args["alias"])
        if name in self._named.maps[0]:
            raise Difference(f"WITH names {name} twice")
        recursive = bool(clause.args.get("recursive")) and check_references(cte, clause)
        if recursive:
            source = self._recursive(cte, listed)
        else:
            columns = with_names(cte.this, self.with_body(cte.this), listed)
            source = Source(self._alias(), tuple(map(of_output, columns)))
            self._named[name] = source
        cte.set("alias", exp.TableAlias(this=exp.to_identifier(source.alias)))
        return recursive

    def _recursive(self, cte: exp.CTE, listed: list[str]) -> Source:
        """The first side gives the columns their names and types; the server insists that the second has the same."""
        body = cte.this
        if not isinstance(body, exp.Union):
            raise Difference(f"{cte.alias} reads itself and is no UNION")
        require_parts(body, {"this", "expression", "distinct"})
        first = with_names(body.this, self.query(body.this, None, named=True), listed)
        source = Source(self._alias(), tuple(SourceColumn(item.name or "", item.pg_type) for item in first))
        self._named[cte.alias] = source
        further = self.query(body.expression, None, named=False)
        if len(first) != len(further):
            raise Difference("the sides of a recursive query have different columns")
        for one, other, item in zip(first, further, selected(body.expression), strict=True):
            kinds = {type_name(column.pg_type or "") for column in (one, other)} - {None}
            if len(kinds) > 1 and not isinstance(item.unalias(), exp.Literal | exp.Null):
                raise Difference(f"the sides of a recursive query give {' and '.join(sorted(map(str, kinds)))}")
        return source

    def with_body(self, tree: exp.Expr) -> list[OutputColumn]:
        """What a WITH query gives, with names that what reads it can use."""
        return self.query(tree, None, named=True)

    def _select(self, tree: exp.Select, outer: Scope | None, *, named: bool) -> list[OutputColumn]:
        require_parts(tree, _SELECT_PARTS)
        scope = Scope(outer)
        self.from_items(tree, scope)
        columns = self.outputs(tree, scope)
        items = list(tree.expressions)
        for key in ("where", "having", "limit", "offset"):
            self.names(tree.args.get(key), scope)
        group, order, distinct = tree.args.get("group"), tree.args.get("order"), tree.args.get("distinct")
        if group is not None:
            require_parts(group, {"expressions"})
        outputs = Outputs(items, columns, scope, self.names)
        groups = outputs.terms(group, inputs_first=True)
        orders = outputs.terms(order)
        distincts = outputs.terms(distinct.args.get("on") if distinct is not None else None)
        check_binds_in_terms(groups, items, orders, tree.args.get("having"))
        if distinct is not None:
            check_binds_in_terms(distincts if distinct.args.get("on") is not None else orders, items, orders, None)
        self._locks(tree, scope)
        if named:
            self.name_outputs(tree, columns)
        return columns

    def outputs(self, tree: exp.Expr, scope: Scope) -> list[OutputColumn]:
        """Expand, resolve and unalias a select list (or that of RETURNING)."""
        items: list[exp.Expr] = []
        names: list[str | None] = []
        for written in list(tree.expressions):
            stars = list(self._expanded(written, scope))
            items += [column for _, column in stars] or [written.unalias()]
            names += [name for name, _ in stars] or [column_name(written)]
        tree.set("expressions", items)
        for item in items:
            self.names(item, scope)
        pairs = zip(names, tree.expressions, strict=True)
        return [OutputColumn(name, _written_type(item), _nullable(item)) for name, item in pairs]

    def _expanded(self, item: exp.Expr, scope: Scope) -> Iterator[tuple[str, exp.Column]]:
        table = item.table if isinstance(item, exp.Column) else None
        star = item.this if isinstance(item, exp.Column) else item
        if not isinstance(star, exp.Star):
            return
        require_parts(star, set())
        for written, column in scope.everything() if table is None else scope.whole(table):
            called = exp.to_identifier(column.key or column.name, quoted=False)
            yield column.name, exp.Column(this=called, table=exp.to_identifier(written))

    def name_outputs(self, tree: exp.Expr, columns: Sequence[OutputColumn]) -> None:
        """Write the names of the columns into the tree: whatever reads them reads them by name."""
        aliased = [
            exp.Alias(this=item, alias=exp.to_identifier(column.name or f"unnamed {index}"))
            for index, (item, column) in enumerate(zip(tree.expressions, columns, strict=True))
        ]
        tree.set("expressions", aliased)

    def _locks(self, tree: exp.Select, scope: Scope) -> None:
        for lock in tree.args.get("locks") or []:
            for table in lock.expressions:
                table.replace(exp.Table(this=exp.to_identifier(scope.source(table.name).alias)))

    def _set_operation(self, tree: exp.SetOperation, outer: Scope | None, *, named: bool) -> list[OutputColumn]:
        require_parts(tree, {"with_", "this", "expression", "distinct", "order", "limit", "offset"})
        for key in ("this", "expression"):
            tree.set(key, _without_parentheses(tree.args[key]))
        left = self.query(tree.this, outer, named=named)
        right = self.query(tree.expression, outer, named=False)
        if len(left) != len(right):
            raise Difference("the sides of a set operation have different columns")
        columns = [_merged(one, other) for one, other in zip(left, right, strict=True)]
        names = [column.name for column in columns]
        for term in tree.args["order"].expressions if tree.args.get("order") is not None else []:
            inner = term.this
            if isinstance(inner, exp.Column) and not inner.table and names.count(inner.name) == 1:
                inner.replace(exp.Literal.number(names.index(inner.name) + 1))
            elif not (isinstance(inner, exp.Literal) and inner.name.isdigit()):
                raise Difference("ORDER BY of a set operation names no column of its result")
        for key in ("limit", "offset"):
            self.names(tree.args.get(key), Scope(outer))
        return columns

    def names(self, node: exp.Expr | None, scope: Scope) -> None:
        """Resolve every column below ``node``; queries get scopes of their own."""
        if node is None:
            return
        if isinstance(node, exp.Column):
            self._column(node, scope)
        elif isinstance(node, exp.Select | exp.SetOperation):
            self.query(node, scope, named=False)
        elif isinstance(node, exp.Query) and not isinstance(node, exp.Subquery):
            raise Difference(f"{type(node).__name__} can't be compared")
        else:
            for child in list(node.iter_expressions()):
                self.names(child, scope)

    def _column(self, node: exp.Column, scope: Scope) -> None:
        if not isinstance(node.this, exp.Identifier):
            raise Difference("* stands where it can't be compared")
        require_parts(node, {"this", "table", "db"})
        source, column = scope.column(node.name, node.table or None)
        if column.key:
            node.set("this", exp.to_identifier(column.key))
        node.set("table", exp.to_identifier(source.alias))
        node.set("db", None)
        node.meta[PG_TYPE] = column.pg_type
        node.meta[NULLABLE] = column.nullable or source.optional


def _without_parentheses(side: exp.Expr) -> exp.Expr:
    """A side of a set operation; parentheses around a plain SELECT say nothing, around one with a limit they do."""
    inner = side.this if isinstance(side, exp.Subquery) else None
    bare = isinstance(inner, exp.Select) and {key for key, value in side.args.items() if value} == {"this"}
    own = ("order", "limit", "offset", "with_", "locks")
    return inner if bare and inner is not None and not any(inner.args.get(key) for key in own) else side


def _merged(one: OutputColumn, other: OutputColumn) -> OutputColumn:
    pg_type = one.pg_type if one.pg_type == other.pg_type else None
    kinds = {type_name(item.pg_type or "") for item in (one, other)}
    if pg_type is None and len(kinds) == 1:
        pg_type = kinds.pop()  # of one type, without a modifier where they have different ones (manual 10.5)
    return OutputColumn(one.name, pg_type, one.nullable or other.nullable)


def _written_type(item: exp.Expr) -> str | None:
    return item.meta.get(PG_TYPE) if isinstance(item, exp.Column) else listed_type(item)


def _nullable(item: exp.Expr) -> bool:
    return not isinstance(item, exp.Column) or item.meta.get(NULLABLE, True)
