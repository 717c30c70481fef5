"""FROM and JOIN: which models a query reads, under which names, and how they are joined."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.scopes import Source, table_source
from codemod.mapping.catalogs import readable
from codemod.mapping.models import MappedTable
from codemod.python_code import call, constant, method
from transforms.clauses.catalogs import catalog_source
from transforms.clauses.column_joins import common_columns, using_condition
from transforms.clauses.derived_tables import derived_source, renamed_source
from transforms.clauses.table_functions import function_item, function_source
from transforms.clauses.table_values import values_source


@dataclass(frozen=True, slots=True, eq=False)
class JoinClause:
    """One JOIN: the source and how its rows are matched."""

    source: Source
    on: ast.expr
    outer: bool = False
    full: bool = False


def plain_table(node: exp.Expr) -> exp.Table:
    """The table of a FROM item without modifiers (ONLY, TABLESAMPLE, column aliases).

    Raises:
        Refusal: ``sql.from-item``.
    """
    allowed = {"this", "db", "alias"}
    if not isinstance(node, exp.Table) or not isinstance(node.this, exp.Identifier):
        raise refused("sql.from-item", node, "this as a table is not supported")
    extra = {key for key, value in node.args.items() if value not in (None, False, [])} - allowed
    if extra or (node.args.get("alias") is not None and node.args["alias"].columns):
        raise refused("sql.from-item", node, f"{', '.join(sorted(extra)) or 'column aliases'} of a table")
    return node


def add_source(lower: Lowering, node: exp.Expr) -> Source:
    """Make one FROM item visible in the scope at hand."""
    source = _source(lower, node)
    lower.scope.add(source)
    return source


def _source(lower: Lowering, node: exp.Expr) -> Source:
    function = function_item(node)
    if function is not None:
        return function_source(lower, function, node)
    match node:
        case exp.Values():
            return values_source(lower, node)
        case exp.Subquery() | exp.Lateral():
            return _subquery(lower, node)
        case _:
            return _named_source(lower, plain_table(node))


def _named_source(lower: Lowering, table: exp.Table) -> Source:
    cte = lower.ctes.get(table.name) if not table.db else None
    if cte is not None:
        again = any(source.expression is cte.expression for source in lower.scope.every_source())
        return renamed_source(lower, table.alias_or_name, cte) if again else replace(cte, name=table.alias_or_name)
    mapped = readable(lower.registry, table.name, table.db or None)
    if mapped.catalog:
        return catalog_source(lower, table, mapped, lambda model: _reference(lower, table, mapped, model))
    reference = _reference(lower, table, mapped, lower.model(mapped))
    return table_source(table.alias_or_name, mapped, reference, core=lower.many)


def _reference(lower: Lowering, table: exp.Table, mapped: MappedTable, model: ast.Name) -> ast.expr:
    """The model itself, or an alias where the statement reads the table more than once."""
    again = any(source.table is mapped for source in lower.scope.every_source()) or _joined_twice(table)
    if not again or _stands_alone(lower, table, mapped):
        return model
    if mapped.core:
        return lower.define(table.alias_or_name, method(model, "alias"))
    return lower.define(table.alias_or_name, call(lower.name("sqlalchemy.orm", "aliased"), model))


def _joined_twice(table: exp.Table) -> bool:
    """Whether the same FROM reads the table again: then each of them is an alias."""
    select = table.find_ancestor(exp.Select)
    if select is None:
        return False
    items = [source.this for source in [select.args.get("from_")] if source is not None]
    items += [join.this for join in select.args.get("joins") or []]
    names = [(item.name, item.db) for item in items if isinstance(item, exp.Table)]
    return names.count((table.name, table.db)) > 1


def _stands_alone(lower: Lowering, table: exp.Table, mapped: MappedTable) -> bool:
    """A subquery over the same table that names nothing outside itself: SQLAlchemy keeps its FROM."""
    select = table.find_ancestor(exp.Select)
    if select is None or select.args.get("joins") or lower.scope.outer is None:
        return False
    if any(source.table is mapped for source in lower.scope.sources.values()):
        return False
    own = table.alias_or_name
    outside = set(lower.scope.outer.sources) - {own}
    return not any(column.table in outside for column in select.find_all(exp.Column)) and all(
        mapped.column(column.name) is not None or isinstance(column.this, exp.Star)
        for column in select.find_all(exp.Column)
        if not column.table
    )


def _subquery(lower: Lowering, node: exp.Subquery | exp.Lateral) -> Source:
    """``(SELECT …) AS x``: ``x = select(…).subquery("x")``; LATERAL, which sees the items before it, ``.lateral("x")``.

    PostgreSQL manual 7.2.1.3, 7.2.1.5; SQLAlchemy: Subqueries and CTEs, LATERAL correlation.
    """
    query = node.this.this if isinstance(node, exp.Lateral) and isinstance(node.this, exp.Subquery) else node.this
    if not node.alias or not isinstance(query, exp.Query):
        raise refused("sql.from-item", node, "a subquery in FROM without a name")
    given = {key for key, value in node.args.items() if value not in (None, False, [])}
    if given - {"this", "alias"}:
        raise refused("sql.from-item", node, "this subquery in FROM is not supported")
    is_lateral = isinstance(node, exp.Lateral)
    expression = lower(query) if is_lateral else lower.detached(query)
    name = lower.define(node.alias, method(expression, "lateral" if is_lateral else "subquery", constant(node.alias)))
    return derived_source(node.alias, name, lower.projected)


def add_join(lower: Lowering, join: exp.Join, turned: exp.Expr | None = None) -> JoinClause:
    """``JOIN u ON a``, ``LEFT JOIN u ON a``: ``.join(U, a)``, ``.outerjoin(U, a)``; makes the joined table visible.

    PostgreSQL manual 7.2.1.1; SQLAlchemy: ``Select.join()``.

    Args:
        lower: the lowering; its scope holds the sources before the join.
        join: the join.
        turned: the left side of a RIGHT JOIN whose right side is in the scope: the join is the LEFT JOIN of this.
    """
    given = {key for key, value in join.args.items() if value not in (None, False, [], "")}
    natural = join.args.get("method") == "NATURAL"
    if given - {"this", "on", "side", "kind", "using"} - ({"method"} if natural else set()):
        raise refused("sql.join", join, "this form of join is not supported")
    side, kind, on = join.side.upper() if turned is None else "LEFT", join.kind.upper(), join.args.get("on")
    using = [item.name for item in join.args.get("using") or []]
    if side == "RIGHT" or ((using or natural) and side == "FULL") or (on is None and not (using or natural) and side):
        raise refused("sql.join", join, "this form of join is not supported")
    source = add_source(lower, join.this if turned is None else turned)
    if natural:
        using = common_columns(lower, source)
    if using:
        on = using_condition(lower, using, source, turned=turned is not None)
    if side == "FULL":
        for other in lower.scope.sources.values():
            other.optional = True
    condition = lower.condition(on) if on is not None else call(lower.sqlalchemy("true"))
    if side in ("LEFT", "FULL"):
        source.optional = True
    if on is None and kind != "CROSS":
        return JoinClause(source, condition)
    return JoinClause(source, condition, outer=side in ("LEFT", "FULL"), full=side == "FULL")


def is_comma(join: exp.Join) -> bool:
    """``FROM a, b``: a join without a word."""
    return {key for key, value in join.args.items() if value not in (None, False, [], "")} == {"this"}
