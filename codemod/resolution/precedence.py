"""The precedence check: the tree that sqlglot built is the one PostgreSQL's own precedence gives.

A token stream is blind to the shape of the tree (``a || b + c``), and both the original and the
compiled SQL are read by the same parser, so a wrong shape would prove itself. Every operand that is
an operator must therefore bind tighter than the operator around it, or stand in parentheses.
Levels: PostgreSQL manual, table 4.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlglot import exp

from codemod.outcome import Refusal
from codemod.resolution.dialect import CALLED, INFIX, sql_of
from codemod.resolution.vector_operators import DISTANCES

_OR, _AND, _NOT, _IS, _COMPARISON, _PREDICATE, _OTHER, _SUM = range(8)
_PRODUCT, _POWER, _AT, _COLLATE, _UNARY, _SUBSCRIPT, _CAST, _PRIMARY = range(8, 16)

_LEVELS: Final[dict[type[exp.Expr], int]] = {
    exp.Or: _OR,
    exp.And: _AND,
    exp.Not: _NOT,
    **dict.fromkeys((exp.Is, exp.NullSafeEQ, exp.NullSafeNEQ), _IS),
    **dict.fromkeys((exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE), _COMPARISON),
    **dict.fromkeys((exp.Between, exp.In, exp.Like, exp.ILike, exp.SimilarTo, exp.Escape), _PREDICATE),
    **dict.fromkeys((exp.DPipe, exp.RegexpLike, exp.RegexpILike, exp.MatchAgainst), _OTHER),
    **dict.fromkeys((exp.ArrayContainsAll, exp.ArrayContainedBy, exp.ArrayOverlaps), _OTHER),
    **dict.fromkeys((exp.JSONExtract, exp.JSONExtractScalar, exp.JSONBExtract, exp.JSONBExtractScalar), _OTHER),
    **dict.fromkeys((exp.JSONBContains, exp.JSONBContainsTopKey, exp.JSONBPathExists, exp.JSONBDeleteAtPath), _OTHER),
    **dict.fromkeys((exp.JSONBContainsAllTopKeys, exp.JSONBContainsAnyTopKeys, *DISTANCES), _OTHER),
    **dict.fromkeys((exp.BitwiseAnd, exp.BitwiseOr, exp.BitwiseXor), _OTHER),
    **dict.fromkeys((exp.BitwiseLeftShift, exp.BitwiseRightShift), _OTHER),
    **dict.fromkeys((exp.Add, exp.Sub), _SUM),
    **dict.fromkeys((exp.Mul, exp.Div, exp.Mod), _PRODUCT),
    exp.Pow: _POWER,
    exp.BitwiseNot: _OTHER,
    exp.AtTimeZone: _AT,
    exp.Collate: _COLLATE,
    exp.Neg: _UNARY,
    exp.Bracket: _SUBSCRIPT,
    exp.Cast: _CAST,
}

#: Levels whose operators chain to the left; the others don't chain at all.
_LEFT: Final = frozenset({_OR, _AND, _OTHER, _SUM, _PRODUCT, _AT, _COLLATE, _SUBSCRIPT, _CAST})

#: Binary and unary classes of sqlglot that are no operators, or stand between parentheses or commas.
_ENCLOSED: Final = (exp.Paren, exp.Dot, exp.Kwarg, exp.Slice, exp.PropertyEQ)

#: Statements and clauses whose expressions are assignments.
_ASSIGNING: Final = (exp.Update, exp.OnConflict)

_CONNECTIVES: Final = (exp.Or, exp.And)


def check_precedence(tree: exp.Expr) -> None:
    """Refuse a tree whose shape differs from the one PostgreSQL reads from the same text.

    Raises:
        Refusal: ``sql.fidelity``, naming the operands in question.
    """
    for node in tree.walk():
        if isinstance(node, exp.Binary | exp.Unary) and type(node) not in _LEVELS and not isinstance(node, _ENCLOSED):
            raise Refusal("sql.fidelity", f"the precedence of this operator is not known: {sql_of(node)[:80]}")
        for operand, lowest in _operands(node):
            if level_of(operand) < lowest:
                raise Refusal("sql.fidelity", f"PostgreSQL groups this differently: {sql_of(node)[:80]}")


def level_of(node: exp.Expr) -> int:
    """How tightly an operator binds; anything that is no operator binds tightest."""
    if isinstance(node, exp.Not) and node.meta.get(INFIX):
        return level_of(node.this)
    if isinstance(node, exp.Cast) and node.meta.get(CALLED):
        return _PRIMARY
    if isinstance(node, exp.Bracket) and isinstance(node.this, exp.Column | exp.Paren | exp.Bracket):
        return level_of(node.this)  # a subscript of these is part of the operand itself (gram.y, indirection)
    if isinstance(node, exp.SetOperation):
        return _AND if isinstance(node, exp.Intersect) else _OR
    return _LEVELS.get(type(node), _PRIMARY)


def _operands(node: exp.Expr) -> Iterator[tuple[exp.Expr, int]]:
    """Each operand of an operator with the lowest level it may have without parentheses."""
    level = level_of(node)
    if isinstance(node, exp.EQ) and node.arg_key == "expressions" and isinstance(node.parent, _ASSIGNING):
        return  # SET a = NOT b: no operator, and the parser reads what is right of it as a whole
    if level == _PRIMARY or (isinstance(node, exp.Not) and node.meta.get(INFIX)):
        return
    if isinstance(node, exp.Not | exp.Neg):
        yield node.this, level
        return
    if isinstance(node, exp.Escape):
        yield node.expression, level + 1
        return
    yield node.this, level if level in _LEFT else level + 1
    for key in ("expression", "low", "high", "zone"):
        operand = node.args.get(key)
        if isinstance(operand, exp.Expr) and not isinstance(node, exp.Bracket):
            # sqlglot may lean a chain of AND to the right; the connectives are associative. A prefix operator on
            # the right of an operator of its own level can only be read one way: a & ~b
            alike = isinstance(node, _CONNECTIVES) or (isinstance(operand, exp.BitwiseNot) and level == _OTHER)
            yield operand, level if alike else level + 1
