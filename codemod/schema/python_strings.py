"""Schema statements in the strings of Python files, put together of constants or not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from codemod.schema.statements import Note, SchemaStatement, split_statements

#: What a string must hold to be looked at.
IN_STRING: Final = re.compile(
    r"\b(?:CREATE\s+(?:UNLOGGED\s+)?(?:TABLE|TYPE|DOMAIN|SCHEMA|SEQUENCE|EXTENSION|(?:UNIQUE\s+)?INDEX)|ALTER\s+TABLE)\b",
    re.I,
)
_TABLE: Final = re.compile(r"\b(?:CREATE\s+(?:UNLOGGED\s+)?TABLE|ALTER\s+TABLE)\b", re.I)
#: Names of functions, arguments and variables that hold the way back.
_BACK: Final = re.compile(r"_?(?:down|downgrade|rollback|revert|undo|backwards?|reverse)(?:_\w+)?", re.I)


def python_strings(path: str, text: str) -> Iterator[SchemaStatement | Note]:
    """The schema statements of a file in their order; a note on one that is put together at run time."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    reader = _Reader(path, dict(_constants(tree)))
    yield from reader.visit(tree)


@dataclass(frozen=True, slots=True, eq=False)
class _Reader:
    """Walks a file.

    Attributes:
        constants: strings and numbers that names have, once and for all: of the module, of its classes.
    """

    path: str
    constants: Mapping[str, str]

    def visit(self, node: ast.AST) -> Iterator[SchemaStatement | Note]:
        """What the strings below a node hold."""
        if isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp):
            yield from self._string(node)
            return
        for child in _children(node):
            yield from self.visit(child)

    def _string(self, node: ast.Constant | ast.JoinedStr | ast.BinOp) -> Iterator[SchemaStatement | Note]:
        text = self._text(node)
        if text is None and isinstance(node, ast.BinOp):
            for child in ast.iter_child_nodes(node):
                yield from self.visit(child)
        elif text is None and isinstance(node, ast.JoinedStr):
            shown = "".join(_constant(item) or "x" for item in node.values)
            if _TABLE.search(shown):
                yield Note(f"{self.path}:{node.lineno}", "is put together at run time, so it is not read")
        elif text is not None and IN_STRING.search(text):
            for found in split_statements(self.path, text):
                yield SchemaStatement(found.path, node.lineno + found.line - 1, found.text)

    def _text(self, node: ast.expr) -> str | None:
        """The string that an expression is; None where that isn't known."""
        match node:
            case ast.Constant(value=str(value)):
                return value
            case ast.Constant(value=int(number)):
                return str(number)
            case ast.Name(id=name):
                return self.constants.get(name)
            case ast.Attribute(value=ast.Name(), attr=name):
                return self.constants.get(f".{name}")
            case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                return self._text(value)
            case ast.JoinedStr(values=values):
                return _joined([self._text(item) for item in values])
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return _joined([self._text(left), self._text(right)])
            case _:
                return None


def _joined(parts: list[str | None]) -> str | None:
    known = [part for part in parts if part is not None]
    return "".join(known) if len(known) == len(parts) else None


def _constant(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below, but for docstrings and what takes a migration back."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if _BACK.fullmatch(name):
            return
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if _BACK.fullmatch(name):
            return
        case ast.keyword(arg=str(name)) if _BACK.fullmatch(name):
            return
        case ast.Call(func=function, args=[first, *_], keywords=keywords) if _is_step(function):
            yield first
            yield from keywords
            return
        case ast.Dict(keys=keys, values=values):
            back = [_BACK.fullmatch(_constant(key) or "") for key in keys]
            yield from (value for value, is_back in zip(values, back, strict=True) if not is_back)
            return
        case (
            ast.Module(body=body)
            | ast.ClassDef(body=body)
            | ast.FunctionDef(body=body)
            | ast.AsyncFunctionDef(body=body)
        ):
            has_docstring = bool(body) and isinstance(body[0], ast.Expr) and _constant(body[0].value) is not None
            yield from body[1:] if has_docstring else body
            return
        case _:
            yield from ast.iter_child_nodes(node)


def _is_step(function: ast.expr) -> bool:
    """Yoyo's ``step("CREATE …", "DROP …")``."""
    return ast.unparse(function).rpartition(".")[2] == "step"


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names that are bound once, to a string or number: ``.NAME`` is one of a class."""
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for prefix, body in (("", tree.body), *((".", class_.body) for class_ in classes)):
        for statement in body:
            match statement:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=value)
                    | ast.AnnAssign(target=ast.Name(id=name), value=value)
                ) if isinstance(value, ast.Constant) and names.count(name) == 1 and not isinstance(value.value, bool):
                    if isinstance(value.value, str | int):
                        yield f"{prefix}{name}", str(value.value)
                case _:
                    pass
