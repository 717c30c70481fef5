"""The statements that run a statement and read its result, commit included."""

from __future__ import annotations

import libcst as cst

from codemod.converting.conversion import Conversion
from codemod.outcome import Refusal
from codemod.registry import CALLS
from codemod.rewriting.positions import Position
from codemod.rewriting.rows.consumption import OF_STATUS
from codemod.rewriting.site_writer import SiteWriter

#: Names for what a lifted call gives.
_VALUES = {
    "rows": ("rows", "records"),
    "row": ("row", "record"),
    "value": ("value", "found"),
    "status": ("status", "outcome"),
}


def run_and_read(writer: SiteWriter, position: Position, execute: str) -> tuple[list[str], str]:
    """The lines that run the statement and read its result, and the name that takes a lifted call's place.

    A write is committed between reading and giving it away.

    Args:
        writer: of the site.
        position: where the call stands.
        execute: the expression that runs the statement.
    """
    conversion = writer.conversion
    commit = [f"await {conversion.opening.variable}.commit()"] if conversion.commits else []
    shape = conversion.consumption.shape
    if shape in ("none", "nothing"):
        return [execute, *commit], ""
    if shape == "count" and position.kind != "returned":
        kept = writer.user(position.targets[0]) if position.kind == "assigned" else writer.fresh("result", "outcome")
        return [f"{kept} = {execute}", *commit], kept if position.kind == "lifted" else ""
    result = writer.fresh("result", "cursor_result")
    read = CALLS[conversion.site.method](conversion.consumption, result)
    if conversion.site.runs.streams:
        return [f"{result} = {execute}"], read  # the loop reads it
    lifted = _lifted_name(writer, position) if position.kind == "lifted" else ""
    return [f"{result} = {execute}", *_reading(writer, position, read, lifted, commit)], lifted


def given_by_method(writer: SiteWriter, position: Position, call: str, *, commits: bool) -> tuple[list[str], str]:
    """The lines that call a method which runs the statement and reads its result, and the name for a lifted call.

    Args:
        writer: of the site.
        position: where the call stands.
        call: the awaited call.
        commits: the method commits.
    """
    conversion = writer.conversion
    commit = [f"await {conversion.opening.variable}.commit()"] if conversion.commits and not commits else []
    if conversion.consumption.shape in ("none", "nothing"):
        return [call, *commit], ""
    lifted = _lifted_name(writer, position) if position.kind == "lifted" else ""
    return _giving(writer, position, call, lifted, commit), lifted


def given_on(writer: SiteWriter, position: Position) -> list[str]:
    """What follows the block of a call whose None is used: that of an ``executemany`` may not run.

    Raises:
        Refusal: ``rows.status`` where the None stands in an expression.
    """
    conversion = writer.conversion
    if conversion.consumption.shape != "nothing" or position.kind == "discarded":
        return []
    if position.kind == "lifted":
        raise Refusal("rows.status", f"the None of {conversion.site.written_method}() is used in an expression")
    return _reading(writer, position, "None", "", [])


def _reading(writer: SiteWriter, position: Position, read: str, lifted: str, commit: list[str]) -> list[str]:
    text = writer.conversion.consumption.shape in OF_STATUS  # the row count outlives the transaction
    return (
        [*commit, *_giving(writer, position, read, lifted, [])]
        if text
        else _giving(writer, position, read, lifted, commit)
    )


def _giving(writer: SiteWriter, position: Position, read: str, lifted: str, commit: list[str]) -> list[str]:
    """The lines that give a value to where it goes, with a commit between its reading and whatever may fail."""
    match position.kind:
        case "assigned":
            targets = " = ".join(writer.user(target, target=True) for target in position.targets)
            if position.annotation is not None:
                targets = f"{targets}: {writer.user(position.annotation)}"
            if commit and not all(isinstance(target, cst.Name) for target in position.targets):
                # what binds them may raise, and asyncpg has committed before
                value = writer.fresh(*_value_names(writer.conversion))
                return [f"{value} = {read}", *commit, f"{targets} = {value}"]
            return [f"{targets} = {read}", *commit]
        case "returned":
            if not commit:
                return [f"return {read}"]
            value = writer.fresh(*_value_names(writer.conversion))
            return [f"{value} = {read}", *commit, f"return {value}"]
        case "lifted":
            return [f"{lifted} = {read}", *commit]
        case _:
            return [read, *commit]


def _lifted_name(writer: SiteWriter, position: Position) -> str:
    if position.walrus is not None:
        return writer.module.text_of(position.walrus.target)
    return writer.fresh(*_value_names(writer.conversion))


def _value_names(conversion: Conversion) -> tuple[str, ...]:
    if conversion.consumption.shape == "number":
        return ("count", "number")
    return _VALUES.get(conversion.site.runs.gives, ("value",))
