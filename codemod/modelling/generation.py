"""Model classes from reflected tables, by sqlacodegen."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Set
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from codemod.modelling.style import ModelStyle
from codemod.report import RunError

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData

#: Enumerations stay the strings that asyncpg gives, and a table whose key refers to another is no subclass.
_OPTIONS: Final = ("nonativeenums", "nosyntheticenums", "nojoined", "include_dialect_options")


def model_source(metadata: MetaData, connection: Connection, *, known: Set[str], style: ModelStyle) -> str:
    """The source of a module of models.

    Columns come in the order of the table, and there are no relationships: nothing that was a plain
    column becomes a query.

    Args:
        metadata: reflected tables; those generated from are left in it.
        connection: to the database they are from.
        known: tables that have a model.
        style: the project's.

    Raises:
        RunError: sqlacodegen is not installed.
    """
    from codemod.modelling.package import module_source

    options = (*_OPTIONS, "keep_dialect_types") if style.dialect_types else _OPTIONS
    generator = _generator_class()(metadata, connection, options, known=known, style=style)
    return module_source(str(generator.generate()), style.line_length)


def metadata_of(source: str) -> MetaData:
    """The metadata that a generated module makes, run here."""
    from sqlalchemy import MetaData

    module = ModuleType("alchemod_generated_models")
    sys.modules[module.__name__] = module  # annotations are looked up in the module of the class
    try:
        with _vector_types():
            exec(compile(source, "<models>", "exec"), module.__dict__)  # our own text, of SQLAlchemy's names only
    finally:
        del sys.modules[module.__name__]
    found = module.Base.metadata if hasattr(module, "Base") else module.metadata
    assert isinstance(found, MetaData)
    return found


@contextmanager
def _vector_types() -> Iterator[None]:
    """Pgvector's types, which the project has and this interpreter need not have."""
    from codemod.modelling.reflection import DatabaseType

    def kind(name: str) -> Any:
        return lambda size=None: DatabaseType(name if size is None else f"{name}({size})")

    names = ("pgvector", "pgvector.sqlalchemy")
    before = {name: sys.modules.get(name) for name in names}
    module = ModuleType(names[1])
    module.__dict__.update(Vector=kind("vector"), HALFVEC=kind("halfvec"), SPARSEVEC=kind("sparsevec"))
    sys.modules |= {names[0]: ModuleType(names[0]), names[1]: module}
    try:
        yield
    finally:
        for name, known in before.items():
            if known is None:
                del sys.modules[name]
            else:
                sys.modules[name] = known


def _generator_class() -> Any:
    try:
        from codemod.modelling.generator import ModelGenerator
    except ModuleNotFoundError as error:
        raise RunError("generating models needs sqlacodegen: pip install 'alchemod[models]'") from error
    return ModelGenerator
