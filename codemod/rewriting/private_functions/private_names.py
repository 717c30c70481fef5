"""PrivateNames: what the functions are called that hold the statement of one site."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from codemod.config import Config
from codemod.converting.conversion import Conversion
from codemod.discovery.call_sites import could_hold_sites
from codemod.discovery.project_index import ProjectIndex
from codemod.english import plural_of, snake_case
from codemod.python_code import is_attribute_name
from codemod.rewriting.private_functions.homes import Home
from codemod.source import ParsedModule


@dataclass(frozen=True, slots=True)
class PrivateName:
    """The name of a private function, and the place that the first of its call sites gave it."""

    name: str
    home: Home


@dataclass(slots=True, eq=False)
class PrivateNames:
    """The names of the private functions of one module.

    Attributes:
        taken: whether a name occurs anywhere in the project.
        related: whether a class has relatives in other files, which may get such methods as well.
    """

    taken: Callable[[str], bool]
    related: Callable[[str], bool]
    _given: dict[tuple[int, str], PrivateName] = field(default_factory=dict)

    def name_for(self, wishes: Sequence[str], home: Home, code: str) -> PrivateName:
        """A name nothing else has; functions of one class or place with the same code are one.

        Args:
            wishes: the best name first.
            home: where the function goes.
            code: the function without its name.
        """
        key = (id(home.class_ or home.behind), code)
        if key not in self._given:
            if home.class_ is not None and self.related(home.class_.name.value):
                suffix = f"_of_{snake_case(home.class_.name.value)}"
                wishes = [f"{wish}{suffix}" for wish in wishes]
            used = {given.name for given in self._given.values()}
            names = (*wishes, *(f"{wishes[-1]}_{number}" for number in range(2, 1000)))
            name = next(name for name in names if name not in used and not self.taken(name))
            self._given[key] = PrivateName(name, home)
        return self._given[key]


def private_names(module: ParsedModule, index: ProjectIndex, config: Config) -> PrivateNames:
    """The names that private functions of a module may have.

    Args:
        module: the module as it is.
        index: the project.
        config: tells which files may get such functions as well.
    """

    def is_taken(name: str) -> bool:
        return index.has_word(name) or re.search(rf"\b{name}\b", module.source.text) is not None

    def is_related(class_name: str) -> bool:
        files = (path for path in index.files_of_relatives(class_name) if path != module.source.path)
        return any(could_hold_sites(index.text_of(path).encode(), config) for path in files)

    return PrivateNames(is_taken, is_related)


def wished_names(conversion: Conversion, arguments: Collection[str]) -> list[str]:
    """What a private function may be called, by what it does; the best name first.

    Args:
        conversion: the site.
        arguments: the names of its bound arguments.
    """
    base = "_".join(("", *_words(conversion)))
    function = conversion.site.function.rpartition(".")[2].strip("_")
    names = [base, f"{base}_by_{'_and_'.join(arguments)}" if 0 < len(arguments) < 3 else base, f"{base}_for_{function}"]
    return [name for name in names if re.fullmatch(r"_[a-z][a-z0-9_]*", name)] or ["_run_statement"]


def _words(conversion: Conversion) -> Iterator[str]:
    lowered, gives = conversion.lowered, conversion.site.runs.gives
    many = lowered.many_keys is not None
    one, several = "row", "rows"
    if lowered.tables:
        one, several = snake_case(lowered.tables[0].class_name), lowered.tables[0].name.lower()
    match lowered.kind:
        case "insert":
            yield from ("insert", several if many else one)
        case "update" | "delete":
            yield from (lowered.kind, several)
        case "select" if len(lowered.columns) == 1 or gives == "value":
            place = conversion.consumption.column
            column = lowered.columns[place].name.lower() if place < len(lowered.columns) else "value"
            if column == "count":
                yield from ("count", several)
            elif is_attribute_name(column) and column.isidentifier():
                yield from ("fetch", plural_of(column) if gives == "rows" else column)
            else:
                yield from ("fetch", "values" if gives == "rows" else "value")
        case "select":
            yield from ("fetch", several if gives == "rows" else one)
        case "other":
            yield from ("run", "statement")
