"""Where a project connects with asyncpg: the calls that make a pool or a connection."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from codemod.report import RunError
from codemod.source import SourceError, SourceFile, is_test, parse_source, read_source

Function = ast.FunctionDef | ast.AsyncFunctionDef

#: Arguments of asyncpg that say which database it is.
TARGET = ("dsn", "host", "port", "user", "password", "passfile", "database")


#: Folders beside the program itself.
_ASIDE = frozenset(
    {"benchmark", "benchmarks", "doc", "docs", "example", "examples", "sample", "samples", "scripts", "tools"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Connecting:
    """A call of ``asyncpg.create_pool`` or ``asyncpg.connect``.

    Attributes:
        path: file of the call, relative to the project root.
        text: the whole file; ``tree`` likewise.
        functions: functions around the call, the outermost first.
        bound: what the result is bound to, as written; None where that can't be said.
    """

    path: PurePosixPath
    text: str
    tree: ast.Module
    call: ast.Call
    functions: tuple[Function, ...]
    is_pool: bool
    bound: str | None

    @property
    def place(self) -> str:
        """``launcher.py:211``."""
        return f"{self.path}:{self.call.lineno}"

    @property
    def bound_name(self) -> str:
        """The last name of what the result is bound to: ``read`` of ``self.read``."""
        return (self.bound or "").rpartition(".")[2]

    @property
    def target(self) -> tuple[tuple[str, str], ...]:
        """What the call says of the database, to compare calls."""
        given = {item.arg: ast.unparse(item.value) for item in self.call.keywords if item.arg in TARGET}
        if self.call.args:
            given["dsn"] = ast.unparse(self.call.args[0])
        return tuple(sorted((name or "", value) for name, value in given.items()))


def find_connecting(root: Path, files: Sequence[PurePosixPath]) -> list[Connecting]:
    """Every call of the project that makes a pool or a connection, outside its tests."""
    found: list[Connecting] = []
    for path in files:
        if is_test(path):
            continue
        try:
            text = read_source(root, path).text
            tree = parsed(text) if "asyncpg" in text else None
        except SourceError:
            continue  # `check` reports it
        if tree is not None:
            found += _calls_of(path, text, tree)
    return found


def parsed(text: str) -> ast.Module | None:
    """The tree of a module; without the top-level statements that need a newer Python than this one.

    Raises:
        SourceError: it has a syntax error.
    """
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        module = parse_source(SourceFile(PurePosixPath(), text))
    body: list[ast.stmt] = []
    for statement in module.tree.body:
        start, end = module.span(statement)
        try:
            found = ast.parse(text[start:end])
        except (SyntaxError, ValueError):
            continue
        ast.increment_lineno(found, module.line_column(start)[0] - 1)
        body += found.body
    return ast.Module(body, [])


def chosen(found: Sequence[Connecting], wanted: str | None) -> Connecting:
    """The call that the engine is made after: the one wanted, else the one pool of the project.

    Args:
        found: calls of the project.
        wanted: ``FILE:LINE`` of one of them; None where the person did not say.

    Raises:
        RunError: there is none, or no telling which.
    """
    if wanted is not None:
        named = [item for item in found if item.place == wanted.removeprefix("./")]
        if not named:
            raise RunError(f"{wanted}: no call of asyncpg.create_pool() or asyncpg.connect() is there")
        return named[0]
    own = [item for item in found if not _ASIDE & set(item.path.parts[:-1])] or found
    candidates = [item for item in own if item.is_pool] or list(own)
    if not candidates:
        raise RunError(
            "the project has no session maker, and no call of asyncpg.create_pool() or asyncpg.connect() to make one "
            "after; --dsn-env NAME makes one for the DSN in an environment variable"
        )
    if len({item.target for item in candidates}) > 1:
        places = ", ".join(item.place for item in candidates)
        raise RunError(f"the project connects to several databases; name one with --pool: {places}")
    return min(candidates, key=lambda item: (len(item.path.parts), item.path, item.call.lineno))


def _calls_of(path: PurePosixPath, text: str, tree: ast.Module) -> Iterator[Connecting]:
    names = _asyncpg_names(tree)
    bound = dict(_bound_calls(tree))
    for call, functions in _calls(tree, ()):
        method = _method(call.func, names)
        if method is not None:
            yield Connecting(path, text, tree, call, functions, method == "create_pool", bound.get(id(call)))


def _calls(node: ast.AST, functions: tuple[Function, ...]) -> Iterator[tuple[ast.Call, tuple[Function, ...]]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, functions
        yield from _calls(child, (*functions, child) if isinstance(child, Function) else functions)


def _asyncpg_names(tree: ast.Module) -> dict[str, str]:
    """Local names of asyncpg and of its functions, with what they mean."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {item.asname or "asyncpg": "asyncpg" for item in node.names if item.name.startswith("asyncpg")}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("asyncpg"):
            names |= {item.asname or item.name: f"asyncpg.{item.name}" for item in node.names}
    return names


def _method(function: ast.expr, names: dict[str, str]) -> str | None:
    head, _, rest = ast.unparse(function).partition(".")
    meaning = names.get(head, "") + (f".{rest}" if rest else "")
    for method in ("create_pool", "connect"):
        if meaning.startswith("asyncpg.") and meaning.endswith(f".{method}"):
            return method
    return None


def _bound_calls(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Calls whose result has a name: ``self.store = await asyncpg.create_pool()``, ``async with … as pool``."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=value):
                yield from _named(value, target)
            case ast.AsyncWith(items=items):
                for item in items:
                    yield from _named(item.context_expr, item.optional_vars)
            case _:
                pass


def _named(value: ast.expr | None, target: ast.expr | None) -> Iterator[tuple[int, str]]:
    value = value.value if isinstance(value, ast.Await) else value
    if isinstance(value, ast.Call) and isinstance(target, ast.Name | ast.Attribute):
        yield id(value), ast.unparse(target)
