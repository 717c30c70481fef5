"""The plain form of a tree: everything that PostgreSQL reads alike is spelled alike, names left alone.

Each rule holds in three-valued logic and for every type; what only mostly holds is no rule here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Final

from sqlalchemy.dialects import postgresql
from sqlglot import exp

from codemod.resolution.dialect import CALLED, INFIX, PREFIXED, UNKNOWN
from codemod.verification.canonical.spellings import MOMENTS, one_spelling, without_row_of_one
from codemod.verification.types.pg_types import modifier, type_name, written_type

_QUOTED: Final = postgresql.dialect().identifier_preparer  # type: ignore[no-untyped-call]

#: Key of a parameter's meta: the type that its innermost cast gives it.
DECLARED: Final = "declared"

_OPPOSITE: Final[dict[type[exp.Expr], type[exp.Expr]]] = {
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
    exp.LT: exp.GTE,
    exp.GTE: exp.LT,
    exp.GT: exp.LTE,
    exp.LTE: exp.GT,
    exp.NullSafeEQ: exp.NullSafeNEQ,
    exp.NullSafeNEQ: exp.NullSafeEQ,
}

#: What a list of EXISTS may hold and be no more than noise: an aggregate gives a row where there was none.
_NOISE: Final = (exp.Column, exp.Star, exp.Literal, exp.Null, exp.Boolean)


def plain_form(tree: exp.Expr) -> exp.Expr:
    """A copy of ``tree`` in plain form."""
    return _plain(_unquoted(tree.copy()))


def plain_whole(tree: exp.Expr) -> exp.Expr:
    """What was put together of plain parts, whose names are not to be folded once more."""
    return _plain(tree)


def ordered_walk(node: exp.Expr) -> Iterator[exp.Expr]:
    """Every node, parents first, in an order that equal trees share; a parameter is a leaf."""
    yield node
    if isinstance(node, exp.Parameter):
        return
    for key in sorted(node.args):
        value = node.args[key]
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, exp.Expr):
                yield from ordered_walk(item)


def shape(node: exp.Expr) -> str:
    """The whole tree as text, with the arguments that are false and that neither ``==`` nor the SQL shows."""
    parts = []
    for key in sorted(node.args):
        value = node.args[key]
        if value is None or value == []:
            continue
        items = value if isinstance(value, list) else [value]
        parts.append(f"{key}={[shape(item) if isinstance(item, exp.Expr) else repr(item) for item in items]}")
    return f"{type(node).__name__}({', '.join(parts)})"


def _unquoted(tree: exp.Expr) -> exp.Expr:
    for node in list(tree.walk()):
        for spelling in (CALLED, INFIX, PREFIXED, UNKNOWN):  # CAST(a AS b) and a::b are one
            node.meta.pop(spelling, None)
        if isinstance(node, exp.Column) and _is_default_keyword(node):
            node.replace(exp.Var(this="DEFAULT"))
        elif isinstance(node, exp.Column) and _keyword(node) in MOMENTS:
            node.replace(exp.Var(this=_keyword(node)))
        elif isinstance(node, exp.Identifier):
            if not node.args.get("quoted"):
                node.set("this", node.name.lower())
            is_type = bool(node.args.get("quoted")) and isinstance(node.parent, exp.DataType)
            node.set("quoted", is_type and _needs_quotes(node.name))
    return tree


def _needs_quotes(type_: str) -> bool:
    """Whether a type is another one without its quotes: ``"Mood"``, and ``"char"``, which is not ``char``."""
    return _QUOTED.quote(type_) != type_ or type_name(type_) is not None


def _is_default_keyword(node: exp.Column) -> bool:
    """``SET a = DEFAULT``: a reserved word, so an unquoted column can't have the name."""
    return _keyword(node) == "default"


def _keyword(node: exp.Column) -> str:
    """A bare name without quotes, which could be a reserved word."""
    identifier = node.this
    is_bare = isinstance(identifier, exp.Identifier) and not identifier.args.get("quoted") and not node.table
    return identifier.name.lower() if is_bare else ""


def _plain(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.Update | exp.OnConflict):
        without_row_of_one(node)  # while the brackets are there
    for key, value in list(node.args.items()):
        if isinstance(value, list):
            node.set(key, [_plain(item) if isinstance(item, exp.Expr) else item for item in value])
        elif isinstance(value, exp.Expr):
            node.set(key, _plain(value))
    return one_spelling(_without_truths(_plainer(node)))


def _without_truths(node: exp.Expr) -> exp.Expr:
    """``WHERE 1 = 1 AND a`` is ``WHERE a``, whatever ``a`` gives: true AND NULL is NULL (manual 9.1)."""
    if isinstance(node, exp.And):
        if _is_true(node.left):
            return node.right
        return node.left if _is_true(node.right) else node
    where = node.args.get("where")
    if isinstance(where, exp.Where) and _is_true(where.this):
        node.set("where", None)
    return node


