"""What a repository method is called, by what its statement does; deterministic, documented in docs/repositories.md."""

from __future__ import annotations

import builtins
import re

from sqlglot import exp

from codemod.converting.conversion import Conversion
from codemod.discovery.asyncpg_methods import MethodResult
from codemod.english import plural_of, singular_of, snake_case
from codemod.python_code import is_attribute_name
from codemod.repositories.filters import NAMED, Filters, counted, few, filtered_columns, filters_of, valued_columns
from codemod.rewriting.private_functions.function_signatures import parameter_name


def method_name(conversion: Conversion, primary_key: tuple[str, ...]) -> str:
    """The first choice for the name of a method; the caller settles collisions.

    ``get_by_…``, ``list_…``, ``count_…``, ``exists_…``, ``create``, ``upsert``, ``update_…``, ``delete_by_…``;
    a statement that is one of a kind (joins, groups, expressions) is called like the function it comes from.

    Args:
        conversion: the site.
        primary_key: columns of the key of the repository's table.
    """
    return named_by_statement(conversion, primary_key) or _of_function(conversion)


def named_values(conversion: Conversion, primary_key: tuple[str, ...]) -> list[tuple[str, bool]]:
    """Columns that the name of a method says and its statement has a value for, and whether that is assigned.

    ``SET deleted = TRUE``, and ``status = 'open'`` in WHERE: a parameter of the method, as the name doesn't tell the
    value. Several values that are assigned belong together, and stay.
    """
    tree = conversion.statement.tree
    if isinstance(tree, exp.Insert) or named_by_statement(conversion, primary_key) is None:
        return []
    compared = [(column, False) for column in valued_columns(tree)]
    assigned = [
        (item.this.name.lower(), True)
        for item in (tree.expressions if isinstance(tree, exp.Update) else ())
        if isinstance(item, exp.EQ) and isinstance(item.expression, exp.Literal | exp.Boolean)
    ]
    return [*(assigned if len(assigned) == 1 else []), *compared]


def named_by_statement(conversion: Conversion, primary_key: tuple[str, ...]) -> str | None:
    """The name that the statement itself gives; None for one of a kind."""
    tree = conversion.statement.tree
    match tree:
        case exp.Insert():
            return _insert(tree, many=conversion.lowered.many_keys is not None)
        case exp.Update():
            return _update(tree, primary_key)
        case exp.Delete():
            return _joined("delete", filters_of(tree))
        case exp.Select():
            name = _select(tree, conversion.site.runs.gives)
            return name and f"{name}{_of_locks(tree)}"
        case _:
            return None


def _insert(tree: exp.Insert, *, many: bool) -> str:
    conflict = tree.args.get("conflict")
    if conflict is None:
        return "create_many" if many else "create"
    updates = bool(conflict.args.get("expressions"))
    verb = "upsert" if updates else "create_if_missing"
    return f"{verb}_many" if many else verb


def _update(tree: exp.Update, primary_key: tuple[str, ...]) -> str | None:
    assigned = [item for item in tree.expressions if isinstance(item, exp.EQ)]
    targets = [item.this.name.lower() for item in assigned]
    filters = filters_of(tree)
    if not targets or filters is None or not all(map(is_attribute_name, targets)):
        return None
    verb = "reset" if len(targets) > 1 and all(map(_is_empty, assigned)) else "update"
    if len(targets) == len(tree.expressions) == 1:
        verb = _change(assigned[0])
    verb = f"{verb}_{'_and_'.join(targets)}" if len(targets) <= 2 else verb
    by_key = not filters.kept and set(filters.by) == set(primary_key)
    return verb if by_key else _joined(verb, filters)


def _is_empty(assigned: exp.EQ) -> bool:
    """``x = NULL``, ``x = FALSE``, ``x = 0``, ``x = ''``."""
    match assigned.expression:
        case exp.Null():
            return True
        case exp.Boolean(this=value):
            return not value
        case exp.Literal(this=value):
            return value in ("", "0")
        case _:
            return False


def _change(assigned: exp.EQ) -> str:
    """What an assignment does to its column."""
    value = assigned.expression.unnest()
    kinds: tuple[tuple[type[exp.Expr], str], ...] = (
        (exp.Add, "increment"),
        (exp.Sub, "decrement"),
        (exp.Not, "toggle"),
        (exp.ArrayAppend, "append_to"),
        (exp.ArrayRemove, "remove_from"),
    )
    for kind, verb in kinds:
        changed = value.this.unnest() if isinstance(value, kind) else None
        if isinstance(changed, exp.Column) and changed.name.lower() == assigned.this.name.lower():
            return verb
    return "clear" if isinstance(value, exp.Null) else "update"


