"""Queries put together statement by statement: what the code before a call does, run on what is known of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import product
from typing import Final

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.outcome import Refusal
from codemod.resolution.built_paths import PathSearch
from codemod.resolution.built_values import built_names, names_of_values
from codemod.resolution.constants import ConstantResolver
from codemod.resolution.keyed_dictionaries import KeyedDictionary, keyed_local, keyed_parameter
from codemod.resolution.query_text import QueryText
from codemod.resolution.removable import Building, leftover_of
from codemod.resolution.retested import Truths, said_otherwise
from codemod.resolution.selectors import FAILS, Alternative, Chooser, Sent, every_text
from codemod.syntax.tree import names_below

#: Why a query is none of this module's.
NOT_BUILT: Final = "the query is not put together here"


def resolve_built_query(site: CallSite, constants: ConstantResolver) -> QueryText:
    """Every text that the statements before a call put together, with its arguments and the tests that decide.

    Raises:
        Refusal: ``query.dynamic``, ``query.unresolved`` or ``query.several-definitions``.
    """
    stars = [item.value for item in site.call.args if item.star == "*" or item.value is site.star_argument]
    roots = [site.query, *stars]
    built = built_names(roots, site.scope)
    if not isinstance(site.scope.node, cst.FunctionDef):
        raise Refusal("query.dynamic", NOT_BUILT)
    followed = built - names_of_values(built, site.scope)
    choices = (built, followed) if followed and followed != built else (built,)
    refusals: list[Refusal] = []
    keyed = _keyed(built, site, constants)
    for names, late in product(choices, (False, True)):
        try:
            found = _put_together(site, constants, roots, names, late=late)
        except Refusal as refusal:
            refusals += [] if late else [refusal]
        else:
            return found if not keyed or not _keeps(found) else _read_whole(site, constants, roots, built, keyed, found)
    if keyed:
        return _read_whole(site, constants, roots, built, keyed, refusals[-1])
    raise refusals[-1]


def _keyed(built: frozenset[str], site: CallSite, constants: ConstantResolver) -> dict[str, KeyedDictionary]:
    """Dictionaries whose keys the query has, which the new code may read as they are."""
    found = [
        keyed_parameter(site.module, site.scope, constants),
        *(keyed_local(name, site.scope) for name in sorted(built)),
    ]
    return {item.name: item for item in found if item is not None}


def _keeps(found: QueryText) -> bool:
    """Whether what puts the query together stays, or tests decide on the columns of an INSERT, which can't grow."""
    return bool(found.selectors) and (not found.removable or found.text.lstrip().lower().startswith("insert"))


def _read_whole(
    site: CallSite,
    constants: ConstantResolver,
    roots: list[cst.BaseExpression],
    built: frozenset[str],
    keyed: Mapping[str, KeyedDictionary],
    otherwise: QueryText | Refusal,
) -> QueryText:
    """The texts by the keys of dictionaries that the new code reads; what was found without where there are none.

    Raises:
        Refusal: the one that was found without.
    """
    try:
        return _put_together(site, constants, roots, built | keyed.keys(), keyed=keyed)
    except Refusal as refusal:
        if isinstance(otherwise, QueryText):
            return otherwise
        raise (refusal if any(item.sets for item in keyed.values()) else otherwise) from None


def _put_together(
    site: CallSite,
    constants: ConstantResolver,
    roots: list[cst.BaseExpression],
    built: frozenset[str],
    *,
    late: bool = False,
    keyed: Mapping[str, KeyedDictionary] | None = None,
) -> QueryText:
    steps: dict[int, cst.BaseStatement | cst.SimpleStatementLine] = {}
    harmless: set[int] = set()
    mentioned: dict[int, bool] = {}
    tests: dict[int, Truths] = {}

    is_followed: set[bool] = set()

    def search(chooser: Chooser) -> Sent | None:
        path = PathSearch(
            constants, site.module, site.scope, site=site, chooser=chooser, at=site.statement, lines={},
            built=built, steps=steps, harmless=harmless, mentioned=mentioned, tests=tests, late=late, keyed=keyed or {},
        )  # fmt: skip
        sent = path.sent()
        is_followed.add(bool(path.numbers) or path.has_run)
        return sent

    failing: list[tuple[int, ...]] = []

    def noting(chooser: Chooser) -> Sent | None:
        sent = search(chooser)
        if sent is FAILS:
            failing.append(chooser.picks)
        return sent

    selectors, alternatives = every_text(noting)
    if not built and True not in is_followed and not any(item.runs for item in alternatives):
        raise Refusal("query.dynamic", NOT_BUILT)
    given = [_with_texts(item, site) for item in alternatives]
    every = {text: node for arguments in reversed(given) for text, node in reversed(arguments)}
    places = {
        text: place for place, text in enumerate(dict.fromkeys(text for row in given for text, _ in row), start=1)
    }
    building = Building(
        site.scope,
        built,
        tuple(steps.values()),
        (*(item.node for item in selectors), *(node for row in given for _, node in row)),
        tuple(roots),
        tuple(said_otherwise(_of_what_goes(tests.values(), keyed or {}), selectors)),
    )
    leftover = leftover_of(building)
    trail = (
        f"put together from {', '.join(sorted(built))}",
        *(f"{site.module.text_of(item.node)}: {item.evidence}" for item in selectors),
    )
    return QueryText(
        alternatives[0].text,
        leftover.steps,
        trail,
        selectors,
        alternatives,
        tuple(every[text] for text in places),
        tuple(tuple(places[text] for text, _ in row) for row in given),
        leftover.tests,
        building,
        frozenset(place for text, place in places.items() if text.startswith(_EACH)),
        tuple(picks for picks in failing if len(picks) == len(selectors)),
        tuple(sorted(keyed or {})),
    )


def _of_what_goes(tests: Iterable[Truths], keyed: Collection[str]) -> list[Truths]:
    """Tests that are said otherwise; one of a dictionary that stays is as good as it was."""
    return [item for item in tests if not any(name in keyed for name in names_below(item.test))]


#: What stands before an argument that stands for each element of a collection.
_EACH: Final = "*"


def _with_texts(item: Alternative, site: CallSite) -> list[tuple[str, cst.BaseExpression]]:
    """The arguments of a text, each with what tells it from others."""
    return [
        (f"{_EACH if place in item.runs else ''}{site.module.text_of(node)}", node)
        for place, node in enumerate(item.arguments or (), start=1)
    ]
