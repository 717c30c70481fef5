"""Which argument of a call a parameter takes."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemod.syntax.functions import has_decorator
from codemod.syntax.tree import is_name


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """How a call gives a parameter its value: by its name, or at a place where it may be given by position."""

    param: cst.Param
    place: int | None

    @classmethod
    def by(cls, function: cst.FunctionDef, param: cst.Param, *, is_method: bool) -> Taken | None:
        """The way a function takes a parameter; None for one that collects several."""
        params = function.params
        by_position = [*params.posonly_params, *params.params]
        own = is_method and not has_decorator(function, "staticmethod")
        for place, item in enumerate(by_position):
            if item is param:
                return cls(param, place - own)
        return cls(param, None) if any(item is param for item in params.kwonly_params) else None

    def argument(self, call: cst.Call) -> cst.BaseExpression | None:
        """The expression that a call gives it; None where it gives none that can be seen."""
        named = [item.value for item in call.args if is_name(item.keyword, self.param.name.value)]
        if named:
            return named[0]
        placed: list[cst.BaseExpression] = []
        for item in call.args:
            if item.star == "*":
                break
            if item.keyword is None and not item.star:
                placed.append(item.value)
        return placed[self.place] if self.place is not None and self.place < len(placed) else None


def has_stars(call: cst.Call) -> bool:
    """Whether a call gives arguments that are not written out."""
    return any(item.star for item in call.args)
