"""What is written around a function that passes its query on: a decorator may cache, raise or change its result."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

import libcst as cst

from codemod.discovery.asyncpg_methods import METHODS
from codemod.discovery.passing_on import PassingOn
from codemod.discovery.wrappers import Wrapper
from codemod.files.project_files import ProjectFiles
from codemod.source import SourceError
from codemod.syntax.tree import dotted, is_name, own_nodes, parameters, walk

#: Decorators that leave the result, the errors and the number of calls as they are.
_KNOWN: Final = frozenset(
    {"staticmethod", "classmethod", "override", "typing.override", "abstractmethod", "abc.abstractmethod", "overload",
     "typing.overload", "final", "typing.final", "wraps", "functools.wraps", "no_type_check", "typing.no_type_check"}
)  # fmt: skip


#: A cache of the wrapper's own does not come along: the rows of a session are as new as those of the first call.
_CACHES: Final = re.compile(r"cache|memo", re.I)


def unknown_decorators(function: cst.FunctionDef) -> Iterator[str]:
    """The decorators of a function that have to be looked at."""
    for item in function.decorators:
        called = item.decorator.func if isinstance(item.decorator, cst.Call) else item.decorator
        name = dotted(called) or "a decorator"
        if name not in _KNOWN:
            yield name


def judge_decorators(found: Iterable[Wrapper], files: ProjectFiles) -> tuple[Wrapper, ...]:
    """The functions, those in doubt whose decorators are not seen to hand everything on.

    Args:
        found: functions that pass their query on.
        files: every file of the project; one of them may define the decorators.
    """
    known: dict[str, bool] = {}
    return tuple(item if item.doubt else _judged(item, known, files) for item in found)


def _judged(item: Wrapper, known: dict[str, bool], files: ProjectFiles) -> Wrapper:
    for name in item.decorators:
        last = name.rpartition(".")[2]
        caches = _CACHES.search(last) is not None
        if last not in known:
            definitions = list(_definitions(last, files))
            known[last] = all(hands_everything_on(found, caches=caches) for found in definitions)
            known[last] &= bool(definitions) or caches
        if caches and not METHODS[item.method].reads:
            return replace(item, doubt=f"is decorated with {name}, which may not run it")
        if not known[last]:
            return replace(item, doubt=f"is decorated with {name}, which may do more")
        if any(_repeats(found) for found in _definitions(last, files)):
            item = replace(item, repeats=True)
    return item


def _repeats(decorator: cst.FunctionDef) -> bool:
    """Whether a decorator that hands everything on calls the function in a loop: again, when it fails."""
    return any(isinstance(node, cst.For | cst.While) for node in walk(decorator))


def _definitions(name: str, files: ProjectFiles) -> Iterator[cst.FunctionDef]:
    pattern = re.compile(rf"\bdef[ \t]+{re.escape(name)}\b")
    for path in files.paths:
        if name not in files.text(path) or not pattern.search(files.text(path)):
            continue
        try:
            tree = files.module(path).tree
        except SourceError:
            continue  # the run reports it
        yield from (node for node in walk(tree) if isinstance(node, cst.FunctionDef) and is_name(node.name, name))


def hands_everything_on(decorator: cst.FunctionDef, *, caches: bool = False) -> bool:
    """Whether a decorator, or what a function makes of one, only calls the function and gives what it gives.

    Args:
        decorator: the function that is written around others.
        caches: it may give what an earlier call gave.
    """
    inner = list(own_functions(decorator))
    returned = [node.value for node in own_nodes(decorator.body) if isinstance(node, cst.Return)]
    if len(inner) != 1 or not returned or not all(value and is_name(value, inner[0].name.value) for value in returned):
        return False
    if hands_everything_on(inner[0], caches=caches):
        return True
    taken = [param.name.value for param in parameters(decorator.params)]
    return len(taken) == 1 and _only_calls(inner[0], taken[0], caches=caches)


def own_functions(function: cst.FunctionDef) -> Iterator[cst.FunctionDef]:
    """The functions defined in a function, not those in them."""
    yield from (node for node in function.body.body if isinstance(node, cst.FunctionDef))


def _only_calls(wrapper: cst.FunctionDef, function: str, *, caches: bool) -> bool:
    if wrapper.asynchronous is None or any(unknown_decorators(wrapper)):
        return False
    loads = [node for node in own_nodes(wrapper.body) if is_name(node, function)]
    calls = [node for node in own_nodes(wrapper.body) if isinstance(node, cst.Call) and is_name(node.func, function)]
    # its name may be logged, but it is called, and with what came, only
    named = [
        node for node in own_nodes(wrapper.body) if isinstance(node, cst.Attribute) and is_name(node.value, function)
    ]
    if not calls or len(loads) != len(calls) + len(named) or any(_given(call) != _taken(wrapper) for call in calls):
        return False
    passing = PassingOn(wrapper, calls)
    return not passing.changes_errors if caches else passing.gives == "result" and not passing.doubt


def _given(call: cst.Call) -> list[str]:
    return [f"{item.star}{dotted(item.value)}" if item.keyword is None else "=" for item in call.args]


def _taken(function: cst.FunctionDef) -> list[str]:
    params, stars = function.params, []
    if isinstance(params.star_arg, cst.Param):
        stars.append(f"*{params.star_arg.name.value}")
    if params.star_kwarg is not None:
        stars.append(f"**{params.star_kwarg.name.value}")
    return [item.name.value for item in params.params] + stars
