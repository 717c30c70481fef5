"""Statements that run once for every row or item, where one would do."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
from sqlglot import exp

from codemod.advising.advice import Advice
from codemod.advising.survey import Query, Survey, around, short
from codemod.syntax.tree import bound_by, dotted, names_below, own_nodes, walk


def query_in_loop(query: Query, survey: Survey) -> Iterator[Advice]:
    """N+1: a query for each row of another query."""
    loop = _loop(query, handled=True)
    if loop is None or not isinstance(query.tree, exp.Select) or query.site.runs.gives == "status":
        return
    outer = _rows_of(loop.iter, query, survey)
    if outer is None or _few(outer) or query.tree.find(exp.Lock) is not None:
        return
    inside = [other for other in survey.queries if other is not query and loop in around(other.site)]
    if any(other.writes in query.reads for other in inside if other.writes is not None):
        return
    key = _key(query, loop)
    if key is None or outer.site.call in walk(loop):
        return
    column, argument = key
    table = query.table or "the other table"
    message = f"runs for every row of the query on {outer.table or 'other tables'}"
    first = f"`= ANY($1)` reads {table} once for all rows"
    if query.tree.find(exp.Limit) is not None:
        suggestion = f"{first}, or LEFT JOIN LATERAL with the same LIMIT in the query before the loop"
    elif query.tree.args.get("group") or any(query.tree.find_all(exp.Count, exp.Sum, exp.Max, exp.Min, exp.Avg)):
        suggestion = f"{first} with GROUP BY {column}, or a LEFT JOIN on it in the query before the loop"
    else:
        relation = _relationship(outer, query, survey)
        joined = f", or selectinload({relation}) once both are mapped objects" if relation else ""
        condition = f"{table}.{column} = {_qualified(argument, outer)}"
        suggestion = f"LEFT JOIN {table} ON {condition} in the query before the loop{joined}; or {first}"
    yield query.advise("loop.query", message, suggestion, [outer.evidence(f"the rows: {_short(outer)}")])


def write_in_loop(query: Query, _survey: Survey) -> Iterator[Advice]:
    """One write after the other, and nothing else is waited for in between."""
    loop = _loop(query)
    if loop is None or query.writes is None or query.site.runs.gives != "status" or not isinstance(loop, cst.For):
        return
    small = isinstance(loop.iter, cst.Tuple | cst.List) or _is_range(loop.iter)
    waits = [node for node in walk(loop.body) if isinstance(node, cst.Await | cst.Yield)]
    dropped = isinstance(query.site.scope.parent(query.site.awaited or query.site.call), cst.Expr)
    if small or not dropped or waits != [query.site.awaited] or query.tree.args.get("returning") is not None:
        return
    bound = _bound_in(loop)
    if not any(bound & set(names_below(argument)) for argument in query.site.arguments):
        return
    verb = query.tree.key.upper()
    message = f"sends one {verb} for every item of the loop"
    shown = " ".join(query.site.module.text_of(loop).partition(":\n")[0].split())
    evidence = [query.evidence_at(loop, f"the loop, which waits for nothing else: {short(shown)}")]
    yield query.advise("loop.write", message, "collect the arguments, and send them with one executemany", evidence)


def _qualified(column: str, outer: Query) -> str:
    return f"{outer.table}.{column}" if outer.table is not None and column.isidentifier() else column


def _loop(query: Query, *, handled: bool = False) -> cst.For | cst.CompFor | None:
    """The loop that runs the query at each turn: no condition or way out stands in between.

    Args:
        query: the query.
        handled: whether the errors of each turn may be handled.
    """
    inner: cst.CSTNode = query.site.call
    for node in around(query.site):
        match node:
            case cst.For() if inner is node.body:
                ways_out = [item for item in own_nodes(node.body) if isinstance(item, cst.Break | cst.Return)]
                return None if ways_out or node.asynchronous is not None else node
            case cst.ListComp() | cst.SetComp() | cst.GeneratorExp() | cst.DictComp():
                generator = node.for_in
                plain = not generator.ifs and generator.inner_for_in is None and generator.asynchronous is None
                return generator if plain and inner is not generator else None
            case cst.Try() if handled and inner is node.body:
                pass
            case (
                cst.If() | cst.IfExp() | cst.BooleanOperation() | cst.Try() | cst.TryStar() | cst.While() | cst.Match()
            ):
                return None
            case cst.FunctionDef() | cst.Lambda():
                return None
            case _:
                pass
        inner = node
    return None


def _rows_of(iterated: cst.BaseExpression, query: Query, survey: Survey) -> Query | None:
    """The query whose rows a loop goes through."""
    match iterated:
        case cst.Call(func=cst.Name(value="enumerate" | "list" | "reversed" | "sorted" | "tuple"), args=[first, *_]):
            return _rows_of(first.value, query, survey)
        case cst.BooleanOperation(left=left, operator=cst.Or(), right=cst.List(elements=[])):
            return _rows_of(left, query, survey)
        case cst.Name():
            found = query.site.scope.reaching(iterated)
            value = found[0].value if len(found) == 1 else None
            return _rows_of(value, query, survey) if value is not None and value is not iterated else None
        case cst.Await():
            outer = survey.query_of(iterated)
            is_read = outer is not None and outer.site.runs.gives == "rows" and isinstance(outer.tree, exp.Select)
            return outer if is_read else None
        case _:
            return None


def _few(outer: Query) -> bool:
    limit = outer.tree.args.get("limit")
    count = limit.expression if limit is not None else None
    return isinstance(count, exp.Literal) and count.is_int and int(count.name) <= 5


def _key(query: Query, loop: cst.For | cst.CompFor) -> tuple[str, str] | None:
    """The column that the row of the loop is looked up by, and what it is compared with."""
    targets = set(names_below(loop.target))
    bound = _bound_in(loop)
    found = None
    for number, argument in enumerate(query.site.arguments, start=1):
        names = bound & set(names_below(argument))
        if names - targets:
            return None
        column = _compared(query.tree, number)
        if names and (column is None or found is not None):
            return None
        if names and column is not None:
            found = column, _column_of_row(argument, query)
    return found


def _column_of_row(argument: cst.BaseExpression, query: Query) -> str:
    match argument:
        case cst.Subscript(slice=[cst.SubscriptElement(slice=cst.Index(value=cst.SimpleString() as key))]):
            return str(key.evaluated_value)
        case cst.Attribute(attr=attribute):
            return attribute.value
        case _:
            return dotted(argument) or query.site.module.text_of(argument)


def _compared(tree: exp.Expr, number: int) -> str | None:
    """The column that WHERE compares with ``$number`` by ``=``."""
    for node in tree.find_all(exp.Parameter):
        around_it = node.parent
        if node.name == str(number) and isinstance(around_it, exp.EQ):
            other = around_it.this if around_it.expression is node else around_it.expression
            if isinstance(other, exp.Column) and around_it.find_ancestor(exp.Where) is not None:
                return other.name
    return None


def _bound_in(loop: cst.For | cst.CompFor) -> set[str]:
    names = set(names_below(loop.target))
    if isinstance(loop, cst.For):
        names |= {name for node in walk(loop.body) for name in bound_by(node)}
    return names


def _relationship(outer: Query, inner: Query, survey: Survey) -> str | None:
    """``Poll.options``, where the model of the rows has a relationship to that of the query."""
    models = {table.name: table for table in survey.context.registry}
    one, many = models.get(outer.table or ""), models.get(inner.table or "")
    if one is None or many is None:
        return None
    names = [name for name, target in one.related.items() if target == many.class_name]
    return f"{one.class_name}.{names[0]}" if len(names) == 1 else None


def _is_range(iterated: cst.BaseExpression) -> bool:
    return isinstance(iterated, cst.Call) and dotted(iterated.func) == "range"


def _short(query: Query) -> str:
    return short(" ".join(query.tree.sql(dialect="postgres").split()))
