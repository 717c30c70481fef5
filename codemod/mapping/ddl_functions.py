"""Functions that the project's own DDL makes: what they take and give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from codemod.mapping.ddl_types import known_type
from codemod.schema.statements import SchemaStatement

#: Name and type of a column; the name is empty where none is given.
_Column = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class OwnFunction:
    """A function that its name alone tells, whatever it is called with.

    Attributes:
        name: as it is called, folded.
        arguments: PostgreSQL's name of each argument's type; None for one that is no built-in type.
        required: how many arguments have no default.
        returns: type of its value; None for several columns, and for a type that is not built in.
        columns: name and type of each column; a name is empty where the function names none.
        rows_of: the table whose rows it gives.
        is_set: it may give several rows, or none.
        is_pure: it is declared to change nothing.
    """

    name: str
    arguments: tuple[str | None, ...]
    required: int
    returns: str | None
    columns: tuple[tuple[str, str | None], ...] = ()
    rows_of: str | None = None
    is_set: bool = False
    is_pure: bool = False

    def takes(self, given: int) -> bool:
        """Whether it can be called with so many arguments."""
        return self.required <= given <= len(self.arguments)


_CREATE: Final = re.compile(r"\s*create\s+(?:or\s+replace\s+)?function\s+([\w.\"]+)\s*\(", re.I)
_DROP: Final = re.compile(r"\s*drop\s+function\s+(?:if\s+exists\s+)?([\w.\"]+)", re.I)
_COMMENTS: Final = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)
_RETURNS: Final = re.compile(r"\s*returns\s+(?P<set>setof\s+)?(?P<rest>.*)\Z", re.I | re.S)
#: What may come behind the type that a function returns.
_BEHIND: Final = re.compile(
    r"\s+(?:as|language|immutable|stable|volatile|strict|called|returns\s+null|security|external|parallel|cost|rows|set|"
    r"window|leakproof|not\s+leakproof|support|transform|begin|return)\b.*\Z",
    re.I | re.S,
)
_BODY: Final = re.compile(r"\$(\w*)\$.*?\$\1\$|'(?:[^']|'')*'", re.S)
_PURE: Final = re.compile(r"\b(?:immutable|stable)\b", re.I)
_DEFAULT: Final = re.compile(r"\s*(?:\bdefault\b|:?=).*\Z", re.I | re.S)
_MODE: Final = re.compile(r"\s*(inout|in|out|variadic)\s+", re.I)


def functions_of(statements: Sequence[SchemaStatement]) -> dict[str, OwnFunction]:
    """The functions that schema statements leave, by name; one of several of the same name is none of them."""
    found: dict[str, list[OwnFunction]] = {}
    for statement in statements:
        text = _COMMENTS.sub("", statement.text)
        dropped = _DROP.match(text)
        if dropped is not None:
            found.pop(_folded(dropped[1]), None)
        created = _CREATE.match(text)
        if created is None:
            continue
        function = _function(_folded(created[1]), text[created.end() :])
        others = found.setdefault(_folded(created[1]), [])
        if function is not None:
            others[:] = [item for item in others if item.arguments != function.arguments]
        others.append(function or OwnFunction("", (), 0, None))
    return {name: items[0] for name, items in found.items() if len(items) == 1 and items[0].name}


def _folded(name: str) -> str:
    plain = name.removeprefix("public.")
    return plain.strip('"') if plain.startswith('"') else plain.lower()


def _function(name: str, text: str) -> OwnFunction | None:
    """A function, from behind the bracket of its arguments; None for one whose declaration is not read."""
    end = _closing(text)
    declared = _arguments(text[:end]) if end is not None else None
    if end is None or declared is None or not name.isidentifier():
        return None
    taken, required, outputs = declared
    outside = _BODY.sub("''", text[end + 1 :])
    function = OwnFunction(name, taken, required, None, outputs, is_pure=_PURE.search(outside) is not None)
    returned = _RETURNS.match(outside)
    if returned is not None:
        return _returning(function, returned["rest"], is_set=returned["set"] is not None)
    return replace(function, returns=outputs[0][1] if len(outputs) == 1 else None) if outputs else None


def _arguments(text: str) -> tuple[tuple[str | None, ...], int, tuple[_Column, ...]] | None:
    """Types of what is taken, how many of these are required, and what the arguments give; None where it varies."""
    taken: list[str | None] = []
    outputs: list[_Column] = []
    required = 0
    for item in _parts(text):
        mode = _MODE.match(item)
        word = mode[1].lower() if mode is not None else "in"
        if word == "variadic":
            return None
        column = _named_type(_DEFAULT.sub("", item[mode.end() :] if mode is not None else item))
        if word != "in":
            outputs.append(column)
        if word != "out":
            taken.append(column[1])
            required = required if _DEFAULT.search(item) else len(taken)
    named = len(outputs) < 2 or all(column for column, _ in outputs)
    return (tuple(taken), required, tuple(outputs)) if named else None


def _returning(function: OwnFunction, text: str, *, is_set: bool) -> OwnFunction | None:
    """The function with what RETURNS says."""
    if re.match(r"table\s*\(", text, re.I):
        inner = text[text.index("(") + 1 :]
        columns = tuple(map(_named_type, _parts(inner[: _closing(inner)])))
        return replace(function, columns=columns, is_set=True) if columns else None
    written = _BEHIND.sub("", text).strip()
    kind = "void" if written.lower() == "void" else _plain_type(written)
    function = replace(function, is_set=is_set)
    if function.columns and written.lower() == "record":
        return function
    if kind is None:
        return replace(function, columns=(), rows_of=_folded(written))
    name = function.columns[0][0] if function.columns else ""
    return replace(function, returns=kind, columns=((name, kind),))


def _named_type(written: str) -> _Column:
    """``user_id bigint``; ``bigint`` alone has no name."""
    alone = _plain_type(written)
    if alone is not None:
        return "", alone
    name, _, kind = written.strip().partition(" ")
    return _folded(name), _plain_type(kind)


def _plain_type(written: str) -> str | None:
    """A built-in type without its modifier, which says nothing in a function (manual, CREATE FUNCTION, Notes)."""
    kind = known_type(" ".join(written.split()))
    return re.sub(r"\([\d,]+\)", "", kind) if kind is not None else None


def _closing(text: str) -> int | None:
    """Where the bracket closes that was opened before ``text``."""
    depth = 1
    for found in re.finditer(r"'(?:[^']|'')*'|[()]", text):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if not depth:
            return found.start()
    return None


def _parts(text: str) -> Iterator[str]:
    """A list at its commas, those inside brackets and strings left alone."""
    depth = start = 0
    for found in re.finditer(r"'(?:[^']|'')*'|[(),]", text):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if found[0] == "," and not depth:
            yield text[start : found.start()]
            start = found.end()
    if text[start:].strip():
        yield text[start:]
