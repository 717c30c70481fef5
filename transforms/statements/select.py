"""SELECT."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.scopes import Source
from codemod.outcome import Refusal
from codemod.python_code import call, constant, method, names_in
from codemod.registry import lowers
from codemod.resolution.dialect import sql_of
from transforms.clauses.ordering import order_terms, output_term
from transforms.clauses.projection import Projection, check_results, project
from transforms.clauses.sources import JoinClause, add_join, add_source, is_comma
from transforms.expressions.operators import flattened


@lowers(exp.Select)
def select(
    lower: Lowering,
    *,
    node: exp.Select,
    expressions: list[exp.Expr],
    from_: exp.From | None,
    joins: list[exp.Join] | None,
    where: exp.Where | None,
    group: exp.Group | None,
    having: exp.Having | None,
    distinct: exp.Distinct | None,
    order: exp.Order | None,
    limit: exp.Limit | None,
    offset: exp.Offset | None,
    locks: list[exp.Lock] | None,
) -> ast.expr:
    """``SELECT a FROM t WHERE b ORDER BY c LIMIT 1``: ``select(T.a).where(T.b).order_by(T.c).limit(1)``.

    PostgreSQL manual, SELECT; SQLAlchemy: Using SELECT Statements.
    """
    with lower.query():
        top = lower.top
        order_of_sources = _sources(lower, from_, joins or [])
        for item in expressions:
            if isinstance(item, exp.Alias):
                lower.scope.aliases[item.alias] = item.this
        projection = project(lower, expressions, labels=_labels(lower, node, top), entities=top and lower.shape == "entities")
        conditions = _conditions(lower, where)
        statement = call(lower.sqlalchemy("select"), *projection.expressions)
        statement = _with_sources(lower, statement, order_of_sources, projection, conditions)
        if distinct is not None:
            if distinct.args.get("on") is not None:
                raise Refusal("sql.unsupported", "DISTINCT ON is not supported")
            statement = method(statement, "distinct")
        if conditions:
            statement = method(statement, "where", *conditions)
        if group is not None:
            statement = method(statement, "group_by", *_group_terms(lower, group))
        if having is not None:
            statement = method(statement, "having", *[lower(item) for item in _all_of(having.this)])
        if order is not None:
            statement = method(statement, "order_by", *order_terms(lower, order.expressions))
        statement = _limited(lower, statement, limit, offset)
        for lock in locks or []:
            statement = _locked(lower, statement, lock)
    _note_result(lower, projection, top)
    return statement


def _note_result(lower: Lowering, projection: Projection, top: bool) -> None:
    lower.projected = projection.columns
    if top:
        check_results(projection.columns, by_name=lower.shape in ("mappings", "entities"))
        lower.result.columns[:] = projection.columns
        lower.result.entity = projection.entity


def _labels(lower: Lowering, node: exp.Select, top: bool) -> bool:
    if top:
        return lower.shape in ("mappings", "entities", "rows")
    return isinstance(node.parent, exp.Subquery) and isinstance(node.parent.parent, exp.From | exp.Join)


def _sources(lower: Lowering, from_: exp.From | None, joins: list[exp.Join]) -> list[Source | JoinClause]:
    if from_ is None:
        return []
    sources: list[Source | JoinClause] = [add_source(lower, from_.this)]
    for join in joins:
        sources.append(add_source(lower, join.this) if is_comma(join) else add_join(lower, join))
    return sources


def _all_of(condition: exp.Expr) -> list[exp.Expr]:
    return flattened(condition) if isinstance(condition, exp.And) else [condition]


def _conditions(lower: Lowering, where: exp.Where | None) -> list[ast.expr]:
    return [lower.condition(item) for item in _all_of(where.this)] if where is not None else []


def _with_sources(
    lower: Lowering,
    statement: ast.expr,
    sources: list[Source | JoinClause],
    projection: Projection,
    conditions: list[ast.expr],
) -> ast.expr:
    """Add FROM and JOIN where the columns alone don't say them."""
    plain = [source for source in sources if isinstance(source, Source)]
    joined = [source for source in sources if isinstance(source, JoinClause)]
    if plain and isinstance(sources[0], Source):
        listed = {item for expression in projection.expressions for item in _own_names(expression)}
        implied = listed if joined else listed | {item for condition in conditions for item in _own_names(condition)}
        own = [_root(source.expression) for source in plain]
        alone = len(plain) == 1 and own[0] in implied and (not joined or _first_only(projection, own[0], joined))
        if not alone and not (not joined and len(plain) > 1 and set(own) <= implied):
            statement = method(statement, "select_from", *[source.expression for source in plain])
    for join in joined:
        keywords = {"isouter": constant(True)} if join.outer and not join.full else {}
        if join.full:
            keywords = {"full": constant(True)}
        statement = method(statement, "join", join.source.expression, join.on, **keywords)
    return statement


