"""What indexes a project declares: in models, in SQL files and migrations, and in strings of its code.

Whatever can't be read counts as an index on everything it names: an advice is given only where none is left.
"""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError

from codemod.mapping.models import ModelRegistry
from codemod.syntax.matching import last_name

_CREATE_INDEX = re.compile(
    r"\bcreate\s+(?P<unique>unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?[^()]*?"
    r"\bon\s+(?:only\s+)?(?P<table>[\w.\"]+)\s*(?:using\s+\w+\s*)?\((?P<columns>[^;]*)",
    re.I,
)
_CREATE_TABLE = re.compile(r"\bcreate\s+(?:unlogged\s+)?table\b[^();]*\(", re.I)
_ALTER_TABLE = re.compile(
    r"\balter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?(?P<table>[\w.\"]+)[^;]*?"
    r"\b(?:unique|primary\s+key)\s*(?:using\s+index\s+(?P<index>\w+)|\((?P<columns>[^)]*))",
    re.I,
)
#: ``op.create_index("ix", "table", ["a", "b"])``.
_ALEMBIC = re.compile(r"\bcreate_index\(\s*[^,]+,\s*[\"'](?P<table>\w+)[\"']\s*,\s*\[(?P<columns>[^\]]*)")
#: ``Index("ix", "a", Model.b)`` and the constraints that have an index, wherever they stand.
_IN_MODELS = re.compile(
    r"\b(?:Index|UniqueConstraint|PrimaryKeyConstraint|ExcludeConstraint)\((?P<inside>[^\n]*(?:\n\s+[^\n]*){0,6})"
)
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Indexes:
    """Columns and expressions that an index begins with, by table.

    Attributes:
        leading: names (and words of expressions) that some index of the table begins with.
        keys: columns of which every row has its own values.
        made: tables that got an index besides those of their keys: somebody found them large enough.
        defined: tables whose definition the project shows.
        declares: the project declares an index at all, so its schema isn't kept elsewhere.
    """

    leading: dict[str, set[str]] = field(default_factory=dict)
    keys: dict[str, list[frozenset[str]]] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    defined: set[str] = field(default_factory=set)
    declares: bool = False

    def serves(self, table: str, columns: Iterable[str]) -> bool:
        """Whether an index of the table begins with one of the columns."""
        return not self.leading.get(table, set()).isdisjoint(columns)

    def knows(self, table: str) -> bool:
        """Whether what the project says of the table's indexes can be taken for all there is."""
        return self.declares and table in self.defined

    def has_key(self, table: str, columns: Iterable[str]) -> bool:
        """Whether values of all these columns mean one row at most."""
        given = frozenset(columns)
        return any(key <= given for key in self.keys.get(table, ()))

    def add(self, table: str, columns: Iterable[str]) -> None:
        """An index that begins with one of the columns (or words of an expression)."""
        self.leading.setdefault(_name(table), set()).update(column.lower() for column in columns)

    def add_key(self, table: str, columns: Sequence[str]) -> None:
        """A key, which has an index of its own."""
        if columns:
            self.keys.setdefault(_name(table), []).append(frozenset(column.lower() for column in columns))
            self.add(table, columns[:1])


def read_indexes(registry: ModelRegistry, texts: Iterable[tuple[str, str]]) -> Indexes:
    """The indexes of a project.

    Args:
        registry: its models.
        texts: path and text of every file that may declare an index: Python and SQL.
    """
    found = Indexes()
    by_path: dict[str, list[str]] = {}
    for table in registry:
        by_path.setdefault(table.path, []).append(table.name)
        found.defined.add(table.name)
        keys = [table.primary_key, *table.unique, *((column.name,) for column in table.columns if column.unique)]
        for key in keys:
            found.add_key(table.name, key)
    for path, text in texts:
        lowered = text.lower()
        if "index" in lowered or "unique" in lowered or "create" in lowered:
            _read_sql(found, text)
        if path in by_path:
            _read_models(found, text, by_path[path])
    return found