def _is_subscripted(node: exp.Paren) -> bool:
    """Brackets that a subscript needs: ``a[1:2][1]`` is of two dimensions, ``CASE … END[1]`` no SQL (manual 4.2.3)."""
    return isinstance(node.parent, exp.Bracket) and node.arg_key == "this" and not isinstance(node.this, exp.Column)


def _is_true(node: exp.Expr) -> bool:
    """TRUE, or a number that is equal to itself."""
    match node:
        case exp.Boolean():
            return bool(node.this)
        case exp.EQ(this=exp.Literal() as one, expression=exp.Literal() as other):
            return not one.is_string and not other.is_string and one.name == other.name
        case _:
            return False


def _plainer(node: exp.Expr) -> exp.Expr:
    """One node whose children are plain."""
    match node:
        case exp.Paren(this=exp.Expr() as inner) if not isinstance(inner, exp.Query) and not _is_subscripted(node):
            return inner
        case exp.Cast():
            return _cast(node)
        case exp.Not() if type(node.this) in _OPPOSITE and _is_scalar(node.this):
            return _OPPOSITE[type(node.this)](this=node.this.this, expression=node.this.expression)
        case exp.Not() if isinstance(node.this, exp.Like | exp.ILike) and not isinstance(
            node.this.expression, exp.Any | exp.All
        ):
            node.this.set("negate", not node.this.args.get("negate") or None)
            return node.this
        case exp.And() | exp.Or():
            return _leaning_left(node)
        case exp.Exists() if isinstance(node.this, exp.Select):
            _without_list(node.this)
        case exp.Join():
            _join(node)
        case exp.Query() if isinstance(node.args.get("limit"), exp.Limit) and _is_no_limit(
            node.args["limit"].expression
        ):
            node.set("limit", None)
        case exp.Ordered():
            node.set("desc", bool(node.args.get("desc")))
            node.set("nulls_first", bool(node.args.get("nulls_first")))
        case exp.Anonymous() if isinstance(node.this, str):
            node.set("this", node.this.lower())
        case exp.Extract() if isinstance(node.this, exp.Var):
            node.set("this", exp.Var(this=node.this.name.lower()))
    return node


def _cast(node: exp.Cast) -> exp.Expr:
    """``$1::int`` says what type the parameter has; the modifier of ``$1::varchar(3)`` changes the value and stays."""
    inner = node.this
    if not isinstance(inner, exp.Parameter) or node.args.get("format") or node.args.get("default"):
        return node
    written = written_type(node.to)
    kind = type_name(written) or written.partition("(")[0].strip()
    declared = inner.meta.setdefault(DECLARED, kind)
    if declared == "varchar" and kind == "text":
        declared = inner.meta[DECLARED] = "text"  # one string under another name
    return inner if declared == kind and not modifier(written) else node


def _is_scalar(node: exp.Expr) -> bool:
    """Whether both sides are single values: ``NOT a = ANY(b)`` is not ``a <> ANY(b)``, rows compare by parts."""
    return not any(
        isinstance(side, exp.Any | exp.All | exp.Tuple | exp.Query)
        or (isinstance(side, exp.Anonymous) and side.name.lower() == "row")
        for side in (node.this, node.expression)
    )


def _leaning_left(node: exp.Expr) -> exp.Expr:
    items: list[exp.Expr] = []
    pending = [node]
    while pending:
        item = pending.pop()
        if type(item) is type(node):
            pending += [item.expression, item.this]
        else:
            items.append(item)
    return reduce(lambda left, right: type(node)(this=left, expression=right), items)


def _without_list(select: exp.Select) -> None:
    given = {key for key, value in select.args.items() if value} - {"expressions", "from_", "joins", "where"}
    if not given and all(isinstance(item.unalias(), _NOISE) for item in select.expressions):
        select.set("expressions", [exp.Literal.number(1)])


def _is_no_limit(node: exp.Expr | None) -> bool:
    """``LIMIT ALL``, which SQLAlchemy writes before an OFFSET alone (manual 7.6)."""
    return isinstance(node, exp.Null) or (isinstance(node, exp.Var) and node.name.upper() == "ALL")


def _join(node: exp.Join) -> None:
    kind = str(node.args.get("kind") or "").upper()
    if kind == "CROSS":
        node.set("on", exp.Boolean(this=True))
    node.set("kind", None if kind in ("", "INNER", "OUTER", "CROSS") else kind)  # a comma has no condition
    node.set("side", str(node.args.get("side") or "").upper() or None)
