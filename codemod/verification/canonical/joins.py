"""RIGHT JOIN and JOIN … USING in terms of LEFT JOIN and ON (manual 7.2.1.1)."""

from __future__ import annotations

from functools import reduce

from sqlglot import exp

from codemod.verification.canonical.sources import Scope, SourceColumn
from codemod.verification.difference import Difference, require_parts
from codemod.verification.types.pg_types import type_name


def turn_right_join(tree: exp.Expr) -> bool:
    """``a RIGHT JOIN b`` as ``b LEFT JOIN a``, in place; tells whether there was one.

    Only at the beginning of FROM, where there is one table on the left, and without ``*``, whose order it changes.
    """
    joins = tree.args.get("joins") or []
    if not isinstance(tree, exp.Select) or not joins or joins[0].args.get("side") != "RIGHT":
        return False
    if any(isinstance(item.unalias(), exp.Star) for item in tree.expressions):
        return False
    first, second = tree.args["from_"].this, joins[0].this
    tree.args["from_"].set("this", second)
    joins[0].set("this", first)
    joins[0].set("side", "LEFT")
    return True


def write_common_columns(join: exp.Join, scope: Scope) -> None:
    """Write NATURAL JOIN as the USING it stands for: every column that both sides have (manual 7.2.1.1).

    Raises:
        Difference: another method than NATURAL, a model that lacks columns, or no column in common.
    """
    joined = list(scope.sources)[-1]
    if join.args["method"] != "NATURAL" or any(source.missing for source in scope.sources.values()):
        raise Difference("a join of this kind can't be compared")
    right = {column.name for _, column in scope.whole(joined)}
    left = dict.fromkeys(column.name for written, column in scope.everything() if written != joined)
    common = [name for name in left if name in right]
    if not common:
        raise Difference("NATURAL JOIN of tables without a column in common can't be compared")
    join.set("method", None)
    join.set("using", [exp.to_identifier(name) for name in common])


def join_on_columns(join: exp.Join, scope: Scope, *, turned: bool) -> None:
    """Write the condition that USING stands for, and note which column a bare name means from now on.

    The source joined is the last of the scope. A LEFT or inner join keeps the column of the left side, a RIGHT
    JOIN (``turned``) that of the right, where both are of one type.

    Raises:
        Difference: a FULL or RIGHT join, columns of two types, or a name that several tables have.
    """
    if join.args.get("side") not in (None, "LEFT") or join.args.get("kind"):
        raise Difference("a join of this kind with USING can't be compared")
    joined = list(scope.sources)[-1]
    names = [item.name for item in join.args["using"]]
    if len(set(names)) != len(names):
        raise Difference("USING names a column twice")
    before = [pair for pair in scope.everything() if pair[0] != joined]
    kept = {name: _kept(before, name) for name in names}
    terms: list[exp.Expr] = []
    for name, (written, column) in kept.items():
        other = scope.source(joined).column(name)
        if other is None or type_name(column.pg_type or "") is None:
            raise Difference(f"{joined} has no column {name} of a known type")
        if type_name(column.pg_type or "") != type_name(other.pg_type or ""):
            raise Difference(f"{name} has two types")
        sides = [exp.column(name, table=table) for table in (written, joined)]
        left, right = reversed(sides) if turned else sides
        terms.append(exp.EQ(this=left, expression=right))
    scope.star = [*kept.values(), *(pair for pair in before if pair[1].name not in names)]
    scope.star += [pair for pair in scope.whole(joined) if pair[1].name not in names]
    join.set("using", None)
    join.set("on", reduce(lambda one, other: exp.And(this=one, expression=other), terms))


def _kept(before: list[tuple[str, SourceColumn]], name: str) -> tuple[str, SourceColumn]:
    found = [pair for pair in before if pair[1].name == name]
    if len(found) != 1:
        raise Difference(f"{name} is no column of one table alone")
    return found[0]


def without_joins(items: list[exp.Expr], *, in_order: bool) -> tuple[list[exp.Expr], list[exp.Expr]]:
    """The items beside the target of a change without their inner joins, and the conditions of those.

    Tables are brought into the order of their names, unless ``in_order`` asks for that of the text, which RETURNING *
    shows: the rows of a product come in no order. A condition of ON
    sees less than WHERE does: a name that is unique there and not here belongs to several tables then.

    Raises:
        Difference: another kind of join.
    """
    plain: list[exp.Expr] = []
    conditions: list[exp.Expr] = []
    for item in items:
        joins = list(item.args.get("joins") or [])
        item.set("joins", None)
        plain.append(item)
        for join in joins:
            require_parts(join, {"this", "on"})
            plain.append(join.this)
            condition = join.args.get("on")
            if condition is not None and condition != exp.Boolean(this=True):  # what a CROSS JOIN is given
                conditions.append(condition)
    tables = [item for item in plain if isinstance(item, exp.Table) and isinstance(item.this, exp.Identifier)]
    if not in_order and len(tables) == len(plain) == len({(table.db, table.name) for table in tables}):
        plain.sort(key=lambda table: (table.name, str(table.args.get("db") or "")))
    return plain, conditions
