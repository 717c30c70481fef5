"""What an except clause catches: classes of asyncpg, of SQLAlchemy, and others that can be neither."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import libcst as cst

from codemod.discovery.errors.asyncpg_exceptions import is_known
from codemod.discovery.errors.exception_handlers import ExceptionNames, statements
from codemod.outcome import Refusal
from codemod.source import ParsedModule
from codemod.syntax.imports import local_name
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import code_of

#: Classes of ``sqlalchemy.exc`` that an error of asyncpg may arrive as an instance of.
_CARRYING: Final = frozenset(
    {
        "SQLAlchemyError", "StatementError", "DBAPIError", "DatabaseError", "IntegrityError", "InterfaceError",
        "InternalError", "NotSupportedError", "ProgrammingError",
    }
)  # fmt: skip

#: The built-in classes that catch every error of a database.
_WIDE: Final = frozenset({"Exception", "BaseException"})


@dataclass(frozen=True, slots=True)
class Caught:
    """The classes of one except clause (or ``suppress(…)``).

    Attributes:
        asyncpg: names of asyncpg's classes; ``written`` is what names them in the source.
        several: names of tuples of classes that the module defines.
        sqlalchemy: names of SQLAlchemy's classes that may carry an error of asyncpg.
        wide: it catches every exception.
        unknown: source text of an expression that could be anything.
    """

    asyncpg: tuple[str, ...] = ()
    written: tuple[cst.BaseExpression, ...] = ()
    several: tuple[cst.Name, ...] = ()
    sqlalchemy: tuple[str, ...] = ()
    wide: bool = False
    unknown: str | None = None


def caught_classes(types: Sequence[cst.BaseExpression], module: ParsedModule, names: ExceptionNames) -> Caught:
    """What an except clause with these classes catches; none at all is a bare ``except:``.

    Args:
        types: the elements of its tuple, or its one class.
        module: the module of the clause.
        names: how the module may call asyncpg's exceptions.
    """
    if not types:
        return Caught(wide=True)
    found = Caught()
    for item in types:
        inner = _tuple_of(item.value, module) if isinstance(item, cst.Name) else None
        if inner is None:
            found = _with_class(found, item, module, names)
            continue
        assert isinstance(item, cst.Name)
        members = Caught()
        for each in inner:
            members = _with_class(members, each, module, names)
        if members.sqlalchemy or members.unknown is not None:
            found = replace(found, unknown=found.unknown or module.text_of(item))
        found = replace(
            found,
            asyncpg=(*found.asyncpg, *members.asyncpg),
            written=(*found.written, *([item] if members.asyncpg else [])),
            several=(*found.several, item),
            wide=found.wide or members.wide,
        )
    return found


def _with_class(found: Caught, item: cst.BaseExpression, module: ParsedModule, names: ExceptionNames) -> Caught:
    """What is caught with one class more."""
    root, _, last = _full_name(item, _imports(module)).rpartition(".")
    if root in ("asyncpg", "asyncpg.exceptions") and is_known(last):
        return replace(found, asyncpg=(*found.asyncpg, last), written=(*found.written, item))
    if names.named_in(item):
        return replace(found, unknown=module.text_of(item))
    if root.split(".")[0] == "sqlalchemy":
        return replace(found, sqlalchemy=(*found.sqlalchemy, *([last] if last in _CARRYING else [])))
    if last in _WIDE and root in ("", "builtins"):
        return replace(found, wide=True)
    return found if _is_a_class(item) else replace(found, unknown=module.text_of(item))


def _tuple_of(name: str, module: ParsedModule) -> tuple[cst.BaseExpression, ...] | None:
    """The classes of ``RETRIED = (asyncpg.DeadlockDetectedError, OSError)``, the one definition of a name."""
    bindings = FunctionScope(module.tree, "<module>").flow(name).bindings if name in module.source.text else ()
    value = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
    if not isinstance(value, cst.Tuple) or any(isinstance(item, cst.StarredElement) for item in value.elements):
        return None
    return tuple(item.value for item in value.elements)


def elements(caught: cst.BaseExpression | None) -> tuple[cst.BaseExpression, ...]:
    """The classes of an except clause, one by one; the name of several stands for them, with or without a star."""
    if caught is None:
        return ()
    if isinstance(caught, cst.Tuple):
        stars = (item.value for item in caught.elements if isinstance(item, cst.StarredElement))
        if all(isinstance(item, cst.Name) for item in stars):
            return tuple(item.value for item in caught.elements)
    return (caught,)


def require_told(caught: Caught) -> None:
    """Refuse a clause with an expression that may be any class.

    Raises:
        Refusal: ``errors.handler``.
    """
    if caught.unknown is not None:
        raise Refusal("errors.handler", f"{caught.unknown} may be several exceptions, or one of a wrapper's own")


@lru_cache(maxsize=8)
def _imports(module: ParsedModule) -> dict[str, str]:
    """Full names of what the module imports; a name imported twice under different names is left out."""
    found: dict[str, set[str]] = {}
    for node in statements(module.tree):
        if isinstance(node, cst.Import):
            for alias in node.names:
                full = alias.evaluated_name
                local = local_name(alias)
                found.setdefault(local, set()).add(full if alias.evaluated_alias else local)
        elif isinstance(node, cst.ImportFrom) and node.module is not None and not node.relative:
            for alias in () if isinstance(node.names, cst.ImportStar) else node.names:
                full = f"{code_of(node.module)}.{alias.evaluated_name}"
                found.setdefault(local_name(alias), set()).add(full)
    return {local: min(full) for local, full in found.items() if len(full) == 1}


def _full_name(node: cst.BaseExpression, imports: dict[str, str]) -> str:
    match node:
        case cst.Name():
            return imports.get(node.value, node.value)
        case cst.Attribute():
            return f"{_full_name(node.value, imports)}.{node.attr.value}"
        case _:
            return ""


def _is_a_class(node: cst.BaseExpression) -> bool:
    """Whether an expression reads as one class: not a name in capitals for several, not a call."""
    match node:
        case cst.Name():
            return hasattr(builtins, node.value) or _is_class_name(node.value)
        case cst.Attribute():
            return _is_class_name(node.attr.value)
        case _:
            return False


def _is_class_name(name: str) -> bool:
    return name[:1].isupper() and any(letter.islower() for letter in name)
