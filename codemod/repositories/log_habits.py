"""LogHabit: how the repositories of a project log what goes wrong in a method."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from codemod.english import words_of
from codemod.repositories.drafts import MethodDraft
from codemod.repositories.wording import Summary

#: What messages begin with before ``getting a link``, and before ``get a link``.
_DOING: Final = re.compile(r"((?:[A-Z]\w+ )?[Ee]rror(?: while| when| in)?) \w+ing\b")
_DO: Final = re.compile(r"((?:Failed|Unable) to|Could not|Couldn't|Cannot|Can't) \w+")


@dataclass(frozen=True, slots=True)
class LogHabit:
    """How an error is logged.

    Attributes:
        call: ``self.logger.error``.
        fields: what is logged are keywords (``error=str(e)``), not a text.
        before: what the text begins with: ``Error`` or ``Failed to``.
        doing: the verb behind it is a participle: ``Error getting``.
        percent: values are arguments for ``%s``; else the text is an f-string.
        shows: the text has the error, too.
    """

    call: str
    fields: bool = False
    before: str = "Error"
    doing: bool = True
    percent: bool = False
    shows: bool = True

    @property
    def logger(self) -> str:
        """``self.logger``."""
        return self.call.rpartition(".")[0]

    def handler(self, name: str, summary: Summary, draft: MethodDraft) -> list[str]:
        """What tells of an error, which goes on to the caller as it is.

        Args:
            name: of the method.
            summary: what it does, in words.
            draft: the method; the IDs that it looks for are told.
        """
        ids = [item.name for item in draft.parameters if _is_id(item.name, item.annotation)]
        if self.fields:
            told = "".join(f", {name}={name}" for name in ids)
            return ["except Exception as e:", f'    {self.call}("{name}_failed"{told}, error=str(e))', "    raise"]
        text = f"{self.before} {summary.attempt if self.doing else f'{summary.verb} {summary.rest}'}"
        parts = list(_with_values(text, ids))
        if self.shows:
            parts = [*parts[:-1], f"{parts[-1]}: ", "e"] if len(parts) % 2 else [*parts, ": ", "e"]
        head = "except Exception as e:" if self.shows else "except Exception:"
        return [head, f"    {self.call}({self._message(parts)})", "    raise"]

    def _message(self, parts: Sequence[str]) -> str:
        """The arguments of the call; every second part is a value."""
        values = parts[1::2]
        if self.percent:
            text = "".join("%s" if index % 2 else part for index, part in enumerate(parts))
            return ", ".join([f'"{text}"', *values])
        text = "".join(f"{{{part}}}" if index % 2 else part for index, part in enumerate(parts))
        return f'f"{text}"' if values else f'"{text}"'


def _is_id(name: str, annotation: str | None) -> bool:
    """Whether a parameter is a key, which says whose statement failed and nothing more."""
    is_plain = (annotation or "").removesuffix(" | None") in ("int", "UUID")
    return is_plain and (name == "id" or name.endswith("_id"))


def _with_values(text: str, names: Iterable[str]) -> Iterator[str]:
    """A text, the value of a name behind the words of it, the next text, and so on."""
    places: dict[int, str] = {}
    for name in names:
        found = re.search(rf"(?:(?<= by )|(?<= and )){re.escape(words_of(name))}(?= |$)", text)
        if found is not None:
            places[found.end()] = name
    start = 0
    for end in sorted(places):
        yield f"{text[start:end]} "
        yield places[end]
        start = end
    if start < len(text):
        yield text[start:]


def learn_logging(methods: Sequence[tuple[ast.AsyncFunctionDef, str]]) -> LogHabit | None:
    """How most methods that open a session log their errors; None where most of them log none.

    Args:
        methods: with their text.
    """
    every = [call for method, _ in methods if (call := _logging(method)) is not None]
    if not 2 * len(every) > len(methods):
        return None
    (best, fields), _ = Counter((ast.unparse(call.func), _has_fields(call)) for call in every).most_common(1)[0]
    texts = [call.args[0] for call in every if call.args]
    begun = Counter(found for text in texts if (found := _beginning(text)) is not None)
    before, doing = begun.most_common(1)[0][0] if begun else ("Error", True)
    percent = sum(len(call.args) > 1 for call in every)
    formatted = sum(isinstance(text, ast.JoinedStr) for text in texts)
    shows = [len(call.args) > 1 or (bool(call.args) and isinstance(call.args[0], ast.JoinedStr)) for call in every]
    return LogHabit(
        best,
        fields,
        before,
        doing,
        percent=percent > formatted,
        shows=not best.endswith(".exception") or 2 * sum(shows) > len(shows),
    )


def _beginning(text: ast.expr) -> tuple[str, bool] | None:
    """What a message begins with, and whether a participle follows."""
    first = text.values[0] if isinstance(text, ast.JoinedStr) and text.values else text
    written = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
    for pattern, doing in ((_DOING, True), (_DO, False)):
        found = pattern.match(written)
        if found is not None:
            return found[1], doing
    return None


def _has_fields(call: ast.Call) -> bool:
    return bool({keyword.arg for keyword in call.keywords} - {"exc_info", "extra"})


def _logging(method: ast.AsyncFunctionDef) -> ast.Call | None:
    """The call of a logger in a handler of a method."""
    for handler in (item for item in ast.walk(method) if isinstance(item, ast.ExceptHandler)):
        for statement in handler.body:
            match statement:
                case ast.Expr(value=ast.Call(func=ast.Attribute(value=logger, attr=level)) as call):
                    if re.search(r"log(ger|ging)?$", ast.unparse(logger)) and level in ("error", "exception"):
                        return call
                case _:
                    pass
    return None
