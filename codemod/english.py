"""English words of generated names and docstrings: ``user_ids`` are "user IDs", of one of them it is "a user ID"."""

from __future__ import annotations

import re
from typing import Final

#: Words that are written in capitals.
_CAPITALS: Final = frozenset({"api", "cpu", "html", "http", "id", "ip", "json", "sql", "uri", "url", "uuid", "xml"})

#: Nouns that have no singular, or mean the same in the plural.
_PLURAL_ONLY: Final = ("settings", "stats", "statistics", "news", "series", "data", "metadata", "info", "history")


def camel_case(table: str) -> str:
    """``gallery_mementos`` is ``GalleryMementos``."""
    parts = re.sub(r"\W", "_", table).split("_")
    return "".join(part[:1].upper() + part[1:] for part in parts)


def snake_case(name: str) -> str:
    """``GalleryMementos`` is ``gallery_mementos``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def singular_of(name: str) -> str:
    """The last word of a name in the singular, where that is sure."""
    for plural, one in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh")):
        if name.endswith(plural):
            return name.removesuffix(plural) + one
    if name.endswith("s") and not name.endswith(("ss", "us", "is", "news")):
        return name[:-1]
    return name


def plural_of(name: str) -> str:
    """The last word of a name in the plural; as it is where it ends like one."""
    if name.endswith("s") and not name.endswith(("ss", "us")):
        return name
    if name.endswith(_PLURAL_ONLY):
        return name
    if re.search(r"[^aeiou]y$", name):
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("x", "ch", "sh", "ss", "us")) else f"{name}s"


def has_no_singular(phrase: str) -> bool:
    """Whether there is no one of it: server settings."""
    return phrase.endswith(_PLURAL_ONLY)


def one_of(phrase: str) -> str:
    """A noun with its article: an email, a user ID, server settings."""
    if has_no_singular(phrase):
        return phrase
    return f"{'an' if re.match(r'[aeio]|u[np](?!i)', phrase) else 'a'} {phrase}"


def words_of(name: str) -> str:
    """The words of a name in snake case: ``user_ids`` are "user IDs"."""
    return " ".join(_word(part) for part in name.split("_") if part)


def _word(word: str) -> str:
    if word in _CAPITALS:
        return word.upper()
    return f"{word[:-1].upper()}s" if word.endswith("s") and word[:-1] in _CAPITALS else word


def doing(verb: str) -> str:
    """What somebody is at who does something: ``getting``, ``creating``, ``listing``."""
    if verb.endswith("e") and not verb.endswith("ee"):
        return f"{verb[:-1]}ing"
    is_short = re.fullmatch(r"[^aeiou]*[aeiou][bdgmnprt]", verb) is not None
    return f"{verb}{verb[-1]}ing" if is_short or verb == "upset" else f"{verb}ing"
