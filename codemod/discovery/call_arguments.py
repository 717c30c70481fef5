"""The arguments of a call that runs a query: the query text, the bound arguments, the options."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field, replace

import libcst as cst


@dataclass(frozen=True, slots=True, eq=False)
class CallArguments:
    """What a call hands over.

    Attributes:
        query: the argument that holds the query text.
        bound: bound arguments, ``$1`` first.
        star: the expression of a ``*args`` among them, if any.
        options: keyword arguments that are not bound.
    """

    query: cst.BaseExpression
    bound: tuple[cst.BaseExpression, ...] = ()
    star: cst.BaseExpression | None = None
    options: dict[str, cst.BaseExpression] = field(default_factory=dict)

    @staticmethod
    def of(call: cst.Call, query: cst.BaseExpression | None) -> CallArguments | None:
        """The arguments of a call; the query comes first among them where it isn't known already."""
        bound: list[cst.BaseExpression] = []
        star: cst.BaseExpression | None = None
        options: dict[str, cst.BaseExpression] = {}
        for argument in call.args:
            if argument.star:
                star = argument.value
            elif argument.keyword is not None:
                if argument.keyword.value in ("query", "command", "sql"):
                    query = argument.value
                elif argument.keyword.value == "args":
                    bound.append(argument.value)
                else:
                    options[argument.keyword.value] = argument.value
            elif query is None:
                query = argument.value
            else:
                bound.append(argument.value)
        return None if query is None else CallArguments(query, tuple(bound), star, options)

    def unpacked(self, name: str) -> CallArguments:
        """With the arguments in the sequence that a wrapper takes; a sequence that is not written out stays one."""
        options = {key: value for key, value in self.options.items() if key != name}
        packed = [*self.bound, *([self.options[name]] if name in self.options else [])]
        match packed:
            case []:
                return replace(self, bound=(), star=None)
            case [cst.List(elements=elements) | cst.Tuple(elements=elements)] if not any(
                isinstance(item, cst.StarredElement) for item in elements
            ):
                return replace(self, bound=tuple(item.value for item in elements), star=None, options=options)
            case [cst.Name(value="None")]:
                return replace(self, bound=(), star=None, options=options)
            case _:
                return replace(self, bound=tuple(packed[1:]), star=packed[0], options=options)

    def without(self, names: Container[str]) -> CallArguments:
        """Without some of the options."""
        return replace(self, options={name: value for name, value in self.options.items() if name not in names})
