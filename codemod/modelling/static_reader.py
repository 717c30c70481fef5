"""Reads schema statements without a server, for where none can run: what it doesn't know is noted, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from codemod.mapping.ddl import as_sqlglot_reads
from codemod.modelling.drafts import ColumnDraft, IndexDraft, KeyDraft, TableDraft
from codemod.resolution.dialect import AsyncpgPostgres
from codemod.schema.statements import Note, SchemaStatement, is_code, schema_statement

if TYPE_CHECKING:
    from collections.abc import Sequence

_SERIAL: Final = {"serial": "integer", "bigserial": "bigint", "smallserial": "smallint"}
_ADD_LABEL: Final = re.compile(r"\AALTER\s+TYPE\s+(\S+)\s+ADD\s+VALUE\s+(?:IF\s+NOT\s+EXISTS\s+)?'([^']*)'\s*\Z", re.I)
_IGNORED: Final = re.compile(
    r"\A(?:CREATE|ALTER|DROP)\s+(?:OR\s+REPLACE\s+)?(?:MATERIALIZED\s+)?(?:EXTENSION|SCHEMA|SEQUENCE|VIEW|FUNCTION)\b",
    re.I,
)


_STRAY_COMMA: Final = re.compile(r",\s*\)")
_QUOTED: Final = re.compile(r"'(?:[^']|'')*'")


class _UnreadError(Exception):
    """A statement says something that is not known here; ``str()`` says what."""


@dataclass(slots=True)
class StaticSchema:
    """What schema statements make, as far as it can be told without running them."""

    tables: dict[str, TableDraft] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def read_statically(statements: Iterable[SchemaStatement]) -> StaticSchema:
    """The tables and enumerations that statements make, in order."""
    schema = StaticSchema()
    for statement in statements:
        wanted = None if is_code(statement) else schema_statement(statement)
        if wanted is None or _IGNORED.match(wanted.text):
            continue
        try:
            _apply(schema, wanted.text)
        except _UnreadError as error:
            schema.notes.append(Note(statement.place, f"is not read without a server: {error}"))
    return schema


def _apply(schema: StaticSchema, text: str) -> None:
    added = _ADD_LABEL.match(text)
    if added is not None:
        schema.labels.setdefault(_plain(added[1]), []).append(added[2])
        return
    if _STRAY_COMMA.search(_QUOTED.sub("x", text)):  # which sqlglot doesn't mind
        raise _UnreadError("a syntax error")
    try:
        tree = sqlglot.parse_one(as_sqlglot_reads(text), dialect=AsyncpgPostgres)
    except (SqlglotError, RecursionError) as error:
        raise _UnreadError("a syntax error, or syntax that only a server knows") from error
    match tree:
        case exp.Create(kind="TYPE", this=exp.Table() as name, expression=exp.DataType(this=exp.DType.ENUM) as kind):
            schema.labels.setdefault(name.name, [item.name for item in kind.expressions])
        case exp.Create(kind="TABLE", this=exp.Schema()):
            _create_table(schema, tree)
        case exp.Create(kind="INDEX", this=exp.Index() as index):
            _create_index(schema, tree, index)
        case exp.Alter(kind="TABLE", this=exp.Table() as name):
            for action in tree.args.get("actions") or []:
                _alter(schema, _found(schema, name), action)
        case exp.Drop():
            _drop(schema, tree)
        case exp.Comment():
            _comment(schema, tree)
        case _:
            raise _UnreadError(" ".join(text.split())[:60])


def _drop(schema: StaticSchema, tree: exp.Drop) -> None:
    kind = tree.args.get("kind")
    for name in _dropped(tree):
        if kind == "TABLE":
            schema.tables.pop(_key(name), None)
        elif kind == "INDEX":
            for table in schema.tables.values():
                table.indexes.pop(name.name, None)
        elif kind == "TYPE":
            schema.labels.pop(name.name, None)
        else:
            raise _UnreadError(f"DROP {kind}")


def _comment(schema: StaticSchema, tree: exp.Comment) -> None:
    target = tree.this
    if isinstance(target, exp.Column) and isinstance(target.args.get("table"), exp.Identifier):
        table = _found(schema, exp.Table(this=target.args["table"], db=target.args.get("db")))
        table.columns[target.name].comment = tree.expression.name
    elif isinstance(target, exp.Table) and tree.args.get("kind") == "TABLE":
        _found(schema, target).comment = tree.expression.name


def _plain(name: str) -> str:
    return name.rpartition(".")[2].strip('"')


def _key(table: exp.Expr) -> str:
    schema = table.args.get("db")
    return f"{schema.name}.{table.name}" if schema is not None and schema.name != "public" else table.name


def _found(schema: StaticSchema, name: exp.Table) -> TableDraft:
    found = schema.tables.get(_key(name))
    if found is None:
        raise _UnreadError(f"there is no table {_key(name)}")
    return found


def _create_table(schema: StaticSchema, tree: exp.Create) -> None:
    name = tree.this.this
    if _key(name) in schema.tables:
        return
    if tree.args.get("properties") is not None:
        raise _UnreadError(tree.args["properties"].sql(AsyncpgPostgres)[:60])
    own = name.args.get("db")
    table = TableDraft(name.name, own.name if own is not None and own.name != "public" else None)
    unread: list[_UnreadError] = []
    for item in tree.this.expressions:
        try:
            if isinstance(item, exp.ColumnDef):
                _add_column(table, item)
            else:
                _add_constraint(table, item, None)
        except _UnreadError as error:
            unread.append(error)
    schema.tables[_key(name)] = table
    if unread:
        raise _UnreadError("; ".join(map(str, unread)))


def _add_column(table: TableDraft, item: exp.ColumnDef) -> None:
    kind = item.args.get("kind")
    if not isinstance(kind, exp.DataType):
        raise _UnreadError(f"the type of {item.name}")
    written = kind.sql(AsyncpgPostgres).lower()
    column = ColumnDraft(item.name, _SERIAL.get(written, written), serial=written in _SERIAL)
    column.nullable = not column.serial
    table.columns[item.name] = column
    for constraint in item.args.get("constraints") or []:
        named = constraint.this.name if constraint.this is not None else None
        _column_constraint(table, column, constraint.args["kind"], named)


def _column_constraint(table: TableDraft, column: ColumnDraft, kind: exp.Expr, named: str | None) -> None:
    match kind:
        case exp.NotNullColumnConstraint():
            column.nullable = bool(kind.args.get("allow_null"))
        case exp.DefaultColumnConstraint(this=exp.Expr() as value):
            column.default = value.sql(AsyncpgPostgres)
        case exp.ComputedColumnConstraint(this=exp.Expr() as value):
            column.computed = value.sql(AsyncpgPostgres)
        case exp.GeneratedAsIdentityColumnConstraint():
            column.nullable = False
            column.identity = {"always": bool(kind.this), **_sequence(kind)}
        case exp.CollateColumnConstraint():
            column.collation = kind.this.name
        case exp.PrimaryKeyColumnConstraint():
            table.key = (named, [column.name])
        case exp.UniqueColumnConstraint() if not kind.args.get("nulls"):
            table.uniques.append((named, [column.name]))
        case exp.CheckColumnConstraint(this=exp.Expr() as condition):
            table.checks.append((named, condition.sql(AsyncpgPostgres)))
        case exp.Reference():
            table.foreign.append(_foreign(named, [column.name], kind))
        case _:
            raise _UnreadError(kind.sql(AsyncpgPostgres)[:60])


def _sequence(kind: exp.Expr) -> dict[str, int]:
    names = ("start", "increment", "minvalue", "maxvalue")
    return {name: int(kind.args[name].name) for name in names if isinstance(kind.args.get(name), exp.Literal)}


def _add_constraint(table: TableDraft, item: exp.Expr, named: str | None) -> None:
    match item:
        case exp.Constraint(this=exp.Identifier() as name, expressions=[inner]):
            _add_constraint(table, inner, name.name)
        case exp.PrimaryKey(expressions=columns):
            table.key = (named, [column.name for column in columns])
        case exp.UniqueColumnConstraint(this=exp.Schema(expressions=columns)) if not item.args.get("nulls"):
            table.uniques.append((named, [column.name for column in columns]))
        case exp.CheckColumnConstraint(this=exp.Expr() as condition):
            table.checks.append((named, condition.sql(AsyncpgPostgres)))
        case exp.ForeignKey(expressions=columns):
            table.foreign.append(_foreign(named, [column.name for column in columns], item.args["reference"], item))
        case _:
            raise _UnreadError(item.sql(AsyncpgPostgres)[:60])


def _foreign(named: str | None, columns: list[str], reference: exp.Expr, key: exp.Expr | None = None) -> KeyDraft:
    target = reference.this
    names = [item.name for item in target.expressions] if isinstance(target, exp.Schema) else []
    table = target.this if isinstance(target, exp.Schema) else target
    written = [str(option).lower() for option in reference.args.get("options") or []]
    options = {
        f"on{kind}": action.upper() for kind, action in (re.findall(r"on (delete|update) ([a-z ]+)", " ".join(written)))
    }
    for kind in ("delete", "update"):
        if key is not None and key.args.get(kind):
            options[f"on{kind}"] = str(key.args[kind]).upper()
    if any("defer" in option or "match" in option for option in written):
        raise _UnreadError(", ".join(written))
    return KeyDraft(named, columns, _key(table), names, options)


def _create_index(schema: StaticSchema, tree: exp.Create, index: exp.Index) -> None:
    table = _found(schema, index.args["table"])
    params: dict[str, Any] = index.args["params"].args
    elements: list[tuple[str, bool]] = []
    options: dict[str, Any] = {}
    for item in params.get("columns") or []:
        plain = item.this if isinstance(item, exp.Ordered) and not item.args.get("desc") else item
        if isinstance(plain, exp.Opclass):
            options.setdefault("postgresql_ops", {})[plain.this.name] = plain.expression.name
            plain = plain.this
        is_column = isinstance(plain, exp.Column)
        elements.append((plain.name if is_column else plain.sql(AsyncpgPostgres), is_column))
    if params.get("using") is not None:
        options["postgresql_using"] = params["using"].name.lower()
    if params.get("where") is not None:
        options["postgresql_where"] = params["where"].this.sql(AsyncpgPostgres)
    if params.get("include"):
        options["postgresql_include"] = [item.name for item in params["include"]]
    columns = [name if is_column else "expr" for name, is_column in elements]
    name = index.name or "_".join([table.name, *columns, "idx"])
    table.indexes.setdefault(name, IndexDraft(name, elements, bool(tree.args.get("unique")), options))


def _alter(schema: StaticSchema, table: TableDraft, action: exp.Expr) -> None:
    match action:
        case exp.ColumnDef():
            if action.name not in table.columns:
                _add_column(table, action)
        case exp.AddConstraint(expressions=constraints):
            for item in constraints:
                _add_constraint(table, item, None)
        case exp.Drop(kind="COLUMN"):
            for item in _dropped(action):
                table.drop_column(item.name)
        case exp.Drop(kind="CONSTRAINT"):
            for item in _dropped(action):
                table.drop_constraint(item.name)
        case exp.RenameColumn(this=exp.Expr() as old) if (
            action.args.get("to") is not None and old.name in table.columns
        ):
            table.rename_column(old.name, action.args["to"].name)
        case exp.AlterRename(this=exp.Table() as new):
            del schema.tables[f"{table.schema}.{table.name}" if table.schema else table.name]
            table.settle_names()
            table.name = new.name
            schema.tables[f"{table.schema}.{table.name}" if table.schema else table.name] = table
        case exp.AlterColumn() if action.name in table.columns:
            _alter_column(table.columns[action.name], action)
        case _:
            raise _UnreadError(action.sql(AsyncpgPostgres)[:60])


def _dropped(action: exp.Expr) -> Sequence[exp.Expr]:
    return action.args.get("tables") or [action.this]


def _alter_column(column: ColumnDraft, action: exp.AlterColumn) -> None:
    if action.args.get("allow_null") is not None:
        column.nullable = bool(action.args["allow_null"])
    elif isinstance(action.args.get("dtype"), exp.DataType):
        column.type = action.args["dtype"].sql(AsyncpgPostgres).lower()
    elif isinstance(action.args.get("default"), exp.Expr):
        column.default = action.args["default"].sql(AsyncpgPostgres)
    elif action.args.get("drop"):
        column.default = None
    else:
        raise _UnreadError(action.sql(AsyncpgPostgres)[:60])
