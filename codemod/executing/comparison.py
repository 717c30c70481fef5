"""What asyncpg and SQLAlchemy gave, compared value by value, as the rewritten code would read them."""

from __future__ import annotations

import enum
import json
from collections.abc import Sequence
from typing import Any, Final

from codemod.executing.execution import Deed
from codemod.judging.question import Question
from codemod.lowering.record_columns import places_by_name

#: A document that is cast to text, while the connection of the comparison reads those that are not.
_CAST: Final = "document as text"

#: asyncpg gives documents as text; SQLAlchemy's types read it. Who reads the rows was judged before.
_DOCUMENTS: Final = frozenset({"json", "jsonb"})


def difference(question: Question, original: Deed, rewritten: Deed, kinds: Sequence[str], *, ordered: bool) -> str:
    """The first difference of two runs in the same state of the database; empty when there is none.

    Args:
        question: the statements.
        original: what the original did.
        rewritten: what the new statement did.
        kinds: ``pg_type.typname`` of the original's result columns.
        ordered: ORDER BY says in which order the rows come.
    """
    if original.error != rewritten.error:
        return f"{_ended(original)} before, {_ended(rewritten)} after"
    if original.tables != rewritten.tables:
        return f"table {_changed(original, rewritten)} holds other rows afterwards"
    if None not in (original.count, rewritten.count) and original.count != rewritten.count:
        return f"{original.count} rows changed before, {rewritten.count} after"
    if original.names is None or original.error is not None:
        return ""
    return _rows_differ(question, original, rewritten, kinds, ordered=ordered)


def _rows_differ(question: Question, original: Deed, rewritten: Deed, kinds: Sequence[str], *, ordered: bool) -> str:
    ours: Sequence[tuple[object, ...]] = original.rows
    theirs: Sequence[tuple[object, ...]] = rewritten.rows
    assert original.names is not None
    if original.names:  # none where the rows are not read
        pairs = zip(original.names, kinds, strict=True)
        kinds = [_CAST if name in question.texts and kind in _DOCUMENTS else kind for name, kind in pairs]
    if question.shape in ("mappings", "entities"):
        assert rewritten.names is not None
        kept = places_by_name(original.names)
        names = [original.names[place] for place in kept]
        ours, kinds = [tuple(row[place] for place in kept) for row in ours], [kinds[place] for place in kept]
        if sorted(names) != sorted(rewritten.names):
            return f"the columns are {', '.join(original.names)} before, {', '.join(rewritten.names)} after"
        places = [rewritten.names.index(name) for name in names]
        theirs = [tuple(row[place] for place in places) for row in theirs]
    elif question.shape == "scalar":
        ours, theirs, kinds = [row[:1] for row in ours], [row[:1] for row in theirs], kinds[:1]
    if question.one_row or question.shape == "scalar":
        if bool(ours) != bool(theirs):
            return f"{len(ours)} rows before, {len(theirs)} after"
        return "" if not theirs or any(_same_row(row, theirs[0], kinds) for row in ours) else _shown(ours, theirs)
    if len(ours) != len(theirs):
        return f"{len(ours)} rows before, {len(theirs)} after"
    if all(_same_row(one, other, kinds) for one, other in zip(ours, theirs, strict=True)):
        return ""
    if not ordered and _same_rows(ours, theirs, kinds):
        return ""
    return _shown(ours, theirs)


def _same_rows(ours: Sequence[tuple[object, ...]], theirs: Sequence[tuple[object, ...]], kinds: Sequence[str]) -> bool:
    left = list(theirs)
    for row in ours:
        found = next((other for other in left if _same_row(row, other, kinds)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _same_row(ours: tuple[object, ...], theirs: tuple[object, ...], kinds: Sequence[str]) -> bool:
    return len(ours) == len(theirs) and all(map(_same_value, ours, theirs, kinds))


def _same_value(ours: Any, theirs: Any, kind: str) -> bool:
    if kind == _CAST:
        return bool(isinstance(theirs, str | None) and ours == (None if theirs is None else json.loads(theirs)))
    if kind in _DOCUMENTS and isinstance(ours, str) and not isinstance(theirs, str):
        return bool(json.loads(ours) == theirs)
    if isinstance(theirs, enum.Enum):
        return ours in (theirs.name, theirs.value)
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(_same_value(*pair, kind) for pair in zip(ours, theirs, strict=True))
    return type(ours) is type(theirs) and (ours == theirs or repr(ours) == repr(theirs))


def _ended(deed: Deed) -> str:
    return f"error {deed.error}" if deed.error is not None else "no error"


def _changed(original: Deed, rewritten: Deed) -> str:
    ours, theirs = dict(original.tables), dict(rewritten.tables)
    return next(name for name in ours if ours[name] != theirs.get(name))


def _shown(ours: Sequence[tuple[object, ...]], theirs: Sequence[tuple[object, ...]]) -> str:
    one, other = next((pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]), (ours[0], theirs[0]))
    return f"a row is {_short(one)} before, {_short(other)} after"


def _short(row: tuple[object, ...]) -> str:
    text = repr(row)
    return text if len(text) < 120 else f"{text[:117]}…"
