"""Texts that differ by the keys of a dictionary, as one form that reads the dictionary."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import libcst as cst

from codemod.converting.proven_form import ProvenForm
from codemod.lowering.keyed_columns import Keyed, folded, sets_nothing, unfolded, with_types
from codemod.lowering.lowered import ImportName, Lowered, placeholder
from codemod.outcome import Refusal
from codemod.python_code import names_in
from codemod.resolution.keyed_dictionaries import may_be_empty
from codemod.resolution.query_text import QueryText
from codemod.resolution.selectors import Alternative
from codemod.syntax.leaving import leaves
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import is_name


def reading_dictionaries(
    forms: Sequence[ProvenForm],
    query: QueryText,
    prove: Callable[[ProvenForm], ProvenForm],
    scope: FunctionScope,
    *,
    is_tried: bool,
) -> tuple[list[ProvenForm], QueryText]:
    """One form for all keys that dictionaries may have, and the texts that remain: by other decisions.

    Args:
        forms: one for each text of the call, in their order.
        query: the texts, and what decides between them.
        prove: gives a form with the proof of its tree.
        scope: the function that runs it.
        is_tried: something handles errors of the call.

    Raises:
        Refusal: ``query.alternatives``: the code for some keys is not like that for others.
    """
    if not query.dictionaries:
        return list(forms), query
    if any(form.lowered.fallback for form in forms):
        raise Refusal("query.alternatives", "one of the texts of the query has no form but text()")
    try:
        found, rest = _read(forms, query)
    except Refusal:
        found, rest = _read([prove(form) for form in _typed(forms, query)], query)
    new = [form.lowered for form in found]
    if query.failing:
        _check_failing(new, query, is_tried=is_tried)
    _check_later_calls(new, query, scope)
    return found, rest


def _typed(forms: Sequence[ProvenForm], query: QueryText) -> list[ProvenForm]:
    """The forms with a type for each value that a column is compared with; not proven yet."""
    found = []
    for item, form in zip(query.alternatives, forms, strict=True):
        tree = form.numbered.expression
        for keyed in _dictionaries(item, form, query):
            tree = with_types(tree, keyed)
        typed = form.with_path(tree)
        imports = typed.lowered.imports | {ImportName("sqlalchemy", "literal")}
        found.append(replace(typed, lowered=replace(typed.lowered, imports=imports)))
    return found


def _dictionaries(item: Alternative, form: ProvenForm, query: QueryText) -> list[Keyed]:
    """The dictionaries with the keys that they have under one of the texts."""
    return [Keyed(place, _values(name, item, form)) for name, place in _places(query).items() if _is_read(name, query)]


def _places(query: QueryText) -> dict[str, str]:
    """What stands for each dictionary in a form: they are numbered behind the arguments."""
    return {
        name: placeholder(number)
        for number, name in enumerate(query.dictionaries, start=len(query.arguments or ()) + 1)
    }


def _read(forms: Sequence[ProvenForm], query: QueryText) -> tuple[list[ProvenForm], QueryText]:
    arguments = (*(query.arguments or ()), *map(cst.Name, query.dictionaries))
    numbers = tuple(range(1, len(arguments) + 1))
    found: dict[tuple[int, ...], tuple[Alternative, ProvenForm]] = {}
    for item, form in zip(query.alternatives, forms, strict=True):
        read = _folded(form.numbered, _dictionaries(item, form, query))
        same = item, replace(form, lowered=read, numbers=numbers)
        if _code(found.setdefault(item.picks, same)[1]) != _code(same[1]):
            raise Refusal("query.alternatives", f"the code differs by the keys of `{query.dictionaries[0]}`")
    rest = replace(
        query,
        alternatives=tuple(item for item, _ in found.values()),
        arguments=arguments,
        numbers=(numbers,) * len(found),
        failing=(),
    )
    return [form for _, form in found.values()], rest


def _is_read(name: str, query: QueryText) -> bool:
    """Whether values of a dictionary are arguments; another may be made of them."""
    return any(_key_read(node, name) for node in query.arguments or ())


def _values(name: str, item: Alternative, form: ProvenForm) -> dict[str, str]:
    """What stands in a form for the value of each key; nothing does for one that is no argument."""
    given = dict(zip(item.arguments or (), form.numbers or (), strict=True))
    numbers = {_key_read(node, name): number for node, number in given.items()}
    values = {key: placeholder(numbers[key]) for key in item.keys[name] if key in numbers}
    if len(values) != len(item.keys[name]):
        raise Refusal("query.dynamic", f"a value of `{name}` is none of the arguments")
    return values


def _key_read(node: cst.BaseExpression, name: str) -> str:
    """The key of ``fields["title"]``; empty for any other expression."""
    match node:
        case cst.Subscript(
            value=cst.Name(value=read),
            slice=[cst.SubscriptElement(slice=cst.Index(value=cst.SimpleString(evaluated_value=str() as key)))],
        ) if read == name:
            return key
        case _:
            return ""


def _folded(lowered: Lowered, keyed: Sequence[Keyed]) -> Lowered:
    """A statement that reads dictionaries, which gives the one back with their values in their places."""
    trees = [*(item.value for item in lowered.definitions), lowered.expression]
    read = []
    for tree in trees:
        new = tree
        for item in keyed:
            new = folded(new, item)
        again = new
        for item in keyed:
            again = unfolded(again, item)
        if ast.dump(again) != ast.dump(ast.parse(ast.unparse(tree), mode="eval").body):
            raise Refusal(
                "query.alternatives", "the code for the keys of a dictionary is not the code for each of them"
            )
        read.append(new)
    definitions = [replace(old, value=new) for old, new in zip(lowered.definitions, read, strict=False)]
    counts = Counter(item for tree in read for item in names_in(tree))
    numbers = {int(item.strip("_p")): count for item, count in counts.items() if item.startswith("__p")}
    if not any(item.placeholder in counts for item in keyed):
        raise Refusal("query.alternatives", "the keys of a dictionary stand in parts that it can't be given to")
    return replace(lowered, expression=read[-1], definitions=tuple(definitions), parameters=numbers)


def _code(form: ProvenForm) -> tuple[object, ...]:
    """What is written for a form, and how its result is read."""
    lowered, names = form.lowered, [item.name for item in form.lowered.columns]
    trees = (ast.dump(item) for item in (*(item.value for item in lowered.definitions), lowered.expression))
    return *trees, *names, replace(form.consumption, reads=(), uses=())


def _check_failing(forms: Sequence[Lowered], query: QueryText, *, is_tried: bool) -> None:
    """Make sure that what PostgreSQL refuses without any keys fails in the code, too.

    Raises:
        Refusal: ``query.dynamic``.
    """
    places = _places(query).values()
    if is_tried or not all(_fails_without(form, places) for form in forms):
        read = [name for name in query.dictionaries if _is_read(name, query)]
        raise Refusal("query.dynamic", may_be_empty((read or list(query.dictionaries))[0]))


def _fails_without(form: Lowered, places: Iterable[str]) -> bool:
    """Whether a statement fails where some dictionaries have no keys."""
    tree = form.expression
    for place in places:
        tree = unfolded(tree, Keyed(place, {}))
    return sets_nothing(tree)


def _check_later_calls(forms: Sequence[Lowered], query: QueryText, scope: FunctionScope) -> None:
    """Make sure that a call without keywords changes no rows, though none of today's calls is one.

    PostgreSQL refuses the text of such a call; a DELETE that has lost its conditions would take all rows.

    Raises:
        Refusal: ``query.dynamic``.
    """
    changing = [form for form in forms if form.kind in ("update", "delete")]
    for name, place in _places(query).items():
        reading = (form for form in changing if place in names_in(form.expression))
        if _is_given(name, scope) and not all(_fails_without(form, (place,)) for form in reading):
            raise Refusal("query.dynamic", may_be_empty(name))


def _is_given(name: str, scope: FunctionScope) -> bool:
    """Whether a dictionary is the ``**fields`` of a function that goes on where it is empty."""
    function = scope.node
    if not isinstance(function, cst.FunctionDef) or function.params.star_kwarg is None:
        return False
    stops = (
        isinstance(item, cst.If)
        and isinstance(item.test, cst.UnaryOperation)
        and isinstance(item.test.operator, cst.Not)
        and is_name(item.test.expression, name)
        and leaves(item.body)
        for item in function.body.body
    )
    return function.params.star_kwarg.name.value == name and not any(stops)
