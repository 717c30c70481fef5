"""Lowered: the SQLAlchemy form of one statement, as stdlib ``ast`` with placeholder names."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Literal

from codemod.lowering.growth import Growth
from codemod.lowering.record_columns import repeated_names
from codemod.mapping.models import MappedColumn, MappedTable

#: ``other`` is what only ``--fallback text`` takes: MERGE, schema and utility statements, what no parser reads.
StatementKind = Literal["select", "insert", "update", "delete", "other"]

#: How rows come out: mapped objects, name-keyed mappings, positional rows, one value, or nothing at all.
ResultShape = Literal["entities", "mappings", "rows", "scalar", "none"]


@dataclass(frozen=True, slots=True)
class ArgumentFacts:
    """What is known of the Python expression behind ``$n``.

    Attributes:
        never_none: it is proven (or configured) not to be None.
        evidence: why, for ``explain``; empty when nothing is known.
        python_type: ``int``, ``str``, ``bool``, ``float``, ``list`` … where the source shows it; ``number`` is what was
            computed, and may be a float.
        json_encoded: the expression is a ``json.dumps(…)`` call.
        singleton: it is ``True`` or ``False`` as written, which no ``==`` should stand beside (pycodestyle E712).
    """

    never_none: bool = False
    evidence: str = ""
    python_type: str | None = None
    json_encoded: bool = False
    singleton: bool = False


@dataclass(frozen=True, slots=True)
class ImportName:
    """``from module import name [as asname]``, needed by generated code.

    The trees use ``asname`` where it is given (``pg_insert``), else ``name``.
    """

    module: str
    name: str
    asname: str | None = None

    @property
    def local(self) -> str:
        """The name in the trees."""
        return self.asname or self.name


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """A statement before the statement: ``author = aliased(User)``; ``placeholder`` is its name in the trees."""

    placeholder: str
    hint: str
    value: ast.expr


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column of the result as asyncpg names it, with PostgreSQL's type where it is known.

    Attributes:
        attribute: the mapped attribute when the column is a plain column of the statement's one model.
        placed: its place among the columns is sure; that of one out of ``*`` is when the DDL tells it.
        as_text: a document, cast to the text that asyncpg gives; ``pg_type`` is that of the text.
        origin: the column of a model whose values it gives, NULL no more often than that one.
    """

    name: str
    pg_type: str | None
    attribute: str | None = None
    placed: bool = True
    as_text: bool = False
    origin: MappedColumn | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Lowered:
    """A statement in SQLAlchemy form.

    Placeholder names: ``__p1__`` is the bound argument of ``$1``; names of ``imports`` appear under
    their own name; ``definitions`` come first, in order.

    Attributes:
        shape: the shape ``expression`` was built for (``entities`` selects the model itself).
        columns: result columns in order, as asyncpg has them; empty when no rows come back. Mappings hold each name
            once, which is the last column of it.
        parameters: n to the number of times ``__pn__`` occurs in the trees.
        entity: the one model of a ``SELECT *`` (or ``RETURNING *``), whose rows could be entities.
        writes: the statement changes data (DML, or a function not known to be free of side effects).
        many_keys: for ``executemany``: the key of ``$1``, ``$2`` … in each parameter dictionary.
        documents: result columns of JSON whose readers were judged: none of them sees another value.
        values: dictionary of arguments for ``execute()``, where the expression holds none (``text()``).
        fallback: code of the refusal that ``text()`` is the way around; empty for SQLAlchemy's own form.
        one_row: a change of no more than one row.
        growths: conditions that tests add to the statement, in order.
        notes: idioms chosen and why (``literal`` instead of ``==``), for ``explain``.
    """

    kind: StatementKind
    shape: ResultShape
    expression: ast.expr
    definitions: tuple[Definition, ...]
    imports: frozenset[ImportName]
    tables: tuple[MappedTable, ...]
    columns: tuple[ResultColumn, ...]
    parameters: dict[int, int]
    entity: MappedTable | None
    writes: bool
    many_keys: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    documents: frozenset[str] = frozenset()
    values: ast.expr | None = None
    fallback: str = ""
    growths: tuple[Growth, ...] = ()
    one_row: bool = False

    @property
    def repeated(self) -> frozenset[str]:
        """Names that several of the result columns have."""
        return repeated_names([column.name for column in self.columns])

    @property
    def texts(self) -> frozenset[str]:
        """Names of the result columns that are documents cast to text."""
        return frozenset(column.name for column in self.columns if column.as_text)


def placeholder(number: int) -> str:
    """The name that stands for bound argument ``$number`` in a lowered tree."""
    return f"__p{number}__"
