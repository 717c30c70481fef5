"""Connections that FastAPI hands to a parameter: ``conn = Depends(get_conn)``, also within ``Annotated[…]``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import libcst as cst

from codemod.syntax.tree import dotted, walk

#: What FastAPI calls before the function whose parameter it fills, once for a request.
_MARKERS: Final = ("Depends", "Security")

#: ``Conn = Annotated[asyncpg.Connection, Depends(get_conn)]``, at the margin.
_ALIAS: Final = re.compile(
    rb"^(?:type[ \t]+)?(\w+)[ \t]*(?::[ \t]*[\w.]+[ \t]*)?=[ \t]*(?:\w+\.)?Annotated\[\s*[^()=]*?,"
    rb"\s*(?:\w+\.)?Depends\(\s*(?:[\w.]+\.)?(\w+)\s*\)\s*,?\s*\]",
    re.M,
)

#: Where a test gives handlers something else than what they depend on: ``app.dependency_overrides[get_conn] = fake``.
OVERRIDES: Final = b"dependency_overrides"

#: A statement of a dependency that has no part in what it gives.
_BEFORE: Final = (ast.Assign, ast.AnnAssign)


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The project's functions that give a request its connection; picklable.

    Attributes:
        functions: those that acquire one and yield it, open no transaction, and are overridden nowhere.
        aliases: annotations that name one of them.
    """

    functions: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset()


#: A project that has no such functions.
NO_DEPENDENCIES: Final = Dependencies()


@dataclass(frozen=True, slots=True, eq=False)
class Injection:
    """How a parameter gets its connection.

    Attributes:
        call: ``Depends(get_conn)``; None where an alias stands for the whole annotation.
        type: the connection's class in front of it in ``Annotated[…]``; None elsewhere.
    """

    call: cst.Call | None
    type: cst.BaseExpression | None = None


def injection_of(parameter: cst.Param, dependencies: Dependencies) -> Injection | None:
    """How FastAPI fills a parameter with a connection; None where it doesn't."""
    if _depends_on(parameter.default, dependencies):
        assert isinstance(parameter.default, cst.Call)
        return Injection(parameter.default)
    annotation = parameter.annotation.annotation if parameter.annotation is not None else None
    if parameter.default is not None or annotation is None:
        return None
    if isinstance(annotation, cst.Subscript) and (dotted(annotation.value) or "").rpartition(".")[2] == "Annotated":
        items = [item.slice.value for item in annotation.slice if isinstance(item.slice, cst.Index)]
        if len(items) == 2 and _depends_on(items[1], dependencies):
            assert isinstance(items[1], cst.Call)
            return Injection(items[1], items[0])
    named = (dotted(annotation) or "").rpartition(".")[2]
    return Injection(None) if named in dependencies.aliases else None


def _depends_on(node: cst.BaseExpression | None, dependencies: Dependencies) -> bool:
    match node:
        case cst.Call(args=[cst.Arg(keyword=None, star="", value=value)]) if is_marker(node):
            return (dotted(value) or "").rpartition(".")[2] in dependencies.functions
        case _:
            return False


def asked_for(parameter: cst.Param) -> str:
    """The name of what FastAPI calls for a parameter; empty where it calls nothing that can be seen."""
    written = (parameter.default, parameter.annotation)
    for node in (item for part in written if part is not None for item in walk(part)):
        if isinstance(node, cst.Call) and is_marker(node) and node.args:
            return (dotted(node.args[0].value) or "").rpartition(".")[2]
    return ""


def is_marker(call: cst.Call) -> bool:
    """Whether a call is ``Depends(…)``: what it names is called by FastAPI alone."""
    return (dotted(call.func) or "").rpartition(".")[2] in _MARKERS


def find_dependencies(
    trees: Sequence[ast.Module], texts: Sequence[bytes], overriding: Sequence[bytes] = ()
) -> Dependencies:
    """The dependencies of a project, each known by a name that nothing else has.

    Args:
        trees: the functions of the modules that could hold one.
        texts: all files of the project.
        overriding: the files that override dependencies, tests too. A handler that takes a session would no longer get
            what they put in the place of a connection.
    """
    if not any(b"Depends(" in text for text in texts):
        return Dependencies()
    given = {
        node.name
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.AsyncFunctionDef) and not node.decorator_list and _gives_connection(node.body)
    }
    unique_names = {name for name in given if _count(texts, rb"\bdef[ \t]+%b[ \t]*\(" % name.encode()) == 1}
    functions = {name for name in unique_names if _count(overriding, rb"\b%b\b" % name.encode()) == 0}
    aliases = {alias for text in texts for alias, function in _ALIAS.findall(text) if function.decode() in functions}
    unique = {alias.decode() for alias in aliases if _count(texts, rb"^(?:type[ \t]+)?%b[ \t]*[:=]" % alias) == 1}
    return Dependencies(frozenset(functions), frozenset(unique))


def _count(texts: Sequence[bytes], pattern: bytes) -> int:
    written = re.compile(pattern, re.M)
    return sum(len(written.findall(text)) for text in texts)


def _gives_connection(body: list[ast.stmt]) -> bool:
    lines = list(_without_preparation(body))
    match lines:
        case [ast.AsyncWith(items=[ast.withitem(context_expr=call, optional_vars=ast.Name(id=name))], body=inner)]:
            return _acquires(call) and _yields(inner, name)
        case [
            ast.Assign(targets=[ast.Name(id=name)], value=ast.Await(value=call)),
            ast.Try(body=inner, handlers=[], orelse=[], finalbody=[ast.Expr(value=ast.Await(value=released))]),
        ]:
            given_back = ast.unparse(released).endswith(f".release({name})")
            return _acquires(call) and _yields(inner, name) and given_back
        case _:
            return False


def _without_preparation(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements from the one that acquires on."""
    place = next((n for n, line in enumerate(body) if ".acquire(" in ast.unparse(line)), 0)
    for line in body[:place]:
        is_text = isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)
        if not (is_text or isinstance(line, _BEFORE)):
            yield line
    yield from body[place:]


def _acquires(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "acquire"


def _yields(body: list[ast.stmt], name: str) -> bool:
    return [ast.unparse(line) for line in body] == [f"yield {name}"]
