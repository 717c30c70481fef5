"""Parsed snippets for tests: a module from source text, its call sites, its functions."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from textwrap import dedent

import libcst as cst

from codemod.config import Config
from codemod.discovery.call_sites import CallSite, find_call_sites
from codemod.source import ParsedModule, SourceFile, parse_source
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import walk

CONFIG = Config(root=Path(), methods={"execute_many": "executemany"})


def module_of(code: str, path: str = "cogs/cog.py") -> ParsedModule:
    return parse_source(SourceFile(PurePosixPath(path), dedent(code)))


def sites_of(code: str, config: Config = CONFIG) -> tuple[CallSite, ...]:
    return find_call_sites(module_of(code), config)


def function_of(code: str) -> FunctionScope:
    """The scope of the first function of the code."""
    tree = module_of(code).tree
    function = next(node for node in walk(tree) if isinstance(node, cst.FunctionDef))
    return FunctionScope(function, function.name.value)
