"""Model classes from reflected tables, by sqlacodegen."""

from __future__ import annotations

import sys
from collections.abc import Set
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from codemod.report import RunError

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData

#: Enumerations stay the strings that asyncpg gives, PostgreSQL's own types what they are, and a table whose key refers
#: to another is no subclass.
_OPTIONS: Final = ("nonativeenums", "nosyntheticenums", "keep_dialect_types", "nojoined")


def model_source(
    metadata: MetaData, connection: Connection, *, known: Set[str], base: tuple[str, str] | None, line_length: int
) -> str:
    """The source of a module of models.

    Columns come in the order of the table, and there are no relationships: nothing that was a plain
    column becomes a query.

    Args:
        metadata: reflected tables; those generated from are left in it.
        connection: to the database they are from.
        known: tables that have a model.
        base: module and name of the project's declarative base; a new one when there is none.
        line_length: of the project's code.

    Raises:
        RunError: sqlacodegen is not installed.
    """
    import black

    generator = _generator_class()(metadata, connection, _OPTIONS, known=known, base=base)
    text = '"""Tables of the database."""\n\n' + str(generator.generate())
    return black.format_str(text, mode=black.Mode(line_length=line_length))


def metadata_of(source: str) -> MetaData:
    """The metadata that a generated module makes, run here."""
    from sqlalchemy import MetaData

    module = ModuleType("alchemod_generated_models")
    sys.modules[module.__name__] = module  # annotations are looked up in the module of the class
    try:
        exec(compile(source, "<models>", "exec"), module.__dict__)  # our own text, of SQLAlchemy's names only
    finally:
        del sys.modules[module.__name__]
    found = module.Base.metadata if hasattr(module, "Base") else module.metadata
    assert isinstance(found, MetaData)
    return found


def _generator_class() -> Any:
    try:
        from codemod.modelling.generator import ModelGenerator
    except ModuleNotFoundError as error:
        raise RunError("generating models needs sqlacodegen: pip install 'alchemod[models]'") from error
    return ModelGenerator
