"""Documents given as text: ``CAST(t.data AS TEXT) AS data`` sends what asyncpg makes of ``data`` without a codec.

The server writes a document as text, and as an answer, with the same function, ``json_out`` and ``jsonb_out``
(PostgreSQL manual 8.14). So the cast may stand around a whole column of the result, and nowhere where the two types
compare otherwise: equal documents need not have equal texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from sqlglot import exp

from codemod.resolution.dialect import AsyncpgPostgres
from codemod.verification.canonical.canonical_form import parsed
from codemod.verification.difference import Difference
from codemod.verification.types.pg_types import type_name, written_type


def without_text_casts(tree: exp.Expr, names: Set[str]) -> exp.Expr:
    """A compiled statement, its result columns called ``names`` without their casts to text.

    Args:
        tree: of the text that is sent; it stays as it is.
        names: the columns that are documents cast to text.

    Raises:
        Difference: a column has no such cast, or its text would be compared where the document was.
    """
    if not names:
        return tree
    tree = tree.copy()
    distinct = tree.args.get("distinct")
    if isinstance(tree, exp.SetOperation) or (distinct is not None and distinct.args.get("on") is None):
        raise Difference("rows of documents are compared, and their texts would be")
    found = set()
    for item in _result(tree):
        if item.alias in names:
            cast = item.this if isinstance(item, exp.Alias) else None
            if not isinstance(cast, exp.Cast) or type_name(written_type(cast.to)) != "text":
                raise Difference(f"column {item.alias} is a document, and not cast to text")
            cast.replace(cast.this)
            found.add(item.alias)
    if found != names:
        raise Difference(f"the result has no column {min(names - found)}")
    for term in _terms(tree):
        if isinstance(term, exp.Literal) or (isinstance(term, exp.Column) and not term.table and term.name in names):
            raise Difference(f"{term.sql(AsyncpgPostgres)} means a column of the result, which is another type's")
    return tree


def documents_given(text: str | None, names: Set[str]) -> str | None:
    """A text that is sent, for a server to lay beside the original: the casts of its result columns left out."""
    if text is None or not names:
        return text
    return without_text_casts(parsed(text), names).sql(AsyncpgPostgres, comments=False)


def _result(tree: exp.Expr) -> list[exp.Expr]:
    returning = tree.args.get("returning")
    return list((returning if isinstance(tree, exp.DML) and returning is not None else tree).expressions)


def _terms(tree: exp.Expr) -> Iterator[exp.Expr]:
    """What ORDER BY, GROUP BY and DISTINCT ON name, which may be a column of the result."""
    order, group, distinct = (tree.args.get(key) for key in ("order", "group", "distinct"))
    if distinct is not None:
        yield from (item.unnest() for item in distinct.args["on"].expressions or [distinct.args["on"]])
    for item in order.expressions if order is not None else []:
        yield item.this.unnest()
    for item in group.expressions if group is not None else []:
        yield item.unnest()
