"""Habits: the project's own way of writing repositories, learnt from those it has."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from codemod.mapping.models import MappedTable
from codemod.repositories.examples import ModuleLogger, fits_any_model, imports_of_head, module_logger
from codemod.repositories.existing import RepositoryClass
from codemod.repositories.log_habits import LogHabit, learn_logging
from codemod.repositories.meanings import Meanings, learn_meanings

#: Words for one thing; the project's favourite is used, the first where it has none.
_SYNONYMS = (("get", "find", "fetch"), ("create", "add", "insert"), ("delete", "remove"), ("update", "set"))


@dataclass(frozen=True, slots=True, eq=False)
class Habits:
    """How the repositories of a project are written.

    Attributes:
        example: a repository whose bases and constructor new ones take over, and the import lines that they need.
        closes: a session is assigned, and closed in ``finally``; else it is opened by ``async with``.
        logs: how an error is logged; None where most methods log none.
        makes_logger: the line that makes the logger, with its imports, where it is the module's.
        documents: parameters and results are described in docstrings (``Args:``, ``Returns:``).
        describes: what the docstring of a class begins with (``Repository for managing``).
        words: the project's words for what a method does, by alchemod's.
        every: ``get_all`` or ``list_all``.
        lists: several rows are given as ``list``; else as ``Sequence``.
        holds_session: most repositories are made with a session, which its owner commits.
        quotes: annotations are texts, as a method of the class is called like a type in them.
        meanings: what parameters are, in the project's words.
    """

    example: RepositoryClass | None = None
    imports: tuple[str, ...] = ()
    closes: bool = False
    logs: LogHabit | None = None
    makes_logger: ModuleLogger | None = None
    documents: bool = False
    describes: str | None = None
    words: tuple[tuple[str, str], ...] = ()
    every: str = "list_all"
    lists: bool = True
    quotes: bool = False
    holds_session: bool = False
    meanings: Meanings = field(default_factory=dict)

    def without_example(self) -> Habits:
        """The habits for a repository that can't be made like those of the project."""
        return replace(self, example=None, logs=self.logs if self.makes_logger is not None else None)

    def meaning(self, table: MappedTable, parameter: str) -> str | None:
        """What a parameter of a repository is, where the project says so."""
        own, general = self.meanings.get(table.class_name, {}), self.meanings.get(None, {})
        return own.get(parameter) or general.get(parameter)

    def named(self, name: str) -> str:
        """A name in the project's words: ``find_by_title`` for ``get_by_title``."""
        if name == "list_all":
            return self.every
        verb, underscore, rest = name.partition("_")
        return f"{dict(self.words).get(verb, verb)}{underscore}{rest}"


def learn_habits(repositories: Sequence[RepositoryClass]) -> Habits:
    """What most repositories of a project do; alchemod's own way where there is none."""
    methods = [item for found in repositories for item in found.node.body if isinstance(item, ast.AsyncFunctionDef)]
    holds_session = _most(found.holds_session for found in repositories)
    alike = (found for found in repositories if found.holds_session == holds_session)
    example = next((found for found in alike if fits_any_model(found)), None)
    opening = [(method, text) for method in methods if "session" in (text := ast.unparse(method))]
    logs = learn_logging(opening)
    described = [method for method in methods if len(method.args.args) > 1 and ast.get_docstring(method)]
    classes = Counter(words for found in repositories if (words := _describing(found.node)) is not None)
    names = Counter(method.name for method in methods)
    return Habits(
        example=example,
        imports=tuple(imports_of_head(example)) if example is not None else (),
        closes=_most(text.rfind(".close()") > text.find("finally:") > 0 for _, text in opening),
        logs=logs,
        makes_logger=module_logger(repositories, logs.logger) if logs is not None else None,
        documents=_most("Args:" in (ast.get_docstring(method) or "") for method in described),
        describes=classes.most_common(1)[0][0] if classes else None,
        words=tuple(_words(names)),
        every=next((name for name in ("get_all", "list_all", "find_all", "all") if name in names), "list_all"),
        holds_session=holds_session,
        meanings=learn_meanings(repositories),
        lists=not _most(kind == "Sequence" for method in methods if (kind := _several(method)) is not None),
    )


def _several(method: ast.AsyncFunctionDef) -> str | None:
    """What a method gives its rows in, by its annotation."""
    match method.returns:
        case ast.Subscript(value=ast.Name(id="list" | "List" | "Sequence" as kind)):
            return kind
        case _:
            return None


def _most(answers: Iterable[bool]) -> bool:
    given = list(answers)
    return 2 * sum(given) > len(given)


def _words(names: Counter[str]) -> Iterator[tuple[str, str]]:
    for first, *others in _SYNONYMS:
        counts = {word: sum(name.split("_")[0] == word for name in names) for word in (first, *others)}
        best = max(counts, key=lambda word: counts[word])
        if counts[best] > counts[first]:
            yield first, best


def _describing(node: ast.ClassDef) -> str | None:
    """``Repository for managing`` of ``Repository for managing links.``."""
    found = re.match(
        r"((?:Repository|Data access|Database access)\b(?: (?:for|of|to|managing|handling|accessing))*) ",
        ast.get_docstring(node) or "",
    )
    return found[1] if found is not None else None
