"""What ``None`` as a bound argument may turn a statement into without changing which rows it means."""

from __future__ import annotations

from sqlglot import exp

from codemod.verification.types.deduction import NULLABLE


def with_argument(tree: exp.Expr, number: int, value: exp.Expr) -> exp.Expr:
    """A canonical tree with a constant in place of ``$number``."""
    tree = tree.copy()
    for node in [node for node in tree.find_all(exp.Parameter) if int(node.name) == number]:
        node.replace(value.copy())
    return tree


def with_none(tree: exp.Expr, number: int) -> exp.Expr:
    """A canonical tree with ``$number`` None, in the one form that may stand for it.

    ``col = $n`` may read ``col IS NULL`` where the column can't be NULL and the comparison decides on
    its own whether a row stays: one is NULL, the other false, and either drops the row. LIMIT and
    OFFSET NULL mean no limit (PostgreSQL manual, SELECT). Everywhere else NULL stays a bind.
    """
    tree = tree.copy()
    for clause in list(tree.find_all(exp.Limit, exp.Offset)):
        if _is_parameter(clause.args.get("expression"), number):
            clause.pop()
    for node in list(tree.find_all(exp.Where, exp.Join)):
        root = node.this if isinstance(node, exp.Where) else node.args.get("on")
        if root is not None and node.arg_key != "index_predicate":
            _compare_with_null(root, number)
    return with_argument(tree, number, exp.Null())


def _compare_with_null(node: exp.Expr, number: int) -> None:
    """Walk down AND and OR only: below anything else NULL and false are not the same."""
    if isinstance(node, exp.And | exp.Or):
        _compare_with_null(node.this, number)
        _compare_with_null(node.expression, number)
    elif isinstance(node, exp.EQ) and _is_parameter(node.expression, number) and _is_never_null(node.this):
        node.replace(exp.Is(this=node.this.copy(), expression=exp.Null()))


def _is_never_null(node: exp.Expr) -> bool:
    return isinstance(node, exp.Column) and not node.meta.get(NULLABLE, True)


def _is_parameter(node: exp.Expr | None, number: int) -> bool:
    return isinstance(node, exp.Parameter) and int(node.name) == number
