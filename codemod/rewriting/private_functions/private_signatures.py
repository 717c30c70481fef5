"""The signature of a function that holds the statement of one site: what it takes, and what it gives."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace

import libcst as cst

from codemod.converting.conversion import Conversion
from codemod.outcome import Refusal
from codemod.rewriting.private_functions.function_signatures import free_name, parameter_for, return_annotation
from codemod.rewriting.private_functions.homes import Home
from codemod.rewriting.sessions.injected_sessions import ASYNC_SESSION
from codemod.rewriting.site_plan import Naming


@dataclass(frozen=True, slots=True)
class Signature:
    """What a private function takes.

    Attributes:
        arguments: what its call gives: names of variables, and bound arguments by their number.
        parameters: the parameters as written; those of variables have the variables' own names.
        names: the names of the bound arguments' parameters, by number.
        taken: every name the body can't use for something else.
    """

    arguments: tuple[str | int, ...]
    parameters: tuple[str, ...]
    names: dict[int, str]
    taken: frozenset[str]


def signature_of(conversion: Conversion, home: Home, header: str, naming: Naming) -> Signature:
    """The parameters that the statement of a site needs as a function of its own.

    Every bound argument that isn't a constant is one: what it reads is read when the call is made.

    Args:
        conversion: the site.
        home: where the function goes.
        header: the opening of its session with the local names of what it imports; empty for one it is given.
        naming: local names of imports.

    Raises:
        Refusal: ``position.expression`` where an argument would be evaluated no more, or an object is not known
            that keeps the session.
    """
    imports = {naming(item) for item in (*conversion.lowered.imports, *conversion.opening.imports)}
    taken = {"self", *conversion.opening.variable.split("."), *_read_by(header), *imports}
    found = _Parameters(conversion, _annotations(conversion, home), naming, taken)
    owner, _, kept = conversion.opening.variable.partition(".")
    if not header and not kept:
        found.add_session()
    elif not header and (home.class_ is None or owner != "self"):
        raise Refusal("position.expression", f"the function of its own would not know {owner}")
    for name in _read_by(header):
        if name in home.variables and (home.class_ is None or name != "self"):
            found.add_variable(name)
    for number, argument in enumerate(conversion.site.arguments, start=1):
        if conversion.lowered.many_keys is not None:
            found.add_rows()
        elif not conversion.lowered.parameters.get(number):
            raise Refusal("position.expression", f"the argument of ${number} is not needed any more")
        elif not is_constant(argument):
            found.add_argument(number, argument)
    return Signature(tuple(found.arguments), tuple(found.written), found.names, frozenset(found.taken))


def is_constant(node: cst.BaseExpression) -> bool:
    """A literal, which the function may hold itself."""
    return isinstance(node, cst.SimpleString | cst.Integer | cst.Float) or (
        isinstance(node, cst.Name) and node.value in ("True", "False", "None")
    )


@dataclass(slots=True, eq=False)
class _Parameters:
    """The parameters so far; annotated where the function around the site annotates its own."""

    conversion: Conversion
    annotations: dict[str, str]
    naming: Naming
    taken: set[str]
    arguments: list[str | int] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)

    def add_session(self) -> None:
        name = self.conversion.opening.variable
        self.arguments.append(name)
        self.written.append(f"{name}: {self.naming(ASYNC_SESSION)}" if self._is_typed() else name)

    def add_variable(self, name: str) -> None:
        """A variable that the session is opened with."""
        self.arguments.append(name)
        annotation = self.annotations.get(name)
        self.written.append(name if annotation is None else f"{name}: {annotation}")

    def add_rows(self) -> None:
        """The rows of an ``executemany``."""
        self._add(1, free_name("records", self.taken), None)

    def add_argument(self, number: int, argument: cst.BaseExpression) -> None:
        """A bound argument: called like the variable it is, else like the column."""
        by_column = parameter_for(self.conversion, number, set(self.taken))
        if isinstance(argument, cst.Name):
            by_column = replace(by_column, name=free_name(argument.value, self.taken))
        own = self.annotations.get(argument.value) if isinstance(argument, cst.Name) else None
        if own is not None:
            self._add(number, by_column.name, own)
        else:
            written = by_column.written(self.naming) if self._is_typed() else by_column.name
            self._add(number, by_column.name, written.partition(": ")[2] or None)

    def _add(self, number: int, name: str, annotation: str | None) -> None:
        self.taken.add(name)
        self.names[number] = name
        self.arguments.append(number)
        self.written.append(name if annotation is None else f"{name}: {annotation}")

    def _is_typed(self) -> bool:
        function = self.conversion.site.scope.node
        assert isinstance(function, cst.FunctionDef), "what stands in no function is refused"
        return function.returns is not None or any(item.annotation is not None for item in function.params.params)


def _read_by(header: str) -> list[str]:
    """Names that the opening of a session reads."""
    if not header:
        return []
    opened = ast.parse(f"async def opening():\n    {header}:\n        pass\n")
    names = [node.id for node in ast.walk(opened) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    return list(dict.fromkeys(names))


def _annotations(conversion: Conversion, home: Home) -> dict[str, str]:
    """Annotations of parameters that still mean the same outside: of a function that nothing but a class is around."""
    function = home.behind
    if function is not conversion.site.scope.node or not isinstance(function, cst.FunctionDef):
        return {}
    if function.type_parameters is not None:
        return {}
    module = conversion.site.module
    return {
        item.name.value: module.text_of(item.annotation.annotation)
        for item in (*function.params.posonly_params, *function.params.params, *function.params.kwonly_params)
        if item.annotation is not None and "\n" not in module.text_of(item.annotation.annotation)
    }


def return_of(conversion: Conversion, naming: Naming, *, reads: bool) -> str:
    """``-> str | None`` where the function around a site says what it gives."""
    function = conversion.site.scope.node
    if not isinstance(function, cst.FunctionDef) or function.returns is None:
        return ""
    if not reads:
        return " -> None"
    shape, tables = conversion.consumption.shape, conversion.lowered.tables
    if shape == "entities" or tables:
        return f" -> {return_annotation(conversion.site.runs.gives, shape, tables[0], naming)}"
    return ""
