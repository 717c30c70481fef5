"""Constructs that PostgreSQL's own grammar turns into another: one spelling of each is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlglot import exp

from codemod.verification.difference import Difference

#: Reserved words that stand for a moment without parentheses; sqlglot reads them as columns.
MOMENTS: Final = {"localtimestamp": "timestamp", "localtime": "time"}

#: The parameters of make_interval() in order (manual, table 9.33); each is 0 unless given.
_PARTS_OF_INTERVAL: Final = ("years", "months", "weeks", "days", "hours", "mins", "secs")

#: The function that each form of TRIM stands for.
_TRIMMING: Final = {"BOTH": "btrim", "LEADING": "ltrim", "TRAILING": "rtrim"}

#: Key of meta: what a call was called by, which names its result column.
KNOWN_AS: Final = "known as"

_FLIPPED: Final[dict[type[exp.Expr], type[exp.Expr]]] = {
    exp.EQ: exp.EQ,
    exp.NEQ: exp.NEQ,
    exp.LT: exp.GT,
    exp.GT: exp.LT,
    exp.LTE: exp.GTE,
    exp.GTE: exp.LTE,
}


def one_spelling(node: exp.Expr) -> exp.Expr:
    """One node whose children are spelled alike already."""
    match node:
        case exp.AtTimeZone():
            return _call("timezone", node.args["zone"], node.this)  # manual 9.9.4
        case exp.Substring() if node.this is not None:
            return _call("substring", node.this, node.args.get("start") or _one(), node.args.get("length"))  # gram.y
        case exp.Trim() if node.args.get("collation") is None:
            return _call(
                _TRIMMING[node.args.get("position") or "BOTH"], node.this, node.args.get("expression")
            )  # gram.y
        case exp.Overlay():
            return _call("overlay", node.this, node.expression, node.args["from_"], node.args.get("for_"))  # gram.y
        case exp.StrPosition():
            turned = _call("strpos", node.this, node.args["substr"])  # manual, table 9.10
            turned.meta[KNOWN_AS] = "position"
            return turned
        case exp.Anonymous() if node.name.lower() == "make_interval":
            return _call("make_interval", *_parts_of_interval(node.expressions))
        case exp.Anonymous() if node.name.lower() == "row" and len(node.expressions) > 1:
            return exp.Tuple(expressions=node.expressions)  # manual 4.2.13
        case exp.Any() | exp.All() | exp.Array():
            _without_parentheses(node)
        case exp.Fetch():
            return _limit(node)
        case exp.WindowSpec() if not node.args.get("end"):
            node.set("end", "CURRENT ROW")  # manual 4.2.8
        case exp.Select() if node.args.get("windows"):
            _without_named_windows(node)
        case _:
            pass
    return node


def without_row_of_one(node: exp.Update | exp.OnConflict) -> None:
    """``SET (title) = ROW($1)`` is ``SET title = $1`` (manual, UPDATE); ``SET title = ROW($1)`` is a row."""
    for pair in node.expressions:
        row = pair.args.get("expression")
        is_row = isinstance(row, exp.Anonymous) and row.name.lower() == "row" and len(row.expressions) == 1
        if isinstance(pair, exp.EQ) and isinstance(pair.this, exp.Paren) and is_row:
            pair.set("this", pair.this.this)
            pair.set("expression", row.expressions[0])


def _one() -> exp.Expr:
    return exp.Literal.number(1)


def _call(name: str, *arguments: exp.Expr | None) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=[item for item in arguments if item is not None])


def _parts_of_interval(arguments: list[exp.Expr]) -> Iterator[exp.Expr]:
    values: dict[str, exp.Expr] = {}
    for index, item in enumerate(arguments):
        name = item.this.name.lower() if isinstance(item, exp.Kwarg) else _PARTS_OF_INTERVAL[index]
        if name in values or name not in _PARTS_OF_INTERVAL:
            raise Difference(f"make_interval() has no one argument {name}")
        values[name] = item.expression if isinstance(item, exp.Kwarg) else item
    last = max((_PARTS_OF_INTERVAL.index(name) for name in values), default=-1)
    for name in _PARTS_OF_INTERVAL[: last + 1]:
        yield values.get(name) or exp.Literal.number(0)


def _without_parentheses(node: exp.Expr) -> None:
    """``ANY ((SELECT …))``, ``ARRAY((SELECT …))``: parentheses around a query alone say nothing."""
    for written in [node.this, *node.expressions]:
        inner = written
        while isinstance(inner, exp.Subquery) and {key for key, value in inner.args.items() if value} == {"this"}:
            inner = inner.this
        if inner is not written:
            written.replace(inner)


def _limit(node: exp.Fetch) -> exp.Expr:
    """``FETCH FIRST 5 ROWS ONLY`` is ``LIMIT 5`` (manual, SELECT, LIMIT Clause)."""
    options = node.args.get("limit_options")
    if isinstance(options, exp.LimitOptions) and (options.args.get("percent") or options.args.get("with_ties")):
        return node
    return exp.Limit(expression=node.args.get("count") or exp.Literal.number(1))


def _without_named_windows(select: exp.Select) -> None:
    """Write each window of the WINDOW clause where OVER names it (manual 4.2.8).

    An OVER that extends a named window takes its PARTITION BY, and its ORDER BY where it has none of its own.
    """
    named: dict[str, exp.Expr] = {}
    for window in select.args["windows"]:
        _extend(window, named)
        if window.name in named:
            raise Difference(f"window {window.name} is defined twice")
        named[window.name] = window
    for window in list(select.find_all(exp.Window)):
        if window.find_ancestor(exp.Select) is select and window.arg_key != "windows":
            _extend(window, named)
    select.set("windows", None)


def _extend(window: exp.Expr, named: dict[str, exp.Expr]) -> None:
    base = window.args.get("alias")
    if base is None:
        return
    if base.name not in named:
        raise Difference(f"window {base.name} is not defined")
    definition = named[base.name]
    parts = definition.copy().args
    terms = [*(parts.get("partition_by") or []), parts.get("order")]
    if any(term is not None and term.find(exp.Parameter, exp.Literal) for term in terms):
        # with binds of their own two copies are two windows, which may order rows of equal rank differently
        raise Difference(f"window {base.name} holds a value")
    window.set("alias", None)
    window.set("partition_by", parts.get("partition_by") or window.args.get("partition_by"))
    for key in ("order", "spec"):
        window.set(key, window.args.get(key) or parts.get(key))


def in_one_order(tree: exp.Expr) -> exp.Expr:
    """Comparisons of two calls with their sides in the order of their text.

    Python asks the right side first where its class is a subclass of the left one's, and SQLAlchemy then writes
    ``CURRENT_DATE > date(x)`` for ``func.date(x) < func.current_date()``. Every comparison of PostgreSQL has a
    commutator (manual 38.15.1).
    """
    for node in list(tree.find_all(*_FLIPPED)):
        if (
            _is_call(node.this)
            and _is_call(node.expression)
            and node.this.sql("postgres") > node.expression.sql("postgres")
        ):
            flipped = _FLIPPED[type(node)](this=node.expression, expression=node.this)
            if node is tree:
                return flipped
            node.replace(flipped)
    return tree


def _is_call(node: exp.Expr) -> bool:
    return isinstance(node, exp.Func) and not isinstance(node, exp.Binary | exp.Connector | exp.Cast | exp.Case)
