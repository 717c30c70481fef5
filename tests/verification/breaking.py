"""Breaks a tree of Python in every way that a mistake in a handler could: one place, one change at a time."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

#: A change of one node: what it does, and the node in its place.
Change = tuple[str, ast.expr]

COMPARISONS: Final[Mapping[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
_OPERATORS: Final[Mapping[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
#: Names of SQLAlchemy and what is taken for them by mistake.
_NAMES: Final = {
    **{"null": "true", "and_": "or_", "or_": "and_", "any_": "all_", "all_": "any_", "true": "false", "false": "true"},
    **{"union": "union_all", "union_all": "union", "intersect": "except_", "except_": "intersect", "asc": "desc"},
    **{"desc": "asc", "nulls_first": "nulls_last", "nulls_last": "nulls_first", "like": "ilike", "ilike": "like"},
    **{"not_like": "like", "not_ilike": "ilike", "in_": "not_in", "not_in": "in_", "is_": "is_not", "is_not": "is_"},
    **{"is_distinct_from": "is_not_distinct_from", "is_not_distinct_from": "is_distinct_from"},
    **{"startswith": "endswith", "endswith": "startswith", "contains": "startswith", "overlap": "contains"},
    **{"limit": "offset", "offset": "limit", "where": "having", "having": "where", "group_by": "order_by"},
    **{"order_by": "group_by", "join": "outerjoin", "outerjoin": "join", "filter": "within_group"},
    **{"on_conflict_do_update": "on_conflict_do_nothing", "exists": "scalar_subquery", "concat": "op"},
    **{"bitwise_and": "bitwise_or", "bitwise_or": "bitwise_and", "bitwise_xor": "bitwise_or"},
    **{"bitwise_lshift": "bitwise_rshift", "bitwise_rshift": "bitwise_lshift", "has_key": "contains"},
    **{"has_any": "has_all", "has_all": "has_any", "contained_by": "contains", "regexp_match": "like"},
    **{"subquery": "lateral", "lateral": "subquery", "returning": "values", "not_": "distinct"},
    **{"BigInteger": "Integer", "Integer": "BigInteger", "SmallInteger": "Integer", "Text": "Integer"},
    **{"String": "Integer", "Numeric": "Double", "Double": "Numeric", "Float": "Numeric", "REAL": "Double"},
    **{"Boolean": "Integer", "Date": "DateTime", "DateTime": "Date", "Interval": "Text", "Uuid": "Text"},
    **{"JSONB": "JSON", "JSON": "JSONB", "INET": "Text", "TSVECTOR": "Text", "TSQUERY": "Text", "Time": "Date"},
}
_FUNCTIONS: Final = {"max": "min", "min": "max", "sum": "avg", "avg": "sum", "lower": "upper", "upper": "lower"}


def breakages(
    trees: Sequence[ast.expr], node: ast.AST, columns: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, list[ast.expr]]]:
    """The trees with each change of one of their nodes.

    Args:
        trees: a lowered statement: its definitions and its expression.
        node: the one that is changed.
        columns: names of the mapped attributes, by the name of the model.
    """
    for breaking in (_dropped, _swapped, _operated, _renamed, _valued):
        for what, other in breaking(node, columns):
            yield what, [_replaced(tree, node, other) for tree in trees]


def _replaced(tree: ast.expr, node: ast.AST, other: ast.expr) -> ast.expr:
    return copy.deepcopy(tree, {id(node): other})


def _with(node: ast.expr, **fields: object) -> ast.expr:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _dropped(node: ast.AST, _: object) -> Iterator[Change]:
    match node:
        case ast.Call():
            if isinstance(node.func, ast.Attribute) and not _is_function(node.func):
                yield f"drop .{node.func.attr}()", node.func.value
            for index in range(len(node.args)):
                yield f"drop argument {index + 1}", _with(node, args=_without(node.args, index))
            for index, keyword in enumerate(node.keywords):
                yield f"drop {keyword.arg}=", _with(node, keywords=_without(node.keywords, index))
        case ast.UnaryOp():
            yield "drop the sign", node.operand
        case ast.List() | ast.Tuple() if len(node.elts) > 1:
            yield "drop an element", _with(node, elts=node.elts[:-1])
        case ast.Dict() if len(node.keys) > 1:
            yield "drop a pair", _with(node, keys=node.keys[:-1], values=node.values[:-1])
        case ast.Attribute(attr="astext"):
            yield "drop .astext", node.value


def _without(items: Sequence[object], index: int) -> list[object]:
    return [item for number, item in enumerate(items) if number != index]


def _swapped(node: ast.AST, _: object) -> Iterator[Change]:
    match node:
        case ast.Compare(left=left, ops=[_], comparators=[right]):
            yield "swap the sides", _with(node, left=right, comparators=[left])
        case ast.BinOp(left=left, right=right):
            yield "swap the sides", _with(node, left=right, right=left)
        case ast.Call(args=[first, second, *rest]):
            yield "swap two arguments", _with(node, args=[second, first, *rest])
        case ast.List(elts=[first, second, *rest]) | ast.Tuple(elts=[first, second, *rest]):
            yield "swap two elements", _with(node, elts=[second, first, *rest])
        case ast.Call(func=ast.Attribute(value=receiver, attr=name), args=[argument]) if name not in _ORDERED:
            yield (
                "swap receiver and argument",
                _with(node, func=ast.Attribute(argument, name, ast.Load()), args=[receiver]),
            )
        case ast.Dict(keys=[first, second, *_], values=[one, two, *rest]):
            yield "swap two values", _with(node, values=[two, one, *rest])


#: Methods of clauses: their argument is no operand.
_ORDERED: Final = frozenset({"where", "label", "limit", "offset", "order_by", "group_by", "having", "op", "bool_op"})


def _operated(node: ast.AST, _: object) -> Iterator[Change]:
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in COMPARISONS:
            yield "another comparison", _with(node, ops=[COMPARISONS[type(operator)]()])
        case ast.BinOp(op=operator) if type(operator) in _OPERATORS:
            yield "another operator", _with(node, op=_OPERATORS[type(operator)]())


def _renamed(node: ast.AST, columns: Mapping[str, Sequence[str]]) -> Iterator[Change]:
    match node:
        case ast.Attribute(value=ast.Name(id=model), attr=name) if name in columns.get(model, ()):
            others = columns[model]
            for step in (1, 2):
                other = others[(others.index(name) + step) % len(others)]
                yield f"{other} for {name}", _with(node, attr=other)
        case ast.Attribute(attr=name) if _is_function(node):
            other = _FUNCTIONS.get(name, f"{name}_other")
            yield f"{other}() for {name}()", _with(node, attr=other)
        case ast.Attribute(attr=name) if name in _NAMES:
            yield f"{_NAMES[name]} for {name}", _with(node, attr=_NAMES[name])
        case ast.Name(id=name) if name in _NAMES:
            yield f"{_NAMES[name]} for {name}", _with(node, id=_NAMES[name])
        case ast.Name(id=name) if name.startswith("__p"):
            yield "another argument", _with(node, id="__p2__" if name == "__p1__" else "__p1__")


def _is_function(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "func"


def _valued(node: ast.AST, _: object) -> Iterator[Change]:
    match node:
        case ast.Constant(value=bool() as value):
            yield f"{not value} for {value}", ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield "another number", ast.Constant(value + 1)
        case ast.Constant(value=str() as value):
            yield "another text", ast.Constant(f"{value}x")
            if value != value.upper():
                yield "upper case", ast.Constant(value.upper())
        case ast.Constant(value=None):
            yield "True for None", ast.Constant(True)
