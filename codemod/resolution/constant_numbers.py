"""Whole numbers that the source shows: ``MOST``, ``settings.PAGE_SIZE``, ``Flags.RAID.value``, ``60 * 60``."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import libcst as cst

from codemod.outcome import Refusal
from codemod.resolution.attribute_texts import AttributeTexts
from codemod.resolution.constants import ConstantResolver
from codemod.resolution.enumerations import member_of
from codemod.source import ParsedModule
from codemod.syntax.bindings import original_name
from codemod.syntax.scopes import FunctionScope

_OPERATORS: Final[dict[type[cst.BaseBinaryOp], Callable[[int, int], int]]] = {
    cst.Add: operator.add, cst.Subtract: operator.sub, cst.Multiply: operator.mul, cst.BitOr: operator.or_,
    cst.BitAnd: operator.and_,
}  # fmt: skip

#: Names of names.
_DEEPEST: Final = 6


@dataclass(frozen=True, slots=True, eq=False)
class ConstantNumbers:
    """Looks for the values of the expressions of one function, or of the body of a module or class."""

    constants: ConstantResolver
    module: ParsedModule
    scope: FunctionScope
    depth: int = 0

    def of(self, node: cst.BaseExpression) -> int | None:
        """The number that an expression is; None where it is no constant."""
        match node:
            case cst.Integer():
                return node.evaluated_value
            case cst.UnaryOperation(operator=cst.Minus() | cst.BitInvert() as sign, expression=inner):
                value = self.of(inner)
                return None if value is None else -value if isinstance(sign, cst.Minus) else ~value
            case cst.BinaryOperation(operator=cst.LeftShift(), left=left, right=cst.Integer() as right):
                value = self.of(left)
                return None if value is None or right.evaluated_value > 62 else value << right.evaluated_value
            case cst.BinaryOperation(operator=by, left=left, right=right) if type(by) in _OPERATORS:
                one, other = self.of(left), self.of(right)
                return None if one is None or other is None else _OPERATORS[type(by)](one, other)
            case cst.Name() if self.scope.holding(node.value) in (None, self.constants.scope_of(self.module.tree)):
                return self._of_module(node.value, self.module)
            case cst.Attribute():
                return self._attribute(node)
            case _:
                return None

    def _attribute(self, node: cst.Attribute) -> int | None:
        if node.attr.value == "value":
            member = member_of(node.value, self.constants, self.module, self.scope)
            if member is not None:
                return self._in(member.module, member.scope).of(member.value) if self.depth < _DEEPEST else None
        holder = self.constants.holder(node.value, self.module, self.scope)
        if isinstance(holder, ParsedModule):
            return self._of_module(node.attr.value, holder)
        if holder is None or self.depth >= _DEEPEST:
            return None
        found = AttributeTexts(self.constants.classes, self._written).of_class(holder, node.attr.value)
        return None if found is None else int(found)

    def _of_module(self, name: str, module: ParsedModule) -> int | None:
        """What the module assigns a name, once and for all."""
        scope = self.constants.scope_of(module.tree)
        bindings = scope.flow(name).bindings
        if len(bindings) != 1 or name in self.constants.global_names(module.tree) or self.depth >= _DEEPEST:
            return None
        if bindings[0].kind == "import":
            original = original_name(bindings[0].node, name)
            there = self.constants.imported(bindings[0].node, original, module.source.path)
            return self._in(there, self.constants.scope_of(there.tree))._of_module(original, there) if there else None
        value = bindings[0].value if bindings[0].kind == "assign" else None
        return self._in(module, scope).of(value) if value is not None else None

    def _in(self, module: ParsedModule, scope: FunctionScope) -> ConstantNumbers:
        return ConstantNumbers(self.constants, module, scope, self.depth + 1)

    def _written(self, module: ParsedModule, scope: FunctionScope) -> Callable[[cst.BaseExpression], str]:
        """The search for a number, as that for a text."""

        def search(node: cst.BaseExpression) -> str:
            value = self._in(module, scope).of(node)
            if value is None:
                raise Refusal("query.dynamic", "no constant number")
            return str(value)

        return search
