"""Runs a lowered expression against stand-in models and compiles what comes out."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect
from sqlalchemy.dialects.postgresql.asyncpg import PGCompiler_asyncpg

from codemod.lowering.lowered import Lowered
from codemod.mapping.models import ModelRegistry
from codemod.verification.standins import stand_in


class _TextArgument(str):
    """A bound argument that can be told from every other by identity."""

    __slots__ = ()


class _NumberArgument(int):
    """The same where SQLAlchemy wants a number: LIMIT and OFFSET."""


class _WithoutCasts(PGCompiler_asyncpg):
    def render_bind_cast(self, type_: Any, dbapi_type: Any, sqltext: str) -> str:  # noqa: ARG002
        return sqltext


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled statement.

    Attributes:
        text: what SQLAlchemy sends, ``plain`` the same without bind casts.
        numbers: position of a ``$k`` in the text to the n of the original's ``$n``.
        constants: position of a ``$k`` to the constant of the SQL it carries.
        nulls: names of the binds that carry a NULL of the SQL.
        keys: names of the result columns as SQLAlchemy's rows know them.
    """

    text: str
    plain: str
    numbers: Mapping[int, int]
    constants: Mapping[int, Any]
    nulls: frozenset[str]
    keys: tuple[str, ...]


_UNSET: Final = object()

#: No LIMIT of any program: SQLAlchemy copies the number, so only its value can be told.
_FIRST_NUMBER: Final = 7_919_000_011_000


def _is_same(argument: Any, value: Any) -> bool:
    return argument is value or (isinstance(argument, _NumberArgument) and type(value) is int and value == argument)


class Evaluator:
    """Evaluates the trees of one lowered statement."""

    def __init__(self, lowered: Lowered, registry: ModelRegistry) -> None:
        self.lowered = lowered
        self.names = self._names(registry)
        self.limits = _limit_placeholders([*(item.value for item in lowered.definitions), lowered.expression])

    def _names(self, registry: ModelRegistry) -> dict[str, Any]:
        names: dict[str, Any] = {}
        for item in self.lowered.imports:
            if item.module.split(".")[0] == "sqlalchemy":
                value = getattr(importlib.import_module(item.module), item.name)
            else:
                tables = [table for table in registry if (table.module, table.class_name) == (item.module, item.name)]
                if len(tables) != 1:
                    raise ValueError(f"{item.module}.{item.name} is not one model")
                value = stand_in(tables[0])
            if item.local in names:
                raise ValueError(f"two imports are called {item.local}")
            names[item.local] = value
        return names

    def statement(self, none: int | None = None) -> tuple[Any, dict[int, Any]]:
        """The SQLAlchemy statement, with a telling argument per ``$n``; None for ``$none``."""
        arguments: dict[int, Any] = {}
        for number in self.lowered.parameters:
            name = f"__p{number}__"
            value = _NumberArgument(_FIRST_NUMBER + number) if name in self.limits else _TextArgument(f"argument {number}")
            arguments[number] = None if number == none else value
        scope = {**self.names, **{f"__p{number}__": value for number, value in arguments.items()}, "__builtins__": {}}
        for definition in self.lowered.definitions:
            scope[definition.placeholder] = _evaluated(definition.value, scope)
        return _evaluated(self.lowered.expression, scope), arguments

    def compile(self, none: int | None = None, nulls: frozenset[str] = frozenset()) -> Compiled:
        """Compile the statement as SQLAlchemy would send it.

        Args:
            none: the n of an argument that is None.
            nulls: names of binds that are NULL all the same, so that they are not taken for it.
        """
        statement, arguments = self.statement(none)
        options: dict[str, Any] = {"compile_kwargs": {"render_postcompile": True}}
        keys = self.lowered.many_keys
        if keys is not None and self.lowered.kind == "insert":
            options["column_keys"] = list(keys)
        with_casts = statement.compile(dialect=_dialect(), **options)
        without = statement.compile(dialect=_dialect(_WithoutCasts), **options)
        numbers: dict[int, int] = {}
        constants: dict[int, Any] = {}
        for position, name in enumerate(with_casts.positiontup or [], start=1):
            if keys is not None and name in keys:
                numbers[position] = keys.index(name) + 1
                continue
            value = with_casts.params.get(name, _UNSET)
            found = [number for number, argument in arguments.items() if _is_same(argument, value)]
            if none is not None and value is None and name not in nulls:
                numbers[position] = none
            elif found and value is not None:
                numbers[position] = found[0]
            elif value is _UNSET:
                raise ValueError(f"bind {name} has no value")
            else:
                constants[position] = value
        columns = getattr(with_casts, "_result_columns", None) or []
        own_nulls = frozenset(name for name in with_casts.positiontup or [] if with_casts.params.get(name, _UNSET) is None)
        keynames = tuple(str(item.keyname) for item in columns)
        return Compiled(str(with_casts), str(without), numbers, constants, own_nulls, keynames)


def _dialect(compiler: Any = None) -> Any:
    dialect = asyncpg_dialect.dialect()
    if compiler is not None:
        dialect.statement_compiler = compiler
    return dialect


def _evaluated(tree: ast.expr, scope: dict[str, Any]) -> Any:
    code = compile(ast.fix_missing_locations(ast.Expression(body=tree)), "<lowered>", "eval")
    return eval(code, scope)  # noqa: S307  (our own tree, over names of SQLAlchemy and stand-ins only)


def _limit_placeholders(trees: list[ast.expr]) -> frozenset[str]:
    found = set()
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("limit", "offset"):
                found |= {item.id for item in node.args if isinstance(item, ast.Name)}
    return frozenset(found)
