"""The text of one repository method: signature, docstring and body in the project's way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from codemod.repositories.drafts import MethodDraft
from codemod.repositories.habits import Habits
from codemod.rewriting.private_functions.function_signatures import Parameter, return_annotation
from codemod.rewriting.sessions.injected_sessions import ASYNC_SESSION
from codemod.rewriting.site_plan import Naming


@dataclass(frozen=True, slots=True, eq=False)
class NewMethod:
    """A method to be written.

    Attributes:
        name: its name.
        draft: its statement, parameters and result.
        takes_session: it may be given a session to run on.
        holds_session: it runs in the session of its object.
    """

    name: str
    draft: MethodDraft
    takes_session: bool = False
    holds_session: bool = False


def method_text(method: NewMethod, factory: str, habits: Habits, naming: Naming) -> str:
    """The method at no indentation.

    Args:
        method: its name, its statement and its result.
        factory: the attribute that holds the session factory, or the session.
        habits: the project's way of writing it; what it logs with must be there.
        naming: local names of imports.
    """
    name, draft = method.name, _as_list(method.draft) if habits.lists else method.draft
    parameters = ["self", *(_quoted(parameter.written(naming), habits) for parameter in draft.parameters)]
    own: list[str] = []
    if method.takes_session:
        parameters += ["*", f"session: {naming(ASYNC_SESSION)} | None = None"]
        own = draft.in_own_session(name, factory, closes=habits.closes)
        body = draft.body_in_session(naming)
    elif method.holds_session:
        body = draft.body_in_session(naming, f"self.{factory}")
    else:
        body = draft.body(factory, naming, closes=habits.closes)
    if habits.logs is not None:
        body = [
            "try:",
            *(f"    {line}" for line in body),
            "except Exception as e:",
            *_handler(name, habits),
            "    raise",
        ]
    lines = [*_docstring(method, habits), *(line for each in (*own, *body) for line in each.split("\n"))]
    gives = f'"{_returns(draft, naming)}"' if habits.quotes else _returns(draft, naming)
    head = f"async def {name}({', '.join(parameters)}) -> {gives}:"
    return "\n".join([head, *(f"    {line}" if line else "" for line in lines)]) + "\n"


def _quoted(parameter: str, habits: Habits) -> str:
    """A parameter with its annotation as a text, where the class hides what that means."""
    name, _, annotation = parameter.partition(": ")
    return f'{name}: "{annotation}"' if habits.quotes and annotation else parameter


def _as_list(draft: MethodDraft) -> MethodDraft:
    """The same with its rows in a list, as asyncpg gives them; ``all()`` only says that it is a sequence."""
    is_several = draft.reader is not None and draft.reader.endswith(".all()")
    return replace(draft, reader=f"list({draft.reader})") if is_several else draft


def _handler(name: str, habits: Habits) -> Iterator[str]:
    """What tells of an error, which goes on to the caller as it is."""
    if habits.fields:
        yield f'    {habits.logs}("{name}_failed", error=str(e))'
    else:
        yield f'    {habits.logs}(f"Error in {name}: {{e}}")'


def _docstring(method: NewMethod, habits: Habits) -> list[str]:
    draft = method.draft
    summary = _summary(method.name, draft)
    result = _result(draft)
    if not habits.documents or not (draft.parameters or method.takes_session or result):
        return [f'"""{summary}"""']
    lines = [f'"""{summary}', ""]
    described = [f"    {item.name}: {_meaning(item)}" for item in draft.parameters]
    if method.takes_session:
        described.append("    session: The session to run in, whose owner commits; None for one of its own.")
    if described:
        lines += ["Args:", *described]
    if result:
        lines += [*([""] if described else []), "Returns:", f"    {result}"]
    return [*lines, '"""']


#: What the name of a method begins with that says what its statement does, in the words of any project.
_DOES: Final = frozenset({
    "add", "append", "clear", "count", "create", "decrement", "delete", "exists", "fetch", "find", "get", "increment",
    "insert", "list", "remove", "reset", "set", "toggle", "update", "upsert",
})  # fmt: skip

#: What a row is of, where the name goes on without saying it.
_OF: Final = frozenset({"", "by", "with", "without", "where", "for", "ordered", "per", "if", "page"})


def _summary(name: str, draft: MethodDraft) -> str:
    """One line about a method; by nothing but its name and its statement, so that it is the same in every run."""
    kind, table = draft.lowered.kind, draft.table.name
    place = {"select": "from", "delete": "from"}.get(kind, "in")
    verb, _, rest = name.partition("_")
    words = rest.replace("_", " ")
    if verb not in _DOES:
        does = {"select": "Get", "insert": "Create", "update": "Update", "delete": "Delete"}.get(kind, "Get")
        return f"{does} {_given(draft)} for {name.replace('_', ' ')} {place} {table}."
    first = rest.partition("_")[0]
    if verb == "exists":
        words = f"whether there is a row {words}" if words not in ("", "all") else "whether there is a row"
        return f"Tell {words} in {table}."
    if rest in ("all", "all_page"):
        words = rest.replace("_", " ").replace("all", "all rows")
    elif verb in _DOES and first in _OF:
        words = f"{_given(draft)} {words}".rstrip()
        words = words.removesuffix(" many") if kind == "insert" else words
    elif kind == "insert" and first == "many":
        words = f"rows{words.removeprefix('many')}"
    return f"{verb[:1].upper()}{verb[1:]} {words}".rstrip() + f" {place} {table}."


def _given(draft: MethodDraft) -> str:
    """What a statement is about: a row, several of them, or a value."""
    match draft.lowered.kind:
        case "insert":
            return "rows" if draft.lowered.many_keys is not None else "a row"
        case "select" if draft.never_none == "int":
            return "the rows"
        case "select":
            return {"fetch": "the rows", "fetchrow": "the row"}.get(draft.method, "the value")
        case _:
            return "rows"


def _meaning(parameter: Parameter) -> str:
    name = parameter.name
    if name == "rows":
        return "The values of each row, in the order of the statement."
    words = re.sub(r"_(\d+)$", r" (\1)", name).replace("_", " ")
    kind = (parameter.annotation or "").removesuffix(" | None")
    if name == "id" or name.endswith(("_id", "_ids")):
        words = re.sub(r"\bid(s?)$", r"ID\1", words)
        return f"The {words}."
    if kind == "bool":
        return f"The {re.sub('^(is|has) ', '', words)} flag."
    return f"The {words} time." if kind == "datetime" and name.endswith("_at") else f"The {words}."


def _result(draft: MethodDraft) -> str | None:
    """What a method gives, for people."""
    if draft.reader is None:
        return None
    if draft.shape == "count":
        return "The number of rows."
    if draft.shape == "status":
        return "The command tag."
    if draft.never_none is not None:
        return {"int": "How many there are.", "bool": "Whether there is one."}[draft.never_none]
    if draft.method == "fetchval":
        return "The value, or None if there is no row."
    row = f"{draft.table.class_name} entries" if draft.shape == "entities" else "The rows"
    if draft.method == "fetch":
        return f"{row} in a list." if draft.shape != "entities" else f"A list of {row}."
    return f"{draft.table.class_name} entry or None if not found." if draft.shape == "entities" else "The row, or None."


def _returns(draft: MethodDraft, naming: Naming) -> str:
    if draft.reader is None:
        return "None"
    return draft.never_none or return_annotation(
        draft.method, draft.shape, draft.table, naming, lists=draft.reader.startswith("list(")
    )