def _of_locks(tree: exp.Select) -> str:
    """What a query that locks its rows says of it."""
    locks: list[exp.Lock] = tree.args.get("locks") or []
    return f"_for_{'update' if any(lock.args.get('update') for lock in locks) else 'share'}" if locks else ""


#: What is computed of a column, by the word for it.
_AGGREGATES = {exp.Max: "max", exp.Min: "min", exp.Sum: "total", exp.Avg: "average"}


def _select(tree: exp.Select, gives: MethodResult) -> str | None:
    several = gives == "rows"
    source = tree.args.get("from_")
    if any(tree.args.get(key) for key in ("joins", "group", "having", "with_")):
        return None
    if source is not None and not isinstance(source.this, exp.Table):
        return None
    filters = filters_of(tree)
    is_top = tree.args.get("limit") is not None and tree.args.get("order") is not None
    if filters is None or (not filters and is_top and tree.args.get("offset") is None):
        return None
    items = tree.expressions
    single = items[0].unalias() if len(items) == 1 else None
    if tree.args.get("distinct") is not None:
        column = single.unnest() if single is not None else None
        if not isinstance(column, exp.Column):
            return None
        return _joined(f"get_distinct_{counted(column, several=several)}", filters, column.name.lower())
    page = "_page" if tree.args.get("offset") is not None else ""
    verb = "get" if filters.by or not several else "list"
    match single:
        case exp.Count():
            return _joined("count" if gives == "value" else "get_count", filters)
        case exp.Max() | exp.Min() | exp.Sum() | exp.Avg() if isinstance(single.this, exp.Column):
            word, column = _AGGREGATES[type(single)], single.this.name.lower()
            return _joined(f"get_{column if column.startswith(word) else f'{word}_{column}'}", filters)
        case exp.Exists():
            return _joined("exists", filters_of(single.this) if isinstance(single.this, exp.Select) else None)
        case exp.Literal():
            return _joined("exists", filters)
        case exp.Star():
            name = _joined(verb, filters) if filters else "list_all"
        case exp.Column():
            return _joined(f"{verb}_{counted(single, several=several)}", filters, single.name.lower())
        case _:
            columns = [item.unalias() for item in items]
            if not all(isinstance(item, exp.Column) for item in columns):
                return None
            named = [counted(item, several=several) for item in columns]
            name = _joined(f"{verb}_details" if len(named) > 2 else f"{verb}_{'_and_'.join(named)}", filters)
    return f"{name}{page}" if name is not None else None


def _joined(verb: str, filters: Filters | None, shown: str | None = None) -> str | None:
    words = filters.words(shown) if filters is not None else None
    if words is None:
        return None
    return f"{verb}{words}" if words or verb.startswith(("list_", "get_")) else f"{verb}_all"


#: Functions whose names say when they run, not what for.
_WHEN = re.compile(
    r"^(cog_load|cog_unload|setup|setup_hook|main|run|start|startup|callback|execute|invoke|__\w+__|on_\w+"
    r"|(\w+_)?(loop|task|worker|job))$"
)
#: Verbs that a name of a statement of another kind would be misunderstood by.
_VERBS = {
    "insert": ("create", "add", "insert", "save", "store", "record", "log", "register", "import"),
    "update": ("update", "set", "change", "edit", "rename", "mark", "toggle", "increment", "reset", "save"),
    "delete": ("delete", "remove", "clear", "purge", "drop", "reset", "cleanup", "clean"),
}  # fmt: skip
#: What a function does with the rows that it reads: no name for reading them.
_ACTS = (
    "announce", "apply", "approve", "ban", "buy", "check", "claim", "confirm", "deliver", "dispatch", "edit", "give",
    "grant", "handle", "kick", "migrate", "mute", "notify", "pay", "perform", "post", "process", "publish", "refresh",
    "reject", "render", "revoke", "sell", "send", "submit", "sync", "transfer", "unban", "unmute", "validate", "verify",
)  # fmt: skip


#: Functions that are called by what they do to the rows of their table, whichever of them.
_BARE = {
    "all", "display", "fetch", "find", "get", "info", "list", "load", "lookup", "read", "show", "view",
    *(verb for verbs in _VERBS.values() for verb in verbs),
}  # fmt: skip


