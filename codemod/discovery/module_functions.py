"""Functions of the project's modules that pass a query on, and which of them a call means: ``db.fetch_one("…")``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import libcst as cst

from codemod.discovery.wrappers import Wrapper
from codemod.source import ParsedModule
from codemod.syntax.bindings import Binding
from codemod.syntax.scopes import FunctionScope, module_scope
from codemod.syntax.tree import dotted

#: The parts of the name of a module, from the root of the project: ``("app", "db")``.
Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModuleFunctions:
    """The functions of a project that are no methods and pass their query on; picklable.

    Attributes:
        homes: the functions of each module, by their names there; those it imports included.
        others: the other modules of the project: an import may mean one of them.
    """

    homes: Mapping[Parts, Mapping[str, Wrapper]] = field(default_factory=dict)
    others: frozenset[Parts] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """The names of the functions."""
        return frozenset(wrapper.name for functions in self.homes.values() for wrapper in functions.values())

    def names_in(self, module: ParsedModule) -> frozenset[str]:
        """What a module may call them by: their own names, and those it imports them by."""
        names = self.names
        if not names:
            return names
        renamed = re.finditer(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\s+as\s+(\w+)", module.source.text)
        return names | {match[1] for match in renamed}

    def called(self, function: cst.BaseExpression, scope: FunctionScope, module: ParsedModule) -> Wrapper | None:
        """The function that a call runs, by the imports of its module; None where it is none of them.

        Args:
            function: what is called: ``fetch`` or ``db.fetch``.
            scope: the function around the call.
            module: the module of the call.
        """
        name = dotted(function) if self.homes else None
        if name is None:
            return None
        head, *rest = name.split(".")
        binding = _only_binding(head, scope, module)
        if binding is None:
            return None
        if binding.kind == "definition" and not rest:
            wrapper = self.homes.get(parts_of(module.source.path), {}).get(name)
            return wrapper if isinstance(binding.node, cst.FunctionDef) else None
        if not isinstance(binding.node, cst.Import | cst.ImportFrom) or isinstance(binding.node.names, cst.ImportStar):
            return None
        for path in _imported(binding.node, head, rest, module.source.path):
            found = self._home(
                path[:-1], relative=bool(path) and _is_relative(binding.node), importer=module.source.path
            )
            if found is not None and path[-1] in found:
                return found[path[-1]]
        return None

    def _home(self, module: Parts, *, relative: bool, importer: PurePosixPath) -> Mapping[str, Wrapper] | None:
        """The functions of a module by the name that an import gives it; None where it may be another module.

        The folder that is imported from is the root, its ``src``, or one that holds the importing file.
        """
        if relative:
            return self.homes.get(module)
        folders = [(), ("src",), *(folder.parts for folder in importer.parents)]
        found = {(*folder, *module) for folder in folders} & (self.homes.keys() | self.others)
        return self.homes.get(found.pop()) if len(found) == 1 else None


def parts_of(path: PurePosixPath) -> Parts:
    """The parts of the name of the module that a file is: that of a package is its folder's."""
    parts = path.with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def _only_binding(name: str, scope: FunctionScope, module: ParsedModule) -> Binding | None:
    """The one place that gives a name its value, as a function sees it."""
    holder = scope.holding(name)
    flow = (holder or module_scope(module.tree)).flow(name)
    return flow.bindings[0] if len(flow.bindings) == 1 and not flow.elsewhere else None


def _is_relative(node: cst.Import | cst.ImportFrom) -> bool:
    return isinstance(node, cst.ImportFrom) and bool(node.relative)


def _imported(
    node: cst.Import | cst.ImportFrom, head: str, rest: list[str], importer: PurePosixPath
) -> Iterator[Parts]:
    """Full names that a name of a module may stand for, by the import that binds its first part."""
    assert not isinstance(node.names, cst.ImportStar)
    for alias in node.names:
        given = alias.evaluated_name
        if isinstance(node, cst.Import):
            if alias.evaluated_alias == head:
                yield (*given.split("."), *rest)
            elif alias.asname is None and [head, *rest][:-1] == given.split("."):
                yield (head, *rest)
        elif (alias.evaluated_alias or given) == head and len(node.relative) <= len(importer.parents):
            base = (dotted(node.module) or "").split(".") if node.module is not None else []
            folder = importer.parents[len(node.relative) - 1].parts if node.relative else ()
            yield (*folder, *base, given, *rest)


def find_module_functions(
    found: Iterable[Wrapper], asyncpgs: Mapping[PurePosixPath, ParsedModule], packages: Iterable[ParsedModule],
    paths: Iterable[PurePosixPath],
) -> ModuleFunctions:  # fmt: skip
    """The functions of a project that calls may mean.

    Args:
        found: functions that pass their query on to asyncpg.
        asyncpgs: the modules that define them.
        packages: ``__init__`` modules that may import them.
        paths: every file of the project.
    """
    homes: dict[Parts, dict[str, Wrapper]] = {}
    for item in found:
        module = asyncpgs[item.path]
        binding = _only_binding(item.name, module_scope(module.tree), module)
        node = binding.node if binding is not None else None
        if isinstance(node, cst.FunctionDef) and module.line_column(module.span(node.name)[0])[0] == item.line:
            homes.setdefault(parts_of(item.path), {})[item.name] = item
    own = ModuleFunctions(homes, frozenset(map(parts_of, paths)) - homes.keys())
    for package in packages:
        given = {name: own.called(cst.Name(name), module_scope(package.tree), package) for name in sorted(own.names)}
        imported = {name: wrapper for name, wrapper in given.items() if wrapper is not None}
        if imported:
            homes.setdefault(parts_of(package.source.path), {}).update(imported)
    return ModuleFunctions(homes, own.others - homes.keys())
