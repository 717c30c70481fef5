"""The canonical form of a statement: names resolved, aliases renumbered, noise gone, meaning kept.

Two statements are the same when both their canonical trees and the text of these are equal: the tree
alone hides arguments that are false (SKIP LOCKED), the text alone hides how AND and OR nest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlglot import exp

from codemod.resolution.dialect import AsyncpgPostgres
from codemod.verification.column_names import column_name

#: Table (with schema where it isn't the default) to its column names.
Schema = Mapping[str, tuple[str, ...]]

_OPPOSITE: Final[dict[type[exp.Expression], type[exp.Expression]]] = {
    exp.GT: exp.LTE, exp.GTE: exp.LT, exp.LT: exp.GTE, exp.LTE: exp.GT, exp.EQ: exp.NEQ, exp.NEQ: exp.EQ,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Canonical:
    """A canonical tree, its text, and the names of the result columns."""

    tree: exp.Expression
    text: str
    names: tuple[str, ...]

    def equals(self, other: Canonical) -> bool:
        """Whether both stand for the same statement; column names are compared by the caller."""
        return self.text == other.text and self.tree == other.tree


def canonical(tree: exp.Expression, schema: Schema, default_schema: str) -> Canonical:
    """Bring a statement into canonical form.

    Raises:
        ValueError: a name that can't be resolved.
    """
    tree = _simplified(_folded(tree.copy(), default_schema))
    names = _Resolver(schema).statement(tree)
    tree = _simplified(tree)
    return Canonical(tree, tree.sql(AsyncpgPostgres, comments=False), tuple(names))


def _folded(tree: exp.Expression, default_schema: str) -> exp.Expression:
    for identifier in list(tree.find_all(exp.Identifier)):
        if not identifier.args.get("quoted"):
            identifier.set("this", identifier.name.lower())
        identifier.set("quoted", False)
    for node in tree.walk():
        node.meta.clear()  # the spelling that was read: CAST(a AS b) and a::b are one
    for table in tree.find_all(exp.Table):
        if table.db == default_schema:
            table.set("db", None)
    return tree


def _simplified(tree: exp.Expression) -> exp.Expression:
    """Rewrite to a fixed point: a transformation doesn't look again at what it put in place."""
    while True:
        before = repr(tree)
        tree = tree.transform(_simpler)
        if repr(tree) == before:
            return tree


def _simpler(node: exp.Expression) -> exp.Expression:
    node = node.unnest() if isinstance(node, exp.Paren) else node
    match node:
        case exp.Cast() if isinstance(node.this.unnest(), exp.Parameter):
            return node.this.unnest()  # its type is the business of the bind rules
        case exp.Cast() if isinstance(node.this, exp.Literal) and node.this.is_string and node.to.sql("postgres") in ("TEXT", "VARCHAR"):
            return node.this
        case exp.Not() if type(node.this.unnest()) in _OPPOSITE:
            inner = node.this.unnest()
            return _OPPOSITE[type(inner)](this=inner.this, expression=inner.expression)
        case exp.Not() if isinstance(node.this.unnest(), exp.Is):
            inner = node.this.unnest()
            return exp.Is(this=inner.this, expression=inner.expression, negate=not inner.args.get("negate"))
        case exp.Exists() if isinstance(node.this, exp.Select) and not node.this.args.get("limit"):
            node.this.set("expressions", [exp.Literal.number(1)])
            return node
        case exp.Join():
            return _joined(node)
        case exp.Ordered():
            node.set("desc", bool(node.args.get("desc")))
            node.set("nulls_first", bool(node.args.get("nulls_first")))
            return node
        case exp.Anonymous():
            node.set("this", str(node.this).lower())
            return node
        case _:
            return node


def _joined(node: exp.Join) -> exp.Join:
    if node.args.get("kind") in ("INNER", "OUTER"):
        node.set("kind", None)
    if node.args.get("kind") == "CROSS":
        node.set("kind", None)
        node.set("on", exp.Boolean(this=True))
    return node


