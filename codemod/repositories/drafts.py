"""MethodDraft: the body of a repository method for one proven statement, free of the site it came from."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlglot import exp

from codemod.converting.conversion import Conversion
from codemod.discovery.asyncpg_methods import MethodResult
from codemod.lowering.lowered import ImportName, Lowered, placeholder
from codemod.mapping.models import MappedTable
from codemod.outcome import Refusal
from codemod.python_code import is_attribute_name, renamed
from codemod.registry import CALLS, load_transforms
from codemod.repositories.lifted_values import LiftedValue, lift_values
from codemod.repositories.names import named_by_statement
from codemod.repositories.typed_forms import (
    ANY,
    CAST,
    CHANGES,
    CURSOR_RESULT,
    TABLE,
    has_bare_table,
    with_table_casts,
)
from codemod.rewriting.parameter_rows import dictionaries_of
from codemod.rewriting.private_functions.function_signatures import (
    Parameter,
    ValueType,
    free_name,
    parameter_for,
    value_type,
)
from codemod.rewriting.rows.consumption import OF_STATUS

_PLACEHOLDER: Final = re.compile(r"\b__p(\d+)__\b")

#: Names the body uses itself.
_OWN: Final = frozenset({"self", "session", "stmt", "result", "value", "rows", "values", "parameters", "e"})

#: What the annotation of the rows of ``executemany`` imports.
_ROWS: Final = (
    ImportName("collections.abc", "Iterable"), ImportName("collections.abc", "Sequence"), ImportName("typing", "Any"),
)  # fmt: skip


#: What a call gives for a parameter: the bound argument of ``$n``, or a value that stood in the statement.
Given = int | ast.Constant


@dataclass(frozen=True, slots=True, eq=False)
class MethodDraft:
    """A repository method before it has a name.

    Attributes:
        table: the table whose repository it belongs to.
        key: equal for drafts that one method serves.
        parameters: in the order in which they stand in the statement, so that those of WHERE come before what is
            assigned; a lone ``rows`` for ``executemany``.
        places: their numbers.
        values: what the site gives for parameters that no bound argument stands for, by their number.
        reader: what gives the value (``result.scalars().all()``); None when nothing is read.
        never_none: the type of a value that is always there (``count(*)``, ``EXISTS``); else None.
        value: the type of the one value that is read, where that is known.
        one_of_a_kind: the statement itself gives no name.
    """

    table: MappedTable
    key: str
    lowered: Lowered
    gives: MethodResult
    shape: str
    parameters: tuple[Parameter, ...]
    places: tuple[int, ...]
    values: Mapping[int, ast.Constant]
    reader: str | None
    awaits_factory: bool
    never_none: str | None = None
    value: ValueType | None = None
    one_of_a_kind: bool = False

    @property
    def fingerprint(self) -> str:
        """What stands for the statement in ``[tool.alchemod.repositories.names]``; the same wherever it stands."""
        table = f"{self.table.schema or ''}.{self.table.name}"
        return hashlib.sha256(f"{table}\n{self.key}".encode()).hexdigest()[:12]

    @property
    def _statement(self) -> str:
        """Its statement; what comes of the result stands in front of it in the key."""
        return self.key.split("\n", 3)[3]

    def serving(self, other: MethodDraft) -> MethodDraft | None:
        """This method as one that another site can call, too: one of them may throw away the number that it gives."""
        if self.lowered.many_keys is not None or self._statement != other._statement:
            return None
        if other.reader in (None, self.reader) and _tells_number(self):
            return self
        return (
            replace(self, reader=other.reader, shape=other.shape)
            if self.reader is None and _tells_number(other)
            else None
        )

    def given_by(self, other: MethodDraft) -> tuple[Given, ...]:
        """What the site of another draft with the same key gives for each parameter of this one."""
        if self.lowered.many_keys is not None:
            return (1,)
        numbers = dict(zip(self.places, other.places, strict=True))
        return tuple(other.values.get(number, number) for number in (numbers[item.number] for item in self.parameters))

    def body(self, factory: str, naming: Callable[[ImportName], str], *, closes: bool = False) -> list[str]:
        """The statements of the method in a session of its own, at no indentation.

        Args:
            factory: the attribute that holds the session factory.
            naming: local names of imports.
            closes: the session is assigned, and closed in ``finally``.
        """
        lines = [*_statements(self, naming), *self._execution(naming, "session", commits=self.lowered.writes)]
        return self._with_rows(self._opened(factory, lines, closes=closes))

    def body_in_session(self, naming: Callable[[ImportName], str], session: str = "session") -> list[str]:
        """The statements of the method in a session that it or its object is given, whose owner commits."""
        return self._with_rows([*_statements(self, naming), *self._execution(naming, session, commits=False)])

    def in_own_session(self, name: str, factory: str, *, closes: bool = False) -> list[str]:
        """What the method does where it is given no session: the same in one of its own.

        Args:
            name: of the method.
            factory: the attribute that holds the session factory.
            closes: the session is assigned, and closed in ``finally``.
        """
        arguments = [*(parameter.name for parameter in self.parameters), "session=session"]
        called = f"await self.{name}({', '.join(arguments)})"
        commit = ["await session.commit()"] if self.lowered.writes else []
        if self.reader is None:
            lines = [called, *commit, "return"]
        else:
            lines = [f"value = {called}", *commit, "return value"] if commit else [f"return {called}"]
        return ["if session is None:", *(f"    {line}" for line in self._opened(factory, lines, closes=closes))]

    def _opened(self, factory: str, lines: list[str], *, closes: bool) -> list[str]:
        block = [f"    {line}" for line in lines]
        opening = f"{'await ' if self.awaits_factory else ''}self.{factory}()"
        if closes and self.awaits_factory:
            return [f"session = {opening}", "try:", *block, "finally:", "    await session.close()"]
        return [f"async with {opening} as session:", *block]

    def _with_rows(self, lines: list[str]) -> list[str]:
        """The rows of ``executemany`` as dictionaries; nothing is run without any."""
        if self.lowered.many_keys is None:
            return lines
        rows = f"parameters = {dictionaries_of('rows', self.lowered.many_keys)}"
        return [rows, "if parameters:", *(f"    {line}" for line in lines)]

    def _execution(self, naming: Callable[[ImportName], str], session: str, *, commits: bool) -> list[str]:
        execute = f"await {session}.execute(stmt{', parameters' if self.lowered.many_keys is not None else ''})"
        if self.shape in OF_STATUS:
            # only what has been executed without rows knows their number
            execute = f"{naming(CAST)}({naming(CURSOR_RESULT)}[{naming(ANY)}], {execute})"
        commit = ["await session.commit()"] if commits else []
        if self.reader is None:
            return [execute, *commit]
        if commit:
            return [f"result = {execute}", f"value = {self.reader}", *commit, "return value"]
        return [f"result = {execute}", f"return {self.reader}"]


def _tells_number(draft: MethodDraft) -> bool:
    """Whether a method gives no more than the number of rows, or the text with it."""
    return draft.shape in OF_STATUS and draft.gives == "status"


def draft_method(conversion: Conversion, *, awaits_factory: bool) -> MethodDraft:
    """The method that the statement of a site becomes.

    Raises:
        Refusal: ``style.repository`` where the statement has no table to belong to.
    """
    load_transforms()
    site = conversion.site
    lowered, lifted = lift_values(conversion)
    if not lowered.tables:
        raise Refusal("style.repository", "the statement reads no table, so no repository owns it")
    many = lowered.many_keys is not None
    parameters: list[Parameter] = []
    if many:
        parameters.append(Parameter(1, "rows", "Iterable[Sequence[Any]]", _ROWS))
    else:
        taken = set(_OWN) | {item.local for item in lowered.imports}
        for number in sorted(lowered.parameters):
            if lowered.parameters[number]:
                parameters.append(_annotated(parameter_for(conversion, number, taken)))
        for value in lifted:
            parameters = [_assigned_beside(value, item, lowered, taken) for item in parameters]
            parameters.append(_parameter_of(value, taken))
    reader = CALLS[site.method](conversion.consumption, "result")
    trees = [*(ast.unparse(item.value) for item in lowered.definitions), ast.unparse(lowered.expression)]
    places = tuple(dict.fromkeys(int(number) for number in _PLACEHOLDER.findall("\n".join(trees))))
    if not many:
        parameters.sort(key=lambda item: places.index(item.number))
    # two sites may number their arguments in another order
    trees = [_PLACEHOLDER.sub(lambda found: placeholder(places.index(int(found[1])) + 1), tree) for tree in trees]
    key = "\n".join([site.method if reader else "execute", reader or "", conversion.consumption.shape, *trees])
    never_none = always_there(conversion) if conversion.consumption.shape == "scalar" else None
    if never_none is not None and reader == "result.scalar()":
        reader = "result.scalar_one()"
    return MethodDraft(
        table=lowered.tables[0],
        key=key,
        lowered=lowered,
        gives=site.runs.gives,
        shape=conversion.consumption.shape,
        parameters=tuple(parameters),
        places=places,
        values={value.number: value.value for value in lifted},
        reader=reader,
        awaits_factory=awaits_factory,
        never_none=never_none,
        value=value_type(conversion) if conversion.consumption.shape == "scalar" else None,
        one_of_a_kind=named_by_statement(conversion, lowered.tables[0].primary_key) is None,
    )


def _annotated(parameter: Parameter) -> Parameter:
    """A parameter of a type that has no annotation of its own takes anything."""
    if parameter.annotation is not None:
        return parameter
    return replace(parameter, annotation="Any", needed=(ImportName("typing", "Any"),))


def _assigned_beside(value: LiftedValue, parameter: Parameter, lowered: Lowered, taken: set[str]) -> Parameter:
    """A parameter that is assigned to the column which a value is compared with: the new value of it."""
    if value.assigned or lowered.kind != "update" or parameter.name != value.column:
        return parameter
    taken.discard(parameter.name)
    name = free_name(f"new_{parameter.name}", taken)
    taken.add(name)
    return replace(parameter, name=name)


def _parameter_of(lifted: LiftedValue, taken: set[str]) -> Parameter:
    """The parameter for a value of the statement, called like its column."""
    is_new = lifted.assigned and lifted.column in taken
    name = free_name(f"new_{lifted.column}" if is_new else lifted.column, taken)
    taken.add(name)
    return Parameter(lifted.number, name, type(lifted.value.value).__name__)


def always_there(conversion: Conversion) -> str | None:
    """``int`` of a plain count, ``bool`` of EXISTS: their one row is never missing."""
    tree = conversion.statement.tree
    if not isinstance(tree, exp.Select) or any(tree.args.get(key) for key in ("group", "having", "limit", "offset")):
        return None
    match [item.unalias() for item in tree.expressions]:
        case [exp.Count()]:
            return "int"
        case [exp.Exists()] if tree.args.get("from_") is None and tree.args.get("where") is None:
            return "bool"
        case _:
            return None


def _statements(draft: MethodDraft, naming: Callable[[ImportName], str]) -> list[str]:
    lowered = draft.lowered
    renames = {item.local: naming(item) for item in lowered.imports}
    renames |= {placeholder(parameter.number): parameter.name for parameter in draft.parameters}
    taken = {*renames.values(), *_OWN}
    for definition in lowered.definitions:
        hint = definition.hint if is_attribute_name(definition.hint) else "source"
        renames[definition.placeholder] = free_name(hint, taken)
        taken.add(renames[definition.placeholder])
    names = [*(renames[definition.placeholder] for definition in lowered.definitions), "stmt"]
    trees = [*(definition.value for definition in lowered.definitions), lowered.expression]
    changes = {renames[item.local] for item in lowered.imports if item.name in CHANGES}
    written = [renamed(tree, renames) for tree in trees]
    for tree in written:
        if has_bare_table(tree, changes):
            with_table_casts(tree, changes, naming(CAST), naming(TABLE))
    return [f"{name} = {ast.unparse(tree)}" for name, tree in zip(names, written, strict=True)]
