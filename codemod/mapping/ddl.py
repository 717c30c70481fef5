"""Columns of the tables that the project's ``.sql`` files create, as a second witness beside the models."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePath

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError

_DOWN = re.compile(r"^--\s*(migrate:down|\+goose\s+down|rollback).*\Z", re.I | re.M | re.S)
#: Files that take a migration back.
_UNDOES = re.compile(r"(^|[._-])(down|rollback|undo|revert)([._-]|$)|^u\d+(_\d+)*__", re.I)
#: Files without a number that take the whole schema away, and folders of the way back.
_CLEARS = re.compile(r"(drop|teardown|tear_down|reset|clean|cleanup|destroy|uninstall|wipe|purge)([._-]|$)", re.I)
_BACK = frozenset({"down", "undo", "rollback", "rollbacks"})
_STATEMENT = re.compile(r"\s*(create\s+(?:unlogged\s+)?table|alter\s+table)\b", re.I)
#: sqlglot warns of every statement it keeps as raw text; passing those over is what happens here anyway.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

#: The standard's ``bigint ARRAY`` and ``RENAME a TO b`` are PostgreSQL's too, but sqlglot reads other things in them.
_ARRAY = re.compile(r"\s+array\b(?!\s*[\[(])", re.I)
_RENAME = re.compile(r"\brename\s+(?!(?:to|column|constraint)\b)", re.I)

_NOT_NULL = {
    exp.NotNullColumnConstraint,
    exp.PrimaryKeyColumnConstraint,
    exp.GeneratedAsIdentityColumnConstraint,
}
_SERIAL = {exp.DType.SERIAL, exp.DType.BIGSERIAL, exp.DType.SMALLSERIAL}

_COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)


@dataclass(slots=True)
class TableDdl:
    """What the files say of one table.

    Attributes:
        columns: column to whether NOT NULL was written, in the order of the table.
        ordered: the order is sure: one CREATE TABLE, before anything that alters it.
        created: its CREATE TABLE could be read; without that the columns are only some of them.
    """

    columns: dict[str, bool] = field(default_factory=dict)
    ordered: bool = False
    created: bool = False


def read_ddl(root: Path, files: Iterable[Path]) -> dict[str, TableDdl]:
    """Tables by name, from CREATE TABLE and ALTER TABLE of all files in order; anything else is passed over.

    Args:
        root: project root, for the order of the files.
        files: ``.sql`` files.
    """
    tables: dict[str, TableDdl] = {}
    for path in sorted(files, key=lambda path: natural_order(path.relative_to(root).as_posix())):
        if is_undoing(path.relative_to(root)):
            continue
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        for statement in _COMMENTS.sub("", _DOWN.sub("", text)).split(";"):
            if _STATEMENT.match(statement):
                _apply(tables, statement)
    return {name: table for name, table in tables.items() if table.created}


def is_undoing(path: PurePath) -> bool:
    """Whether a file takes a migration or the whole schema back, by its name below the root."""
    return (
        _UNDOES.search(path.stem) is not None
        or _CLEARS.match(path.stem) is not None
        or bool(_BACK & {part.lower() for part in path.parts[:-1]})
    )


def natural_order(path: str) -> list[tuple[int, str]]:
    """The order of numbered files: ``V10`` comes after ``V9``."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", path)]


def _apply(tables: dict[str, TableDdl], sql: str) -> None:
    sql = _RENAME.sub("RENAME COLUMN ", _ARRAY.sub("[]", sql))
    try:
        tree = sqlglot.parse_one(sql, dialect="postgres", error_level=ErrorLevel.RAISE)
    except (SqlglotError, RecursionError):
        return
    table = tree.find(exp.Table)
    if table is None:
        return
    if isinstance(tree, exp.Create) and isinstance(tree.this, exp.Schema):
        is_first = table.name.lower() not in tables
        known = tables.setdefault(table.name.lower(), TableDdl())
        known.ordered = is_first
        known.created = True
        key = _key(tree.this)
        for column in tree.this.expressions:
            if isinstance(column, exp.ColumnDef):
                known.columns[column.name.lower()] = _is_not_null(column) or column.name.lower() in key
    elif isinstance(tree, exp.Alter):
        _alter(tables.setdefault(table.name.lower(), TableDdl()), tree)
        for action in tree.args.get("actions") or []:
            if isinstance(action, exp.AlterRename):
                tables[action.this.name.lower()] = tables.pop(table.name.lower())


def _is_not_null(column: exp.ColumnDef) -> bool:
    """Whether a column can't be null by its own definition: serial and identity columns can't either."""
    constraints = [item.args.get("kind") for item in column.args.get("constraints") or []]
    kinds = {type(item) for item in constraints if item is not None and not item.args.get("allow_null")}
    kind = column.args.get("kind")
    return bool(kinds & _NOT_NULL) or (isinstance(kind, exp.DataType) and kind.this in _SERIAL)


def _key(node: exp.Expr) -> list[str]:
    return [item.name.lower() for key in node.find_all(exp.PrimaryKey) for item in key.find_all(exp.Identifier)]


def _alter(table: TableDdl, tree: exp.Expression) -> None:
    for action in tree.args.get("actions") or []:
        match action:
            case exp.ColumnDef():
                table.columns[action.name.lower()] = _is_not_null(action)
            case exp.AlterColumn() if (
                action.args.get("allow_null") is not None and action.name.lower() in table.columns
            ):
                table.columns[action.name.lower()] = not action.args["allow_null"]
            case exp.AddConstraint():
                table.columns |= {name: True for name in _key(action) if name in table.columns}
            case exp.Drop() if action.args.get("kind") == "COLUMN":
                for dropped in action.args.get("tables") or [action.this]:
                    table.columns.pop(dropped.name.lower(), None)
            case exp.RenameColumn(this=exp.Expr() as old):
                new = action.args.get("to")
                if isinstance(new, exp.Expr):
                    renamed = {old.name.lower(): new.name.lower()}  # a column keeps its place under another name
                    table.columns = {renamed.get(name, name): known for name, known in table.columns.items()}
            case _:
                pass  # types, defaults and constraints: the models are asked for those