def _read_sql(found: Indexes, text: str) -> None:
    for index in _CREATE_INDEX.finditer(text):
        found.declares = True
        found.add(index["table"], _WORD.findall(_enclosed(index["columns"], ",")))
        if index["unique"] is None:
            found.made.add(_name(index["table"]))
    for alter in _ALTER_TABLE.finditer(text):
        found.add_key(alter["table"], _WORD.findall(alter["columns"] or ""))
    for migration in _ALEMBIC.finditer(text):
        found.declares = True
        found.made.add(migration["table"])
        found.add(migration["table"], _WORD.findall(migration["columns"])[:1])
    for table in _CREATE_TABLE.finditer(text):
        _read_table(found, f"{table[0]}{_enclosed(text[table.end() :])})")


def _name(table: str) -> str:
    return table.replace('"', "").rpartition(".")[2].lower()


def _enclosed(text: str, end: str = "") -> str:
    """What stands before the bracket that closes the one in front of the text, or before ``end`` at its level."""
    depth = 0
    for index, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth < 0 or (character == end and depth == 0):
            return text[:index]
    return text


def _read_table(found: Indexes, sql: str) -> None:
    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    try:
        tree = sqlglot.parse_one(sql, dialect="postgres", error_level=ErrorLevel.RAISE)
    except (SqlglotError, RecursionError):
        return
    if not isinstance(tree, exp.Create) or not isinstance(tree.this, exp.Schema):
        return
    table = tree.this.this.name
    found.defined.add(table.lower())
    for item in tree.this.expressions:
        if isinstance(item, exp.ColumnDef):
            kinds = [entry.args.get("kind") for entry in item.args.get("constraints") or []]
            if any(isinstance(kind, exp.PrimaryKeyColumnConstraint | exp.UniqueColumnConstraint) for kind in kinds):
                found.add_key(table, [item.name])
        else:
            for key in item.find_all(exp.PrimaryKey, exp.UniqueColumnConstraint):
                found.add_key(table, [name.name for name in key.find_all(exp.Identifier)])


def _read_models(found: Indexes, text: str, tables: list[str]) -> None:
    """What a file of models declares; each word counts for every model of the file."""
    for declared in _IN_MODELS.finditer(text):
        found.declares = True
        for table in tables:
            found.add(table, _WORD.findall(declared["inside"]))
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        found.defined.difference_update(tables)  # newer syntax than the interpreter's: nothing is known
        return
    found.made.update(_named_beside_indexes(tree).intersection(tables))
    for name, key in _indexed_columns(tree):
        found.declares = found.declares or key == "index"
        for table in tables:
            found.add(table, [name])


def _named_beside_indexes(tree: ast.Module) -> set[str]:
    """Tables that have an ``Index(…)``: in their class, in their ``Table(…)``, or of their columns."""
    classes = {
        node.name: name for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and (name := _table_of(node))
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) if name in classes and _has_index(node):
                found.add(classes[name])
            case ast.Call(func=function, args=[ast.Constant(value=str(name)), *_]) if last_name(
                function
            ) == "Table" and _has_index(node):
                found.add(name)
            case ast.Call(func=function, args=[_, *columns]) if last_name(function) == "Index":
                used = {item.id for column in columns for item in ast.walk(column) if isinstance(item, ast.Name)}
                found |= {classes[name] for name in used & classes.keys()}
            case _:
                pass
    return {name.rpartition(".")[2].lower() for name in found}


def _has_index(node: ast.AST) -> bool:
    return any(isinstance(item, ast.Call) and last_name(item.func) == "Index" for item in ast.walk(node))


def _table_of(node: ast.ClassDef) -> str | None:
    for item in node.body:
        match item:
            case ast.Assign(targets=[ast.Name(id="__tablename__")], value=ast.Constant(value=str(name))):
                return name
            case _:
                pass
    return None


def _indexed_columns(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names of columns that have an index by themselves, with the keyword that says so."""
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as call):
                yield from ((name, key) for key in _index_keywords(call))
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                yield from ((name, key) for key in _index_keywords(call))
            case ast.Call(args=[ast.Constant(value=str(name)), *_]):
                yield from ((name, key) for key in _index_keywords(node))
            case _:
                pass


def _index_keywords(call: ast.Call) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg in ("index", "unique", "primary_key") and ast.unparse(keyword.value) != "False":
            yield keyword.arg
