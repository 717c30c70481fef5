"""SiteWriter: the lines generated for one site, and the user's own expressions in them."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from types import ModuleType
from typing import Final

import libcst as cst
import sqlalchemy
from sqlalchemy import orm
from sqlalchemy.dialects import postgresql

from codemod.converting.conversion import Conversion
from codemod.rewriting.layout import Layout, needs_parentheses, stand_in
from codemod.source import Edit, ParsedModule
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.variables import variables

#: What generated code of the same function may import: a variable of that name would hide it.
_IMPORTED: Final = frozenset(
    name
    for module in (builtins, sqlalchemy, orm, postgresql)
    for name, value in vars(module).items()
    if not isinstance(value, ModuleType)
)


@dataclass(slots=True, eq=False)
class SiteWriter:
    """Collects generated lines and the stand-ins of the user's own expressions.

    Attributes:
        parameters: names that stand for bound arguments, by their number, where the lines are a function of their own.
        taken: the names in use there; those of the site's function otherwise.
        reserved: what the generated lines read or bind themselves.
        edits: of other lines, which the generated ones rely on.
        silenced: expressions of the user's with a comment for type checkers, which goes to the end of their line.
        behind: these comments by the stand-ins of their expressions.
    """

    conversion: Conversion
    layout: Layout
    stand_ins: dict[str, str] = field(default_factory=dict)
    before: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    parameters: Mapping[int, str] | None = None
    taken: frozenset[str] | None = None
    reserved: set[str] = field(default_factory=set)
    edits: list[Edit] = field(default_factory=list)
    silenced: dict[cst.CSTNode, str] = field(default_factory=dict)
    behind: dict[str, str] = field(default_factory=dict)

    @property
    def module(self) -> ParsedModule:
        """The module of the site."""
        return self.conversion.site.module

    @property
    def scope(self) -> FunctionScope:
        """The function around the site."""
        return self.conversion.site.scope

    def user(
        self, node: cst.BaseExpression, *, operand: bool = False, alone: bool = False, target: bool = False
    ) -> str:
        """A stand-in for an expression of the user's.

        Args:
            node: the expression.
            operand: it will stand beside an operator.
            alone: no brackets will stand around it, so its lines need some of their own.
            target: it is assigned to: a tuple has brackets only where it had some.
        """
        text = self.module.text_of(node)
        bare = target and "\n" not in text and not node.lpar
        if (needs_parentheses(node, operand=operand) and not bare) or (alone and _leaves_its_line(text)):
            text = f"({text})"
        name = stand_in(len(self.stand_ins), text)
        self.stand_ins[name] = text
        silencer = self.silenced.get(node)
        if silencer is not None:
            self.behind[name] = silencer
        return name

    def verbatim(self, code: str) -> str:
        """A stand-in for code that is laid out already; its first line decides where it fits."""
        name = stand_in(len(self.stand_ins), code.partition("\n")[0])
        self.stand_ins[name] = code
        return name

    def reserve(self, names: Iterable[str]) -> None:
        """Keep names that the generated lines read from being those of variables."""
        self.reserved.update(names)

    def fresh(self, *wishes: str) -> str:
        """A name that means nothing yet where the lines go: the first wish that is free, numbered if none is."""
        if self.taken is None:
            self.taken = frozenset(variables(self.scope.node))
        numbered = (f"{wishes[0]}_{number}" for number in range(2, 1000))
        found = next(
            name
            for name in chain(wishes, numbered)
            if name not in self.taken and name not in self.reserved and name not in _IMPORTED
        )
        self.reserved.add(found)
        return found


def _leaves_its_line(text: str) -> bool:
    """Whether the text goes on in another line without a bracket of its own that says so."""
    if "\n" not in text and "\r" not in text:
        return False
    try:
        return len(ast.parse(f"value = {text}\n").body) > 1
    except (SyntaxError, ValueError):
        return True
