"""Compiles a statement the way it will be sent, and once more without the casts of its binds."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect
from sqlalchemy.dialects.postgresql.asyncpg import PGCompiler_asyncpg

from codemod.verification.difference import Difference
from codemod.verification.samples import is_sample


class _WithoutCasts(PGCompiler_asyncpg):
    def render_bind_cast(self, type_: Any, dbapi_type: Any, sqltext: str) -> str:  # noqa: ARG002  (SQLAlchemy's signature)
        return sqltext


def _dialect(compiler: type[PGCompiler_asyncpg]) -> Any:
    dialect: Any = asyncpg_dialect.dialect()  # type: ignore[no-untyped-call]
    dialect.statement_compiler = compiler
    return dialect


#: One dialect for all statements: it remembers how it writes each type.
_DIALECTS: Final = {compiler: _dialect(compiler) for compiler in (PGCompiler_asyncpg, _WithoutCasts)}


@dataclass(frozen=True, slots=True)
class Bind:
    """What ``$k`` of a compiled text carries.

    Attributes:
        number: n of the original's ``$n``; None for a constant of the SQL.
        element: it is the one element of a list given as ``$n``.
        value: the constant; in a list, arguments stand as binds of their own.
        type_: SQLAlchemy's type of it; None for an element of a list.
    """

    number: int | None
    element: bool = False
    value: Any = None
    type_: Any = None


@dataclass(frozen=True, eq=False)
class Compilation:
    """A compiled statement.

    Attributes:
        text: what SQLAlchemy sends.
        binds: what each ``$k`` carries.
        bind_types: SQLAlchemy's types of the binds.
        result: SQLAlchemy's name, key and type of each result column.
    """

    text: str
    binds: Mapping[int, Bind]
    bind_types: tuple[Any, ...]
    result: tuple[tuple[str, Any], ...]
    _statement: Any
    _names: tuple[str, ...]
    _many_keys: Sequence[str] | None

    @cached_property
    def plain(self) -> str:
        """The text without bind casts: compiled when it is asked for, as most trials only need what is sent.

        Raises:
            Difference: the casts do more than say a type.
        """
        without = _compiled(self._statement, _WithoutCasts, self._many_keys)
        if tuple(without.positiontup or ()) != self._names:
            raise Difference("the casts of binds change their order")
        return str(without)


def compile_statement(statement: Any, arguments: Mapping[int, Any], many_keys: Sequence[str] | None) -> Compilation:
    """Compile with SQLAlchemy's asyncpg dialect.

    Args:
        statement: the statement.
        arguments: sample argument of each ``$n``.
        many_keys: for ``executemany``, the parameter key of each ``$n``.

    Raises:
        Difference: a bind that is neither an argument nor a constant.
    """
    with_casts = _compiled(statement, PGCompiler_asyncpg, many_keys)
    names = tuple(with_casts.positiontup or ())
    keys = {key: number for number, key in enumerate(many_keys or (), start=1)}
    return Compilation(
        text=str(with_casts),
        binds={
            position: _typed_bind(with_casts, name, arguments, keys) for position, name in enumerate(names, start=1)
        },
        bind_types=tuple(bind.type for bind in with_casts.binds.values()),
        result=tuple((str(column.keyname), column.type) for column in with_casts._result_columns or ()),
        _statement=statement,
        _names=names,
        _many_keys=many_keys,
    )


def compiled_text(statement: Any) -> tuple[str, list[str]]:
    """What is sent for a ``text()``, and the name of the bind behind each ``$k``."""
    compiled = _compiled(statement, PGCompiler_asyncpg, None)
    return str(compiled), list(compiled.positiontup or [])


def _compiled(statement: Any, compiler: type[PGCompiler_asyncpg], many_keys: Sequence[str] | None) -> Any:
    options: dict[str, Any] = {}
    if many_keys is not None:
        options = {"column_keys": list(many_keys) if statement.is_dml else None, "for_executemany": True}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return statement.compile(dialect=_DIALECTS[compiler], compile_kwargs={"render_postcompile": True}, **options)


def _typed_bind(compiled: Any, name: str, arguments: Mapping[int, Any], keys: Mapping[str, int]) -> Bind:
    bound = compiled.binds.get(name)
    return replace(_bind(compiled, name, arguments, keys), type_=bound.type if bound is not None else None)


def _bind(compiled: Any, name: str, arguments: Mapping[int, Any], keys: Mapping[str, int]) -> Bind:
    if name in keys:
        return Bind(keys[name])
    if name not in compiled.params:
        raise Difference(f"bind {name} has no value")
    value = compiled.params[name]
    for number, sample in arguments.items():
        if sample is None:
            continue
        if is_sample(value, sample):
            return Bind(number)
        if isinstance(sample, list) and is_sample(value, sample[0]):
            return Bind(number, element=True)
    bind = compiled.binds.get(name)
    if bind is not None and (bind.callable is not None or (value is None and bind.required)):
        raise Difference(f"bind {name} has no value")
    return Bind(None, value=_elements(value, arguments) if isinstance(value, list) else value)


def _elements(values: list[Any], arguments: Mapping[int, Any]) -> list[Any]:
    """``[x, "a"]`` of ``literal([x, "a"], ARRAY(Text))`` with a bind in place of each argument."""
    numbers = [
        next((number for number, sample in arguments.items() if sample is not None and is_sample(value, sample)), None)
        for value in values
    ]
    return [value if number is None else Bind(number) for value, number in zip(values, numbers, strict=True)]
