"""Resolves the names of INSERT, UPDATE and DELETE, and brings their columns into one order."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from codemod.mapping.models import MappedTable
from codemod.verification.canonical.inserted import note_assigned, with_column_list, without_parentheses
from codemod.verification.canonical.joins import without_joins
from codemod.verification.canonical.output_terms import OutputColumn
from codemod.verification.canonical.plain_form import plain_whole
from codemod.verification.canonical.queries import QueryResolver
from codemod.verification.canonical.sources import Scope, Source, columns_of
from codemod.verification.difference import Difference, require_parts
from codemod.verification.types.expected_types import ASSIGNED
from codemod.verification.types.pg_types import modifier, type_name, written_type
from codemod.verification.types.signatures import signature_of_call


class ChangeResolver(QueryResolver):
    """Resolves one statement of any kind in place."""

    def statement(self, tree: exp.Expr) -> list[OutputColumn]:
        """Resolve a statement; gives its result columns.

        Raises:
            Difference: a name or construct that can't be compared.
        """
        match tree:
            case exp.Insert() | exp.Update() | exp.Delete():
                with self.with_queries(tree):
                    return self._change(tree)
            case _:
                return self.query(tree, None, named=False)

    def with_body(self, tree: exp.Expr) -> list[OutputColumn]:
        """A WITH query that changes data gives what it returns."""
        if not isinstance(tree, exp.Insert | exp.Update | exp.Delete):
            return super().with_body(tree)
        if tree.args.get("with_") is not None:
            raise Difference("WITH inside a WITH query can't be compared")
        columns = self._change(tree)
        if tree.args.get("returning") is not None:
            self.name_outputs(tree.args["returning"], columns)
        return columns

    def _change(self, tree: exp.Expr) -> list[OutputColumn]:
        if isinstance(tree, exp.Insert):
            return self._insert(tree)
        return self._update(tree) if isinstance(tree, exp.Update) else self._delete(tree)

    def _insert(self, tree: exp.Insert) -> list[OutputColumn]:
        require_parts(tree, {"this", "expression", "default", "conflict", "returning", "with_"})
        written = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
        if not isinstance(written, exp.Table):
            raise Difference("this form of INSERT can't be compared")
        table = self.table(written)
        scope = Scope()
        source = self.source(written, scope)
        body = without_parentheses(tree.args.get("expression"))
        tree.set("expression", body)
        outputs = self.query(body, None, named=False) if isinstance(body, exp.Query) else []
        target = with_column_list(tree, table, outputs)
        names = [column.name for column in target.expressions]
        if len(set(names)) != len(names):
            raise Difference("a column is inserted twice")
        if isinstance(body, exp.Values):
            self._rows(tree, table, target, body, names)
        elif isinstance(body, exp.Query):
            note_assigned(table, body, names)
        elif not tree.args.get("default"):
            raise Difference("this form of INSERT can't be compared")
        if tree.args.get("conflict") is not None:
            self._conflict(tree.args["conflict"], table, scope, source)
        return self._returning(tree, scope)

    def _rows(
        self, tree: exp.Insert, table: MappedTable, target: exp.Schema, body: exp.Values, names: Sequence[str]
    ) -> None:
        """Columns in alphabetical order; DEFAULT says no more than leaving the column out."""
        require_parts(body, {"expressions"})
        rows = list(body.expressions)
        if any(not isinstance(row, exp.Tuple) or len(row.expressions) != len(names) for row in rows):
            raise Difference("the rows of VALUES don't fit the column list")
        columns = {name: [row.expressions[index] for row in rows] for index, name in enumerate(names)}
        kept = {name: values for name, values in columns.items() if not all(map(_is_default, values))}
        if not kept and len(rows) == 1:
            tree.set("this", target.this)
            tree.set("expression", None)
            tree.set("default", True)  # DEFAULT for each column is DEFAULT VALUES (manual, INSERT)
            return
        if not kept:
            raise Difference("rows of nothing but DEFAULT can't be compared")
        order = sorted(kept) if _may_be_sorted([value for values in kept.values() for value in values]) else list(kept)
        target.set("expressions", [exp.to_identifier(name) for name in order])
        for index, row in enumerate(rows):
            row.set("expressions", [_assigned(table, name, kept[name][index]) for name in order])
            for value in row.expressions:
                self.names(value, Scope())

    def _conflict(self, clause: exp.OnConflict, table: MappedTable, scope: Scope, target: Source) -> None:
        require_parts(clause, {"action", "conflict_keys", "constraint", "expressions", "where", "index_predicate"})
        alone = Scope()
        alone.add("target", target)
        for key in clause.args.get("conflict_keys") or []:
            self.names(key, alone)
        self.names(clause.args.get("index_predicate"), alone)
        scope.add("excluded", Source("excluded", columns_of(table), qualified=True))
        self._assignments(clause, table, scope)
        self.names(clause.args.get("where"), scope)
        del scope.sources["excluded"]

    def _update(self, tree: exp.Update) -> list[OutputColumn]:
        require_parts(tree, {"this", "expressions", "from_", "where", "returning", "with_"})
        scope, table = self._target(tree)
        self._others(tree, scope)
        self._assignments(tree, table, scope)
        self.names(tree.args.get("where"), scope)
        return self._returning(tree, scope)

    def _delete(self, tree: exp.Expr) -> list[OutputColumn]:
        require_parts(tree, {"this", "using", "where", "returning", "with_"})
        scope, _ = self._target(tree)
        self._others(tree, scope)
        self.names(tree.args.get("where"), scope)
        return self._returning(tree, scope)

    def _others(self, tree: exp.Expr, scope: Scope) -> None:
        """FROM of UPDATE or USING of DELETE as a list, with the conditions of inner joins in WHERE."""
        from_ = tree.args.get("from_")
        written = [from_.this] if from_ is not None else list(tree.args.get("using") or [])
        returning = tree.args.get("returning")
        shown = returning is not None and any(isinstance(item, exp.Star) for item in returning.expressions)
        items, conditions = without_joins(written, in_order=shown)
        if from_ is not None:
            from_.set("this", exp.Tuple(expressions=items))
        elif items:
            tree.set("using", items)
        for item in items:
            self.source(item, scope)
        where = tree.args.get("where")
        conditions += [where.this] if where is not None else []
        if conditions:
            tree.set("where", exp.Where(this=plain_whole(exp.and_(*conditions, copy=False))))

    def _target(self, tree: exp.Expr) -> tuple[Scope, MappedTable]:
        if not isinstance(tree.this, exp.Table) or tree.this.args.get("joins"):
            raise Difference("this target can't be compared")
        table = self.table(tree.this)
        scope = Scope()
        self.source(tree.this, scope)
        return scope, table

    def _assignments(self, tree: exp.Expr, table: MappedTable, scope: Scope) -> None:
        pairs = [single for pair in tree.expressions for single in _single(pair)]
        tree.set("expressions", pairs)
        for pair in pairs:
            self._assignment(pair, table, scope)
        whole = [item.name for pair in pairs for item in _assigned_to(pair) if not isinstance(pair.this, exp.Bracket)]
        if len(set(whole)) != len(whole):
            raise Difference("a column is assigned twice")
        if _may_be_sorted([pair.expression for pair in pairs]):
            tree.set("expressions", sorted(pairs, key=lambda pair: str(_assigned_to(pair)[0].name)))

    def _assignment(self, pair: exp.Expr, table: MappedTable, scope: Scope) -> None:
        """``a = x``, ``a[1] = x``, ``(a, b) = (SELECT …)``: what is assigned to keeps no more than its name."""
        if not isinstance(pair, exp.EQ):
            raise Difference("this assignment can't be compared")
        target, value = pair.this, pair.expression
        if isinstance(target, exp.Tuple) and isinstance(value, exp.Subquery):
            target.set("expressions", [_target_name(item) for item in target.expressions])
        elif isinstance(target, exp.Bracket):
            name = _target_name(target.this)
            target.set("this", name)
            for index in target.expressions:
                self.names(index, scope)
            pair.set("expression", _assigned(table, name.name, value, element=True))
        else:
            name = _target_name(target)
            pair.set("this", name)
            pair.set("expression", _assigned(table, name.name, value))
        self.names(pair.expression, scope)

    def _returning(self, tree: exp.Expr, scope: Scope) -> list[OutputColumn]:
        clause = tree.args.get("returning")
        if clause is None:
            return []
        require_parts(clause, {"expressions"})
        return self.outputs(clause, scope)


def _target_name(node: exp.Expr) -> exp.Identifier:
    """What SET names: a column of the table it changes, without the table's name."""
    if not isinstance(node, exp.Column) or node.table:
        raise Difference("this assignment can't be compared")
    return exp.to_identifier(node.name)


