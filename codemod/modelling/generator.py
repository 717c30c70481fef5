"""sqlacodegen's generator, told to keep what matters here. Imported only where sqlacodegen is installed."""

from __future__ import annotations

import ast
import re
from collections.abc import Set
from typing import TYPE_CHECKING, Any

from sqlacodegen.generators import Base, DeclarativeGenerator, LiteralImport
from sqlalchemy import Column
from sqlalchemy.dialects import postgresql

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData


class ModelGenerator(DeclarativeGenerator):
    """sqlacodegen's, with columns in the order of the table and a base of the project's."""

    def __init__(
        self,
        metadata: MetaData,
        bind: Connection,
        options: tuple[str, ...],
        *,
        known: Set[str],
        base: tuple[str, str] | None,
    ) -> None:
        super().__init__(metadata, bind, options, base_class_name=base[1] if base else "Base")
        self.known = known
        self.project_base = base
        self.sequences: list[tuple[str, str | None]] = []

    def should_ignore_table(self, table: Any) -> bool:
        """Leave out tables that have a model."""
        return table.fullname in self.known or bool(super().should_ignore_table(table))

    def generate_base(self) -> None:
        """Use the project's base where it has one."""
        if self.project_base is None:
            super().generate_base()
            return
        module, name = self.project_base
        self.base = Base(
            literal_imports=[LiteralImport(module, name)], declarations=[], metadata_ref=f"{name}.metadata"
        )

    def fix_column_types(self, table: Any) -> None:
        """Keep what the server fills: a sequence as a Python-side default would join every INSERT."""
        given = {column.name: column.server_default for column in table.columns}
        super().fix_column_types(table)
        for column in table.columns:
            default = given[column.name]
            is_serial_key = column.default is None and column.primary_key and len(table.primary_key) == 1
            if default is None or column.server_default is not None or is_serial_key:
                continue
            column.default, column.server_default = None, default
            column.autoincrement = False
            found = re.search(r"nextval\('(?:\"?\w+\"?\.)?\"?([^'\"]+)\"?'", str(default.arg))
            if found is not None:
                self.add_literal_import("sqlalchemy", "Sequence")
                self.sequences.append((found[1], table.schema))

    def render_models(self, models: list[Any]) -> str:
        """The models, and the sequences that columns take their values from."""
        name = self.base_class_name if self.project_base or "class " in str(super().render_models(models)) else ""
        metadata = f"{name}.metadata" if name else "metadata"
        made = [
            f"Sequence({sequence!r}, metadata={metadata}{f', schema={schema!r}' if schema else ''})"
            for sequence, schema in dict.fromkeys(self.sequences)
        ]
        return "\n\n\n".join([str(super().render_models(models)), *(["\n".join(made)] if made else [])])

    def generate_relationships(self, *_: Any) -> list[Any]:
        """None: a relationship is a query in the place of a column."""
        return []

    def render_column_attribute(self, column_attr: Any) -> str:
        """A key that nothing fills by itself says so, or SQLAlchemy would make it serial."""
        written = str(super().render_column_attribute(column_attr))
        column = column_attr.column
        makes_its_own = column.server_default is not None or column.identity or column.autoincrement is True
        if len(column.table.primary_key) == 1 and column.primary_key and not makes_its_own:
            return written.replace("primary_key=True", "primary_key=True, autoincrement=False")
        return written

    def render_column_type(self, column: Any) -> str:
        """The type; hstore without the type of its text, whose import sqlacodegen forgets."""
        if isinstance(column.type, postgresql.HSTORE):
            self.add_import(column.type)
            return "HSTORE"
        return str(super().render_column_type(column))

    def render_index(self, index: Any) -> str:
        """An index with its expressions, which sqlacodegen leaves out."""
        written = str(super().render_index(index))
        if all(isinstance(item, Column) for item in index.expressions):
            return written
        self.add_literal_import("sqlalchemy", "text")
        call = ast.parse(written, mode="eval").body
        assert isinstance(call, ast.Call)
        call.args = [call.args[0], *(ast.parse(_indexed(item), mode="eval").body for item in index.expressions)]
        return ast.unparse(call)

    def render_class(self, model: Any) -> str:
        """The class with its columns in the order of the table."""
        variables = self.render_class_variables(model)
        columns = "\n".join(self.render_column_attribute(item) for item in model.columns)
        body = "\n\n".join(section for section in (variables, columns) if section)
        indented = "\n".join(f"{self.indentation}{line}" if line else "" for line in body.split("\n"))
        return f"{self.render_class_declaration(model)}\n{indented}"


def _indexed(item: Any) -> str:
    """A column of an index by name, anything else as PostgreSQL wrote it."""
    if isinstance(item, Column):
        return repr(item.name)
    dialect: Any = postgresql
    written = item.compile(dialect=dialect.dialect(), compile_kwargs={"include_table": False})
    return f"text({str(written)!r})"
