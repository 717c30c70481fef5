"""Compiles a statement the way it will be sent, and tells the casts of its binds from the rest of the text."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect
from sqlalchemy.dialects.postgresql.asyncpg import PGCompiler_asyncpg

from codemod.verification.difference import Difference
from codemod.verification.samples import is_sample

#: Stands around each cast of a bind while the text is taken apart: PostgreSQL takes no text that holds it.
_MARK: Final = "\x00"
_CAST: Final = re.compile(rf"{_MARK}::([^{_MARK}]*){_MARK}")
_CAST_BIND: Final = re.compile(rf"\$(\d+){_CAST.pattern}")
#: What would belong to the type before it, or make its cast the smaller part (manual 4.2.9 and 8, names of types).
_CONTINUED: Final = re.compile(
    rf"{_CAST.pattern}\s*(?:[\[(.]|(?:WITH|WITHOUT|VARYING|PRECISION|ARRAY|YEAR|MONTH|DAY|HOUR|MINUTE|SECOND)\b)", re.I
)


class _MarkingCasts(PGCompiler_asyncpg):
    def render_bind_cast(self, type_: Any, dbapi_type: Any, sqltext: str) -> str:
        cast: str = super().render_bind_cast(type_, dbapi_type, sqltext)  # type: ignore[no-untyped-call]
        return f"{sqltext}{_MARK}{cast.removeprefix(sqltext)}{_MARK}"


def _dialect() -> Any:
    dialect: Any = asyncpg_dialect.dialect()  # type: ignore[no-untyped-call]
    dialect.statement_compiler = _MarkingCasts
    dialect._backslash_escapes = False  # what it learns on connecting; until then 2.0 doubles them in constants
    return dialect


#: One dialect for all statements: it remembers how it writes each type.
_DIALECT: Final = _dialect()


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


@dataclass(frozen=True, slots=True, eq=False)
class Compilation:
    """A compiled statement.

    Attributes:
        text: what SQLAlchemy sends.
        plain: the same without the casts of its binds.
        casts: the type each ``$k`` is cast to.
        binds: what each ``$k`` carries.
        bind_types: SQLAlchemy's types of the binds.
        result: SQLAlchemy's name, key and type of each result column.
    """

    text: str
    plain: str
    casts: Mapping[int, str]
    binds: Mapping[int, Bind]
    bind_types: tuple[Any, ...]
    result: tuple[tuple[str, Any], ...]

    def casts_of(self, number: int) -> set[str | None]:
        """What the binds of the original's ``$number`` are cast to."""
        return {self.casts.get(position) for position, bind in self.binds.items() if bind.number == number}


def compile_statement(statement: Any, arguments: Mapping[int, Any], many_keys: Sequence[str] | None) -> Compilation:
    """Compile with SQLAlchemy's asyncpg dialect.

    Args:
        statement: the statement.
        arguments: sample argument of each ``$n``.
        many_keys: for ``executemany``, the parameter key of each ``$n``.

    Raises:
        Difference: a bind that is neither an argument nor a constant, or casts that do more than say a type.
    """
    compiled = _compiled(statement, many_keys)
    marked = str(compiled)
    names = enumerate(compiled.positiontup or (), start=1)
    keys = {key: number for number, key in enumerate(many_keys or (), start=1)}
    return Compilation(
        text=marked.replace(_MARK, ""),
        plain=_CAST.sub("", marked),
        casts=_casts(marked),
        binds={position: _typed_bind(compiled, name, arguments, keys) for position, name in names},
        bind_types=tuple(bind.type for bind in compiled.binds.values()),
        result=tuple((str(column.keyname), column.type) for column in compiled._result_columns or ()),
    )


def _casts(marked: str) -> dict[int, str]:
    found: dict[int, str] = {}
    binds = list(_CAST_BIND.finditer(marked))
    alike = all(found.setdefault(int(bind[1]), bind[2]) == bind[2] for bind in binds)
    if not alike or 2 * len(binds) != marked.count(_MARK) or _CONTINUED.search(marked):
        raise Difference("the casts of binds change the statement")
    return found


def compiled_text(statement: Any) -> tuple[str, list[str]]:
    """What is sent for a ``text()``, and the name of the bind behind each ``$k``."""
    compiled = _compiled(statement, None)
    return str(compiled).replace(_MARK, ""), list(compiled.positiontup or [])


def _compiled(statement: Any, many_keys: Sequence[str] | None) -> Any:
    options: dict[str, Any] = {}
    if many_keys is not None:
        options = {"column_keys": list(many_keys) if statement.is_dml else None, "for_executemany": True}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True}, **options)


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
