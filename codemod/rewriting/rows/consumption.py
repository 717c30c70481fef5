"""Consumption: which result shape the uses of a call site can live with, and the edits they need for it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final, Literal

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.coroutine_runners import use_of_coroutine
from codemod.discovery.project_index import ProjectIndex
from codemod.discovery.record_classes import find_record_classes
from codemod.discovery.wrapper_results import Gives
from codemod.lowering.lowered import ImportName, Lowered
from codemod.outcome import Refusal
from codemod.registry import load_transforms
from codemod.rewriting.rows.column_names import check_shared_names
from codemod.rewriting.rows.consumer_edits import PHRASES, UseEdits, entity_edits, kinds, row_edits
from codemod.rewriting.rows.holds import ROW, ROWS, Coroutine, Holds, Stream
from codemod.rewriting.rows.reader_edits import ReaderEdit
from codemod.rewriting.rows.record_names import is_described
from codemod.rewriting.rows.status_strings import count_edits
from codemod.rewriting.rows.typed_places import TypedValue
from codemod.rewriting.rows.value_flow import Follower, Use, UseKind
from codemod.source import Edit

Shape = Literal["entities", "mappings", "rows", "dicts", "scalar", "count", "number", "status", "nothing", "none"]

#: Shapes of what ``execute()`` says: the result itself where all ask for its number of rows, that number, the text.
OF_STATUS: Final[tuple[Shape, ...]] = ("count", "number", "status")

#: What ``execute()`` says before the number of rows (PostgreSQL manual 55.7, CommandComplete).
_TAGS: Final = {"insert": "INSERT 0", "update": "UPDATE", "delete": "DELETE"}

#: What the result of a call holds, other than one row.
_HOLDS: Final[dict[str, Holds]] = {"rows": ROWS, "stream": Stream(ROW)}

#: The kinds of use that a shape answers as an asyncpg record does, once edited; mappings answer all but positions.
_ANSWERS: Final[dict[Shape, frozenset[UseKind]]] = {
    "rows": frozenset({"positional", "attribute", "named", "mapping", "record", "joined", "neutral"}),
    "entities": frozenset({"named", "attribute", "neutral"}),
}

#: The uses that a mapping doesn't answer and a row does.
_OF_ROWS: Final = frozenset({"positional", "attribute"})


@dataclass(frozen=True, slots=True)
class Consumption:
    """The chosen shape of a result: ``nothing`` is a None that is used, ``none`` a result that isn't.

    Attributes:
        edits: edits of the uses in the site's own function.
        elsewhere: edits of the uses in other functions, of this file and of others.
        uses: a phrase per use, for ``explain``.
        reads: the uses of rows themselves.
        typed: annotations that the rows come to.
        column: of a ``scalar``, its position.
        tag: of a ``status``, what stands before the number.
    """

    shape: Shape
    edits: tuple[Edit, ...] = ()
    elsewhere: tuple[ReaderEdit, ...] = ()
    uses: tuple[str, ...] = ()
    tag: str = ""
    column: int = 0
    reads: tuple[Use, ...] = ()
    typed: tuple[TypedValue, ...] = ()


def analyse_consumers(
    site: CallSite,
    lowered: Lowered,
    rows: Literal["auto", "entities", "mappings"],
    index: ProjectIndex,
    readers: Set[PurePosixPath] | None = None,
    gives: Gives = "result",
) -> Consumption:
    """Choose the result shape by the uses that can be seen (DESIGN.md, section 5).

    Args:
        site: the call site, awaited on the spot.
        lowered: its statement; its entity is what ``SELECT *`` of one model gives.
        rows: the user's preference.
        index: callers and attribute readers of the project.
        readers: the files whose functions may be changed with the site; None for all.
        gives: what the project's own method makes of the result.

    Raises:
        Refusal: ``rows.consumer`` or ``rows.status``.
    """
    if not is_read(site):
        return Consumption("none", uses=("discarded",))
    load_transforms()
    if site.runs.gives == "nothing" or gives == "nothing":
        return Consumption("nothing", uses=("None is given on",))
    if site.runs.gives == "status":
        return _of_status(site, lowered, gives)
    if not lowered.columns:
        raise Refusal("rows.consumer", f"{site.written_method}() of a statement that gives no rows")
    problem = find_record_classes(index).problem
    if problem and site.runs.gives != "value":
        raise Refusal("rows.consumer", problem)
    if gives == "dicts":
        check_shared_names(lowered, ())
        return Consumption("dicts", uses=(f"{site.written_method}() makes dictionaries of rows",))
    if site.runs.gives == "value":
        return Consumption("scalar", uses=("one value",), column=_column(site, lowered))
    follower = Follower(site.module, site.scope, index)
    holds = _HOLDS.get(site.runs.gives, ROW)
    if site.awaited is not None:
        follower.follow(site.awaited, holds)
    else:
        follower.follow(site.call, Coroutine(holds))
    found = _Choice(site, lowered, readers).among(follower.uses, rows)
    row = _row_class(found.shape, lowered)
    if row is None:
        return found
    called = site.module.source.path, site.module.span(site.awaited or site.call)[0]
    return replace(found, typed=tuple(replace(item, row=row, value=item.value or called) for item in follower.typed))


def _row_class(shape: Shape, lowered: Lowered) -> ImportName | None:
    """The class of a row as annotations name it."""
    match shape:
        case "entities":
            assert lowered.entity is not None, "entities are of a model"
            return ImportName(lowered.entity.module, lowered.entity.class_name)
        case "mappings":
            return ImportName("sqlalchemy", "RowMapping")
        case "rows":
            return ImportName("sqlalchemy", "Row")
        case _:
            return None


def is_read(site: CallSite) -> bool:
    """Whether something may read what the call gives."""
    if site.awaited is None:
        return use_of_coroutine(site.call, site.scope).is_read
    return not isinstance(site.scope.parent(site.awaited), cst.Expr)


def _column(site: CallSite, lowered: Lowered) -> int:
    """The position that ``fetchval(…, column=1)`` asks for."""
    given = site.options.get("column")
    position = given.evaluated_value if isinstance(given, cst.Integer) else 0
    if position >= len(lowered.columns):
        raise Refusal("rows.consumer", f"the result has no column {position}: it has {len(lowered.columns)}")
    return position


def _of_status(site: CallSite, lowered: Lowered, gives: Gives) -> Consumption:
    """The row count where all uses ask for it; else the status as asyncpg gives it."""
    tag = _TAGS.get(lowered.kind)
    if tag is None or lowered.columns:
        which = "that gives rows" if lowered.columns or lowered.kind == "select" else "that has no row count"
        raise Refusal("rows.status", f"the status string of a statement {which} is used: {site.written_method}()")
    if gives == "number":
        return Consumption("number", uses=(f"{site.written_method}() gives the number of rows",))
    edits = count_edits(site, tag, one_row=lowered.one_row) if site.awaited is not None else None
    if edits is None:
        return Consumption("status", uses=("the status is read as text",), tag=tag)
    return Consumption("count", edits, uses=("the status is asked for the number of rows",))


@dataclass(frozen=True, slots=True)
class _Choice:
    """The choice of the shape that rows get."""

    site: CallSite
    lowered: Lowered
    readers: Set[PurePosixPath] | None

    def among(self, uses: Sequence[Use], rows: str) -> Consumption:
        """The shape that answers all uses, with their edits."""
        entity = self.lowered.entity
        described = rows == "auto" and is_described(self.site.module, self.site.statement)
        if entity is not None and not self.lowered.writes and rows != "mappings" and not described:
            answered = _ANSWERS["entities"] | ({"escapes"} if rows == "entities" else set())
            edits = entity_edits(uses, entity) if all(use.kind in answered for use in uses) else None
            if edits is not None and not self._to_stay(edits):
                return self._consumption("entities", uses, edits)
        if any(use.kind in _OF_ROWS for use in uses):
            return self._as_rows(uses)
        if uses and all(use.kind == "neutral" for use in uses):
            return self._consumption("rows", uses)  # whether there are rows, and how many: nothing reads their names
        check_shared_names(self.lowered, uses)
        return self._consumption("mappings", uses)

    def _as_rows(self, uses: Sequence[Use]) -> Consumption:
        positional = next(use for use in uses if use.kind in _OF_ROWS)
        edits, odd = row_edits(uses, self.lowered, self.site)
        odd = odd or next((use for use in uses if use.kind not in _ANSWERS["rows"]), None)
        message = f"the result is read {PHRASES[positional.kind]} at {positional.place}"
        if odd is not None:
            raise Refusal("rows.consumer", f"{message} and {PHRASES[odd.kind]} at {odd.place}")
        needed = ", ".join(f"`{_edited(use, edit)}` at {use.place}" for use, edit in self._to_stay(edits))
        if needed:
            message = f"{message}, so files outside PATH need edits: {needed}"
            raise Refusal("rows.consumer", message, "let --follow write them, or name those files as well")
        return self._consumption("rows", uses, edits)

    def _to_stay(self, edits: UseEdits) -> UseEdits:
        """The edits of files that are to stay as they are."""
        if self.readers is None:
            return ()
        mine = {self.site.module.source.path, *self.readers}
        return tuple((use, edit) for use, edit in edits if use.module.source.path not in mine)

    def _consumption(self, shape: Shape, uses: Sequence[Use], edits: UseEdits = ()) -> Consumption:
        own = dict.fromkeys(edit for use, edit in edits if not use.function)
        others = dict.fromkeys(
            ReaderEdit(use.module.source.path, edit, use.function) for use, edit in edits if use.function
        )
        return Consumption(shape, tuple(own), tuple(others), tuple(kinds(uses)), reads=tuple(uses))


def _edited(use: Use, edit: Edit) -> str:
    """The code of a use as it should read."""
    start, end = use.module.span(use.node)
    text = use.module.source.text
    return f"{text[start : edit.start]}{edit.text}{text[edit.end : end]}"
