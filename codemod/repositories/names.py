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
            return _select(tree, several=conversion.site.method == "fetch") or _of_function(conversion)
        case _:
            return _of_function(conversion)


def other_names(wish: str, conversion: Conversion) -> Iterator[str]:
    """What to call a method whose first choice is taken: by the function it comes from, its columns, a number."""
    function = _telling(conversion)
    if function is not None and function not in wish:
        yield f"{wish}_for_{function}"
    filtered = list(dict.fromkeys(_filtered(conversion.statement.tree)))
    if filtered and "_by_" not in wish:
        yield f"{wish}_by_{'_and_'.join(filtered[:_NAMED])}"
    yield from (f"{wish}_{number}" for number in range(2, 10_000))


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
    if len(targets) == len(tree.expressions) == 1:
        verb = f"{_change(tree.expressions[0])}_{targets[0]}"
    return verb if set(filters) == set(primary_key) else _joined(verb, "by", filters)


def _change(assigned: exp.EQ) -> str:
    """What an assignment does to its column."""
    value = assigned.expression.unnest()
    kinds: tuple[tuple[type[exp.Expr], str], ...] = (
        (exp.Add, "increment"),
        (exp.Sub, "decrement"),
        (exp.Not, "toggle"),
    )
    for kind, verb in kinds:
        changed = value.this.unnest() if isinstance(value, kind) else None
        if isinstance(changed, exp.Column) and changed.name.lower() == assigned.this.name.lower():
            return verb
    return "update"


def _select(tree: exp.Select, *, several: bool) -> str | None:
    source = tree.args.get("from_")
    if any(tree.args.get(key) for key in ("joins", "group", "having", "with_")):
        return None
    if source is not None and not isinstance(source.this, exp.Table):
        return None
    filters = _filters(tree)
    is_top = tree.args.get("limit") is not None and tree.args.get("order") is not None
    if filters is None or (not filters and is_top and tree.args.get("offset") is None):
        return None
    items = tree.expressions
    single = items[0].unalias() if len(items) == 1 else None
    if tree.args.get("distinct") is not None:
        column = single.unnest() if single is not None else None
        if not isinstance(column, exp.Column):
            return None
        return _joined(f"get_distinct_{_counted(column, several=several)}", "by", filters)
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
            verb = "get" if filters or not several else "list"
            return _joined(f"{verb}_{_counted(single, several=several)}", "by", filters)
        case _:
            columns = [item.unalias() for item in items]
            if not all(isinstance(item, exp.Column) for item in columns):
                return None
            named = [_counted(item, several=several) for item in columns]
            verb = "get" if filters or not several else "list"
            name = _joined(f"{verb}_details" if len(named) > 2 else f"{verb}_{'_and_'.join(named)}", "by", filters)
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
        is_one_of = isinstance(inner, exp.EQ) and isinstance(inner.expression, exp.Any)
        found.append(_counted(column, several=is_one_of))
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
        return verb if verb.startswith("list_") or verb.startswith("get_") else f"{verb}_all"
    return f"{verb}_{word}_{'_and_'.join(columns)}"


def _counted(column: exp.Expr, *, several: bool) -> str:
    """The name of a column, as many as there are of it."""
    name = column.name.lower()
    if not several or name.endswith("s"):
        return name
    return (
        f"{name[:-1]}ies"
        if re.search(r"[^aeiou]y$", name)
        else f"{name}es"
        if name.endswith(("x", "ch"))
        else f"{name}s"
    )


def _filtered(tree: exp.Expr) -> Iterator[str]:
    """Columns of the outermost WHERE, whatever they are compared with."""
    where = tree.args.get("where")
    for column in where.find_all(exp.Column) if where is not None else ():
        if column.find_ancestor(exp.Subquery, exp.Exists) is None and is_attribute_name(column.name.lower()):
            yield column.name.lower()


#: Functions whose names say when they run, not what for.
_WHEN = re.compile(
    r"^(cog_load|cog_unload|setup|setup_hook|main|run|start|startup|callback|execute|invoke|__\w+__|on_\w+)$"
)
#: Verbs that a name of a statement of another kind would be misunderstood by.
_VERBS = {
    "insert": ("create", "add", "insert", "save", "store", "record", "log", "register", "import"),
    "update": ("update", "set", "change", "edit", "rename", "mark", "toggle", "increment", "reset", "save"),
    "delete": ("delete", "remove", "clear", "purge", "drop", "reset", "cleanup", "clean"),
}  # fmt: skip


def _of_function(conversion: Conversion) -> str:
    """What a one of a kind is called: like the function around the site, where that says what it does."""
    kind = conversion.lowered.kind
    function = _telling(conversion)
    if function is None:
        several = conversion.site.method == "fetch"
        columns = [column.name for column in conversion.lowered.columns]
        if kind == "select" and 0 < len(columns) < _NAMED and all(map(is_attribute_name, columns)):
            shown = [_counted(exp.column(name), several=several) for name in columns]
            return f"{'list' if several else 'get'}_{'_and_'.join(shown)}"
        function = conversion.site.function.rpartition(".")[2].strip("_")
        function = function if is_attribute_name(function) else "run"
    words = set(function.split("_"))
    if kind == "select":
        misleads = any(words & set(verbs) for verbs in _VERBS.values())
        return f"get_for_{function}" if misleads or conversion.site.function.rpartition(".")[2] == "run" else function
    return function if words & set(_VERBS.get(kind, ())) else f"{'create' if kind == 'insert' else kind}_for_{function}"


def _telling(conversion: Conversion) -> str | None:
    """The name of the function around the site without what only says where it stands; None where it says when."""
    last = conversion.site.function.rpartition(".")[2].strip("_")
    name = re.sub(r"^(cmd|command|do|handle)_|_(cmd|command|slash)$", "", last)
    return name if name and is_attribute_name(name) and not _WHEN.match(name) else None
