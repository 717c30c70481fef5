"""A repository of the project as the example for one of another model: its bases, its attributes, its constructor."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from codemod.mapping.models import MappedTable
from codemod.mapping.modules import Module, read_module
from codemod.repositories.classes import initializer_of
from codemod.repositories.existing import RepositoryClass
from codemod.syntax.matching import is_name, self_attribute

_LOGGER = ("getLogger(__name__)", "get_logger(__name__)")


def fits_any_model(found: RepositoryClass) -> bool:
    """Whether a repository is made of nothing that another model would need otherwise.

    Its attributes are its model, its constructor keeps what it is given, hands it and the model on to a base or to a
    service, and makes a logger of the module.
    """
    attributes = [item for item in found.node.body if isinstance(item, ast.Assign | ast.AnnAssign)]
    if found.node.decorator_list or not all(is_name(item.value, found.table.class_name) for item in attributes):
        return False
    constructor = initializer_of(found.node)
    if constructor is None:
        return bool(found.bases)
    names = [argument.arg for argument in constructor.args.args[1:]]
    is_fit = all(_fits(statement, {*names, found.table.class_name}) for statement in constructor.body)
    return len(names) == 1 and is_fit and not constructor.decorator_list


def _fits(statement: ast.stmt, known: set[str]) -> bool:
    kept = self_attribute(statement)
    if kept is not None:
        value = kept[1]
        is_made = isinstance(value, ast.Call) and bool(value.args or value.keywords) and _takes(value, known)
        return is_made or _is_one_of(value, known) or ast.unparse(value).endswith(_LOGGER)
    match statement:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Expr(value=ast.Call() as call) if ast.unparse(call.func) == "super().__init__":
            return _takes(call, known)
        case _:
            return False


def _takes(call: ast.Call, known: set[str]) -> bool:
    return all(_is_one_of(value, known) for value in (*call.args, *(keyword.value for keyword in call.keywords)))


def _is_one_of(value: ast.expr, names: set[str]) -> bool:
    return isinstance(value, ast.Name) and value.id in names


def bases_for(found: RepositoryClass, table: MappedTable) -> str:
    """``(BaseRepository[Vote])``; empty where the repositories have no base of the project."""
    bases = ", ".join(map(ast.unparse, found.node.bases))
    return f"({_for_model(bases, found, table)})" if found.bases else ""


def head_for(found: RepositoryClass, table: MappedTable) -> str:
    """The attributes and the constructor of a repository for another model, from the first column on."""
    lines = found.source.text.replace("\r\n", "\n").split("\n")
    constructor = initializer_of(found.node)
    attributes = [item for item in found.node.body if isinstance(item, ast.Assign | ast.AnnAssign)]
    parts = [_text(lines, attributes[0], attributes[-1])] if attributes else []
    parts += [_text(lines, constructor, constructor)] if constructor is not None else []
    return _for_model("\n\n".join(parts), found, table)


def _text(lines: list[str], first: ast.stmt, last: ast.stmt) -> str:
    return "\n".join(line[first.col_offset :] for line in lines[first.lineno - 1 : last.end_lineno])


def _for_model(text: str, found: RepositoryClass, table: MappedTable) -> str:
    return re.sub(rf"\b{re.escape(found.table.class_name)}\b", table.class_name, text)


def imports_of_head(found: RepositoryClass) -> Iterator[str]:
    """The import lines of the names in the head of a repository but its model."""
    module = read_module(found.source, found.module)
    constructor = initializer_of(found.node)
    attributes = [item for item in found.node.body if isinstance(item, ast.AnnAssign)]
    parts = [*found.node.bases, *attributes, *([constructor] if constructor is not None else [])]
    names = {item.id for part in parts for item in ast.walk(part) if isinstance(item, ast.Name)}
    names.discard(found.table.class_name)
    yield from _import_lines(names, module, found.module)


def _import_lines(names: Set[str], module: Module, own: str) -> Iterator[str]:
    """The lines that import names as a module does, or from it."""
    listed: dict[str, list[str]] = {}
    for name in sorted(names & (module.imports.keys() | module.classes.keys())):
        source, original = module.imports.get(name, (own, name))
        if original is None:
            yield f"import {source}" if source == name else f"import {source} as {name}"
        else:
            listed.setdefault(source, []).append(original if name == original else f"{original} as {name}")
    yield from (f"from {source} import {', '.join(items)}" for source, items in listed.items())


@dataclass(frozen=True, slots=True)
class ModuleLogger:
    """``logger = logging.getLogger(__name__)``, and the import lines that it needs."""

    line: str
    imports: tuple[str, ...]


def module_logger(repositories: Sequence[RepositoryClass], name: str) -> ModuleLogger | None:
    """The logger of the modules of repositories: made there or imported; None for an attribute of the class."""
    for found in repositories:
        module = read_module(found.source, found.module)
        if name in module.imports:
            return ModuleLogger("", tuple(_import_lines({name}, module, found.module)))
        for line in ast.parse(found.source.text).body:
            match line:
                case ast.Assign(targets=[ast.Name(id=target)], value=ast.Call()) if target == name:
                    names = {item.id for item in ast.walk(line.value) if isinstance(item, ast.Name)} - {"__name__"}
                    if names <= module.imports.keys() and ast.unparse(line).endswith(_LOGGER):
                        return ModuleLogger(ast.unparse(line), tuple(_import_lines(names, module, found.module)))
                case _:
                    pass
    return None