def _own_names(expression: ast.expr) -> list[str]:
    """Names of an expression outside its subqueries, whose tables are not in this FROM."""
    if isinstance(expression, ast.Call) and _root(expression) in ("select", "exists"):
        return []
    if isinstance(expression, ast.Name):
        return [expression.id]
    return [item for child in ast.iter_child_nodes(expression) for item in _own_names(child)]  # type: ignore[arg-type]


def _first_only(projection: Projection, own: str, joined: list[JoinClause]) -> bool:
    """Whether the select list names the first table only, so that join() starts from it."""
    others = {_root(join.source.expression) for join in joined}
    listed = {item for expression in projection.expressions for item in names_in(expression)}
    return own in listed and not (others & listed)


def _root(expression: ast.expr) -> str:
    """The name an attribute chain or call chain starts with; empty where it starts with something else."""
    while isinstance(expression, ast.Attribute | ast.Call):
        expression = expression.value if isinstance(expression, ast.Attribute) else expression.func
    return expression.id if isinstance(expression, ast.Name) else ""


def _group_terms(lower: Lowering, group: exp.Group) -> list[ast.expr]:
    extra = {key for key, value in group.args.items() if value not in (None, False, [])} - {"expressions"}
    if extra:
        raise Refusal("sql.unsupported", f"{', '.join(sorted(extra))} of GROUP BY is not supported")
    terms = []
    for item in group.expressions:
        inner = item.unnest()
        # a name means an input column first here, an output column second (manual, SELECT, GROUP BY)
        is_input = isinstance(inner, exp.Column) and any(
            source.column(inner.name) for source in lower.scope.sources.values()
        )
        terms.append(lower(item) if is_input else output_term(lower, item))
    return terms


def _limited(lower: Lowering, statement: ast.expr, limit: exp.Limit | None, offset: exp.Offset | None) -> ast.expr:
    for name, clause in (("limit", limit), ("offset", offset)):
        if clause is None:
            continue
        if type(clause) not in (exp.Limit, exp.Offset) or clause.args.get("expressions"):
            raise Refusal("sql.unsupported", f"{sql_of(clause)} is not supported")
        value = clause.args["expression"].unnest()
        if isinstance(value, exp.Literal) and value.name.isdigit():
            statement = method(statement, name, constant(int(value.name)))
        elif isinstance(value, exp.Parameter):
            statement = method(statement, name, lower.parameter(value))
        else:
            raise Refusal("sql.unsupported", f"{sql_of(clause)} is not supported")
    return statement


def _locked(lower: Lowering, statement: ast.expr, lock: exp.Lock) -> ast.expr:
    """``FOR UPDATE SKIP LOCKED``: ``.with_for_update(skip_locked=True)``. PostgreSQL manual, SELECT, The Locking Clause."""
    if not lock.args.get("update") or lock.args.get("key") or lock.args.get("expressions"):
        raise Refusal("sql.unsupported", f"{sql_of(lock)} is not supported")
    lower.writes = True
    wait = lock.args.get("wait")
    keywords = {"nowait": constant(True)} if wait is True else {"skip_locked": constant(True)} if wait is False else {}
    return method(statement, "with_for_update", **keywords)

