"""One column of a model: ``mapped_column(…)``, ``Column(…)``, ``Field(…)`` and ``Mapped[…]`` annotations."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from codemod.mapping.foreign_keys import type_of_referenced
from codemod.mapping.models import MappedColumn
from codemod.mapping.modules import Module, Modules
from codemod.mapping.types import ANNOTATION_TYPES, normalised_type, pg_type_of, sqlalchemy_type
from codemod.mapping.vectors import named_source

#: Types whose values, or names in the database, are the project's own.
_OWN_TYPES = ("DOMAIN(", "postgresql.DOMAIN(", "PickleType(")

#: A default that says that there is none; the dots are pydantic's.
_NO_DEFAULT = ("None", "...")
#: SQLModel's names for precision and scale.
_DIGITS = ("max_digits", "decimal_places")

COLUMN_CALLS = frozenset({"mapped_column", "Column", "deferred", "Field"})


@dataclass(frozen=True, slots=True, eq=False)
class ColumnSource:
    """A column as written: annotation and call, in the module that holds them.

    Attributes:
        plain: the value of an SQLModel attribute that has no call, ``power: float = 1.5``: a default of its column too.
        called_in: the module of the call, where that is another one than the attribute's.
    """

    module: Module
    attribute: str
    annotation: ast.expr | None
    call: ast.Call | None
    sqlmodel: bool = False
    plain: ast.expr | None = None
    called_in: Module | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ColumnReader:
    """Reads columns with the type map of their base class.

    Attributes:
        type_map: annotation (as a full name) to type expression and its module.
        dataclass: the model is mapped as a dataclass, where ``default=None`` is no column default.
    """

    modules: Modules
    type_map: dict[str, tuple[Module, ast.expr]]
    dataclass: bool

    def read(self, source: ColumnSource) -> MappedColumn | None:
        """The column, or None where the attribute is something else (a relationship, a plain attribute)."""
        annotation, optional, extra, home = self._annotation(source)
        call = source.call
        if call is not None and call_name(call) not in COLUMN_CALLS:
            return None
        if call is None and extra is None and annotation is None:
            return None
        parts = [
            (module, item)
            for module, item in ((home, extra), (source.called_in or source.module, call))
            if item is not None
        ]
        column = MappedColumn(source.attribute, source.attribute, None, None, nullable=optional)
        if annotation is None and not source.sqlmodel:
            column = replace(column, nullable=True)
        explicit: set[str] = set()
        for module, part in parts:
            column = self._merge(column, module, part, explicit)
        if source.plain is not None:
            column = self._keyword(column, source.module, "default", source.plain)
        if column.type_source is None and not column.custom_type and annotation is not None:
            column = self._typed(column, home, annotation)
        if column.primary_key and "nullable" not in explicit:
            column = replace(column, nullable=False)
        return column

    def _annotation(self, source: ColumnSource) -> tuple[ast.expr | None, bool, ast.Call | None, Module]:
        """The Python type inside ``Mapped[…]``, whether it is optional, an ``Annotated``'s column, and their module."""
        home = source.module
        node = _parsed(source.annotation)
        if isinstance(node, ast.Subscript) and _last(node.value) == "Mapped":
            node = _parsed(node.slice)
        elif not source.sqlmodel:
            return None, True, None, home
        node, optional = _without_none(node)
        named = node  # an alias of the project may be a key of the type map itself
        found = self.modules.definition(source.module, node) if isinstance(node, ast.Name | ast.Attribute) else None
        if found is not None and isinstance(found[1], ast.Subscript) and _last(found[1].value) == "Annotated":
            home, node = found[0], found[1]
        if isinstance(node, ast.Subscript) and _last(node.value) == "Annotated" and isinstance(node.slice, ast.Tuple):
            extra = next(
                (
                    item
                    for item in node.slice.elts[1:]
                    if isinstance(item, ast.Call) and call_name(item) in COLUMN_CALLS
                ),
                None,
            )
            inner, inner_optional = _without_none(node.slice.elts[0])
            if self._mapped_type(source.module, named) is not None:
                return named, optional or inner_optional, extra, source.module
            return inner, optional or inner_optional, extra, home
        return node, optional, None, home

    def _merge(self, column: MappedColumn, module: Module, call: ast.Call, explicit: set[str]) -> MappedColumn:
        if call_name(call) == "deferred" and call.args and isinstance(call.args[0], ast.Call):
            call = call.args[0]
            column = replace(column, deferred=True)
        arguments = list(call.args)
        if arguments and call_name(call) != "Field":
            name = self.modules.constant(module, arguments[0])
            if isinstance(name, str):
                column = replace(column, name=name)
                arguments = arguments[1:]
        for argument in arguments:
            is_default = call_name(call) == "Field"
            column = (
                self._keyword(column, module, "default", argument)
                if is_default
                else self._positional(column, module, argument)
            )
        for keyword in call.keywords:
            if keyword.arg is not None:
                explicit.add(keyword.arg)
                column = self._keyword(column, module, keyword.arg, keyword.value)
            else:  # who knows what is in it
                unseen = f"**{ast.unparse(keyword.value)}"
                column = replace(column, default=unseen, onupdate=unseen, custom_type=True)
        written = {item.arg: item.value for item in call.keywords if item.arg in _DIGITS}
        digits = [self.modules.constant(module, written[name]) for name in _DIGITS if name in written]
        if digits:  # of a Decimal of SQLModel's
            known = len(digits) == len(_DIGITS) and all(isinstance(item, int) for item in digits)
            return with_type(column, "Numeric({}, {})".format(*digits)) if known else replace(column, custom_type=True)
        return column

    def _positional(self, column: MappedColumn, module: Module, node: ast.expr) -> MappedColumn:
        name = call_name(node) if isinstance(node, ast.Call) else None
        if name == "ForeignKey" and isinstance(node, ast.Call) and column.type_source is None:
            source = type_of_referenced(self.modules, module, node)
            return replace(column, type_source=source, custom_type=column.custom_type or source is None)
        if name in ("ForeignKey", "CheckConstraint"):
            return column
        if name == "Sequence":  # nextval() is written into every INSERT, whatever the default of the table
            return replace(column, server_default=True, default=ast.unparse(node))
        if name in ("Identity", "Computed", "FetchedValue"):
            return replace(column, server_default=True)
        return self._typed(column, module, node, expression=True)

    def _keyword(self, column: MappedColumn, module: Module, key: str, value: ast.expr) -> MappedColumn:
        constant: Any = self.modules.constant(module, value)
        shown = ast.unparse(value)
        match key:
            case "nullable":
                return replace(column, nullable=constant is not False)
            case "primary_key":
                return replace(column, primary_key=bool(constant))
            case "unique":
                return replace(column, unique=bool(constant))
            case "name" if isinstance(constant, str):
                return replace(column, name=constant)
            case "key" if isinstance(constant, str):
                return replace(column, attribute=constant)
            case "type_" | "sa_type":
                return self._typed(column, module, value, expression=True)
            case "sa_column" | "sa_column_kwargs" | "sa_column_args":
                return self._of_sqlmodel(column, module, value)
            case "default" | "default_factory" if (
                (self.dataclass or key == "default_factory") and constant is None and shown == "None"
            ):
                return column
            case "default" | "insert_default" | "default_factory":
                return replace(column, default=shown) if shown not in _NO_DEFAULT else column
            case "onupdate":
                return replace(column, onupdate=shown)
            case "server_default" | "server_onupdate":
                return replace(column, server_default=True)
            case "deferred" | "deferred_group" | "deferred_raiseload":
                return replace(column, deferred=constant is not False)
            case "autoincrement":
                return replace(column, autoincrement=bool(constant))
            case _:
                return column

    def _of_sqlmodel(self, column: MappedColumn, module: Module, value: ast.expr) -> MappedColumn:
        """A column that SQLModel is given, or is to make with these arguments; unknown where they can't be seen."""
        match value:
            case ast.Call():
                return self._merge(column, module, value, set())
            case ast.Dict():
                return self._given(column, module, value)
            case ast.List() | ast.Tuple():
                return reduce(lambda found, item: self._positional(found, module, item), value.elts, column)
            case _:
                return replace(column, custom_type=True)

    def _given(self, column: MappedColumn, module: Module, options: ast.Dict) -> MappedColumn:
        """What SQLModel hands on to the column: ``sa_column_kwargs={"onupdate": utcnow}``."""
        for key, value in zip(options.keys, options.values, strict=True):
            name = self.modules.constant(module, key) if key is not None else None
            if not isinstance(name, str):
                return replace(column, custom_type=True)
            column = self._keyword(column, module, name, value)
        return column

    def _typed(self, column: MappedColumn, module: Module, node: ast.expr, *, expression: bool = False) -> MappedColumn:
        mapped = None if expression else self._mapped_type(module, node)
        if mapped is not None:
            return self._typed(column, mapped[0], mapped[1], expression=True)
        return with_type(column, self._type_source(module, node, expression=expression))

    def _mapped_type(self, module: Module, node: ast.expr) -> tuple[Module, ast.expr] | None:
        key = self._annotation_key(module, node)
        return self.type_map.get(key) if key is not None else None

    def _annotation_key(self, module: Module, node: ast.expr) -> str | None:
        return annotation_key(self.modules, module, node)

    def _type_source(self, module: Module, node: ast.expr, *, expression: bool) -> str | None:
        if expression:
            found = self.modules.definition(module, node.func if isinstance(node, ast.Call) else node)
            if found is not None and isinstance(found[1], ast.ClassDef):
                return named_source(found[1], node)
            return normalised_type(node, lambda item: self.modules.qualify(module, item))
        return ANNOTATION_TYPES.get(self._annotation_key(module, node) or "")


