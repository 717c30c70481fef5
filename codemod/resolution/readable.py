"""Whether evaluating an expression again, or later, does nothing."""

from __future__ import annotations

from typing import Final

import libcst as cst

from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import is_name

#: Functions that look at what they are given.
_LOOKING: Final = frozenset({"isinstance", "len", "bool"})

#: Methods of texts that give something new, and those of dictionaries that look.
_OF_TEXTS: Final = frozenset(
    {"startswith", "endswith", "strip", "lstrip", "rstrip", "lower", "upper", "casefold", "isdigit", "isdecimal",
     "isnumeric", "isalpha", "isalnum", "isspace", "isidentifier"}
)  # fmt: skip
_DICTIONARIES: Final = frozenset({"dict", "Dict", "Mapping", "MutableMapping"})


def is_readable(node: cst.BaseExpression, scope: FunctionScope | None = None) -> bool:
    """Whether evaluating the expression again, or later, does nothing.

    Args:
        node: the expression.
        scope: the function it stands in, where calls that only look may be among it.
    """
    match node:
        case cst.Name() | cst.Integer() | cst.Float() | cst.SimpleString():
            return True
        case cst.Attribute():
            return is_readable(node.value, scope)
        case cst.Subscript(slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            return is_readable(node.value, scope) and is_readable(key, scope)
        case cst.UnaryOperation(operator=cst.Not()):
            return is_readable(node.expression, scope)
        case cst.UnaryOperation(operator=cst.Minus(), expression=cst.Integer() | cst.Float()):
            return True
        case cst.BooleanOperation():
            return is_readable(node.left, scope) and is_readable(node.right, scope)
        case cst.Comparison():
            return is_readable(node.left, scope) and all(
                is_readable(item.comparator, scope) or is_written_out(item.comparator) for item in node.comparisons
            )
        case cst.Call():
            return scope is not None and only_looks_at(node, scope)
        case _:
            return False


def is_written_out(node: cst.BaseExpression) -> bool:
    """``("new", "top")``: a collection of constants."""
    return isinstance(node, cst.Tuple | cst.List | cst.Set) and all(
        isinstance(item, cst.Element) and isinstance(item.value, cst.SimpleString | cst.Integer)
        for item in node.elements
    )


def only_looks_at(node: cst.Call, scope: FunctionScope) -> bool:
    """``len(tags)``, ``isinstance(what, Guild)``, ``title.startswith("x")``, ``filters.get("tag")``."""
    if not all(is_readable(item.value, scope) and item.keyword is None and not item.star for item in node.args):
        return _asks_for_classes(node, scope)
    match node.func:
        case cst.Name(value=name):
            return name in _LOOKING and scope.holding(name) is None
        case cst.Attribute(value=value, attr=cst.Name(value=method)) if method in _OF_TEXTS:
            return is_text(value, scope)
        case cst.Attribute(value=cst.Name() as value, attr=cst.Name(value="get")):
            keys = [item.value for item in node.args]
            return len(keys) in (1, 2) and isinstance(keys[0], cst.SimpleString) and _is_dictionary(value, scope)
        case _:
            return False


def _asks_for_classes(node: cst.Call, scope: FunctionScope) -> bool:
    """``isinstance(what, (Guild, Channel))``."""
    match node:
        case cst.Call(
            func=cst.Name(value="isinstance"), args=[cst.Arg(value=value), cst.Arg(value=cst.Tuple(elements=classes))]
        ):
            plain = all(isinstance(item, cst.Element) and is_readable(item.value) for item in classes)
            return plain and is_readable(value, scope) and scope.holding("isinstance") is None
        case _:
            return False


def is_text(node: cst.BaseExpression, scope: FunctionScope) -> bool:
    """Whether an expression is a ``str``: a constant, a parameter annotated as one, or a method's text of such."""
    match node:
        case cst.SimpleString():
            return isinstance(node.evaluated_value, str)
        case cst.Name():
            bindings = scope.reaching(node)
            return bool(bindings) and all(
                isinstance(item.node, cst.Param)
                and item.node.star in ("", None)
                and item.node.annotation is not None
                and is_name(item.node.annotation.annotation, "str")
                and not is_name(item.node.default, "None")
                for item in bindings
            )
        case cst.Call(func=cst.Attribute(value=value, attr=cst.Name(value="strip" | "lower" | "upper")), args=[]):
            return is_text(value, scope)
        case _:
            return False


def _is_dictionary(node: cst.Name, scope: FunctionScope) -> bool:
    """Whether a name holds a dictionary: by its annotation, as ``**fields``, or written out."""
    bindings = scope.reaching(node)
    for binding in bindings:
        match binding.node, binding.value:
            case cst.Param(star="**"), _:
                pass
            case cst.Param(annotation=cst.Annotation(annotation=annotation), default=None), _ if _is_of(annotation):
                pass
            case _, cst.Dict() if binding.kind == "assign":
                pass
            case _:
                return False
    return bool(bindings)


def _is_of(annotation: cst.BaseExpression) -> bool:
    """``dict[str, Any]``, ``typing.Mapping[str, object]``."""
    kind = annotation.value if isinstance(annotation, cst.Subscript) else annotation
    name = kind.attr if isinstance(kind, cst.Attribute) else kind
    return isinstance(name, cst.Name) and name.value in _DICTIONARIES
