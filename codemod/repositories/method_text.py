"""The text of one repository method: signature, docstring and body in the project's way."""

from __future__ import annotations

from dataclasses import dataclass, replace

from codemod.repositories.drafts import MethodDraft
from codemod.repositories.habits import Habits
from codemod.repositories.wording import Summary, meaning_of, result_of, summary_of
from codemod.rewriting.private_functions.function_signatures import return_annotation
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
    summary = summary_of(name, draft)
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
        body = ["try:", *(f"    {line}" for line in body), *habits.logs.handler(name, summary, draft)]
    lines = [*_docstring(method, summary, habits), *(line for each in (*own, *body) for line in each.split("\n"))]
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


def _docstring(method: NewMethod, summary: Summary, habits: Habits) -> list[str]:
    draft = method.draft
    result = result_of(draft, lists=habits.lists)
    if not habits.documents or not (draft.parameters or method.takes_session or result):
        return [f'"""{summary.sentence}"""']
    lines = [f'"""{summary.sentence}', ""]
    said = habits.meaning
    described = [f"    {item.name}: {said(draft.table, item.name) or meaning_of(item)}" for item in draft.parameters]
    if method.takes_session:
        described.append("    session: The session to run in, whose owner commits; None for one of its own.")
    if described:
        lines += ["Args:", *described]
    if result:
        lines += [*([""] if described else []), "Returns:", f"    {result}"]
    return [*lines, '"""']


def _returns(draft: MethodDraft, naming: Naming) -> str:
    if draft.reader is None:
        return "None"
    lists = draft.reader.startswith("list(")
    return draft.never_none or return_annotation(
        draft.gives, draft.shape, draft.table, naming, lists=lists, value=draft.value
    )
