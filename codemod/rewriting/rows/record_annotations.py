"""Annotations that say ``asyncpg.Record`` of what is something else now, in the new texts of a run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

import libcst as cst

from codemod.discovery.occurrences import Occurrence, indexed
from codemod.lowering.lowered import ImportName
from codemod.mapping.import_paths import dotted_name
from codemod.mapping.models import Finding
from codemod.outcome import Refusal
from codemod.project_context import ProjectContext
from codemod.report import FileResult
from codemod.rewriting.imports import ModuleImports
from codemod.rewriting.layout import layout_of
from codemod.rewriting.rows.library_names import full_name
from codemod.rewriting.rows.record_names import annotated_name, is_record, unquoted
from codemod.rewriting.rows.typed_places import TypedPlace, TypedValue, annotation_at
from codemod.rewriting.typing_imports import drop_typing_imports
from codemod.rewriting.unused_names import no_longer_read, quoted_names
from codemod.source import Edit, ParsedModule, apply_edits, parse_source
from codemod.syntax.tree import code_of, dotted, walk
from codemod.syntax.variables import is_shadowed
from codemod.verification.source import SourceCheckError, check_source

#: The results of a run by file.
Results = dict[PurePosixPath, FileResult]

#: Methods that the sequence of SQLAlchemy's typing hasn't, although it is a list.
_OF_LISTS: Final = frozenset({"append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse", "copy"})


def with_annotations(
    results: Mapping[PurePosixPath, FileResult], context: ProjectContext, writable: Iterable[PurePosixPath] | None
) -> tuple[Results, tuple[Finding, ...]]:
    """The results with annotations that say what rows are, and a finding for those that no longer fit but stay.

    An annotation is changed where every value that comes to it is one of a converted site, all of the same kind.

    Args:
        results: the results of the run.
        context: the project.
        writable: the files that may be changed; None for all.
    """
    found: dict[TypedPlace, list[TypedValue]] = {}
    for result in results.values():
        for item in result.typed:
            found.setdefault(item.place, []).append(item)
    allowed = None if writable is None else set(writable)
    by_file: dict[PurePosixPath, dict[TypedPlace, ImportName]] = {}
    for place, values in found.items():
        row = _row_of(values)
        if row is not None and (allowed is None or place.path in allowed):
            by_file.setdefault(place.path, {})[place] = row
    changed, done = dict(results), set[TypedPlace]()
    for path, rows in by_file.items():
        source = context.files.module(path).source
        known = results.get(path) or FileResult(path, None, None, (), None)
        if known.error is not None:
            continue
        text, places = _annotated(parse_source(replace(source, text=known.after or source.text)), rows, context)
        done |= places
        if any(place.function for place in places) and text != (known.after or source.text):
            functions = known.handling | {place.function for place in places}
            changed[path] = replace(known, before=known.before or source, after=text, handling=functions)
    left = sorted((place, values) for place, values in found.items() if place not in done)
    return changed, tuple(_finding(place, values) for place, values in left)


def _row_of(values: Sequence[TypedValue]) -> ImportName | None:
    """What every value of a place is a row of; None where another kind of value comes there."""
    rows = {item.row for item in values}
    complete = frozenset(item.value for item in values) >= frozenset().union(*(item.values for item in values))
    return next(iter(rows)) if len(rows) == 1 and complete else None


def _finding(place: TypedPlace, values: Sequence[TypedValue]) -> Finding:
    what = f"{place.name} in {place.function}()" if place.name else f"what {place.function}() gives"
    rows = sorted({item.row.name for item in values if item.row is not None})
    message = f"the annotation of {what} says Record, and a {' or a '.join(rows)} comes there"
    return Finding("rows.annotation", place.path.as_posix(), place.line, message)


@dataclass(frozen=True, slots=True, eq=False)
class _Naming:
    """Names in the annotations of a module.

    Attributes:
        record: nodes are asked for by the imports of this module.
        row: the class of a row there.
        sequence: what ``list`` becomes.
    """

    module: ParsedModule
    row: str
    sequence: str

    def is_record(self, node: cst.CSTNode) -> bool:
        """Whether an expression names asyncpg's record."""
        return is_record(self.module, node)


