"""Factories: what opens the sessions of a site, as something that a repository can be made with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codemod.converting.conversion import Conversion
from codemod.lowering.lowered import ImportName
from codemod.outcome import Refusal
from codemod.rewriting.sessions.session_sources import SessionOpening

_HEADER = re.compile(r"async with (?P<awaited>await )?(?P<factory>[A-Za-z_][\w.]*)\(\) as \w+")


@dataclass(frozen=True, slots=True)
class Factory:
    """What a repository is made with: an expression of the site's, and whether its sessions are awaited."""

    expression: str
    awaited: bool
    imports: tuple[ImportName, ...] = ()


def factory_of(conversion: Conversion) -> Factory:
    """What opens the session of a site, without the call; where a session is given to its function, that of the caller.

    Nothing where FastAPI gives it: so it gives the repository, too.

    Raises:
        Refusal: ``style.repository`` for an opening that is no plain call.
    """
    if conversion.opening.injected is not None:
        return Factory("", awaited=False)
    own = _factory(conversion.opening)
    if own is not None:
        return own
    found = set(_of_callers(conversion)) if not conversion.opening.header else set()
    if len(found) == 1:
        return found.pop()
    shown = conversion.opening.header or f"{conversion.opening.variable}, a parameter"
    raise Refusal("style.repository", f"a repository can't be given `{shown}`")


def _factory(opening: SessionOpening) -> Factory | None:
    found = _HEADER.fullmatch(opening.header)
    return Factory(found["factory"], bool(found["awaited"]), tuple(opening.imports)) if found is not None else None


def _of_callers(conversion: Conversion) -> Iterator[Factory]:
    """The factories of the group that mean the same in the function of the site: of its object, or of the module."""
    assert conversion.shared is not None, "a session without a header is given by a caller"
    own = conversion.site.scope
    for place in conversion.shared.group.scopes:
        found = _factory(place.opening)
        if found is None:
            continue
        root = found.expression.partition(".")[0]
        same_object = root == "self" and place.scope.scope.class_name == own.class_name is not None
        if same_object or any(item.local == root or item.name == root for item in found.imports):
            yield found
