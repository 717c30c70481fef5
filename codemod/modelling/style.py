"""The way a project writes its models, learnt from those it has."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from codemod.config import Config
from codemod.english import camel_case, singular_of
from codemod.mapping.models import MappedTable, ModelRegistry
from codemod.modelling.project_base import ProjectBase, declarative_base
from codemod.rewriting.layout import project_line_length
from codemod.source import SourceError, read_source

_DIALECT_TYPE = re.compile(r"\b(?:BIGINT|INTEGER|SMALLINT|TEXT|VARCHAR|BOOLEAN|TIMESTAMP|NUMERIC|DOUBLE_PRECISION)\b")
_GENERIC_TYPE = re.compile(r"\b(?:BigInteger|Integer|SmallInteger|Text|String|Boolean|DateTime|Numeric|Float)\b")
_NEWER_UNION = re.compile(r"(?:->|:)\s*[\w.\[\], ]+ \| None\b|\bMapped\[[^\]]* \| None")
_NEW_PYTHON = re.compile(r"requires-python\s*=\s*[\"'](?:>=|~=|==)\s*3\.1\d|^python\s*=\s*[\"'][^\"']*3\.1\d", re.M)


@dataclass(frozen=True, slots=True)
class ModelStyle:
    """How models are written.

    Attributes:
        base: the project's declarative base; None where a new one is needed.
        classic: columns are plain ``Column(…)`` attributes, without annotations.
        unions: ``X | None`` rather than ``Optional[X]``.
        dialect_types: ``BIGINT`` rather than ``BigInteger``.
        singular: the class of ``users`` is called ``User``.
        prefix: what class names begin with; ``suffix`` likewise.
        docstrings: classes have one.
        has_pgvector: the project uses pgvector's package.
    """

    line_length: int
    base: ProjectBase | None = None
    classic: bool = False
    unions: bool = True
    dialect_types: bool = False
    singular: bool = False
    prefix: str = ""
    suffix: str = ""
    docstrings: bool = False
    has_pgvector: bool = False


def learn_style(config: Config, registry: ModelRegistry, files: Sequence[PurePosixPath]) -> ModelStyle:
    """The way the models of a project are written, or would be."""
    texts = dict(_texts(config.root, files))
    classes = [class_ for table in registry if (class_ := _class_of(table, texts)) is not None]
    written = "\n".join(map(ast.unparse, classes))
    singular, prefix, suffix = _naming(registry)
    return ModelStyle(
        line_length=config.line_length or project_line_length(config.root),
        base=declarative_base(config.root, files),
        classic=bool(classes) and "Mapped[" not in written and "Column(" in written,
        unions=_uses_unions(config.root, written, texts.values()),
        dialect_types=len(_DIALECT_TYPE.findall(written)) > len(_GENERIC_TYPE.findall(written)),
        singular=singular,
        prefix=prefix,
        suffix=suffix,
        docstrings=2 * sum(ast.get_docstring(class_) is not None for class_ in classes) > len(classes),
        has_pgvector=_uses_pgvector(config.root, texts.values()),
    )


def _texts(root: Path, files: Iterable[PurePosixPath]) -> Iterator[tuple[str, str]]:
    for path in files:
        try:
            yield path.as_posix(), read_source(root, path).text
        except SourceError:
            continue  # `check` reports it


def _class_of(table: MappedTable, texts: dict[str, str]) -> ast.ClassDef | None:
    try:
        tree = ast.parse(texts.get(table.path, ""))
    except (SyntaxError, ValueError):
        return None
    found = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == table.class_name)
    return next(found, None)


def _uses_unions(root: Path, models: str, texts: Iterable[str]) -> bool:
    """Whether ``X | None`` is the project's way; ``Optional`` works in every Python it may run on."""
    if "Optional[" in models:
        return " | None" in models and models.count(" | None") > models.count("Optional[")
    return (
        " | None" in models
        or any(_NEWER_UNION.search(text) for text in texts)
        or any(_NEW_PYTHON.search(text) for text in _project_files(root))
    )


def _uses_pgvector(root: Path, texts: Iterable[str]) -> bool:
    imported = any(re.search(r"^\s*(?:from|import)\s+pgvector\b", text, re.M) for text in texts)
    return imported or any(re.search(r"\bpgvector\b", text) for text in _project_files(root))


def _project_files(root: Path) -> Iterator[str]:
    for path in (*root.glob("pyproject.toml"), *root.glob("*requirements*.txt"), *root.glob("Pipfile")):
        try:
            yield path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue


def _naming(registry: ModelRegistry) -> tuple[bool, str, str]:
    """Whether class names are singular, and what they begin and end with, as most models have it."""
    found: Counter[tuple[bool, str, str]] = Counter()
    for table in registry:
        if not table.core:
            found.update([way for way in [_way(table.name, table.class_name)] if way is not None])
    return found.most_common(1)[0][0] if found else (False, "", "")


def _way(table: str, class_name: str) -> tuple[bool, str, str] | None:
    plain = camel_case(table)
    one = singular_of(plain)
    for is_singular, name in ((False, plain), (True, one)):
        start = class_name.lower().find(name.lower())
        if start >= 0 and (is_singular or one == plain or plain.lower() in class_name.lower()):
            rest = class_name[start + len(name) :]
            return is_singular and one != plain, class_name[:start], rest
    return None
