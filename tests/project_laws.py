"""The laws of a migrated project: no connection is split between a session and itself, and handlers catch what they did.

It reads both texts; of the engine it knows the table of errors alone.

    python tests/project_laws.py BEFORE AFTER
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import sqlalchemy.exc
from contract import assert_connections_whole

from codemod.discovery.errors.asyncpg_exceptions import carrier_of, is_known

#: Every error that a call of asyncpg raises.
ERRORS = sorted(
    {
        kind
        for kind in vars(asyncpg.exceptions).values()
        if isinstance(kind, type)
        and issubclass(kind, asyncpg.PostgresError | asyncpg.InterfaceError | asyncpg.InternalClientError)
        and is_known(kind.__name__)
    },
    key=lambda kind: kind.__name__,
)


@dataclass(slots=True)
class Findings:
    """What a comparison found.

    Attributes:
        problems: broken laws.
        functions: how many functions were looked at that have changed, handlers: handlers of asyncpg's errors in them.
        errors: how many errors were raised into those handlers.
    """

    problems: list[str] = field(default_factory=list)
    functions: int = 0
    handlers: int = 0
    errors: int = 0


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> Findings:
    """Check a migrated project against what it was.

    Args:
        before: the text of each Python file by its path.
        after: the same, migrated.
    """
    found = Findings()
    for path in sorted(before.keys() & after.keys()):
        if before[path] == after[path]:
            continue
        try:
            assert_connections_whole(before[path], after[path])
        except AssertionError as error:
            found.problems.append(f"{path}: {error}")
        _compare_handlers(path, before[path], after[path], found)
    found.problems += _crossings(before, after)
    return found


# -- connections


def _crossings(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """Functions that take a session and are given a connection, or the other way round, anywhere in the project."""
    taking: dict[str, set[str]] = {}
    for text in after.values():
        for name, function in _functions(ast.parse(text)):
            kinds = {kind for item in _parameters(function) if (kind := _kind_of_parameter(item))}
            taking.setdefault(name.rpartition(".")[2], set()).update(kinds or {"neither"})
            if name.endswith(".__init__"):
                taking.setdefault(name.split(".")[-2], set()).update(kinds or {"neither"})
    for path, text in after.items():
        if before.get(path) == text and "session" not in text:
            continue
        for name, function in _functions(ast.parse(text)):
            for call in (item for item in ast.walk(function) if isinstance(item, ast.Call)):
                called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                given = {kind for item in (*call.args, *(k.value for k in call.keywords)) if (kind := _kind(item))}
                wanted = taking.get(called, set())
                if len(wanted) == 1 and len(given) == 1 and "neither" not in wanted and wanted != given:
                    yield f"{path}: {name} gives {called}() a {given.pop()}, which takes a {wanted.copy().pop()}"


def _kind_of_parameter(parameter: ast.arg) -> str | None:
    written = ast.unparse(parameter.annotation) if parameter.annotation is not None else ""
    if "AsyncSession" in written:
        return "session"
    if "Connection" in written and "Pool" not in written and "sqlite" not in written.lower():
        return "connection"
    return _kind(ast.Name(parameter.arg)) if not written else None


def _kind(node: ast.expr) -> str | None:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    if name.lstrip("_") in ("conn", "con", "connection"):
        return "connection"
    return "session" if name.lstrip("_") in ("session", "db_session") else None


# -- handlers


def _compare_handlers(path: str, before: str, after: str, found: Findings) -> None:
    old, new = dict(_functions(ast.parse(before))), dict(_functions(ast.parse(after)))
    scope = _names_of(before) | _names_of(after)
    for name, function in old.items():
        other = new.get(name)
        if other is None or ast.dump(other) == ast.dump(function):
            continue
        found.functions += 1
        handled = [block for block in _guards(function) if _names_asyncpg(block, scope)]
        now = [block for block in _guards(other) if _is_same_guard(block, scope)]
        if not handled:
            continue
        if len(now) < len(handled):
            found.problems.append(
                f"{path}: {name} has {len(handled)} handlers of asyncpg's errors, and then {len(now)}"
            )
            continue
        for was, block in zip(handled, now, strict=False):
            found.handlers += 1
            for kind in ERRORS:
                found.errors += 1
                expected, seen = _outcome(was, kind, scope, carried=False), _outcome(block, kind, scope, carried=True)
                if expected != seen:
                    found.problems.append(f"{path}: {name}:{block.lineno} on {kind.__name__}: {expected}, then {seen}")


Guard = ast.Try | ast.With | ast.AsyncWith


def _guards(function: ast.AST) -> list[Guard]:
    """The handlers of a function in source order; what only unwraps an error for a handler outside is none."""
    blocks = [item for item in ast.walk(function) if isinstance(item, Guard)]
    blocks = [item for item in blocks if not isinstance(item, ast.Try) or (item.handlers and not _unwraps(item))]
    return sorted(blocks, key=lambda item: item.lineno)


def _unwraps(block: ast.Try) -> bool:
    last = block.handlers[0].body[-1]
    return len(block.handlers) == 1 and ast.unparse(last) == "raise cause from cause.__cause__"


def _caught(block: Guard) -> list[ast.expr]:
    if isinstance(block, ast.Try):
        return [item.type for item in block.handlers if item.type is not None]
    calls = [item.context_expr for item in block.items if isinstance(item.context_expr, ast.Call)]
    given = [item for call in calls if ast.unparse(call.func).endswith("suppress") for item in call.args]
    return [item.value if isinstance(item, ast.Starred) else item for item in given]


def _names_asyncpg(block: Guard, scope: Mapping[str, Any]) -> bool:
    kinds = [kind for item in _caught(block) for kind in _classes(item, scope)]
    return any(kind in ERRORS for kind in kinds)


def _is_same_guard(block: Guard, scope: Mapping[str, Any]) -> bool:
    kinds = [kind for item in _caught(block) for kind in _classes(item, scope)]
    return any(kind in ERRORS or issubclass(kind, sqlalchemy.exc.DBAPIError) for kind in kinds)


def _classes(node: ast.expr, scope: Mapping[str, Any]) -> list[type]:
    value = eval(ast.unparse(node), _known(node, scope))  # the names of the file, and stand-ins
    return [kind for kind in (value if isinstance(value, tuple) else (value,)) if isinstance(kind, type)]


def _known(node: ast.AST, scope: Mapping[str, Any]) -> dict[str, Any]:
    """The names of a file; a stand-in for each that it has from anywhere else."""
    used = {item.id for item in ast.walk(node) if isinstance(item, ast.Name)}
    return {name: _StandIn for name in used if not hasattr(builtins, name)} | dict(scope)


class _Meta(type):
    def __getattr__(cls, name: str) -> Any:
        return _StandIn


class _StandIn(Exception, metaclass=_Meta):
    """An exception of something else."""


def _names_of(text: str) -> dict[str, Any]:
    """What a file imports of asyncpg and SQLAlchemy, and the tuples of classes that it names."""
    scope: dict[str, Any] = {}
    tree = ast.parse(text)
    for node in ast.walk(tree):
        roots = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        roots += [item.name for item in node.names] if isinstance(node, ast.Import) else []
        if roots and all(root.partition(".")[0] in ("asyncpg", "sqlalchemy") for root in roots):
            exec(ast.unparse(node), scope)
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Tuple()) if name.isupper():
                value = eval(ast.unparse(node.value), _known(node.value, scope))
                scope[name] = tuple(item for item in value if isinstance(item, type))
            case _:
                pass
    scope.pop("__builtins__", None)
    return scope


def _outcome(block: Guard, kind: type, scope: Mapping[str, Any], *, carried: bool) -> str:
    """What becomes of an error in a handler: it is raised on, or something else follows."""
    own = kind("text")
    error = _carried(own) if carried else own
    handlers = block.handlers if isinstance(block, ast.Try) else []
    clauses = [
        ast.ExceptHandler(item.type, item.name, [*_opening(item.body), ast.parse("return 'caught'").body[0]])
        for item in handlers
    ]
    if not isinstance(block, ast.Try):
        for caught in _caught(block):
            clauses.append(ast.ExceptHandler(caught, None, [ast.parse("return 'caught'").body[0]]))
    body = ast.Try(body=[ast.parse("raise ERROR").body[0]], handlers=clauses, orelse=[], finalbody=[])
    arguments = ast.arguments(posonlyargs=[], args=[ast.arg("ERROR")], kwonlyargs=[], kw_defaults=[], defaults=[])
    function = ast.FunctionDef(name="run", args=arguments, body=[body], decorator_list=[])
    module = ast.fix_missing_locations(ast.Module(body=[function], type_ignores=[]))
    names = _known(module, scope) | {"isinstance": isinstance}
    names.pop("ERROR", None)
    exec(compile(module, "<handler>", "exec"), names)
    try:
        return str(names["run"](error))
    except Exception as raised:
        seen = raised.orig.__cause__ if isinstance(raised, sqlalchemy.exc.DBAPIError) else raised  # type: ignore[union-attr]
        return f"raises {type(seen).__name__}" if seen is own else "caught"


def _opening(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """What a handler does with its error before anything else: tests, and raising it on."""
    kept: list[ast.stmt] = []
    for line in body:
        match line:
            case ast.If(test=test, body=inner, orelse=other) if _is_about_error(test):
                done = ast.parse("return 'caught'").body
                more = [*_opening(other), *done] if other and not _ends(_opening(other)) else _opening(other)
                first = _opening(inner)
                kept.append(ast.If(test, first if _ends(first) else [*first, *done], more))
            case ast.Assign(targets=[ast.Name()], value=value) if _is_about_error(value):
                kept.append(line)
            case ast.Raise(exc=None | ast.Name()):
                return [*kept, line]
            case ast.Expr(value=ast.Await(value=ast.Call(func=ast.Attribute(attr="rollback")))):
                continue
            case _:
                return [*kept, *ast.parse("return 'caught'").body]
    return kept


def _ends(body: Sequence[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], ast.Raise | ast.Return)


def _is_about_error(node: ast.expr) -> bool:
    """A test or value that only the error decides."""
    written = ast.unparse(node)
    about = any(word in written for word in ("orig", "sqlstate", "__cause__", "isinstance(cause", "cause is"))
    return about and not any(isinstance(item, ast.Await) for item in ast.walk(node))


def _carried(own: Exception) -> Exception:
    """An error as a session raises it (measured in tests/postgres/test_error_carriers.py)."""
    orig: Any = Exception("text")
    orig.__cause__ = own
    orig.sqlstate = None if isinstance(own, asyncpg.InvalidCachedStatementError) else getattr(own, "sqlstate", None)
    return getattr(sqlalchemy.exc, carrier_of(type(own).__name__))("SQL", None, orig)  # type: ignore[no-any-return]


# -- both


def _functions(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{prefix}{child.name}"
            if not isinstance(child, ast.ClassDef):
                yield name, child
            yield from _functions(child, f"{name}.")
        else:
            yield from _functions(child, prefix)


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]


def texts(folder: Path) -> dict[str, str]:
    """The Python files of a folder that this interpreter can read."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.py")):
        try:
            found[path.relative_to(folder).as_posix()] = (text := path.read_text())
            ast.parse(text)
        except (SyntaxError, UnicodeDecodeError):
            found.pop(path.relative_to(folder).as_posix(), None)
    return found


if __name__ == "__main__":
    result = compare(*(texts(Path(folder)) for folder in sys.argv[1:3]))
    print(f"{result.functions} functions, {result.handlers} handlers, {result.errors} errors raised into them")
    print(*result.problems, sep="\n")
    sys.exit(1 if result.problems else 0)
