"""Builders of stdlib ``ast`` expressions, the intermediate form that is both evaluated and printed."""

from __future__ import annotations

import ast
import keyword
from collections.abc import Iterable, Mapping
from typing import Any, Final


def name(identifier: str) -> ast.Name:
    """``identifier``."""
    return ast.Name(id=identifier, ctx=ast.Load())


def constant(value: str | int | float | bool | None) -> ast.expr:
    """A literal; a negative number becomes the unary minus that Python's own parser gives."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value < 0:
        return ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=-value))
    return ast.Constant(value=value)


def attribute(value: ast.expr, *names: str) -> ast.expr:
    """``value.a.b``."""
    for item in names:
        value = ast.Attribute(value=value, attr=item, ctx=ast.Load())
    return value


def call(function: ast.expr, /, *args: ast.expr, **keywords: ast.expr) -> ast.Call:
    """``function(args, key=value)``."""
    return ast.Call(
        func=function,
        args=list(args),
        keywords=[ast.keyword(arg=key, value=value) for key, value in keywords.items()],
    )


def method(value: ast.expr, name: str, /, *args: ast.expr, **keywords: ast.expr) -> ast.Call:
    """``value.name(args, key=value)``."""
    return call(attribute(value, name), *args, **keywords)


def list_of(items: Iterable[ast.expr]) -> ast.List:
    """``[a, b]``."""
    return ast.List(elts=list(items), ctx=ast.Load())


def dict_of(items: Iterable[tuple[ast.expr, ast.expr]]) -> ast.Dict:
    """``{key: value}``."""
    pairs = list(items)
    return ast.Dict(keys=[key for key, _ in pairs], values=[value for _, value in pairs])


def compare(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.Compare:
    """``left == right`` and its kin."""
    return ast.Compare(left=left, ops=[operator], comparators=[right])


def binary(left: ast.expr, operator: ast.operator, right: ast.expr) -> ast.BinOp:
    """``left + right`` and its kin."""
    return ast.BinOp(left=left, op=operator, right=right)


#: What SQLAlchemy's collections of columns have themselves (2.0 and 2.1): ``table.c.items`` is no column.
_COLLECTION: Final = frozenset(
    {"add", "as_readonly", "clear", "compare", "contains_column", "corresponding_column", "extend", "get", "items",
     "keys", "remove", "update", "values"}
)  # fmt: skip


def member(columns: ast.expr, key: str) -> ast.expr:
    """``columns.key``, or ``columns["key"]`` where that is no name of an attribute, or the collection's own."""
    if is_attribute_name(key) and key not in _COLLECTION:
        return attribute(columns, key)
    return ast.Subscript(value=columns, slice=ast.Constant(value=key), ctx=ast.Load())


def is_attribute_name(text: str) -> bool:
    """Whether ``text`` can stand after a dot or as a keyword argument."""
    return text.isidentifier() and not keyword.iskeyword(text)


def source_of(tree: ast.expr) -> str:
    """The source text of a tree; a tuple in a subscript has brackets of its own, ``data[("a", "b")]``."""
    if any(isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple) for node in ast.walk(tree)):
        tree = _Bracketed().visit(renamed(tree, {}))
    return ast.unparse(tree)


class _Bracketed(ast.NodeTransformer):
    """Writes tuples in subscripts as SQLAlchemy's documentation does; ``ast.unparse()`` leaves out their brackets."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.Subscript:
        self.generic_visit(node)
        if isinstance(node.slice, ast.Tuple):
            node.slice = name(ast.unparse(node.slice))
        return node


def names_in(tree: ast.AST) -> list[str]:
    """Every name of a tree, in order of appearance in the source."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return [node.id for node in found]


def renamed(tree: ast.expr, names: Mapping[str, str]) -> ast.expr:
    """A copy of a tree in which names are called otherwise; much faster than ``copy.deepcopy()`` and a walk."""
    copied: ast.expr = _renamed(tree, names)
    return copied


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    match value:
        case ast.Name():
            return ast.Name(names.get(value.id, value.id), value.ctx)
        case ast.AST():
            return value.__class__(**{name: _renamed(item, names) for name, item in ast.iter_fields(value)})
        case list():
            return [_renamed(item, names) for item in value]
        case _:
            return value
