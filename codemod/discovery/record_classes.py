"""Classes of the project that asyncpg makes its records of: ``create_pool(…, record_class=DotRecord)``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import libcst as cst

from codemod.discovery.project_index import ProjectIndex
from codemod.syntax.tree import walk

_GIVEN: Final = re.compile(r"\brecord_class\s*=\s*(?:\w+\.)*(\w+)")

#: What every record answers, or is asked without a name; a class with its own is no record any more.
OF_RECORD: Final = frozenset({"get", "keys", "values", "items"})

#: What a class of records may have without answering in another way.
_SILENT: Final = frozenset({"__getattr__", "__slots__", "__module__", "__doc__", "__dict__", "__repr__", "__str__"})

#: A column by the name of an attribute: ``return self[name]``, ``__getattr__ = asyncpg.Record.__getitem__``.
_BY_NAME: Final = re.compile(r"self\[\w+\]|\b__getitem__\b")


@dataclass(frozen=True, slots=True)
class RecordClasses:
    """What records answer besides what asyncpg's own do.

    Attributes:
        by_attribute: a column is an attribute, too.
        own: names that mean something else than a column.
        problem: why a record may answer in another way than asyncpg's; empty if none does.
    """

    by_attribute: bool = False
    own: frozenset[str] = frozenset()
    problem: str = ""


@lru_cache(maxsize=4)
def find_record_classes(index: ProjectIndex) -> RecordClasses:
    """What the record classes of a project have in common; a pool's, a connection's or a call's."""
    names = {name for module in index.modules_naming("record_class") for name in _GIVEN.findall(module.source.text)}
    by_attribute, own, problem = False, frozenset[str](), ""
    for name in sorted(names - {"None", "Record"}):
        defined = [(name, member, text) for member, text in _members(name, index)]
        own |= {member for _, member, _ in defined}
        by_attribute = by_attribute or any(member == "__getattr__" for _, member, _ in defined)
        for _, member, text in defined:
            is_special = member.startswith("__") and member not in _SILENT
            if is_special or member in OF_RECORD or (member == "__getattr__" and not _BY_NAME.search(text)):
                problem = f"records are of class {name}, which has its own {member}"
    return RecordClasses(by_attribute, own, problem)


def _members(name: str, index: ProjectIndex) -> Iterator[tuple[str, str]]:
    """What a class derived from asyncpg's record binds, with the source text."""
    for module in index.modules_naming(name):
        for node in walk(module.tree):
            if not isinstance(node, cst.ClassDef) or node.name.value != name:
                continue
            for line in node.body.body:
                for small in line.body if isinstance(line, cst.SimpleStatementLine) else (line,):
                    match small:
                        case cst.FunctionDef(name=bound):
                            yield bound.value, module.text_of(small)
                        case cst.Assign(targets=targets):
                            for target in targets:
                                if isinstance(target.target, cst.Name):
                                    yield target.target.value, module.text_of(small)
                        case _:
                            pass
