"""The body of an except clause, written a second time in an earlier clause that lets an exception through to it.

An exception raised again in a clause is not seen by the clauses behind it: what they would do is done in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import libcst as cst

from codemod.outcome import Refusal
from codemod.source import ParsedModule
from codemod.syntax.tree import code_of, name_loads, walk

#: A clause of more lines than this is not written a second time.
_LONGEST: Final = 8


def copied_body(
    module: ParsedModule, clause: cst.ExceptHandler, error: str, names: Mapping[cst.Name, str], *, moved: bool = False
) -> str:
    """The statements of a clause's body at no indentation.

    Args:
        module: the module of the clause.
        clause: the clause.
        error: the name of the exception where the copy stands.
        names: other names for some uses of the exception.
        moved: the clause itself goes.

    Raises:
        Refusal: ``errors.handler`` for a body that can't stand there.
    """
    body = clause.body
    caught = f"`except {module.text_of(clause.type)}`" if clause.type is not None else "`except:`"
    start, end = span_of_body(module, clause)
    text = _renamed(module, clause, error, names, start, end)
    margin = module.source.text[:start].splitlines()[-1] if isinstance(body, cst.IndentedBlock) else ""
    lines = text.splitlines()
    several = any(
        isinstance(node, cst.SimpleString | cst.FormattedString) and "\n" in code_of(node) for node in walk(body)
    )
    is_long = len(lines) > _LONGEST and not moved
    if is_long or several or any(line.strip() and not line.startswith(margin) for line in lines[1:]):
        raise Refusal("errors.handler", f"the body of {caught} behind it would have to be written twice")
    return "\n".join(line.removeprefix(margin) for line in lines)


def span_of_body(module: ParsedModule, clause: cst.ExceptHandler) -> tuple[int, int]:
    """Where the statements of a clause begin and end."""
    body = clause.body.body
    return module.span(body[0])[0], module.span(body[-1])[1]


def _renamed(
    module: ParsedModule, clause: cst.ExceptHandler, error: str, names: Mapping[cst.Name, str], start: int, end: int
) -> str:
    """The text of a clause's body with the exception under other names."""
    name = clause.name.name if clause.name is not None else None
    text = module.source.text
    if not isinstance(name, cst.Name):
        return text[start:end]
    pieces: list[str] = []
    position = start
    for use in sorted(name_loads(clause.body, name.value), key=lambda item: module.span(item)[0]):
        begin, after = module.span(use)
        pieces += text[position:begin], names.get(use, error)
        position = after
    return "".join([*pieces, text[position:end]])