def _assigned_to(pair: exp.Expr) -> list[exp.Expr]:
    """The names that an assignment changes."""
    target: exp.Expr = pair.this
    if isinstance(target, exp.Bracket):
        return [target.this]
    return list(target.expressions) if isinstance(target, exp.Tuple) else [target]


def _single(pair: exp.Expr) -> list[exp.Expr]:
    """A row assigned to columns, one by one (manual, UPDATE: ``(a, b) = (1, 2)``)."""
    targets, values = pair.args.get("this"), pair.args.get("expression")
    if not isinstance(pair, exp.EQ) or not isinstance(targets, exp.Tuple) or not isinstance(values, exp.Tuple):
        return [pair]
    if len(targets.expressions) != len(values.expressions):
        raise Difference("a row is assigned to more or fewer columns")
    return [
        exp.EQ(this=target, expression=value)
        for target, value in zip(targets.expressions, values.expressions, strict=True)
    ]


def _is_default(node: exp.Expr) -> bool:
    return isinstance(node, exp.Var) and node.name.upper() == "DEFAULT"


def _assigned(table: MappedTable, name: str, value: exp.Expr, *, element: bool = False) -> exp.Expr:
    """The value with the type of its column noted; a cast to exactly that numeric is what assignment does anyway.

    A cast to varchar(3) is not: it cuts where assignment raises (manual 8.3).
    """
    column = table.column(name)
    if column is None:
        raise Difference(f"{table.name} has no column {name}")
    pg_type = column.pg_type or ""
    if element:
        if not pg_type.endswith("[]"):
            raise Difference(f"a part of {table.name}.{name} can't be compared")
        pg_type = pg_type.removesuffix("[]")
    if isinstance(value, exp.Cast) and type_name(pg_type) == "numeric" and modifier(pg_type):
        written = written_type(value.to)
        if type_name(written) == "numeric" and modifier(written) == modifier(pg_type):
            value = value.this
    value.meta[ASSIGNED] = pg_type
    return value


def _may_be_sorted(values: Sequence[exp.Expr]) -> bool:
    """Whether the order of evaluation is no matter: at most one value does more than compute."""
    return sum(not _is_quiet(value) for value in values) <= 1


def _is_quiet(value: exp.Expr) -> bool:
    for node in value.walk():
        if isinstance(node, exp.Query):
            return False
        if isinstance(node, exp.Anonymous):
            signature = signature_of_call(node)
            if signature is None or not signature.pure:
                return False
    return True
