"""MethodDraft: the body of a repository method for one proven statement, free of the site it came from."""

from __future__ import annotations

import ast
import hashlib
import keyword
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from codemod.conversion import Conversion
from codemod.lowering.lowered import ImportName, Lowered, placeholder
from codemod.mapping.models import MappedTable
from codemod.outcome import Refusal
from codemod.python_code import is_attribute_name, renamed
from codemod.registry import CALLS, load_transforms

#: Names the body uses itself.
_OWN: Final = frozenset({"self", "session", "stmt", "result", "value", "rows", "values", "parameters"})

#: PostgreSQL's type of a parameter (``pg_type.typname``) to its annotation, and what has to be imported for it.
_ANNOTATIONS: Final[dict[str, tuple[str, ImportName | None]]] = {
    "int2": ("int", None),
    "int4": ("int", None),
    "int8": ("int", None),
    "text": ("str", None),
    "varchar": ("str", None),
    "bool": ("bool", None),
    "float4": ("float", None),
    "float8": ("float", None),
    "bytea": ("bytes", None),
    "timestamptz": ("datetime", ImportName("datetime", "datetime")),
    "timestamp": ("datetime", ImportName("datetime", "datetime")),
    "date": ("date", ImportName("datetime", "date")),
    "numeric": ("Decimal", ImportName("decimal", "Decimal")),
    "uuid": ("UUID", ImportName("uuid", "UUID")),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a method: the bound argument of ``$number``; ``needed`` is what its annotation imports."""

    number: int
    name: str
    annotation: str | None
    needed: ImportName | None = None

    def written(self, naming: Callable[[ImportName], str]) -> str:
        """The parameter as it stands in the signature."""
        if self.annotation is None:
            return self.name
        shown = self.annotation
        if self.needed is not None:
            shown = shown.replace(self.needed.name, naming(self.needed))
        return f"{self.name}: {shown}"


@dataclass(frozen=True, slots=True, eq=False)
class MethodDraft:
    """A repository method before it has a name.

    Attributes:
        table: the table whose repository it belongs to.
        key: equal for drafts that one method serves.
        parameters: in the order of ``$n``; a lone ``rows`` for ``executemany``.
        reader: what gives the value (``result.scalars().all()``); None when nothing is read.
    """

    table: MappedTable
    key: str
    lowered: Lowered
    method: str
    shape: str
    parameters: tuple[Parameter, ...]
    reader: str | None
    awaits_factory: bool

    @property
    def fingerprint(self) -> str:
        """What stands for the statement in ``[tool.alchemod.repositories.names]``; the same wherever it stands."""
        table = f"{self.table.schema or ''}.{self.table.name}"
        return hashlib.sha256(f"{table}\n{self.key}".encode()).hexdigest()[:12]

    def body(self, factory: str, naming: Callable[[ImportName], str]) -> list[str]:
        """The statements of the method, at no indentation.

        Args:
            factory: the attribute that holds the session factory.
            naming: local names of imports.
        """
        opening = f"self.{factory}()"
        lines = [f"async with {'await ' if self.awaits_factory else ''}{opening} as session:"]
        many = self.lowered.many_keys is not None
        inner = [*_statements(self, naming), *self._execution(", parameters" if many else "")]
        lines += [f"    {line}" for statement in inner for line in statement.split("\n")]
        if many:
            lines = ["if parameters:", *(f"    {line}" for line in lines)]
            return [f"parameters = {parameter_rows(self.lowered.many_keys or (), 'rows')}", *lines]
        return lines

    def _execution(self, parameters: str) -> list[str]:
        execute = f"await session.execute(stmt{parameters})"
        commit = ["await session.commit()"] if self.lowered.writes else []
        if self.reader is None:
            return [execute, *commit]
        if commit:
            return [f"result = {execute}", f"value = {self.reader}", *commit, "return value"]
        return [f"result = {execute}", f"return {self.reader}"]


def draft_method(conversion: Conversion, *, awaits_factory: bool) -> MethodDraft:
    """The method that the statement of a site becomes.

    Raises:
        Refusal: ``style.repository`` where the statement has no table to belong to.
    """
    load_transforms()
    lowered, site = conversion.lowered, conversion.site
    if not lowered.tables:
        raise Refusal("style.repository", "the statement reads no table, so no repository owns it")
    many = lowered.many_keys is not None
    parameters: list[Parameter] = []
    if many:
        parameters.append(Parameter(1, "rows", None))
    else:
        taken = set(_OWN) | {item.local for item in lowered.imports}
        for number in sorted(lowered.parameters):
            if lowered.parameters[number]:
                wish = _parameter_name(conversion, number)
                annotation, needed = _annotation(conversion, number, wish)
                name = _free(wish, taken)
                taken.add(name)
                parameters.append(Parameter(number, name, annotation, needed))
    reader = CALLS[site.method](conversion.consumption, "result")
    trees = [*(ast.unparse(item.value) for item in lowered.definitions), ast.unparse(lowered.expression)]
    key = "\n".join([site.method if reader else "execute", reader or "", conversion.consumption.shape, *trees])
    return MethodDraft(
        table=lowered.tables[0],
        key=key,
        lowered=lowered,
        method=site.method,
        shape=conversion.consumption.shape,
        parameters=tuple(parameters),
        reader=reader,
        awaits_factory=awaits_factory,
    )


def _free(wish: str, taken: set[str]) -> str:
    name = f"{wish}_" if keyword.iskeyword(wish) else wish
    count = 2
    while name in taken:
        name = f"{wish}_{count}"
        count += 1
    return name


def _annotation(conversion: Conversion, number: int, column: str) -> tuple[str | None, ImportName | None]:
    """The annotation of a parameter: None is among its values where the column takes it and the site may give it."""
    kind = conversion.proof.parameter_types.get(number)
    name, needed = _ANNOTATIONS.get((kind or "").removesuffix("[]"), (None, None))
    if name is None or kind is None:
        return None, None
    shown = f"list[{name}]" if kind.endswith("[]") else name
    mapped = conversion.lowered.tables[0].column(column)
    may_be_none = mapped is not None and mapped.nullable and not conversion.facts[number].never_none
    return f"{shown} | None" if may_be_none else shown, needed


def _parameter_name(conversion: Conversion, number: int) -> str:
    """The column a parameter is compared with or assigned to, else the name of the user's argument."""
    column = _column_of(conversion.statement.tree, number)
    kind = conversion.proof.parameter_types.get(number) or ""
    if column is not None and is_attribute_name(column):
        return f"{column}s" if kind.endswith("[]") and not column.endswith("s") else column
    return "limit" if column == "?limit" else "offset" if column == "?offset" else f"value_{number}"


def _column_of(tree: exp.Expr, number: int) -> str | None:
    for node in tree.find_all(exp.Parameter):
        if node.name != str(number):
            continue
        around = node.parent
        while isinstance(around, exp.Paren | exp.Cast | exp.Any | exp.All | exp.Tuple | exp.Array | exp.Lower):
            inner, around = around, around.parent
            if isinstance(inner, exp.Tuple) and isinstance(around, exp.Values):
                return _inserted_column(around, inner, number)
        if isinstance(around, exp.Limit | exp.Offset):
            return "?limit" if isinstance(around, exp.Limit) else "?offset"
        columns = [item for item in (around.args.get("this"), around.args.get("expression")) if item] if around else []
        for item in columns:
            found = item.find(exp.Column) if isinstance(item, exp.Expr) else None
            if found is not None:
                return found.name.lower()
    return None


def _inserted_column(values: exp.Expr, row: exp.Expr, number: int) -> str | None:
    insert = values.parent
    target = insert.this if isinstance(insert, exp.Insert) else None
    if not isinstance(target, exp.Schema):
        return None
    for column, value in zip(target.expressions, row.expressions, strict=False):
        if any(item.name == str(number) for item in value.find_all(exp.Parameter)):
            return str(column.name).lower()
    return None


def _statements(draft: MethodDraft, naming: Callable[[ImportName], str]) -> list[str]:
    lowered = draft.lowered
    renames = {item.local: naming(item) for item in lowered.imports}
    renames |= {placeholder(parameter.number): parameter.name for parameter in draft.parameters}
    taken = {*renames.values(), *_OWN}
    for definition in lowered.definitions:
        hint = definition.hint if is_attribute_name(definition.hint) else "source"
        renames[definition.placeholder] = _free(hint, taken)
        taken.add(renames[definition.placeholder])
    names = [*(renames[definition.placeholder] for definition in lowered.definitions), "stmt"]
    trees = [*(definition.value for definition in lowered.definitions), lowered.expression]
    return [f"{name} = {ast.unparse(renamed(tree, renames))}" for name, tree in zip(names, trees, strict=True)]


def parameter_rows(keys: tuple[str, ...], rows: str) -> str:
    """``[{"id": id, "name": name} for id, name in rows]``: rows as the dictionaries SQLAlchemy takes."""
    variables = [key if is_attribute_name(key) else f"value_{index}" for index, key in enumerate(keys, start=1)]
    pairs = ", ".join(f"{key!r}: {variable}" for key, variable in zip(keys, variables, strict=True))
    target = ", ".join(variables) if len(variables) > 1 else f"({variables[0]},)"
    return f"[{{{pairs}}} for {target} in {rows}]"
