"""The laws of every rewrite, whatever the case: checked by the harness and not by the case."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator, Sequence

import libcst as cst

from codemod.report import FileResult, SiteReport


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
    assert_nothing_lost(before, after, [site.function for site in result.sites if site.outcome == "rewritten"])


def assert_nothing_lost(before: str, after: str, rewritten: Sequence[str]) -> None:
    """Functions without a rewritten site are the same text, and every comment is still there."""
    old, new = dict(_functions(before)), dict(_functions(after))
    assert old.keys() == new.keys()
    for name, text in old.items():
        if not any(function == name or function.startswith(f"{name}.") for function in rewritten):
            assert new[name] == text, f"{name} has no rewritten site"
    remaining = iter(_comments(after))
    for comment in _comments(before):
        assert comment in remaining, f"lost, or out of order: {comment}"


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
