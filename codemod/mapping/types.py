"""SQLAlchemy types as source expressions: normalised from a model, evaluated safely, named as PostgreSQL does."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from codemod.mapping.vectors import package_source, stand_in

#: Python annotations to types, where no ``type_annotation_map`` says otherwise
#: (SQLAlchemy manual, Customizing the Type Map).
ANNOTATION_TYPES: Final[dict[str, str]] = {
    "bool": "Boolean()",
    "bytes": "LargeBinary()",
    "datetime.date": "Date()",
    "datetime.datetime": "DateTime()",
    "datetime.time": "Time()",
    "datetime.timedelta": "Interval()",
    "decimal.Decimal": "Numeric()",
    "float": "Float()",
    "int": "Integer()",
    "str": "String()",
    "uuid.UUID": "Uuid()",
}

#: Spellings of SQLAlchemy's PostgreSQL compiler to PostgreSQL's own names.
_PG_NAMES: Final[dict[str, str]] = {
    "varchar": "character varying",
    "float": "double precision",
    "decimal": "numeric",
    "char": "character",
    "bool": "boolean",
}


#: Begins the ``pg_type`` of a column of an enumerated type: ``"enum mood"``, ``"enum mood[]"``.
ENUM: Final = "enum "


def enum_name(pg_type: str | None) -> str | None:
    """The name of an enumerated type without array brackets; None for any other type."""
    return pg_type.removeprefix(ENUM).removesuffix("[]") if pg_type is not None and pg_type.startswith(ENUM) else None


@lru_cache(maxsize=512)
def sqlalchemy_type(type_source: str) -> Any:
    """The SQLAlchemy type that a ``type_source`` stands for.

    Args:
        type_source: names of ``sqlalchemy`` called with constants, keywords and other types;
            ``postgresql.X`` for a name of the dialect.

    Raises:
        ValueError: the expression holds anything else.
    """
    return _evaluate(ast.parse(type_source, mode="eval").body)


def _evaluate(node: ast.expr) -> Any:
    import sqlalchemy
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.types import TypeEngine

    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            found = getattr(sqlalchemy, node.id, None) or getattr(postgresql, node.id, None)
        case ast.Attribute(value=ast.Name(id="pgvector" | "vectors" as kind)):
            return stand_in(of_package=kind == "pgvector")
        case ast.Attribute(value=ast.Name(id="postgresql")):
            found = getattr(postgresql, node.attr, None)
        case ast.Call():
            arguments = [_evaluate(argument) for argument in node.args]
            keywords = {item.arg: _evaluate(item.value) for item in node.keywords if item.arg}
            return _evaluate(node.func)(*arguments, **keywords)
        case _:
            found = None
    if not (isinstance(found, type) and issubclass(found, TypeEngine)):
        raise ValueError(f"{ast.unparse(node)} is no SQLAlchemy type")
    return found


def pg_type_of(type_: Any) -> str | None:
    """PostgreSQL's name of a SQLAlchemy type, in lower case; None when it has none."""
    import sqlalchemy
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.exc import SQLAlchemyError

    if isinstance(type_, type):
        type_ = type_()
    element = type_.item_type if isinstance(type_, sqlalchemy.ARRAY) else type_
    if isinstance(element, sqlalchemy.Enum):
        known = _name_of_enum(element)
        return known if known is None or element is type_ else f"{known}[]"
    try:
        written = type_.compile(dialect=postgresql.dialect()).lower()  # type: ignore[no-untyped-call]
    except (SQLAlchemyError, AttributeError, NotImplementedError):
        return None
    suffix = "[]" * written.count("[]")
    plain = written.replace("[]", "")
    head, bracket, modifier = plain.partition("(")
    known = _PG_NAMES.get(head.strip(), head.strip())
    return (
        f"{known}{bracket}{modifier.replace(' ', '')}{suffix}"
        if bracket and "time" not in known
        else _temporal(plain, known) + suffix
    )


def _name_of_enum(type_: Any) -> str | None:
    """``enum mood`` for an enumerated type of the database whose values are strings on both sides.

    None for one of a Python class, whose members SQLAlchemy gives where asyncpg gives the label, and for one that is
    no type of the database (``native_enum=False``). The name is spelt as in SQL: ``enum "Mood"``, ``enum shop.mood``.
    """
    from sqlalchemy.dialects import postgresql

    own = type_.enum_class is None and type_.native_enum
    parts = [type_.schema, type_.name] if type_.schema else [type_.name]
    if not own or not all(part is not None and part.isidentifier() for part in parts):
        return None
    name = ".".join(map(postgresql.dialect().identifier_preparer.quote, parts))  # type: ignore[no-untyped-call]
    return f"{ENUM}{name}" if all(isinstance(label, str) for label in type_.enums) else None


def _temporal(written: str, known: str) -> str:
    """``timestamp(6) with time zone`` keeps its precision; a plain name is what it is."""
    return written if "(" in written else known


def normalised_type(node: ast.expr, qualify: Callable[[ast.expr], str | None]) -> str | None:
    """A type expression of a model as a ``type_source``.

    Args:
        node: ``sa.BigInteger``, ``String(100)``, ``pg.ARRAY(sa.Text)``.
        qualify: the full dotted name of a name or attribute, through the module's imports.

    Returns:
        None when the expression holds anything but types that SQLAlchemy ships.
    """
    match node:
        case ast.Call(func=ast.Attribute(attr="with_variant", value=base)):
            dialects = [item.value for item in node.args[1:] if isinstance(item, ast.Constant)]
            return normalised_type(node.args[0] if "postgresql" in dialects else base, qualify)
        case ast.Call():
            head = _type_name(qualify(node.func))
            arguments = [_argument(argument, qualify) for argument in node.args]
            keywords = [(item.arg, _argument(item.value, qualify)) for item in node.keywords]
            if head is None or None in arguments or any(not key or value is None for key, value in keywords):
                return None
            written = [*map(str, arguments), *(f"{key}={value}" for key, value in keywords)]
            return f"{head}({', '.join(written)})"
        case _:
            head = _type_name(qualify(node))
            return f"{head}()" if head is not None else None


def _argument(node: ast.expr, qualify: Callable[[ast.expr], str | None]) -> str | None:
    if isinstance(node, ast.Constant):
        return repr(node.value)
    return normalised_type(node, qualify)


def _type_name(qualified: str | None) -> str | None:
    import sqlalchemy

    vector = package_source(qualified)
    if vector is not None:
        return vector
    if qualified is None or not qualified.startswith("sqlalchemy."):
        return None
    name = qualified.rpartition(".")[2]
    in_dialect = ".postgresql" in qualified
    shown = f"postgresql.{name}" if in_dialect and hasattr(sqlalchemy, name) else name
    try:
        _evaluate(ast.parse(shown, mode="eval").body)
    except ValueError:
        return None
    return shown
