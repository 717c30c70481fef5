"""What the docstrings of a project say of parameters (``The Discord guild ID``): new methods say the same."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from codemod.english import singular_of, snake_case
from codemod.repositories.existing import RepositoryClass

#: What is said of one method alone.
_OF_ONE: Final = re.compile(r"(the )?(new|old|optional|updated|current|given)\b", re.I)

#: Names of parameters to what they are, for one repository; under None for all of them.
Meanings = Mapping[str | None, Mapping[str, str]]


def learn_meanings(repositories: Sequence[RepositoryClass]) -> Meanings:
    """What parameters are: as the repository itself says, else as several of the project say in the same words.

    Those that name what one of the repositories is about are told of no other.
    """
    own: dict[str | None, dict[str, str]] = {}
    said: defaultdict[str, Counter[str]] = defaultdict(Counter)
    users: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for found in repositories:
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for name, text in _described(found.node):
            counts[name][text] += 1
            if not _is_about(found, name, text):
                said[name][text] += 1
                users[name, text].add(found.name)
        best = {name: texts.most_common(1)[0][0] for name, texts in counts.items()}
        own[found.table.class_name] = best
    general = {name: texts.most_common(2) for name, texts in said.items()}
    own[None] = {
        name: best[0]
        for name, (best, *others) in general.items()
        if len(users[name, best[0]]) > 1 and not any(count == best[1] for _, count in others)
    }
    return own


def _is_about(found: RepositoryClass, name: str, text: str) -> bool:
    """Whether a description names what a repository holds, and the parameter itself doesn't."""
    nouns = {singular_of(word) for word in snake_case(found.table.class_name).split("_")}
    words = {singular_of(word) for word in re.findall(r"[a-z]+", text.lower())}
    return bool(words & nouns - {singular_of(word) for word in name.split("_")})


def _described(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Parameters of the methods of a class with what is said of them, in one line."""
    for item in node.body:
        documented = ast.get_docstring(item) if isinstance(item, ast.AsyncFunctionDef | ast.FunctionDef) else None
        _, args, section = (documented or "").partition("\nArgs:\n")
        lines = section.partition("\n\n")[0].split("\n") if args else []
        indents = [len(line) - len(line.lstrip()) for line in lines]
        for index, line in enumerate(lines):
            found = re.fullmatch(r"\s+(\w+)(?: \([^()]*\))?: (\S.*\.)", line)
            is_whole = index + 1 == len(lines) or indents[index + 1] <= indents[index]
            if found is not None and is_whole and not _OF_ONE.match(found[2]):
                yield found[1], found[2]
