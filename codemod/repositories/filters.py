"""What conditions are called in the name of a method: ``by_tag``, ``without_tag``, ``where_deleted``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from codemod.english import plural_of
from codemod.python_code import is_attribute_name

#: More columns than this make a name that nobody reads.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Filters:
    """The conditions of WHERE, all of them simple.

    Attributes:
        by: columns that are compared with a parameter or a value.
        kept: other conditions, as words of a name, with their columns.
    """

    by: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.by or self.kept)

    def words(self, shown: str | None = None) -> str | None:
        """What follows the verb, ``_by_a_and_b_without_c``; None for more than anyone reads.

        Args:
            shown: the column that the statement gives; that it is not NULL goes without saying, as with a time.
        """
        timed = {column for word, column in self.kept if word in ("with_future", "with_past")}
        kept = [(word, column) for word, column in self.kept if word != "with" or column not in {shown, *timed}]
        compared = list(_with_ranges(self.by))
        columns = [*compared, *(column for _, column in kept)]
        if len(columns) > NAMED or not all(map(is_attribute_name, columns)):
            return None
        by = f"_by_{'_and_'.join(compared)}" if compared else ""
        return by + "".join(f"_{word}_{column}" for word, column in kept)


def _with_ranges(columns: Sequence[str]) -> Iterator[str]:
    """``created_at_range`` for a least and a greatest value of one column."""
    for name in columns:
        word, _, column = name.partition("_")
        other = {"min": f"max_{column}", "max": f"min_{column}"}.get(word)
        if other not in columns:
            yield name
        elif columns.index(other) > columns.index(name):
            yield f"{column}_range"


def filters_of(tree: exp.Expr) -> Filters | None:
    """The conditions of a statement; None where one is not simple."""
    where = tree.args.get("where")
    by, kept = list[str](), list[tuple[str, str]]()
    for condition in _conjunction(where.this) if where is not None else ():
        inner = condition.unnest()
        word = _kept(inner)
        if word is not None:
            kept.append(word)
            continue
        limit = _limit(inner)
        if limit is not None:
            by.append(limit)
            continue
        if not isinstance(inner, exp.EQ | exp.ILike) or not isinstance(inner.this.unnest(), exp.Column | exp.Lower):
            return None
        column = inner.this.find(exp.Column)
        if column is None:
            return None
        is_one_of = isinstance(inner, exp.EQ) and isinstance(inner.expression, exp.Any)
        by.append(counted(column, several=is_one_of))
    return Filters(tuple(by), tuple(kept))


def valued_columns(tree: exp.Expr) -> Iterator[str]:
    """Columns that WHERE compares with a number or a string, where every condition is simple."""
    if filters_of(tree) is None or tree.args.get("where") is None:
        return
    for condition in _conjunction(tree.args["where"].this):
        match condition.unnest():
            case exp.EQ(this=exp.Column() as column, expression=exp.Literal()):
                yield column.name.lower()
            case _:
                pass


def filtered_columns(tree: exp.Expr) -> Iterator[str]:
    """Columns of the outermost WHERE, whatever they are compared with."""
    where = tree.args.get("where")
    for column in where.find_all(exp.Column) if where is not None else ():
        if column.find_ancestor(exp.Subquery, exp.Exists) is None and is_attribute_name(column.name.lower()):
            yield column.name.lower()


def counted(column: exp.Expr, *, several: bool) -> str:
    """The name of a column, as many as there are of it."""
    name = column.name.lower()
    return plural_of(name) if several else name


def few(columns: Iterable[str]) -> str:
    """The words of a few columns, nothing for more."""
    named = list(dict.fromkeys(columns))
    return "_and_".join(named) if len(named) < NAMED and all(map(is_attribute_name, named)) else ""


def _limit(condition: exp.Expr) -> str | None:
    """A column that is compared with a parameter which limits it: ``min_score``."""
    if not isinstance(condition, exp.GT | exp.GTE | exp.LT | exp.LTE) or not isinstance(condition.this, exp.Column):
        return None
    value = condition.expression.unnest()
    value = value.this if isinstance(value, exp.Cast) else value
    word = "min" if isinstance(condition, exp.GT | exp.GTE) else "max"
    return f"{word}_{condition.this.name.lower()}" if isinstance(value, exp.Parameter) else None


def _kept(condition: exp.Expr) -> tuple[str, str] | None:
    """A condition without a value: a column is NULL, or it is true."""
    if isinstance(condition, exp.Column):
        return "where", condition.name.lower()
    if isinstance(condition, exp.Not):
        inner = _kept(condition.this.unnest())
        opposite = {"where": "where_not", "where_not": "where", "with": "without", "without": "with"}
        return (opposite[inner[0]], inner[1]) if inner is not None and inner[0] in opposite else None
    if not isinstance(condition.args.get("this"), exp.Column):
        return None
    if isinstance(condition, exp.GT | exp.GTE | exp.LT | exp.LTE) and _is_now(condition.expression):
        return "with_future" if isinstance(condition, exp.GT | exp.GTE) else "with_past", condition.this.name.lower()
    if not isinstance(condition, exp.EQ | exp.Is):
        return None
    name, value = condition.this.name.lower(), condition.expression
    negated = bool(condition.args.get("negate"))
    if isinstance(value, exp.Boolean):
        return "where" if bool(value.this) != negated else "where_not", name
    return ("with" if negated else "without", name) if isinstance(value, exp.Null) else None


def _is_now(value: exp.Expr) -> bool:
    inner = value.unnest()
    return isinstance(inner, exp.CurrentTimestamp) or inner.sql().lower() == "now()"


def _conjunction(node: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(node, exp.And):
        yield from _conjunction(node.this)
        yield from _conjunction(node.expression)
    elif isinstance(node, exp.Paren):
        yield from _conjunction(node.this)
    else:
        yield node
