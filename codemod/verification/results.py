"""Row keys and values: the rows of SQLAlchemy hold under the same names what asyncpg's records hold."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import types
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator, TypeEngine

from codemod.lowering.lowered import Lowered
from codemod.mapping.json_values import JSON_TYPES, WRITTEN_TYPES, JsonValues
from codemod.mapping.types import ENUM
from codemod.mapping.vectors import stand_in
from codemod.verification.canonical.canonical_form import Canonical
from codemod.verification.canonical.column_names import NO_NAME
from codemod.verification.compilation import Compilation
from codemod.verification.difference import Difference
from codemod.verification.documents import DOCUMENTS, ENCODING
from codemod.verification.types.pg_types import FLOATS, INTEGERS, is_transparent, type_name

#: Types that hand values through as the driver has them, both ways (SEMANTICS.md, Results).
_PLAIN_TYPES: Final = (
    types.Integer,
    types.String,
    types.Boolean,
    types.Date,
    types.DateTime,
    types.Time,
    types.LargeBinary,
    types.Numeric,
    types.Float,  # no Numeric any more in SQLAlchemy 2.1
    types.Uuid,
    types.JSON.JSONPathType,  # a list of strings; the other two are plain strings and integers
    types.JSON.JSONStrIndexType,
    types.JSON.JSONIntIndexType,
    postgresql.INTERVAL,
    postgresql.INET,
    postgresql.CIDR,
    postgresql.TSVECTOR,
    postgresql.TSQUERY,
    postgresql.REGCONFIG,
    postgresql.MACADDR,
    postgresql.MACADDR8,
    postgresql.MONEY,
    postgresql.OID,
    postgresql.REGCLASS,
)


def check_values(
    compilation: Compilation, original: Canonical, documents: frozenset[str], texts: frozenset[str], taken: JsonValues
) -> None:
    """Refuse types that change values on their way in or out.

    Args:
        compilation: of the new statement.
        original: the old one.
        documents: result columns of JSON whose readers were judged.
        texts: result columns of JSON that are cast to text.
        taken: what asyncpg makes of documents.

    Raises:
        Difference: the first bind or column with such a type.
    """
    for type_ in compilation.bind_types:
        judged = type(type_) in (*ENCODING, stand_in(of_package=False))  # by check_documents
        if not judged and not isinstance(type_, types.NullType) and not _is_plain(type_):
            raise Difference(f"an argument of type {type(type_).__name__} travels differently")
    if len(compilation.result) != len(original.columns):
        raise Difference(f"the rows have {len(compilation.result)} columns, asyncpg's {len(original.columns)}")
    for (key, type_), column in zip(compilation.result, original.columns, strict=True):
        pg_type = type_name(column.pg_type or "")
        if pg_type in WRITTEN_TYPES:
            same = column.name in texts and type(type_) is types.Text and pg_type in taken.given_as_text
        else:
            same = _comes_out_alike(type_, pg_type)
        if not same and not (column.name in documents and _is_document(type_, pg_type)):
            raise Difference(f"column {key} of type {type(type_).__name__} is not known to hold the same values")


def _is_document(type_: TypeEngine[Any], pg_type: str | None) -> bool:
    """JSON, which the dialect's codec decodes whether SQLAlchemy knows the type of an expression or not."""
    return type(type_) in DOCUMENTS or (isinstance(type_, types.NullType) and pg_type in JSON_TYPES)


def _is_plain(type_: TypeEngine[Any]) -> bool:
    if isinstance(type_, types.Interval):
        return bool(type_.native)
    if isinstance(type_, types.Enum):
        return type_.enum_class is None and type_.native_enum
    if isinstance(type_, TypeDecorator | types.JSON):
        return False
    if isinstance(type_, types.ARRAY):
        return not type_.as_tuple and _is_plain(type_.item_type)
    if isinstance(type_, types.TupleType):
        return all(map(_is_plain, type_.types))  # a row of binds, each with the processing of its own type
    if isinstance(type_, types.Uuid) and not type_.as_uuid:
        return False
    return isinstance(type_, _PLAIN_TYPES)


def _comes_out_alike(type_: TypeEngine[Any], pg_type: str | None) -> bool:
    if isinstance(type_, types.NullType):
        return pg_type is not None and is_transparent(pg_type)
    if isinstance(type_, types.Enum):
        return pg_type is not None and pg_type.startswith(ENUM) and _is_plain(type_)
    if isinstance(type_, types.ARRAY) and pg_type is not None and pg_type.endswith("[]"):
        element = pg_type.removesuffix("[]")
        if element == "record":  # of no type, and in an array of unknown depth it would become a list
            return type_.dimensions == 1 and not type_.as_tuple and isinstance(type_.item_type, types.NullType)
        return _is_plain(type_) and _comes_out_alike(type_.item_type, element)
    if isinstance(type_, types.Numeric | types.Float):
        # Decimal or float is the type's choice, not the server's; the wrong one is converted
        return pg_type in ("numeric", *INTEGERS) if type_.asdecimal else pg_type in (*FLOATS, *INTEGERS)
    return _is_plain(type_)


def check_names(lowered: Lowered, original: Canonical, compilation: Compilation, statement: Any) -> None:
    """Check the keys of the rows in the shape they are read in.

    Raises:
        Difference: a row would not answer to the names a record answers to.
    """
    names = [column.name for column in original.columns]
    if None in names:
        raise Difference("the name of a result column is not sure")
    taken = [column.name for column in lowered.columns]
    if lowered.shape == "mappings":
        taken = list(dict.fromkeys(taken))
    if taken != names:
        raise Difference(f"the result is taken to have columns {taken}, asyncpg's are {names}")
    if lowered.shape == "entities":
        _check_entity(lowered, names, statement)
    elif names and lowered.shape != "none":
        keys = [key for key, _ in compilation.result]
        exported = [str(key) for key in statement.exported_columns.keys()]  # noqa: SIM118  (a collection, no mapping)
        for name, *found in zip(names, keys, exported, strict=True):
            nameless = lowered.shape == "rows" and (names.count(name) > 1 or name == NO_NAME)
            is_free = nameless or lowered.shape == "scalar"  # fetchval and scalar() read the first, whatever its name
            if not is_free and set(found) != {name}:
                raise Difference(f"the rows have keys {keys}, asyncpg's {names}")


def _check_entity(lowered: Lowered, names: list[str | None], statement: Any) -> None:
    entity = lowered.entity
    described = statement.column_descriptions
    model = described[0]["entity"] if len(described) == 1 else None
    if entity is None or model is None or model is not described[0]["expr"] or model.__name__ != entity.class_name:
        raise Difference("the statement does not select the model itself")
    if not entity.gives_objects:
        raise Difference("an object of the model is more than its row")
    if [column.name for column in entity.columns] != names:
        raise Difference("the model does not hold the columns of the statement")
    if any(item.attribute != column.attribute for item, column in zip(lowered.columns, entity.columns, strict=True)):
        raise Difference("a column is taken for another attribute of the model")