def _annotated(
    module: ParsedModule, rows: Mapping[TypedPlace, ImportName], context: ProjectContext
) -> tuple[str, set[TypedPlace]]:
    """The text of a module with its annotations, and the places they were changed at."""
    imports, layout = ModuleImports(module, context.import_graph), layout_of(module, context.config)
    functions: dict[str, list[Occurrence]] = {}
    for each in indexed(module).functions.values():
        for item in each:
            functions.setdefault(item.scope.qualified_name, []).append(item)
    edits: list[Edit] = []
    used: set[ImportName] = set()
    gone: list[cst.CSTNode] = []
    done: set[TypedPlace] = set()
    for place, row in sorted(rows.items()):
        found = functions.get(place.function, [])
        if len(found) != 1:
            continue
        sequence = _sequence(module) if place.lists and not _is_changed(found[0], place.name) else None
        try:
            wanted = [item for item in (row, sequence) if item is not None]
            names = [imports.local_name(item, dotted_name(module.source.path, {})) for item in wanted]
        except Refusal:
            continue
        if any(is_shadowed(found[0].scope, name) for name in names):
            continue
        naming = _Naming(module, names[0], names[1] if sequence is not None else "")
        new = list(_changes(found[0], place, naming))
        if new:
            edits += [edit for _, edit in new]
            gone += [node for node, _ in new]
            used |= {
                item for item, name in zip(wanted, names, strict=True) if any(name in edit.text for _, edit in new)
            }
            done.add(place)
    if not edits:
        return module.source.text, done
    unused = no_longer_read(module, gone)
    unused -= quoted_names(module, edits) if unused else set()
    unused -= {name for name in unused if any(re.search(rf"\b{name}\b", edit.text) for edit in edits)}
    edits = [*dict.fromkeys(edits), *imports.edits(used, unused, layout), *drop_typing_imports(module, unused)]
    text = apply_edits(module.source.text, edits)
    try:
        check_source(module.source, text, edits)
    except SourceCheckError:
        return module.source.text, set()
    return text, done


def _sequence(module: ParsedModule) -> ImportName:
    """Where a module takes ``Sequence`` from."""
    known = any(full_name(module, cst.Name(name)) == "typing.Sequence" for name in ("Sequence",))
    return ImportName("typing" if known else "collections.abc", "Sequence")


def _is_changed(function: Occurrence, name: str) -> bool:
    """Whether a function changes the list that a variable of it is."""
    for node in walk(function.node):
        match node:
            case cst.Attribute(value=cst.Name(value=holder), attr=cst.Name(value=method)) if holder == name:
                if method in _OF_LISTS:
                    return True
            case cst.AugAssign(target=cst.Name(value=holder)) if holder == name:
                return True
            case cst.AssignTarget(target=target) | cst.Del(target=target):
                if isinstance(target, cst.Subscript) and dotted(target.value) == name:
                    return True
            case _:
                pass
    return False


def _changes(function: Occurrence, place: TypedPlace, naming: _Naming) -> Iterator[tuple[cst.CSTNode, Edit]]:
    """What becomes of the annotations of a place, with what was there."""
    assert isinstance(function.node, cst.FunctionDef), "the index holds definitions"
    for annotation in annotation_at(function.node, place):
        old = annotation.annotation
        written = unquoted(old)
        text = _written(written, naming) if written is not None else None
        if written is not None and text is not None:
            quote = old.quote if isinstance(old, cst.SimpleString) else ""
            yield written, Edit(*naming.module.span(old), f"{quote}{text}{quote}")


def _written(node: cst.BaseExpression, naming: _Naming) -> str | None:
    """An annotation as it is to be written; None where it names no record."""
    if not any(naming.is_record(item) for item in walk(node)):
        return None
    changed = _with_sequence(node, naming) if naming.sequence else node
    renamed = changed.visit(_Renaming(naming))
    assert isinstance(renamed, cst.BaseExpression), "a name takes the place of a name"
    return code_of(renamed)


def _with_sequence(node: cst.BaseExpression, naming: _Naming) -> cst.BaseExpression:
    """The annotation with ``Sequence`` in the place of a list that is a result itself, not one in a container."""
    match node:
        case cst.BinaryOperation(operator=cst.BitOr(), left=left, right=right):
            return node.with_changes(left=_with_sequence(left, naming), right=_with_sequence(right, naming))
        case cst.Subscript(value=value) if annotated_name(naming.module, value) in ("list", "typing.List"):
            of_rows = any(naming.is_record(item) for item in walk(node))
            return node.with_changes(value=cst.Name(naming.sequence)) if of_rows else node
        case cst.Subscript(value=value) if annotated_name(naming.module, value) in _THROUGH:
            inner = [_element_with_sequence(item, naming) for item in node.slice]
            return node.with_changes(slice=inner)
        case _:
            return node


#: What may stand around the list in an annotation.
_THROUGH: Final = frozenset({"typing.Optional", "typing.Union", "tuple", "typing.Tuple"})


def _element_with_sequence(element: cst.SubscriptElement, naming: _Naming) -> cst.SubscriptElement:
    index = element.slice
    if not isinstance(index, cst.Index):
        return element
    return element.with_changes(slice=index.with_changes(value=_with_sequence(index.value, naming)))


class _Renaming(cst.CSTTransformer):
    """Puts another class in the place of asyncpg's record."""

    def __init__(self, naming: _Naming) -> None:
        super().__init__()
        self.naming = naming

    def leave_Attribute(self, original_node: cst.Attribute, updated_node: cst.Attribute) -> cst.BaseExpression:
        """``asyncpg.Record``."""
        return cst.Name(self.naming.row) if self.naming.is_record(original_node) else updated_node

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
        """``Record``."""
        return (
            updated_node.with_changes(value=self.naming.row) if self.naming.is_record(original_node) else updated_node
        )
