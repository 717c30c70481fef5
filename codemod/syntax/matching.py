"""Questions about trees of the standard library's ``ast``: what a name ends with, what is assigned to ``self``."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator


def is_name(node: ast.expr | None, name: str) -> bool:
    """Whether an expression is this variable."""
    return isinstance(node, ast.Name) and node.id == name


def last_name(node: ast.expr) -> str:
    """``BaseRepository`` of ``base.BaseRepository[Link]``."""
    return ast.unparse(node).split("[")[0].rpartition(".")[2]


def self_attribute(statement: ast.stmt) -> tuple[str, ast.expr] | None:
    """The attribute of ``self.links = value``, annotated or not, and the value."""
    match statement:
        case (
            ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=value)
            | ast.AnnAssign(target=ast.Attribute(value=ast.Name(id="self"), attr=name), value=ast.expr() as value)
        ):
            return name, value
        case _:
            return None


def self_attributes(statements: Iterable[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    """What statements assign to attributes of ``self``, in their order."""
    yield from filter(None, map(self_attribute, statements))


def without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements of a function or class behind its docstring."""
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
        case _:
            return body
