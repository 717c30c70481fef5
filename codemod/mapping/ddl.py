"""Columns of the tables that the project's own DDL creates, as a second witness beside the models."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError

from codemod.mapping.ddl_types import ddl_type
from codemod.schema.sources import schema_sources
from codemod.schema.statements import SchemaStatement

_STATEMENT = re.compile(r"\s*(create\s+(?:unlogged\s+)?table|alter\s+table)\b", re.I)
#: sqlglot warns of every statement it keeps as raw text; passing those over is what happens here anyway.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

#: The standard's ``bigint ARRAY`` and ``RENAME a TO b`` are PostgreSQL's too, but sqlglot reads other things in them.
_ARRAY = re.compile(r"\s+array\b(?!\s*[\[(])", re.I)
_RENAME = re.compile(r"\brename\s+(?!(?:to|column|constraint)\b)", re.I)

#: A unique index on plain columns of all rows.
_UNIQUE_INDEX = re.compile(
    r"\bcreate\s+unique\s+index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?(?:\S+\s+)?on\s+(?:only\s+)?([\w.\"]+)\s*"
    r"(?:using\s+\w+\s*)?\(([^()]*)\)\s*(?:include\s*\([^)]*\)\s*)?(?:;|\Z)",
    re.I,
)
#: A key that a DO block may add.
_GUARDED_KEY = re.compile(
    r"\balter\s+table\s+(?:only\s+)?([\w.\"]+)\s+add\s+(?:constraint\s+\S+\s+)?primary\s+key\s*\(([^)]*)\)", re.I
)

_VIEW = re.compile(
    r"\s*create\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+|recursive\s+|materialized\s+)*view\s+"
    r"(?:if\s+not\s+exists\s+)?([\w.\"]+)",
    re.I,
)

_NOT_NULL = {
    exp.NotNullColumnConstraint,
    exp.PrimaryKeyColumnConstraint,
    exp.GeneratedAsIdentityColumnConstraint,
}
_SERIAL = {exp.DType.SERIAL, exp.DType.BIGSERIAL, exp.DType.SMALLSERIAL}

_COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)


@dataclass(slots=True)
class TableDdl:
    """What the DDL says of one table.

    Attributes:
        columns: column to whether NOT NULL was written, in the order of the table.
        ordered: the order is sure: one CREATE TABLE, or several that agree, before anything that alters it.
        created: its CREATE TABLE could be read; without that the columns are only some of them.
        types: built-in types of columns, where they are known.
        key: the primary key.
        unique: other columns that no two rows have alike, as far as they are not null.
    """

    columns: dict[str, bool] = field(default_factory=dict)
    ordered: bool = False
    created: bool = False
    types: dict[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    unique: list[tuple[str, ...]] = field(default_factory=list)

    def identifies(self, columns: Iterable[str]) -> bool:
        """Whether no two rows have the same values of these columns, and none has only nulls."""
        given = set(columns)
        keys = [key for key in self.unique if all(self.columns.get(name) for name in key)]
        return any(key and given >= set(key) for key in (self.key, *keys))

    def define(self, column: exp.ColumnDef, *, not_null: bool) -> None:
        """A column is as a definition says."""
        name = column.name
        self.columns[name] = not_null
        self.types.pop(name, None)
        kind = ddl_type(column.args.get("kind"))
        if kind is not None:
            self.types[name] = kind
        if any(
            isinstance(item.args.get("kind"), exp.PrimaryKeyColumnConstraint)
            for item in column.args.get("constraints") or []
        ):
            self.key = (name,)

    def forget(self, name: str) -> None:
        """A column is gone."""
        self.columns.pop(name, None)
        self.types.pop(name, None)
        if name in self.key:
            self.key = ()

    def rename(self, old: str, new: str) -> None:
        """A column keeps its place under another name."""
        self.columns = {new if name == old else name: known for name, known in self.columns.items()}
        self.types = {new if name == old else name: known for name, known in self.types.items()}
        self.key = tuple(new if name == old else name for name in self.key)


def ddl_of(tables: dict[str, TableDdl], schema: str | None, name: str) -> TableDdl | None:
    """What the DDL says of a model's table.

    Args:
        tables: what :func:`tables_of` found.
        schema: the one that the model names.
        name: the table's.

    DDL that names no schema speaks of any (there is a search path), as does a model that names none; but of two
    tables of one name only that of the same schema is meant.
    """
    key = _key_of(schema or "", name)
    if key in tables:
        return tables[key]
    alike = [other for other in tables if other.rpartition(".")[2] == name]
    return tables[alike[0]] if len(alike) == 1 and name in (key, alike[0]) else None


def read_ddl(root: Path, files: Sequence[PurePosixPath]) -> dict[str, TableDdl]:
    """Tables by name, from CREATE TABLE and ALTER TABLE wherever the project keeps them; anything else is passed over.

    The name stands behind the schema where that is given and not ``public``.

    Args:
        root: project root.
        files: its Python files.
    """
    return tables_of(schema_sources(root, files).statements)


def views_of(statements: Sequence[SchemaStatement]) -> frozenset[str]:
    """Names of the views that schema statements make."""
    texts = (_COMMENTS.sub("", statement.text) for statement in statements)
    return frozenset(_plain(found[1].rpartition(".")[2]) for text in texts if (found := _VIEW.match(text)) is not None)


def tables_of(statements: Sequence[SchemaStatement]) -> dict[str, TableDdl]:
    """The same of statements that are read already."""
    tables: dict[str, TableDdl] = {}
    for statement in statements:
        text = _COMMENTS.sub("", statement.text)
        if _STATEMENT.match(text):
            _apply(tables, text)
        for pattern in (_UNIQUE_INDEX, _GUARDED_KEY):
            for table, columns in pattern.findall(text):
                schema, _, name = table.rpartition(".")
                tables.setdefault(_key_of(_plain(schema), _plain(name)), TableDdl()).unique.append(_listed(columns))
    return {name: table for name, table in tables.items() if table.created}


def as_sqlglot_reads(sql: str) -> str:
    """A statement in those of PostgreSQL's spellings that sqlglot knows."""
    return _RENAME.sub("RENAME COLUMN ", _ARRAY.sub("[]", sql))


