"""What to call a method whose first choice of a name is taken: by what tells its statement from the other one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from codemod.converting.conversion import Conversion
from codemod.english import snake_case
from codemod.repositories.filters import NAMED, few, filtered_columns
from codemod.repositories.names import telling_function

#: How the result is read, by the end of the expression that reads it; the word stands before the conditions.
_READ = (
    (re.compile(r"\.scalar(_one(_or_none)?)?\(\)$"), "value"),
    (re.compile(r"\.(first|one_or_none|one)\(\)$"), "row"),
    (re.compile(r"\.all\(\)\)?$"), "rows"),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """The method that has a name already, as far as it is understood.

    Attributes:
        statement: what it runs, as SQLAlchemy code.
        reader: how it reads the result; None where it gives nothing.
    """

    statement: ast.expr
    reader: str | None


def other_names(wish: str, conversion: Conversion, own: Taken, rival: Taken | None) -> Iterator[str]:
    """Names for a method whose first choice is taken, the best first.

    By the way its result is read, its groups, its order or the columns it sets, the columns it inserts; by the
    function it comes from, the columns of its conditions, the class it comes from; by a number where nothing tells.

    Args:
        wish: the first choice.
        conversion: the site.
        own: the new method.
        rival: the one that has the name; None where it isn't understood.
    """
    tree = conversion.statement.tree
    if rival is not None and isinstance(tree, exp.Select):
        yield from _by_reading(wish, own, rival, tree)
    yield from _by_clauses(wish, tree)
    if rival is not None and isinstance(tree, exp.Insert):
        yield from _by_columns(wish, own, rival)
    function = telling_function(conversion)
    if function is not None and function not in wish:
        yield f"{wish}_for_{function}"
    filtered = list(dict.fromkeys(filtered_columns(tree)))
    if filtered and not {"by", "with", "for"} & set(wish.split("_")):
        yield f"{wish}_by_{'_and_'.join(filtered[:NAMED])}"
    class_name = conversion.site.scope.class_name
    if class_name is not None:
        yield f"{wish}_for_{snake_case(class_name.strip('_'))}"
    yield from (f"{wish}_{number}" for number in range(2, 10_000))


def _by_reading(wish: str, own: Taken, rival: Taken, tree: exp.Select) -> Iterator[str]:
    read, other = _read(own), _read(rival)
    verb, by, rest = wish.partition("_by_")
    if len(tree.expressions) == 1 and read is not None and other is not None and read != other:
        yield f"{verb}_{read}{by}{rest}"


def _by_columns(wish: str, own: Taken, rival: Taken) -> Iterator[str]:
    mine, others = _assigned(own), _assigned(rival)
    more, less = few(name for name in mine if name not in others), few(name for name in others if name not in mine)
    if more:
        yield f"{wish}_with_{more}"
    elif less:
        yield f"{wish}_without_{less}"


def _by_clauses(wish: str, tree: exp.Expr) -> Iterator[str]:
    group, order, conflict = (tree.args.get(key) for key in ("group", "order", "conflict"))
    if isinstance(tree, exp.Select):
        columns = few(item.name.lower() for item in (group.expressions if group is not None else ()) if item.name)
        if columns and columns not in wish:
            yield f"{wish}_per_{columns}"
        columns = few(column.name.lower() for column in order.find_all(exp.Column)) if order is not None else ""
        if columns:
            yield f"{wish}_ordered_by_{columns}"
    if isinstance(tree, exp.Insert) and conflict is not None:
        columns = few(item.this.name.lower() for item in conflict.expressions if isinstance(item, exp.EQ))
        if columns:
            yield f"{wish}_{columns}"


def _read(method: Taken) -> str | None:
    found = (word for pattern, word in _READ if method.reader is not None and pattern.search(method.reader))
    return next(found, None)


def _assigned(method: Taken) -> list[str]:
    """The columns that a statement assigns with ``values(…)``."""
    return [
        keyword.arg
        for node in ast.walk(method.statement)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "values"
        for keyword in node.keywords
        if keyword.arg is not None
    ]
