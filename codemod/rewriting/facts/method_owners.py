"""Which methods of one name an object may have, and which calls of that name may be of one function."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from codemod.discovery.errors.guarded_functions import are_related
from codemod.syntax.functions import has_decorator, is_plain
from codemod.syntax.tree import parameters


def may_share_objects(one: str, other: str, ancestors: Mapping[str, frozenset[str]]) -> bool:
    """Whether an object may belong to two classes: one is above the other, or a third one is below both.

    Args:
        one: name of a class.
        other: name of another one.
        ancestors: the names above each class.
    """
    return are_related(one, other, ancestors) or any({one, other} <= above for above in ancestors.values())


def could_be_of(call: cst.Call, function: cst.FunctionDef, *, is_method: bool) -> bool:
    """Whether a call fits the parameters of a function: Python refuses one that doesn't.

    Args:
        call: a call of something that has the function's name.
        function: its definition.
        is_method: it stands in a class; what it is called on may be the object or the class.
    """
    if not is_plain(function):
        return True  # a decorator may take other arguments
    bound = is_method and not has_decorator(function, "staticmethod")
    return any(_fits(call, function, given) for given in ((0, 1) if bound else (0,)))


def _fits(call: cst.Call, function: cst.FunctionDef, given: int) -> bool:
    """Whether a call fits behind some arguments that Python gives by itself."""
    if any(item.star for item in call.args):
        return True
    written = function.params
    positional = [*written.posonly_params, *written.params]
    values = given + sum(item.keyword is None for item in call.args)
    keywords = {item.keyword.value for item in call.args if item.keyword is not None}
    by_name = {item.name.value for item in (*written.params, *written.kwonly_params)}
    if values > len(positional) and not isinstance(written.star_arg, cst.Param):
        return False
    if keywords - by_name and written.star_kwarg is None:
        return False
    filled = {item.name.value for item in positional[:values]} | keywords
    return all(item.name.value in filled for item in parameters(written) if item.default is None and not item.star)