def _apply(tables: dict[str, TableDdl], sql: str) -> None:
    try:
        tree = sqlglot.parse_one(as_sqlglot_reads(sql), dialect="postgres", error_level=ErrorLevel.RAISE)
    except (SqlglotError, RecursionError):
        return
    table = tree.find(exp.Table)
    if table is None:
        return
    for identifier in tree.find_all(exp.Identifier):
        identifier.set("this", _folded(identifier.name, quoted=bool(identifier.args.get("quoted"))))
    name = _key_of(table.db, table.name)
    if isinstance(tree, exp.Create) and isinstance(tree.this, exp.Schema):
        is_first = name not in tables
        known = tables.setdefault(name, TableDdl())
        names = [column.name for column in tree.this.expressions if isinstance(column, exp.ColumnDef)]
        known.ordered = is_first or (known.ordered and names == list(known.columns))
        known.created = True
        key = _key(tree.this)
        known.key = tuple(key) or known.key
        known.unique += _unique(tree.this)
        for column in tree.this.expressions:
            if isinstance(column, exp.ColumnDef):
                known.define(column, not_null=_is_not_null(column) or column.name in key)
    elif isinstance(tree, exp.Alter):
        _alter(tables.setdefault(name, TableDdl()), tree)
        for action in tree.args.get("actions") or []:
            if isinstance(action, exp.AlterRename):
                tables[_key_of(table.db, action.this.name)] = tables.pop(name)


def _is_not_null(column: exp.ColumnDef) -> bool:
    """Whether a column can't be null by its own definition: serial and identity columns can't either."""
    constraints = [item.args.get("kind") for item in column.args.get("constraints") or []]
    kinds = {type(item) for item in constraints if item is not None and not item.args.get("allow_null")}
    kind = column.args.get("kind")
    return bool(kinds & _NOT_NULL) or (isinstance(kind, exp.DataType) and kind.this in _SERIAL)


def _key(node: exp.Expr) -> list[str]:
    return [item.name for key in node.find_all(exp.PrimaryKey) for item in key.find_all(exp.Identifier)]


def _dropped(action: exp.Expr) -> list[exp.Expr]:
    return action.args.get("tables") or [action.this]


def _unique(node: exp.Expr) -> list[tuple[str, ...]]:
    """What UNIQUE says of a column, or of several in a row."""
    found = []
    for item in node.find_all(exp.UniqueColumnConstraint):
        column = item.find_ancestor(exp.ColumnDef)
        names = [column.name] if column is not None else [each.name for each in item.find_all(exp.Identifier)]
        found.append(tuple(names))
    return found


def _folded(name: str, *, quoted: bool) -> str:
    """A name as the server keeps it."""
    return name if quoted else name.lower()


def _plain(written: str) -> str:
    return _folded(written.strip('"'), quoted=written.startswith('"'))


def _listed(columns: str) -> tuple[str, ...]:
    return tuple(_plain(column.split()[0]) for column in columns.split(",") if column.strip())


def _key_of(schema: str, name: str) -> str:
    return name if schema in ("", "public") else f"{schema}.{name}"


def _alter(table: TableDdl, tree: exp.Expression) -> None:
    for action in tree.args.get("actions") or []:
        match action:
            case exp.ColumnDef():
                table.define(action, not_null=_is_not_null(action))
            case exp.AlterColumn() if action.args.get("allow_null") is not None and action.name in table.columns:
                table.columns[action.name] = not action.args["allow_null"]
            case exp.AddConstraint():
                key = _key(action)
                table.columns |= {name: True for name in key if name in table.columns}
                table.key = tuple(key) or table.key
                table.unique += _unique(action)
            case exp.Drop() if action.args.get("kind") == "COLUMN":
                for dropped in _dropped(action):
                    table.forget(dropped.name)
            case exp.RenameColumn(this=exp.Expr() as old):
                new = action.args.get("to")
                if isinstance(new, exp.Expr):
                    table.rename(old.name, new.name)
            case exp.AlterColumn() if isinstance(action.args.get("dtype"), exp.DataType):
                kind = ddl_type(action.args["dtype"])
                table.types.pop(action.name, None)
                if kind is not None and action.name in table.columns:
                    table.types[action.name] = kind
            case exp.Drop() if action.args.get("kind") == "CONSTRAINT" and any(
                item.name.endswith("_pkey") for item in _dropped(action)
            ):
                table.key = ()
            case _:
                pass  # defaults and other constraints: the models are asked for those