@dataclass(slots=True)
class _Scope:
    """Sources by canonical alias with their columns, and the canonical alias of each written name."""

    outer: _Scope | None = None
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)

    def alias_of(self, name: str) -> str:
        scope: _Scope | None = self
        while scope is not None:
            if name in scope.aliases:
                return scope.aliases[name]
            scope = scope.outer
        raise ValueError(f"{name} names no table of the statement")

    def owner_of(self, column: str) -> str:
        scope: _Scope | None = self
        while scope is not None:
            owners = [alias for alias, columns in scope.sources.items() if column in columns]
            if len(owners) > 1:
                raise ValueError(f"column {column} belongs to several tables")
            if owners:
                return owners[0]
            scope = scope.outer
        raise ValueError(f"column {column} belongs to no table of the statement")


@dataclass(slots=True)
class _Resolver:
    """Resolves names in place."""

    schema: Schema
    count: int = 0

    def statement(self, tree: exp.Expression) -> list[str]:
        match tree:
            case exp.Select():
                return self.select(tree, None, named=True)
            case exp.Insert():
                return self.insert(tree)
            case exp.Update() | exp.Delete():
                return self.change(tree)
            case _:
                raise ValueError(f"{type(tree).__name__} has no canonical form")

    def select(self, tree: exp.Select, outer: _Scope | None, *, named: bool) -> list[str]:
        scope = _Scope(outer)
        if tree.args.get("with_") or tree.args.get("laterals"):
            raise ValueError("WITH and LATERAL have no canonical form")
        source = tree.args.get("from_")
        if source is not None:
            self.source(source.this, scope)
        for join in tree.args.get("joins") or []:
            self.source(join.this, scope)
            self.names(join.args.get("on"), scope)
        items = [item for given in tree.expressions for item in self.expanded(given, scope)]
        tree.set("expressions", [item for item, _ in items])
        outputs = {name: item for item, name in reversed(items)}
        for item, _ in items:
            self.names(item, scope)
        for key in ("where", "having", "limit", "offset"):
            self.names(tree.args.get(key), scope)
        self.terms(tree.args.get("group"), items, {}, scope)
        self.terms(tree.args.get("order"), items, outputs, scope)
        if named:
            tree.set("expressions", [exp.alias_(item.copy(), name, quoted=True) for item, (_, name) in zip(tree.expressions, items, strict=True)])
        return [name for _, name in items]

    def expanded(self, given: exp.Expression, scope: _Scope) -> Iterator[tuple[exp.Expression, str]]:
        """A column of the select list with its name; ``*`` as its columns."""
        if isinstance(given, exp.Star):
            wanted = list(scope.sources)
        elif isinstance(given, exp.Column) and isinstance(given.this, exp.Star):
            wanted = [scope.alias_of(given.table)]
        else:
            yield given.unalias(), column_name(given)
            return
        for alias in wanted:
            for name in scope.sources[alias]:
                yield _column(alias, name), name

    def terms(
        self, clause: exp.Expression | None, items: list[tuple[exp.Expression, str]], outputs: Mapping[str, exp.Expression], scope: _Scope
    ) -> None:
        """ORDER BY and GROUP BY: positions and output names as the expressions they stand for."""
        for term in clause.expressions if clause is not None else []:
            holder = term if isinstance(term, exp.Ordered) else None
            inner = (holder.this if holder is not None else term).unnest()
            target: exp.Expression | None = None
            if isinstance(inner, exp.Literal) and inner.name.isdigit() and 0 < int(inner.name) <= len(items):
                target = items[int(inner.name) - 1][0]
            elif isinstance(inner, exp.Column) and not inner.table:
                target = outputs.get(inner.name)
                if target is None and not any(inner.name in columns for columns in scope.sources.values()):
                    target = next((item for item, name in items if name == inner.name), None)
            if target is not None:
                inner.replace(target.copy())
            else:
                self.names(term, scope)

    def source(self, node: exp.Expression, scope: _Scope) -> None:
        self.count += 1
        alias = f"_r{self.count}"
        if isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
            key = f"{node.db}.{node.name}" if node.db else node.name
            if key not in self.schema:
                raise ValueError(f"table {key} is not known")
            columns = self.schema[key]
        elif isinstance(node, exp.Subquery) and isinstance(node.this, exp.Select) and node.alias:
            columns = tuple(self.select(node.this, None, named=True))
        else:
            raise ValueError(f"{type(node).__name__} in FROM has no canonical form")
        written = node.alias or node.name
        if written in scope.aliases:
            raise ValueError(f"{written} is used twice")
        scope.aliases[written] = scope.aliases[alias] = alias
        scope.sources[alias] = columns
        node.set("alias", exp.TableAlias(this=exp.to_identifier(alias)))

    def names(self, node: exp.Expression | None, scope: _Scope) -> None:
        """Qualify every column below ``node`` with its canonical alias; queries get scopes of their own."""
        if node is None:
            return
        if isinstance(node, exp.Select):
            self.select(node, scope, named=False)
        elif isinstance(node, exp.Column):
            if not isinstance(node.this, exp.Star):
                alias = scope.alias_of(node.table) if node.table else scope.owner_of(node.name)
                node.set("table", exp.to_identifier(alias))
                node.set("db", None)
        elif isinstance(node, exp.Query) and not isinstance(node, exp.Subquery):
            raise ValueError(f"{type(node).__name__} has no canonical form here")
        else:
            for child in list(node.iter_expressions()):
                self.names(child, scope)

    def insert(self, tree: exp.Insert) -> list[str]:
        body, target = tree.args.get("expression"), tree.this
        if not isinstance(target, exp.Schema) or not isinstance(body, exp.Values):
            raise ValueError("this form of INSERT has no canonical form")
        scope = _Scope()
        self.source(target.this, scope)
        self.names(body, _Scope())
        _sort_columns(target, body)
        conflict = tree.args.get("conflict")
        if conflict is not None:
            scope.aliases["excluded"] = "excluded"
            for key in conflict.args.get("conflict_keys") or []:
                for column in key.find_all(exp.Column):
                    column.set("table", None)
            self.assignments(conflict, scope)
            self.names(conflict.args.get("where"), scope)
            self.names(conflict.args.get("index_predicate"), scope)
        return self.returning(tree, scope)

    def change(self, tree: exp.Expression) -> list[str]:
        if tree.args.get("with_") or tree.args.get("from_") or tree.args.get("using"):
            raise ValueError("WITH, FROM and USING have no canonical form here")
        scope = _Scope()
        self.source(tree.this, scope)
        if isinstance(tree, exp.Update):
            self.assignments(tree, scope)
        self.names(tree.args.get("where"), scope)
        return self.returning(tree, scope)

    def assignments(self, tree: exp.Expression, scope: _Scope) -> None:
        for pair in tree.expressions:
            if not isinstance(pair, exp.EQ) or not isinstance(pair.this, exp.Column):
                raise ValueError("this assignment has no canonical form")
            pair.set("this", exp.to_identifier(pair.this.name))
            self.names(pair.expression, scope)
        tree.set("expressions", sorted(tree.expressions, key=lambda pair: str(pair.this.name)))

    def returning(self, tree: exp.Expression, scope: _Scope) -> list[str]:
        clause = tree.args.get("returning")
        if clause is None:
            return []
        items = [item for given in clause.expressions for item in self.expanded(given, scope)]
        clause.set("expressions", [item for item, _ in items])
        for item, _ in items:
            self.names(item, scope)
        clause.set("expressions", [exp.alias_(item.copy(), name, quoted=True) for item, (_, name) in zip(clause.expressions, items, strict=True)])
        return [name for _, name in items]


def _column(alias: str, name: str) -> exp.Column:
    return exp.Column(this=exp.to_identifier(name), table=exp.to_identifier(alias))


def _sort_columns(target: exp.Schema, body: exp.Values) -> None:
    """INSERT names its columns in any order; DEFAULT says no more than leaving the column out."""
    names = [column.name for column in target.expressions]
    rows: list[Any] = body.expressions
    if len(set(names)) != len(names) or any(not isinstance(row, exp.Tuple) or len(row.expressions) != len(names) for row in rows):
        raise ValueError("the rows of VALUES don't fit the column list")
    order = sorted(range(len(names)), key=lambda index: names[index])
    defaulted = {index for index in order if all(_is_default(row.expressions[index]) for row in rows)}
    kept = [index for index in order if index not in defaulted]
    target.set("expressions", [target.expressions[index] for index in kept])
    for row in rows:
        row.set("expressions", [row.expressions[index] for index in kept])


def _is_default(node: exp.Expression) -> bool:
    return isinstance(node, exp.Var) and node.name.upper() == "DEFAULT"
