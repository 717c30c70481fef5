"""What a repository method is called, by what its statement does; deterministic, documented in docs/repositories.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp

from codemod.conversion import Conversion
from codemod.python_code import is_attribute_name

#: More columns than this make a name that nobody reads.
_NAMED = 3


def method_name(conversion: Conversion, primary_key: tuple[str, ...]) -> str:
    """The first choice for the name of a method; the caller settles collisions.

    ``get_by_…``, ``list_…``, ``count_…``, ``exists_…``, ``create``, ``upsert``, ``update_…``, ``delete_by_…``;
    a statement that is one of a kind (joins, groups, expressions) is called like the function it comes from.

    Args:
        conversion: the site.
        primary_key: columns of the key of the repository's table.
    """
    tree = conversion.statement.tree
    match tree:
        case exp.Insert():
            return _insert(tree, many=conversion.lowered.many_keys is not None)
        case exp.Update():
            return _update(tree, primary_key) or _of_function(conversion)
        case exp.Delete():
            return _joined("delete", "by", _filters(tree)) or _of_function(conversion)
        case exp.Select():
            return _select(tree) or _of_function(conversion)
        case _:
            return _of_function(conversion)


def _insert(tree: exp.Insert, *, many: bool) -> str:
    conflict = tree.args.get("conflict")
    if conflict is None:
        return "create_many" if many else "create"
    updates = bool(conflict.args.get("expressions"))
    verb = "upsert" if updates else "create_if_missing"
    return f"{verb}_many" if many else verb


def _update(tree: exp.Update, primary_key: tuple[str, ...]) -> str | None:
    targets = [item.this.name.lower() for item in tree.expressions if isinstance(item, exp.EQ)]
    filters = _filters(tree)
    if not targets or filters is None:
        return None
    verb = f"update_{'_and_'.join(targets)}" if len(targets) <= 2 else "update"
    return verb if set(filters) == set(primary_key) else _joined(verb, "by", filters)


def _select(tree: exp.Select) -> str | None:
    source = tree.args.get("from_")
    if any(tree.args.get(key) for key in ("joins", "group", "having", "with_")):
        return None
    if source is not None and not isinstance(source.this, exp.Table):
        return None
    filters = _filters(tree)
    if filters is None or (not filters and tree.args.get("limit") is not None and tree.args.get("order") is not None):
        return None
    items = tree.expressions
    single = items[0].unalias() if len(items) == 1 else None
    if tree.args.get("distinct") is not None:
        column = single.unnest() if single is not None else None
        return _joined(f"get_distinct_{column.name.lower()}", "by", filters) if isinstance(column, exp.Column) else None
    page = "_page" if tree.args.get("offset") is not None else ""
    match single:
        case exp.Count():
            return _joined("count", "by", filters)
        case exp.Exists():
            inner = single.this
            return _joined("exists", "by", _filters(inner) if isinstance(inner, exp.Select) else None)
        case exp.Literal():
            return _joined("exists", "by", filters)
        case exp.Star():
            return f"{_joined('get', 'by', filters)}{page}" if filters else f"list_all{page}"
        case exp.Column():
            return _joined(f"get_{single.name.lower()}", "by", filters)
        case _:
            columns = [item.unalias() for item in items]
            if not all(isinstance(item, exp.Column) for item in columns):
                return None
            named = [item.name.lower() for item in columns]
            verb = "get_details" if len(named) > 2 else f"get_{'_and_'.join(named)}"
            name = _joined(verb, "by", filters)
            return f"{name}{page}" if name is not None else None


def _filters(tree: exp.Expr) -> list[str] | None:
    """Columns that WHERE compares with a parameter or a value by ``=``; None for any other condition."""
    where = tree.args.get("where")
    if where is None:
        return []
    found: list[str] = []
    for condition in _conjunction(where.this):
        inner = condition.unnest()
        if not isinstance(inner, exp.EQ | exp.ILike | exp.Is) or not isinstance(
            inner.this.unnest(), exp.Column | exp.Lower
        ):
            return None
        column = inner.this.find(exp.Column)
        if column is None:
            return None
        found.append(column.name.lower())
    return found


def _conjunction(node: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(node, exp.And):
        yield from _conjunction(node.this)
        yield from _conjunction(node.expression)
    elif isinstance(node, exp.Paren):
        yield from _conjunction(node.this)
    else:
        yield node


def _joined(verb: str, word: str, columns: list[str] | None) -> str | None:
    if columns is None or len(columns) > _NAMED or not all(map(is_attribute_name, columns)):
        return None
    if not columns:
        return f"{verb}_all"
    return f"{verb}_{word}_{'_and_'.join(columns)}"


def _of_function(conversion: Conversion) -> str:
    """The name of the function around the site, without what only says where it stands."""
    last = conversion.site.function.rpartition(".")[2].strip("_")
    name = re.sub(r"^(cmd|command|on|do|handle)_|_(cmd|command|slash)$", "", last)
    return name if name and is_attribute_name(name) else "run"