def with_type(column: MappedColumn, source: str | None) -> MappedColumn:
    """A column of the type that a ``type_source`` stands for; one with other values is a type of its own."""
    if source is None:
        return replace(column, custom_type=True)
    try:
        pg_type = pg_type_of(sqlalchemy_type(source))
    except (ValueError, TypeError, SyntaxError):
        return replace(column, custom_type=True)
    if pg_type is None or source.startswith(_OWN_TYPES):
        return replace(column, custom_type=True)
    if "asdecimal" in source or "as_uuid=False" in source:
        return replace(column, custom_type=True)  # other Python values than asyncpg's
    return replace(column, type_source=source, pg_type=pg_type)


def annotation_key(modules: Modules, module: Module, node: ast.expr) -> str | None:
    """An annotation as a stable text: ``datetime.datetime``, ``list[str]``, the alias name of the project."""
    if isinstance(node, ast.Name | ast.Attribute):
        qualified = modules.qualify(module, node)
        if qualified is not None:
            return qualified.removeprefix("builtins.")
        found = modules.definition(module, node)
        return f"{found[0].dotted}:{_last(node)}" if found is not None else None
    if isinstance(node, ast.Subscript):
        return ast.unparse(node)
    return None


def call_name(node: ast.expr) -> str | None:
    """The last name of a called function: ``sa.Column(…)`` is ``Column``."""
    return _last(node.func) if isinstance(node, ast.Call) else None


def _last(node: ast.expr) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def _parsed(node: ast.expr | None) -> ast.expr | None:
    """An annotation, string annotations parsed."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return ast.parse(node.value, mode="eval").body
        except SyntaxError:
            return None
    return node


def _without_none(node: ast.expr | None) -> tuple[Any, bool]:
    """``Optional[X]``, ``X | None``, ``Union[X, None]`` without the None."""
    node = _parsed(node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        sides = [_without_none(side) for side in (node.left, node.right)]
        kept = [side for side, _ in sides if not (isinstance(side, ast.Constant) and side.value is None)]
        return (kept[0] if kept else node), len(kept) < 2 or any(optional for _, optional in sides)
    if isinstance(node, ast.Subscript) and _last(node.value) == "Optional":
        return _without_none(node.slice)[0], True
    if isinstance(node, ast.Subscript) and _last(node.value) == "Union" and isinstance(node.slice, ast.Tuple):
        kept = [item for item in node.slice.elts if not (isinstance(item, ast.Constant) and item.value is None)]
        return (kept[0] if kept else node), len(kept) < len(node.slice.elts)
    return node, False
