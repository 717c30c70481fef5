"""The form of ``--fallback text``: the SQL as it is written in ``text()``, its arguments given to ``execute()``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from codemod.lowering.lowered import ImportName, Lowered, ResultColumn, ResultShape, StatementKind, placeholder
from codemod.python_code import call, constant, dict_of, name
from codemod.resolution.raw_statement import RawStatement

#: What ``text()`` would read as the name of a bind, and a backslash before a colon, which it takes away.
_BIND = re.compile(r"(?<![:\w\\]):(?=\w)|\\(?=:)")


def text_form(
    raw: RawStatement,
    kind: StatementKind,
    shape: ResultShape,
    columns: Sequence[ResultColumn],
    names: Mapping[int, str],
    *,
    writes: bool,
    reason: str,
    many: bool,
) -> Lowered:
    """The statement as ``text("… :name")`` with a dictionary of its arguments.

    Args:
        raw: the statement.
        kind: what it is, for the status string.
        shape: how its rows are read.
        columns: of its result.
        names: what each ``$n`` is called.
        writes: it may change data.
        reason: code of the refusal that it is the way around.
        many: the statement of an ``executemany``.
    """
    import_name = ImportName("sqlalchemy", "text")
    numbers = range(1, raw.parameter_count + 1)
    values = dict_of((constant(names[number]), name(placeholder(number))) for number in numbers)
    return Lowered(
        kind=kind,
        shape=shape if columns else "none",
        expression=call(name(import_name.local), constant(_named(raw, names))),
        definitions=(),
        imports=frozenset({import_name}),
        tables=(),
        columns=tuple(columns),
        parameters=dict.fromkeys(numbers, 1),
        entity=None,
        writes=writes,
        many_keys=tuple(names[number] for number in numbers) if many else None,
        values=values if numbers and not many else None,
        fallback=reason,
    )


def _named(raw: RawStatement, names: Mapping[int, str]) -> str:
    """The text with ``:name`` for each ``$n``, and escapes where ``text()`` would see one."""
    parts: list[str] = []
    position = 0
    for start, end, number in raw.parameters:
        # a colon beside the name would hide it: x::int is written :x ::int
        before = " " if raw.text[:start].endswith(":") else ""
        after = " " if raw.text.startswith(":", end) else ""
        parts += [_escaped(raw.text, position, start), f"{before}:{names[number]}{after}"]
        position = end
    return "".join([*parts, _escaped(raw.text, position, len(raw.text))])


def _escaped(text: str, start: int, end: int) -> str:
    found = [match.start() for match in _BIND.finditer(text, start, end)]
    pieces = [text[begin:stop] for begin, stop in zip([start, *found], [*found, end], strict=True)]
    return "\\".join(pieces)