def _of_function(conversion: Conversion) -> str:
    """What a one of a kind is called: like the function around the site, where that says what it does."""
    kind = conversion.lowered.kind
    function = telling_function(conversion)
    if function is None:
        return _of_contents(conversion) or _whole_function(conversion)
    words = set(function.split("_"))
    if kind == "select":
        if hasattr(builtins, function):
            return f"get_for_{function}"  # list() of a class would hide that of its annotations
        misleads = any(words & set(verbs) for verbs in _VERBS.values()) or function.split("_")[0] in _ACTS
        if misleads and _parameters(conversion):
            return _of_contents(conversion) or f"get_for_{function}"
        misleads = misleads or conversion.site.function.rpartition(".")[2] == "run"
        return f"get_for_{function}" if misleads else function
    return function if words & set(_VERBS.get(kind, ())) else f"{'create' if kind == 'insert' else kind}_for_{function}"


def _whole_function(conversion: Conversion) -> str:
    """The name of the function as it is, with what its statement does where it doesn't say so."""
    kind = conversion.lowered.kind
    function = conversion.site.function.rpartition(".")[2].strip("_")
    function = function if is_attribute_name(function) else "run"
    verb = {"select": "get", "insert": "create"}.get(kind, kind)
    says_it = set(function.split("_")) & ({*_VERBS[kind]} if kind in _VERBS else {"get", "list", "fetch", "find"})
    return function if says_it and not hasattr(builtins, function) else f"{verb}_for_{function}"


def _of_contents(conversion: Conversion) -> str | None:
    """A name by the columns, the parameters, the groups or the order; None where these say little."""
    tree, kind = conversion.statement.tree, conversion.lowered.kind
    parameters = _parameters(conversion)
    by = f"_by_{parameters}" if parameters else ""
    if kind in ("update", "delete"):
        return f"{kind}{by}" if by else None
    if not isinstance(tree, exp.Select):
        return None
    several = conversion.site.runs.gives == "rows"
    verb = "list" if several and not by else "get"
    columns = [column.name for column in conversion.lowered.columns]
    if len(tree.expressions) == 1 and isinstance(tree.expressions[0].unalias(), exp.Count) and by:
        return f"{'count' if conversion.site.runs.gives == 'value' else 'get_count'}{by}"
    if 0 < len(columns) < NAMED and all(map(is_attribute_name, columns)):
        return f"{verb}_{'_and_'.join(counted(exp.column(name), several=several) for name in columns)}{by}"
    order, group = tree.args.get("order"), tree.args.get("group")
    if order is not None and any(item.this.sql().lower() in ("rand()", "random()") for item in order.expressions):
        return f"get_random{by}"
    grouped = few(item.name.lower() for item in (group.expressions if group is not None else ()) if item.name)
    if by or grouped:
        return f"{verb}{by}" if by else f"{verb}_per_{grouped}"
    filtered = few(filtered_columns(tree))
    return f"{verb}_by_{filtered}" if filtered else None


def _parameters(conversion: Conversion) -> str:
    """The words of the parameters that a statement looks for its rows with, where they are few and have names."""
    tree = conversion.statement.tree
    looked = tree.args.get("where") if isinstance(tree, exp.Update) else tree
    found = list(looked.find_all(exp.Parameter)) if looked is not None else []
    if any(item.find_ancestor(exp.Not, exp.NEQ, exp.All) is not None for item in found):
        return ""  # what it isn't
    numbers = {int(item.name) for item in found if item.name.isdigit()}
    names = [parameter_name(conversion, number) for number in sorted(numbers)]
    if isinstance(tree, exp.Select):
        names = [name for name in names if name not in ("limit", "offset")]
    return few(names) if not any(re.fullmatch(r"value_\d+", name) for name in names) else ""


def telling_function(conversion: Conversion) -> str | None:
    """The name of the function around the site without what only says where it stands, and without the table's.

    None where it says when it runs, or no more than what is done to the table.
    """
    last = conversion.site.function.rpartition(".")[2]
    name = re.sub(r"^(cmd|command|do|handle)_|_(cmd|command|slash)$", "", last.strip("_"))
    if _WHEN.match(last) or _WHEN.match(name):
        return None
    table = conversion.lowered.tables[0]
    nouns = [table.name.lower(), *([] if table.core else [snake_case(table.class_name)])]
    every = {item for each in nouns for item in (each, singular_of(each), plural_of(each))}
    for noun in sorted(every, key=lambda item: (-len(item), item)):
        name = re.sub(rf"^{re.escape(noun)}(_|$)|(_|^){re.escape(noun)}$", "", name)
    return name if is_attribute_name(name) and name not in _BARE else None
