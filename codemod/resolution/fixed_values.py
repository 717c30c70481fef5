"""Conditions that only another binding of their names could change: of values that stay as they are."""

from __future__ import annotations

import builtins
from functools import lru_cache
from typing import Final

import libcst as cst

from codemod.resolution.readable import is_text, is_written_out
from codemod.resolution.whole_numbers import is_whole_number
from codemod.source import ParsedModule
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import walk

#: Classes of values that nothing changes.
_FIXED: Final = frozenset(
    {"bool", "int", "str", "float", "bytes", "None", "datetime", "date", "time", "timedelta", "Decimal", "UUID"}
)

#: Functions that give such a value, whatever they are given.
_GIVING_FIXED: Final = frozenset({"bool", "int", "str", "float", "len", "isinstance", "any", "all"})

_ORDERING: Final = (cst.LessThan, cst.LessThanEqual, cst.GreaterThan, cst.GreaterThanEqual)


def is_fixed(node: cst.BaseExpression, module: ParsedModule, scope: FunctionScope, *, test: bool) -> bool:
    """Whether only another binding of its names could change an expression: no attribute, nothing that grows.

    Args:
        node: the expression.
        module: the module that it stands in.
        scope: the function that it stands in.
        test: only the truth of the expression counts, which a list changes as it grows.
    """
    match node:
        case cst.Name(value="None" | "True" | "False") | cst.Integer() | cst.Float() | cst.SimpleString():
            return True
        case cst.Name():
            if not scope.is_local(node.value):
                return not test and _is_of_module(node.value, module, scope)
            return not test or _holds_plain_value(node, scope)
        case cst.UnaryOperation(operator=cst.Not()):
            return is_fixed(node.expression, module, scope, test=True)
        case cst.BooleanOperation():
            return all(is_fixed(side, module, scope, test=True) for side in (node.left, node.right))
        case cst.Comparison(comparisons=[cst.ComparisonTarget(operator=operator, comparator=other)]):
            sides = (node.left, other)
            if isinstance(operator, cst.In | cst.NotIn):
                # a set asks for a hash, which a list hasn't: nothing may fail later than it did
                kept = not isinstance(other, cst.Set) or _is_plain(node.left, scope)
                return kept and is_written_out(other) and is_fixed(node.left, module, scope, test=False)
            if isinstance(operator, _ORDERING):
                return all(_is_number(side, scope) for side in sides)
            same = isinstance(operator, cst.Is | cst.IsNot)
            equal = isinstance(operator, cst.Equal | cst.NotEqual) and (
                isinstance(other, cst.Integer | cst.SimpleString) or all(_is_plain(side, scope) for side in sides)
            )
            return (same or equal) and all(is_fixed(side, module, scope, test=False) for side in sides)
        case cst.Call():
            return _is_fixed_call(node, module, scope)
        case _:
            return False


def _is_fixed_call(node: cst.Call, module: ParsedModule, scope: FunctionScope) -> bool:
    """``isinstance(what, Guild)``: nothing gets another class; ``title.startswith("x")`` of a text."""
    match node:
        case cst.Call(
            func=cst.Name(value="isinstance"), args=[cst.Arg(value=cst.Name() as value), cst.Arg(value=kind)]
        ):
            kinds = [item.value for item in kind.elements] if isinstance(kind, cst.Tuple) else [kind]
            roots = [_root(item) for item in kinds]
            return is_fixed(value, module, scope, test=False) and all(
                root is not None and _is_of_module(root.value, module, scope) for root in roots
            )
        case cst.Call(func=cst.Attribute(value=value)):
            return is_text(value, scope) and all(isinstance(item.value, cst.SimpleString) for item in node.args)
        case _:
            return False


def _root(node: cst.BaseExpression) -> cst.Name | None:
    """The name that a name with dots begins with."""
    while isinstance(node, cst.Attribute):
        node = node.value
    return node if isinstance(node, cst.Name) else None


def _is_of_module(name: str, module: ParsedModule, scope: FunctionScope) -> bool:
    """Whether a name is a constant, class or import of the module, that no function binds, or one of Python."""
    if scope.holding(name) is not None or name in _global_names(module):
        return False
    around = _scope_of(module)
    if name not in around.names or not around.is_local(name):
        return hasattr(builtins, name)
    kinds = {item.kind for item in around.flow(name).bindings}
    return kinds <= {"import", "definition"} or name.lstrip("_")[:1].isupper()


@lru_cache(maxsize=8)
def _scope_of(module: ParsedModule) -> FunctionScope:
    return FunctionScope(module.tree, "<module>")


@lru_cache(maxsize=8)
def _global_names(module: ParsedModule) -> frozenset[str]:
    """Names that a ``global`` statement of the module may bind again at any time."""
    if "global" not in module.source.text:
        return frozenset()
    found = (item for item in walk(module.tree) if isinstance(item, cst.Global))
    return frozenset(name.name.value for item in found for name in item.names)


def _is_number(node: cst.BaseExpression, scope: FunctionScope) -> bool:
    calls = any(isinstance(item, cst.Call) for item in walk(node))
    return not calls and is_whole_number(node, scope)


def _is_plain(node: cst.BaseExpression, scope: FunctionScope) -> bool:
    return isinstance(node, cst.Name) and scope.is_local(node.value) and _holds_plain_value(node, scope)


#: Names of names: ``own = is_owner``, ``is_owner = owner_id == user_id``.
_DEEPEST: Final = 4


def _holds_plain_value(node: cst.Name, scope: FunctionScope, depth: int = 0) -> bool:
    """Whether all that the name may hold stays as it is: by the type of a parameter, or by what it is assigned."""
    bindings = scope.reaching(node)
    for binding in bindings:
        match binding.node, binding.value:
            case cst.Param(annotation=cst.Annotation(annotation=annotation), star=("" | None)), _ if _is_fixed_type(
                annotation
            ):
                pass
            case _, cst.BaseExpression() as value if binding.kind == "assign" and _makes_plain(value, scope, depth):
                pass
            case _:
                return False
    return bool(bindings)


def _makes_plain(node: cst.BaseExpression, scope: FunctionScope, depth: int) -> bool:
    """Whether an expression gives a truth, a number or a text."""
    match node:
        case cst.Name(value="None" | "True" | "False") | cst.BaseNumber() | cst.BaseString() | cst.Comparison():
            return True
        case cst.UnaryOperation(operator=cst.Not()):
            return True
        case cst.BooleanOperation():
            return all(_makes_plain(side, scope, depth) for side in (node.left, node.right))
        case cst.IfExp():
            return all(_makes_plain(side, scope, depth) for side in (node.body, node.orelse))
        case cst.Call(func=cst.Name(value=function)):
            return function in _GIVING_FIXED and scope.holding(function) is None
        case cst.Call(func=cst.Attribute(value=value)):
            return is_text(value, scope)
        case cst.Name():
            return depth < _DEEPEST and _holds_plain_value(node, scope, depth + 1)
        case _:
            return False


def _is_fixed_type(annotation: cst.BaseExpression) -> bool:
    """``int``, ``datetime.date``, ``str | None``, ``Optional[str]``, ``Literal["a"]``."""
    match annotation:
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            return name in _FIXED
        case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=right):
            return _is_fixed_type(left) and _is_fixed_type(right)
        case cst.Subscript(value=cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)), slice=parts):
            inner = [item.slice.value for item in parts if isinstance(item.slice, cst.Index)]
            return name == "Literal" or (name in ("Optional", "Union") and all(map(_is_fixed_type, inner)))
        case _:
            return False
