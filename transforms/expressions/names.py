"""Strings beside a ``name``, the type of the catalogs' identifiers: up to 63 bytes (PostgreSQL manual 8.3.1).

A text is sent for one, and the two are compared as texts. Of a longer constant the server would take the first 63
bytes; a longer argument is an error to asyncpg, and equals no name in SQLAlchemy.
"""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.types import base_type
from codemod.outcome import Refusal
from codemod.resolution.statement import parameter_number

_LONGEST: Final = 63

#: Operators that take a name for a text, and so the argument.
_OF_TEXTS: Final = (exp.Like, exp.ILike, exp.RegexpLike, exp.RegexpILike, exp.SimilarTo, exp.DPipe)


def fits_name(node: exp.Literal) -> bool:
    """Whether a constant is a name as a whole."""
    return len(node.name.encode()) <= _LONGEST


def check_name(lower: Lowering, node: exp.Parameter, pg_type: str) -> None:
    """Refuse an argument beside a name where one that is too long would change more than that no row is found.

    Raises:
        Refusal: ``types.unsupported``.
    """
    if pg_type == '"char"':
        raise Refusal("types.unsupported", f"${parameter_number(node)} is a single byte, a bytes object in Python")
    if base_type(pg_type).removesuffix("[]") != "name" or isinstance(node.parent, _OF_TEXTS):
        return
    if not _finds_by(node):
        message = f"${parameter_number(node)} is a name: one of more than {_LONGEST} bytes would be no error any more"
        raise Refusal("types.unsupported", message)
    lower.notes.append(f"${parameter_number(node)} finds nothing where asyncpg refuses a name of over {_LONGEST} bytes")


def _finds_by(node: exp.Expr) -> bool:
    """``WHERE … AND relname = $1``, ``= ANY($1)``: a value that no name has finds no row. Those of a list are cut."""
    around = node.parent
    while isinstance(around, exp.Paren | exp.Any):
        around = around.parent
    if not isinstance(around, exp.EQ):
        return False
    around = around.parent
    while isinstance(around, exp.Paren | exp.And):
        around = around.parent
    return isinstance(around, exp.Where)
