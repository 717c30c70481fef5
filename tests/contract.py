"""The laws of every rewrite, whatever the case: checked by the harness and not by the case."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator, Sequence

import libcst as cst

from codemod.report import FileResult, SiteReport
from codemod.syntax.tool_comments import is_tool_comment


def check_laws(result: FileResult, again: FileResult) -> None:
    """Check what must hold for any file.

    Args:
        result: of the file as it was.
        again: of the file as the first run leaves it.
    """
    assert result.error is None
    assert again.error is None
    refused = [site for site in result.sites if site.outcome != "rewritten"]
    assert again.after is None, "a second run changes something"
    assert [_identity(site) for site in again.sites] == [_identity(site) for site in refused]
    if result.after is None:
        assert not [site for site in result.sites if site.outcome == "rewritten"]
        return
    assert result.before is not None
    before, after = result.before.text, result.after
    result.before.encode(after)
    cst.parse_module(after)
    assert _line_ending(after) == _line_ending(before)
    assert_connections_whole(before, after)
    assert_imports_seen(before, after)
    rewritten = [site.function for site in result.sites if site.outcome == "rewritten"]
    assert_nothing_lost(before, after, [*rewritten, *result.handling])


def assert_imports_seen(before: str, after: str) -> None:
    """No function has got a variable that hides what the module imports."""
    imports = [item for item in ast.parse(after).body if isinstance(item, ast.Import | ast.ImportFrom)]
    imported = {alias.asname or alias.name for item in imports for alias in item.names}
    old = dict(_function_nodes(ast.parse(before)))
    for name, node in _function_nodes(ast.parse(after)):
        bound = _bound_in(node) - (_bound_in(old[name]) if name in old else set())
        assert not bound & imported, f"{name} hides {bound & imported}"


def _bound_in(function: ast.AST) -> set[str]:
    """Names that a function binds outside of comprehensions, which bind their own."""
    found: set[str] = set()
    pending = [function]
    while pending:
        item = pending.pop()
        if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store):
            found.add(item.id)
        if not isinstance(item, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            pending.extend(ast.iter_child_nodes(item))
    return found


#: What a connection is called.
_CONNECTIONS = ("conn", "con", "connection")


def assert_connections_whole(before: str, after: str) -> None:
    """The block of a connection has kept every use of it, or is gone: no function holds half of one."""
    old, new = Counter(_connection_blocks(before)), Counter(_connection_blocks(after))
    assert new <= old, f"a connection is used in part: {new - old}"
    free = _free_uses(before)
    for (function, name), count in _free_uses(after).items():
        assert count in (0, free[function, name]), f"{function} uses {name} outside its block"


def _connection_blocks(text: str) -> Iterator[tuple[str, str, int]]:
    """Function, name and number of uses of each ``with … as conn``, its own line included."""
    for function, node in _function_nodes(ast.parse(text)):
        for block in ast.walk(node):
            if isinstance(block, ast.With | ast.AsyncWith):
                for name in _connections_of(block):
                    yield function, name, _count(block, name)


def _free_uses(text: str) -> Counter[tuple[str, str]]:
    """Uses of the names of connections outside their blocks."""
    found: Counter[tuple[str, str]] = Counter()
    for function, node in _function_nodes(ast.parse(text)):
        blocks = [item for item in ast.walk(node) if isinstance(item, ast.With | ast.AsyncWith)]
        for name in set(_CONNECTIONS) - _sessions_of(node):
            found[function, name] = _count(node, name) - sum(
                _count(block, name) for block in blocks if name in _connections_of(block)
            )
    return found


def _sessions_of(function: ast.AST) -> set[str]:
    """Parameters that are sessions whatever they are called: a decorator knows them by their name."""
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    taken = (*function.args.args, *function.args.kwonlyargs)
    return {item.arg for item in taken if item.annotation and "AsyncSession" in ast.unparse(item.annotation)}


def _connections_of(block: ast.With | ast.AsyncWith) -> list[str]:
    return [
        item.optional_vars.id
        for item in block.items
        if isinstance(item.optional_vars, ast.Name)
        and (item.optional_vars.id in _CONNECTIONS or ".acquire(" in ast.unparse(item.context_expr))
    ]


def _count(node: ast.AST, name: str) -> int:
    return sum(isinstance(item, ast.Name) and item.id == name for item in ast.walk(node))


def _function_nodes(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.AST]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{prefix}{child.name}"
            if not isinstance(child, ast.ClassDef):
                yield name, child
            yield from _function_nodes(child, f"{name}.")
        else:
            yield from _function_nodes(child, prefix)


def assert_nothing_lost(before: str, after: str, rewritten: Sequence[str]) -> None:
    """Functions without a rewritten site or handler are the same text, and every comment is still there."""
    old, new = dict(_functions(before)), dict(_functions(after))
    added = {name.rpartition(".")[2] for name in new.keys() - old.keys()}
    # a property of a class that keeps its connection says session where it said connection
    given = {name for name in old.keys() - new.keys() if name.rpartition(".")[2] in _CONNECTIONS}
    assert old.keys() - given <= new.keys()
    assert len({name for name in added if name == "session"}) <= len(given)
    added -= {"session"} if given else set()
    assert all(name.startswith("_") and not _is_taken(before, name) for name in added), f"functions are new: {added}"
    passing = set(_passing_functions(before))
    for name, text in old.items():
        if name in given and rewritten:
            assert "@property" in before
            continue
        if name in passing and rewritten:
            continue  # it hands its connection to a function with a rewritten site
        if not any(function == name or function.startswith(f"{name}.") for function in rewritten):
            assert new[name] == text, f"{name} has no rewritten site"
    remaining = iter(_comments(after))
    for comment in (item for item in _comments(before) if not is_tool_comment(item)):
        assert comment in remaining, f"lost, or out of order: {comment}"


def _is_taken(text: str, name: str) -> bool:
    """Whether a text already has the word that a new function is called by."""
    return re.search(rf"\b{name}\b", text) is not None


def _passing_functions(text: str) -> Iterator[str]:
    """Functions that hand a connection to another one, or keep it in an object."""
    for function, node in _function_nodes(ast.parse(text)):
        for call in ast.walk(node):
            if isinstance(call, ast.Assign | ast.AnnAssign) and isinstance(call.value, ast.Name):
                targets = call.targets if isinstance(call, ast.Assign) else [call.target]
                if call.value.id in _CONNECTIONS and all(isinstance(item, ast.Attribute) for item in targets):
                    yield function
            if isinstance(call, ast.Call):
                given = [*call.args, *(item.value for item in call.keywords)]
                names = (item.attr if isinstance(item, ast.Attribute) else getattr(item, "id", "") for item in given)
                if any(name.lstrip("_") in _CONNECTIONS for name in names):
                    yield function


def _identity(site: SiteReport) -> tuple[str, str | None, str, str | None]:
    return site.function, site.sql, site.outcome, site.code


def _functions(text: str) -> Iterator[tuple[str, str]]:
    lines = text.splitlines(keepends=True)

    def below(node: ast.AST, prefix: str) -> Iterator[tuple[str, str]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                name = f"{prefix}{child.name}"
                if not isinstance(child, ast.ClassDef):
                    yield name, "".join(lines[child.lineno - 1 : child.end_lineno]).rstrip("\r\n")
                yield from below(child, f"{name}.")
            else:
                yield from below(child, prefix)

    yield from below(ast.parse(text), "")


def _comments(text: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [token.string.strip() for token in tokens if token.type == tokenize.COMMENT]


def _line_ending(text: str) -> set[str]:
    return {"\r\n" if line.endswith("\r\n") else "\n" for line in text.splitlines(keepends=True) if line.endswith("\n")}
