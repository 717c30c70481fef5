"""What new repository methods say of themselves: the lines of their docstrings, and of what they log."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from codemod.english import doing, one_of, plural_of, singular_of, snake_case, words_of
from codemod.mapping.models import MappedTable
from codemod.repositories.drafts import MethodDraft
from codemod.rewriting.private_functions.function_signatures import Parameter

#: What the name of a method begins with that says what its statement does, in the words of any project.
_DOES: Final = frozenset({
    "add", "append", "clear", "count", "create", "decrement", "delete", "exists", "fetch", "find", "get", "increment",
    "insert", "list", "remove", "reset", "set", "toggle", "update", "upsert",
})  # fmt: skip

_READS: Final = frozenset({"fetch", "find", "get", "list"})
_CREATES: Final = frozenset({"add", "create", "insert", "upsert"})

#: Words of a name that conditions begin with.
_CONDITIONS: Final = frozenset({"by", "with", "without", "where", "for", "ordered", "per", "if"})

#: Longer lists of columns than this aren't told.
_TOLD: Final = 48

#: What the name of a function ends with that is called like what it gives.
_GIVEN: Final = frozenset({
    "count", "counts", "details", "history", "info", "leaderboard", "list", "log", "logs", "ranking", "rankings",
    "statistics", "stats", "status", "summary", "total", "totals",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Summary:
    """What a method does, in words.

    Attributes:
        verb: ``get``.
        rest: what it does that to: ``a link by title``.
    """

    verb: str
    rest: str

    @property
    def sentence(self) -> str:
        """``Get a link by title``, as a sentence."""
        return f"{self.verb[:1].upper()}{self.verb[1:]} {self.rest}."

    @property
    def attempt(self) -> str:
        """``getting a link by title``, for what goes wrong."""
        verb, _, more = self.verb.partition(" ")
        return " ".join(filter(None, [doing(verb), more.replace("or update", "or updating"), self.rest]))


def noun_of(table: MappedTable) -> str:
    """What a row of a table is, in words: ``creator link``; of Core tables by the name of the table."""
    return words_of(singular_of(table.name.lower() if table.core else snake_case(table.class_name)))


def summary_of(name: str, draft: MethodDraft) -> Summary:
    """What a method does, by nothing but its name and its statement, so that it is the same in every run."""
    verb, _, rest = name.partition("_")
    tokens = [word for word in rest.split("_") if word]
    start = next((index for index, word in enumerate(tokens) if word in _CONDITIONS), len(tokens))
    about, conditions = tokens[:start], " ".join(map(words_of, tokens[start:]))
    conditions = re.sub(r"\bwith (future|past)\b", r"with a \1", conditions)
    if verb not in _DOES:
        return Summary(*_of_function(name, draft))
    if draft.one_of_a_kind and about:
        found = words_of("_".join(about))
        noun = "" if draft.lowered.kind == "select" or plural_of(noun_of(draft.table)) in found else _several(draft)
        return Summary(verb, _joined("the" if verb == "get" else "", found, noun, conditions))
    if verb in _READS or verb == "count":
        return Summary(verb, _joined(_read(verb, about, draft), conditions))
    if verb == "exists":
        return Summary("check", _joined(f"whether {one_of(noun_of(draft.table))} exists", conditions))
    if verb in _CREATES:
        return _created(verb, about, conditions, draft)
    return Summary(verb, _joined(_changed(about, conditions, draft), conditions))


def _joined(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _several(draft: MethodDraft) -> str:
    return plural_of(noun_of(draft.table))


def _of_function(name: str, draft: MethodDraft) -> tuple[str, str]:
    """A name that begins with no verb that is known is told as it is."""
    words = words_of(name)
    if draft.lowered.kind != "select":
        return draft.lowered.kind if draft.lowered.kind != "insert" else "create", f"{_several(draft)} for {words}"
    if re.split(r" (?:per|ordered|by|for)\b", words)[0].rpartition(" ")[2] in _GIVEN:
        return "get", f"the {words}"
    return "get", f"the {draft.gives if draft.gives in ('rows', 'row') else 'value'} for {words}"


def _read(verb: str, about: list[str], draft: MethodDraft) -> str:
    noun, several = noun_of(draft.table), draft.gives == "rows"
    words, is_page = [word for word in about if word != "page"], "page" in about
    page = "a page of " if is_page else ""
    if verb == "count" or words == ["count"]:
        return _joined("" if verb == "count" else "the number of", plural_of(noun))
    if not words:
        return f"{page}{plural_of(noun) if several else one_of(noun)}"
    if words == ["all"]:
        return f"{page}all {plural_of(noun)}"
    owner = plural_of(noun) if several or words[0] in ("max", "min", "total", "average") else one_of(noun)
    return f"{page}the {_columns('_'.join(words), draft.table)} of {owner}"


def _created(verb: str, about: list[str], conditions: str, draft: MethodDraft) -> Summary:
    noun = noun_of(draft.table)
    what = plural_of(noun) if draft.lowered.many_keys is not None else one_of(noun)
    columns = _columns("_".join(word for word in about if word != "many"), draft.table)
    setting = f"with its {columns}" if columns else ""
    return Summary("create or update" if verb == "upsert" else verb, _joined(what, setting, conditions))


def _changed(about: list[str], conditions: str, draft: MethodDraft) -> str:
    """``the title of a link``, ``links``; of one that is looked up by its key nothing more is said."""
    noun = noun_of(draft.table)
    holder = plural_of(noun) if conditions or about == ["all"] or draft.lowered.kind == "delete" else one_of(noun)
    if about == ["all"]:
        return f"all {holder}"
    if not about:
        return holder
    lead = about[0] if about[0] in ("to", "from") else ""
    return _joined(lead, "the", _columns("_".join(about[1:] if lead else about), draft.table), "of", holder)


def _columns(names: str, table: MappedTable) -> str:
    """Columns in words: the deleted flag, the title and expiry time."""
    return " and ".join(_column(name, table) for name in names.split("_and_") if name)


def _column(name: str, table: MappedTable) -> str:
    column = table.column(name)
    if column is not None and column.pg_type == "boolean":
        return f"{re.sub('^(is|has) ', '', words_of(name))} flag"
    return f"{words_of(name)} time" if name.endswith("_at") else words_of(name)


def meaning_of(parameter: Parameter) -> str:
    """What a parameter is, for the docstring."""
    name = parameter.name
    if name == "rows":
        return "The values of each row, in the order of the statement."
    words = words_of(re.sub(r"_(\d+)$", r"_(\1)", name))
    kind = (parameter.annotation or "").removesuffix(" | None")
    if kind == "bool":
        return f"The {re.sub('^(is|has) ', '', words)} flag."
    return f"The {words} time." if kind == "datetime" and name.endswith("_at") else f"The {words}."


def result_of(draft: MethodDraft, *, lists: bool) -> str | None:
    """What a method gives, for the docstring.

    Args:
        draft: the method.
        lists: several rows are given in a list.
    """
    noun = noun_of(draft.table)
    if draft.reader is None:
        return None
    if draft.shape in ("count", "number"):
        done = {"insert": "created", "update": "updated", "delete": "deleted"}.get(draft.lowered.kind, "read")
        return f"Number of {plural_of(noun)} {done}."
    if draft.shape == "status":
        return "Command tag of PostgreSQL."
    if draft.never_none is not None:
        return f"Number of {plural_of(noun)}." if draft.never_none == "int" else "True if there is one, else False."
    names = [column.name for column in draft.lowered.columns]
    if draft.gives == "value":
        first = words_of(names[0].lower()) if len(names) == 1 and draft.value is not None else "value"
        return f"The {first}, or None if there is no row."
    what = "List of" if lists else "Sequence of"
    if draft.shape == "entities":
        entry = f"{draft.table.class_name} entr"
        return f"{what} {entry}ies." if draft.gives == "rows" else f"{entry}y or None if not found."
    listed = " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
    told = f" with {listed}" if 0 < len(listed) <= _TOLD else ""
    return f"{what} rows{told}." if draft.gives == "rows" else f"Row{told}, or None if there is none."
