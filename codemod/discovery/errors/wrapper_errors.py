"""Exceptions of a project's own that its database wrapper makes of asyncpg's: a session raises none of them."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import libcst as cst

from codemod.discovery.asyncpg_methods import AT_ONCE
from codemod.discovery.errors.exception_handlers import ExceptionNames, called_name, handlers_around, statements
from codemod.discovery.errors.guarded_functions import ancestors_of_classes
from codemod.source import ParsedModule
from codemod.syntax.tree import code_of, parameters, walk


def wrapper_errors(module: ParsedModule, names: ExceptionNames, methods: frozenset[str]) -> frozenset[str]:
    """Names of the classes that the wrappers of a module raise instead of asyncpg's exceptions.

    Args:
        module: the module.
        names: how it may call asyncpg's exceptions.
        methods: names of wrapper methods that asyncpg has not.
    """
    return frozenset(
        name
        for function in statements(module.tree)
        if isinstance(function, cst.FunctionDef) and function.name.value in methods.union(AT_ONCE)
        for block in statements(function.body)
        if isinstance(block, cst.Try) and _hands_on(block.body, function, methods)
        for guard in handlers_around(block.body, block, names)
        if guard.handler is not None
        for name in _raised(guard.handler.body)
        if name != guard.name and not hasattr(builtins, name)
    )


def _hands_on(body: cst.CSTNode, function: cst.FunctionDef, methods: frozenset[str]) -> bool:
    """Whether a block passes a parameter of its function on as the query."""
    own = {parameter.name.value for parameter in parameters(function.params)}
    return any(
        isinstance(node, cst.Call)
        and called_name(node) in methods.union(AT_ONCE)
        and node.args
        and isinstance(node.args[0].value, cst.Name)
        and node.args[0].value.value in own
        for node in walk(body)
    )


def _raised(body: cst.CSTNode) -> Iterator[str]:
    for node in walk(body):
        if isinstance(node, cst.Raise) and node.exc is not None:
            raised = node.exc.func if isinstance(node.exc, cst.Call) else node.exc
            if isinstance(raised, cst.Attribute):
                raised = raised.attr
            if isinstance(raised, cst.Name):
                yield raised.value


@dataclass(frozen=True, slots=True)
class WrapperErrors:
    """The classes that the wrappers of a project raise instead of asyncpg's exceptions, and those above them.

    Attributes:
        origins: the files that define each class, by its name.
        others: the files that define another class of the same name.
    """

    origins: Mapping[str, frozenset[PurePosixPath]]
    others: Mapping[str, frozenset[PurePosixPath]]

    def named_in(self, module: ParsedModule) -> frozenset[str]:
        """How a module calls these classes.

        An import from a module that defines no such class may give it on, and counts.
        """
        found: set[str] = set()
        for node in statements(module.tree) if self.origins else ():
            if isinstance(node, cst.ClassDef) and module.source.path in self.origins.get(node.name.value, ()):
                found.add(node.name.value)
            elif isinstance(node, cst.ImportFrom) and not isinstance(node.names, cst.ImportStar):
                dotted = code_of(node.module) if node.module is not None else ""
                stem = dotted.rpartition(".")[2]
                for alias in node.names:
                    name = alias.evaluated_name
                    elsewhere = stem in {path.stem for path in self.others.get(name, ())}
                    if name in self.origins and (not elsewhere or stem in {path.stem for path in self.origins[name]}):
                        found.add(alias.evaluated_alias or name)
        return frozenset(found)


def find_wrapper_errors(
    modules: Iterable[tuple[ParsedModule, ExceptionNames]],
    methods: frozenset[str],
    texts: Mapping[PurePosixPath, str],
) -> WrapperErrors:
    """Look for the classes that wrappers raise.

    Args:
        modules: the modules that handle exceptions of asyncpg.
        methods: names of wrapper methods that asyncpg has not.
        texts: every file of the project.
    """
    origins: dict[str, set[PurePosixPath]] = {}
    for module, names in modules:
        for name in wrapper_errors(module, names, methods):
            above = ancestors_of_classes([module.source.text]).get(name, frozenset())
            for item in {name} | {base for base in above if not hasattr(builtins, base)}:
                here = module.source.path in _definers(item, texts)
                origins.setdefault(item, set()).update({module.source.path} if here else _definers(item, texts))
    return WrapperErrors(
        {name: frozenset(paths) for name, paths in origins.items()},
        {name: _definers(name, texts) - paths for name, paths in origins.items()},
    )


def _definers(name: str, texts: Mapping[PurePosixPath, str]) -> frozenset[PurePosixPath]:
    pattern = re.compile(rf"^[ \t]*class[ \t]+{re.escape(name)}\b", re.M)
    return frozenset(path for path, text in texts.items() if name in text and pattern.search(text))
