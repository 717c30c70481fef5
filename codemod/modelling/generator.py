"""sqlacodegen's generator, told to keep what matters here. Imported only where sqlacodegen is installed."""

from __future__ import annotations

import ast
import re
from collections.abc import Set
from typing import TYPE_CHECKING, Any, Final

from sqlacodegen.generators import Base, DeclarativeGenerator, LiteralImport
from sqlalchemy import Column, Identity
from sqlalchemy.dialects import postgresql

from codemod.english import camel_case, singular_of
from codemod.modelling.foreign_types import ForeignTypes
from codemod.modelling.reflection import DatabaseType, Exclusion
from codemod.modelling.style import ModelStyle

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData

#: What PostgreSQL calls constraints that have no name: a model need not say it.
_NAMES: Final = {
    "pk": "%(table_name)s_pkey",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
}


#: Where sequences of smallint, integer and bigint end.
_LARGEST: Final = (2**15 - 1, 2**31 - 1, 2**63 - 1)


class ModelGenerator(DeclarativeGenerator):
    """sqlacodegen's, with columns in the order of the table, in the style of the project."""

    def __init__(
        self, metadata: MetaData, bind: Connection, options: tuple[str, ...], *, known: Set[str], style: ModelStyle
    ) -> None:
        super().__init__(metadata, bind, options, base_class_name=style.base.name if style.base else "Base")
        self.known = known
        self.style = style
        self.sequences: list[tuple[str, str | None]] = []
        self.foreign = ForeignTypes(style.has_pgvector)
        if style.base is None or not style.base.names_constraints:
            metadata.naming_convention = {"ix": "ix_%(column_0_label)s", **_NAMES}

    def should_ignore_table(self, table: Any) -> bool:
        """Leave out tables that have a model."""
        return table.fullname in self.known or bool(super().should_ignore_table(table))

    def generate_column_attr_name(self, column_attr: Any, global_names: set[str], local_names: set[str]) -> None:
        """A name that no annotation of the class has another meaning for, and that is not its ``registry``."""
        columns = [] if self.style.classic else column_attr.column.table.columns
        taken = {word for column in columns for word in re.findall(r"\w+", self.render_column_python_type(column))}
        super().generate_column_attr_name(column_attr, {*global_names, *taken, "registry"}, local_names)

    def generate_base(self) -> None:
        """Use the project's base where it has one."""
        base = self.style.base
        if base is None:
            super().generate_base()
            return
        self.base = Base(
            literal_imports=[LiteralImport(base.module, base.name)],
            declarations=[],
            metadata_ref=f"{base.name}.metadata",
        )

    def generate_model_name(self, model: Any, global_names: set[str]) -> None:
        """The name of a class as the project would choose it."""
        super().generate_model_name(model, global_names)
        if hasattr(model, "columns"):
            plain = camel_case(model.table.name)
            name = f"{self.style.prefix}{singular_of(plain) if self.style.singular else plain}{self.style.suffix}"
            name = f"{name}Model" if name == self.base_class_name else name
            model.name = self.find_free_name(name, global_names)

    def fix_column_types(self, table: Any) -> None:
        """Keep what the server fills: a sequence as a Python-side default would join every INSERT."""
        given = {column.name: column.server_default for column in table.columns}
        super().fix_column_types(table)
        for column in table.columns:
            if column.identity is not None:
                column.server_default = column.identity = _shortened(column.identity)
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
        written = str(super().render_models(models))
        name = self.base_class_name if self.style.base or "class " in written else ""
        metadata = f"{name}.metadata" if name else "metadata"
        made = [
            f"Sequence({sequence!r}, metadata={metadata}{f', schema={schema!r}' if schema else ''})"
            for sequence, schema in dict.fromkeys(self.sequences)
        ]
        return "\n\n\n".join([*self.foreign.classes(), written, *(["\n".join(made)] if made else [])])

    def generate_relationships(self, *_: Any) -> list[Any]:
        """None: a relationship is a query in the place of a column."""
        return []

    def render_column_attribute(self, column_attr: Any) -> str:
        """A column; a key that nothing fills by itself says so, or SQLAlchemy would make it serial."""
        column = column_attr.column
        written = str(super().render_column_attribute(column_attr))
        written = written.replace(", nullable=False", "")  # the annotation says so
        if self.style.classic:
            written = (
                f"{column_attr.name} = {self.render_column(column, column_attr.name != column.name, is_table=True)}"
            )
        if column.identity is not None:
            written = written.replace(", autoincrement=True", "")
        is_filled = column.server_default is not None or column.identity or column.autoincrement is True
        if len(column.table.primary_key) == 1 and column.primary_key and not is_filled:
            written = written.replace("primary_key=True", "primary_key=True, autoincrement=False")
        if self.style.base is not None and self.style.base.dataclass and (is_filled or column.computed):
            written = f"{written.removesuffix(')')}, init=False)"
        return written

    def render_column(self, column: Any, show_name: bool, is_table: bool = False) -> str:
        """A column with its type, also where a foreign key would tell it."""
        written = str(super().render_column(column, show_name, is_table))
        kind = self.render_column_type(column)
        call = ast.parse(written, mode="eval").body
        assert isinstance(call, ast.Call)
        first = call.args[int(show_name)] if len(call.args) > int(show_name) else None
        if first is not None and ast.unparse(first).startswith("ForeignKey("):
            self.add_import(column.type)
            call.args.insert(int(show_name), ast.parse(kind, mode="eval").body)
            return ast.unparse(call)
        return written

    def render_column_python_type(self, column: Any) -> str:
        """The annotation, with the project's way of saying that it may be None."""
        written = re.sub(
            r"\b(?:object|dict)\b|\bsqlalchemy\.[\w.]+", "Any", str(super().render_column_python_type(column))
        )
        if "Any" in written:
            self.add_literal_import("typing", "Any")
        if not self.style.unions or not written.startswith("Optional["):
            return written
        return f"{written.removeprefix('Optional[').removesuffix(']')} | None"

    def group_imports(self) -> list[list[str]]:
        """The imports; sqlacodegen asks for ``Optional`` before anybody knows whether it is used."""
        if self.style.unions:
            self.remove_literal_import("typing", "Optional")
        self.imports = {module: names for module, names in self.imports.items() if names}
        return [list(group) for group in super().group_imports()]

    def render_column_type(self, column: Any) -> str:
        """The type as a person writes it."""
        kind = column.type
        if isinstance(kind, DatabaseType):
            return self.foreign.rendered(kind, self.add_literal_import)
        if isinstance(kind, postgresql.HSTORE):  # whose type of text is not imported
            self.add_import(kind)
            return "HSTORE"
        if isinstance(kind, postgresql.DOMAIN):
            return self._domain(kind)
        written = str(super().render_column_type(column))
        written = re.sub(r"\b(DateTime|Time|TIMESTAMP|TIME)\(True", r"\1(timezone=True", written)
        written = re.sub(r"\(timezone=True, (\d)\)", r"(timezone=True, precision=\1)", written)
        return written.replace("()", "").replace("Double(53)", "Double")

    def _domain(self, kind: Any) -> str:
        """A domain; sqlacodegen forgets to have it created, and names things that are not there.

        One of text is reflected with its collation twice, which CREATE DOMAIN does not take; "default" is none.
        """
        self.add_import(kind)
        if getattr(kind.data_type, "collation", None) is not None:
            kind.data_type.collation = None
        kind.collation = None if kind.collation == "default" else kind.collation
        data: Any = Column("x", self.get_adapted_type(kind.data_type))
        self.collect_imports_for_column(data)
        given = [repr(kind.name), self.render_column_type(data)]
        given += [
            f"{name}={str(value)!r}"
            for name in ("collation", "default", "constraint_name", "check", "schema")
            if (value := getattr(kind, name)) is not None
        ]
        return f"DOMAIN({', '.join([*given, *(['not_null=True'] if kind.not_null else [])])})"

    def collect_imports_for_column(self, column: Any) -> None:
        """The imports of a column, but for those of a type that SQLAlchemy doesn't have."""
        given = column.type
        if isinstance(given, DatabaseType):
            column.type = None
        super().collect_imports_for_column(column)
        column.type = given

    def render_constraint(self, constraint: Any) -> str:
        """A constraint; sqlacodegen has no form for one that excludes."""
        if not isinstance(constraint, Exclusion):
            return str(super().render_constraint(constraint))
        self.add_literal_import("sqlalchemy.dialects.postgresql", "ExcludeConstraint")
        columns = constraint.table.columns
        given = [
            f"({repr(element) if element in columns else self._text(element)}, {operator!r})"
            for element, operator in constraint.pairs
        ]
        given += [f"name={constraint.name!r}", f"using={constraint.method!r}"]
        given += [f"where={self._text(constraint.condition)}"] if constraint.condition is not None else []
        return f"ExcludeConstraint({', '.join(given)})"

    def _text(self, written: str) -> str:
        self.add_literal_import("sqlalchemy", "text")
        return f"text({written!r})"

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
        docstring = f'"""A row of {model.table.name}."""' if self.style.docstrings else ""
        variables = self.render_class_variables(model)
        columns = "\n".join(self.render_column_attribute(item) for item in model.columns)
        body = "\n\n".join(section for section in (docstring, variables, columns) if section)
        indented = "\n".join(f"{self.indentation}{line}" if line else "" for line in body.split("\n"))
        return f"{self.render_class_declaration(model)}\n{indented}"


def _shortened(identity: Any) -> Identity:
    """An identity without what PostgreSQL takes for granted."""
    usual = {"start": 1, "increment": 1, "minvalue": 1, "cache": 1, "cycle": False}
    given = {name: getattr(identity, name) for name in (*usual, "maxvalue")}
    told = {name: value for name, value in given.items() if value is not None and value != usual.get(name)}
    if told.get("maxvalue") in _LARGEST:
        del told["maxvalue"]
    return Identity(always=identity.always, **told)


def _indexed(item: Any) -> str:
    """A column of an index by name, anything else as PostgreSQL wrote it."""
    if isinstance(item, Column):
        return repr(item.name)
    dialect: Any = postgresql
    written = item.compile(dialect=dialect.dialect(), compile_kwargs={"include_table": False})
    return f"text({str(written)!r})"
