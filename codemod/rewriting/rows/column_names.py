"""Columns of one name: which readers of a record get the same from a mapping that holds each name once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import libcst as cst

from codemod.lowering.lowered import Lowered
from codemod.outcome import Refusal
from codemod.rewriting.rows.value_flow import Use

#: Methods of a record that give a column each time it is there.
_OF_EVERY_COLUMN: Final = frozenset({"keys", "values", "items"})


def check_shared_names(lowered: Lowered, uses: Sequence[Use]) -> None:
    """Refuse a reader that sees more of several columns of one name than the last of them.

    ``record["id"]``, ``record.get("id")``, ``"id" in record`` and ``dict(record)`` see the last one;
    ``len(record)``, ``record.items()`` and whatever is out of sight see them all.

    Raises:
        Refusal: ``sql.result-names``.
    """
    if not lowered.repeated:
        return
    names = ", ".join(sorted(lowered.repeated))
    for use in uses:
        if use.kind in ("record", "escapes") or (use.kind == "mapping" and not _sees_the_last(use.node)):
            raise Refusal("sql.result-names", f"several columns of the result are called {names}, read at {use.place}")


def _sees_the_last(node: cst.CSTNode) -> bool:
    match node:
        case cst.Call(func=cst.Attribute(attr=cst.Name(value=name))):
            return name not in _OF_EVERY_COLUMN
        case cst.Arg():
            return False  # f(**record): a name that comes twice is an error
        case _:
            return True
