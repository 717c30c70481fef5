"""Members of the project's enumerations: ``Queries.GET.value``, and those that are texts themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import libcst as cst

from codemod.resolution.constants import ConstantResolver
from codemod.source import ParsedModule
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import last_name

#: What a member is besides: nothing; a text, which f-strings write as its value; or one that they write as its name.
Kind = Literal["member", "text", "named"]

_BASES: Final = frozenset({"Enum", "IntEnum", "IntFlag", "Flag"})

#: What makes the values of members something else than what is written.
_MAKES_OTHERS: Final = frozenset({"__new__", "__init__", "__str__", "__format__", "value", "_missing_", "_ignore_"})


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A member, and the expression of its value in the body of its class."""

    value: cst.BaseExpression
    module: ParsedModule
    scope: FunctionScope
    kind: Kind


def member_of(
    node: cst.BaseExpression, constants: ConstantResolver, module: ParsedModule, scope: FunctionScope
) -> Member | None:
    """The member that an expression of a function is; None for any other."""
    if not isinstance(node, cst.Attribute):
        return None
    holder = constants.holder(node.value, module, scope)
    found = constants.classes.named(holder) if isinstance(holder, str) else None
    bases = [last_name(item.value) for item in found.node.bases] if found is not None else []
    kind = _kind(bases)
    if found is None or kind is None or found.node.keywords:
        return None
    decorators = {last_name(item.decorator) for item in found.node.decorators}
    bindings = found.bindings(node.attr.value)
    made = [name for name in _MAKES_OTHERS if found.bindings(name)]
    if made or not decorators <= {"unique"} or len(bindings) != 1 or bindings[0].kind != "assign":
        return None
    value = bindings[0].value
    is_member = value is not None and not found.annotated(node.attr.value) and not node.attr.value.startswith("_")
    return Member(value, found.module, found.scope, kind) if is_member and value is not None else None


def _kind(bases: list[str | None]) -> Kind | None:
    if bases == ["StrEnum"]:
        return "text"
    if bases == ["str", "Enum"]:
        return "named"
    return "member" if len(bases) == 1 and bases[0] in _BASES else None
