"""The type the server gives an untyped parameter or string constant where it stands (manual, chapter 10).

A white list of places: anywhere else the type is not sure, and so nothing is proven.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlglot import exp

from codemod.resolution.read_order import giver_of_type
from codemod.resolution.vector_operators import DISTANCES
from codemod.verification.types.deduction import (
    COMPARISONS,
    MATCHES,
    becomes_text,
    common_type,
    element_of,
    is_constant_string,
    is_open,
    results_of,
    type_of,
)
from codemod.verification.types.operator_types import ARITHMETIC, BITWISE, untyped_operand
from codemod.verification.types.pg_types import INTEGERS, STRINGS, is_comparable, type_name, written_type
from codemod.verification.types.signatures import Signature, signature_of_call

#: Key of meta: the type of the column that a value is assigned to.
ASSIGNED: Final = "assigned"


def expected_type(node: exp.Expr) -> str | None:
    """``pg_type.typname`` of what an untyped value becomes at the place of ``node``; None when it is not sure."""
    if ASSIGNED in node.meta:
        return type_name(node.meta[ASSIGNED] or "")
    rule = _PLACES.get(type(node.parent))
    return rule(node.parent, node) if rule is not None else None


def _other(parent: exp.Expr, node: exp.Expr) -> exp.Expr:
    found: exp.Expr = parent.expression if parent.this is node else parent.this
    return found


def _type_beside(other: exp.Expr) -> str | None:
    """The type a comparison offers; ``$1 = ANY(tags)`` that of an element."""
    if not isinstance(other, exp.Any | exp.All):
        return type_of(other)
    return element_of(type_of(other.this))


def _compared(parent: exp.Expr, node: exp.Expr) -> str | None:
    other = _other(parent, node)
    return "text" if is_open(other) else _comparable(_type_beside(other))  # two of no type (manual 10.2, rule 3d)


def _listed(parent: exp.Expr, node: exp.Expr) -> str | None:
    """``SELECT $1`` is text (manual 10.6); in UNION and INSERT … SELECT others decide."""
    select = parent.parent if isinstance(parent, exp.Alias) else parent
    if not isinstance(select, exp.Select) or (parent if parent is not select else node).arg_key != "expressions":
        return None
    return None if isinstance(select.parent, exp.SetOperation | exp.Insert) else "text"


def _matched(parent: exp.Expr, node: exp.Expr) -> str | None:
    other = _other(parent, node)
    return "text" if _is_text(other) or type_of(other) == "name" else None


def _measured(parent: exp.Expr, node: exp.Expr) -> str | None:
    """The other side of a distance: of vectors, or of texts."""
    return "vector" if type_of(_other(parent, node)) == "vector" else _matched(parent, node)


def _calculated(parent: exp.Expr, node: exp.Expr) -> str | None:
    other = _other(parent, node)
    kind = type_of(other)
    if isinstance(parent, exp.Mod) and kind in STRINGS:
        return "text"  # pg_trgm's operator
    if isinstance(parent, exp.Sub) and kind == "jsonb" and parent.this is other:
        return "text"  # of text, integer and text[] a string constant prefers the first (manual 10.2, rule 3c)
    return untyped_operand(type(parent), kind, left=parent.this is node) or _type_of_before(parent, node, kind)


def _type_of_before(parent: exp.Expr, node: exp.Expr, other: str | None) -> str | None:
    """``ts >= $1 AND ts < $1 + interval '1 day'``: the moment that the first condition made of ``$1``."""
    moved = isinstance(parent, exp.Add) or (isinstance(parent, exp.Sub) and parent.this is node)
    if other != "interval" or not moved or not isinstance(node, exp.Parameter):
        return None
    column = giver_of_type(node)
    kind = type_of(column) if column is not None else None
    return kind if kind in ("timestamptz", "timestamp", "date") else None


def _concatenated(parent: exp.DPipe, node: exp.Expr) -> str | None:
    other = _other(parent, node)
    kind = type_of(other)
    if kind is not None and (kind.endswith("[]") or kind == "jsonb"):
        return kind
    if kind in STRINGS or (is_constant_string(node) and becomes_text(other)):
        return "text"
    return "text" if all(_is_text(side) or side is node for side in (parent.this, parent.expression)) else None


def _contained(parent: exp.Expr, node: exp.Expr) -> str | None:
    kind = type_of(_other(parent, node))
    return kind if kind is not None and (kind.endswith("[]") or kind == "jsonb") else None


def _of_elements(parent: exp.Expr, node: exp.Expr) -> str | None:
    """``ARRAY[$1]::bigint[]``: a cast around reaches the elements; without one they are text, or what the rest is."""
    around = parent.parent
    if isinstance(around, exp.Cast):
        return element_of(type_name(written_type(around.to)))
    others = _known(parent.expressions, node)
    return common_type(others) if others else "text"


def _position(parent: exp.Expr, node: exp.Expr) -> str | None:
    return None if parent.this is node and isinstance(parent, exp.Bracket) else "int4"


def _right_hand(kind: str) -> Callable[[exp.Expr, exp.Expr], str | None]:
    return lambda parent, node: kind if parent.args.get("expression") is node else None


def _coalesced(parent: exp.Coalesce, node: exp.Expr) -> str | None:
    return common_type(_known([parent.this, *parent.expressions], node))


def _between(parent: exp.Between, node: exp.Expr) -> str | None:
    """``a BETWEEN $1 AND $2`` is ``a >= $1 AND a <= $2`` (manual 9.2)."""
    if parent.this is node:
        return _comparable(_same([parent.args["low"], parent.args["high"]], node))
    return _comparable(type_of(parent.this))


def _comparable(kind: str | None) -> str | None:
    return kind if kind is not None and is_comparable(kind) else None


def _same(items: Sequence[exp.Expr], node: exp.Expr) -> str | None:
    """The one type of everything beside ``node``; untyped constants and parameters have none of their own."""
    kinds = {type_of(item) for item in _known(items, node)}
    return kinds.pop() if len(kinds) == 1 else None


def _known(items: Sequence[exp.Expr], node: exp.Expr) -> list[exp.Expr]:
    def is_open(item: exp.Expr) -> bool:
        untyped = isinstance(item, exp.Parameter | exp.Null) and type_of(item) is None
        return item is node or untyped or (isinstance(item, exp.Literal) and item.is_string)

    return [item for item in items if not is_open(item)]


def _is_text(node: exp.Expr) -> bool:
    """Text, or something that becomes text beside text: ``'%' || $1`` (manual 10.2, rule 3d)."""
    if isinstance(node, exp.DPipe):
        return _is_text(node.this) and _is_text(node.expression)
    kind = type_of(node)
    untyped = isinstance(node, exp.Parameter) and kind is None
    return untyped or kind in STRINGS or (isinstance(node, exp.Literal) and node.is_string)


def _in_list(parent: exp.In, node: exp.Expr) -> str | None:
    """``a IN ($1, 2)``: the type of ``a``, unless a wider one is in the list."""
    if parent.this is node:
        return _beside_columns(parent)
    kind = type_of(parent.this)
    if kind is None or parent.args.get("query") is not None:
        return None
    others = {type_of(item) for item in _known(parent.expressions, node)} - {kind}
    narrower = kind in (*INTEGERS, "numeric") and others <= set(INTEGERS[: _rank(kind)])
    return _comparable(kind) if not others or narrower else None


def _beside_columns(parent: exp.In) -> str | None:
    """``$1 IN (a, b)``: it is compared with each column, and takes the type of the first (manual 9.24.1)."""
    kinds = {type_of(item) if isinstance(item, exp.Column) else None for item in parent.expressions}
    kind = kinds.pop() if len(kinds) == 1 else None
    return _comparable(kind) if parent.args.get("query") is None else None


def _rank(kind: str) -> int:
    return INTEGERS.index(kind) + 1 if kind in INTEGERS else len(INTEGERS)


def _array(parent: exp.Expr, _: exp.Expr) -> str | None:
    """``a = ANY($1)``: an array of the type of ``a``."""
    comparison = parent.parent
    if not isinstance(comparison, (*COMPARISONS, *MATCHES)) or comparison.expression is not parent:
        return None
    kind = _comparable(type_of(comparison.this))
    return None if kind is None or kind.endswith("[]") else f"{kind}[]"


def _branch(parent: exp.Expr, node: exp.Expr) -> str | None:
    case = parent.parent if isinstance(parent, exp.If) else parent
    if not isinstance(case, exp.Case):
        return None
    if isinstance(parent, exp.If) and parent.this is node:
        return _comparable(type_of(case.this)) if case.this is not None else "bool"
    results = results_of(case)
    return common_type(_known(results, node)) or (common_type(results) if isinstance(node, exp.Literal) else None)


def _argument(parent: exp.Anonymous, node: exp.Expr) -> str | None:
    signature = signature_of_call(parent)
    if signature is None:
        return None
    index = next(index for index, item in enumerate(parent.expressions) if item is node)
    return _argument_type(signature, index, parent.expressions, node)


def _argument_type(signature: Signature, index: int, items: Sequence[exp.Expr], node: exp.Expr) -> str | None:
    kind = signature.arguments[min(index, len(signature.arguments) - 1)]
    if kind == "same":
        return _comparable(_same(items, node))
    if kind == "alike":
        return _comparable(_same(items, node)) if not all(map(is_open, items)) else "text"
    if kind == "series":
        common = _same(items, node)
        return common if common in ("int4", "int8", "numeric") else None
    if kind == "element":
        return next((found for item in items if (found := element_of(type_of(item))) is not None), None)
    if kind in ("config", "configured", "option"):
        return _headline_type(kind, items)
    return kind or None


def _headline_type(kind: str, items: Sequence[exp.Expr]) -> str | None:
    """``ts_headline([config,] document, query [, options])``: the place of the query tells (manual, table 9.43)."""
    place = next((index for index, item in enumerate(items) if type_of(item) == "tsquery"), None)
    if place == 1:
        return {"config": "text", "option": "text"}.get(kind)
    return {"config": "regconfig", "configured": "text"}.get(kind) if place == 2 else None


def _row_part(parent: exp.Tuple, node: exp.Expr) -> str | None:
    """``(a, b) < ($1, $2)``: each part is compared with its counterpart; in VALUES a column has one type."""
    comparison = parent.parent
    if isinstance(comparison, exp.Values):
        index = next(index for index, item in enumerate(parent.expressions) if item is node)
        others = _known([row.expressions[index] for row in comparison.expressions], node)
        return common_type(others) if others else "text"
    if not isinstance(comparison, (*COMPARISONS, exp.In)):
        return None
    other = comparison.this if isinstance(comparison, exp.In) else _other(comparison, parent)
    index = next(index for index, item in enumerate(parent.expressions) if item is node)
    if not isinstance(other, exp.Tuple) or len(other.expressions) != len(parent.expressions):
        return None
    return _comparable(type_of(other.expressions[index]))


_PLACES: Final[dict[type[exp.Expr | None], Callable[[Any, exp.Expr], str | None]]] = {
    exp.Limit: lambda *_: "int8",
    exp.Offset: lambda *_: "int8",
    exp.In: _in_list,
    exp.Between: _between,
    exp.Any: _array,
    exp.All: _array,
    exp.DPipe: _concatenated,
    exp.Lower: lambda *_: "text",
    exp.Upper: lambda *_: "text",
    exp.Coalesce: _coalesced,
    exp.If: _branch,
    exp.Case: _branch,
    exp.Anonymous: _argument,
    exp.Tuple: _row_part,
    **dict.fromkeys(COMPARISONS, _compared),
    **dict.fromkeys(MATCHES, _matched),
    **dict.fromkeys((*ARITHMETIC, *BITWISE), _calculated),
    **dict.fromkeys((exp.ArrayOverlaps, exp.ArrayContainsAll, exp.ArrayContainedBy), _contained),
    **dict.fromkeys((exp.Bracket, exp.Slice), _position),
    **dict.fromkeys((exp.JSONExtract, exp.JSONExtractScalar, exp.JSONBContainsTopKey), _right_hand("text")),
    **dict.fromkeys((exp.JSONBExtractScalar, exp.JSONBExtract, exp.JSONBDeleteAtPath), _right_hand("text[]")),
    **dict.fromkeys((exp.And, exp.Or, exp.Not, exp.Where, exp.Having), lambda *_: "bool"),
    exp.Join: lambda parent, node: "bool" if parent.args.get("on") is node else None,
    **dict.fromkeys((exp.JSONBContainsAnyTopKeys, exp.JSONBContainsAllTopKeys), _right_hand("text[]")),
    exp.Array: _of_elements,
    exp.Select: _listed,
    exp.Alias: _listed,
    exp.GroupConcat: lambda parent, node: "text" if parent.args.get("separator") is node else None,
    **dict.fromkeys(DISTANCES, _measured),
}
