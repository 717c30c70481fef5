"""The server's tree of a query read by name: of several columns of one name, the record gives the last."""

from __future__ import annotations

from typing import Any, Final

from codemod.judging.parse_trees import KIND, Tree
from codemod.lowering.record_columns import places_by_name

_SELECT: Final = "1"
_NO_NAME: Final = "<>"
#: Clauses that refer to the columns of a query (``parsenodes.h``, ``Query``).
_CLAUSES: Final = (":sortClause", ":groupClause", ":distinctClause")


def with_names_once(tree: Tree) -> Tree:
    """A query in normal form without the columns that no name finds; the last of a name stands where the first stood.

    A column that is sorted or grouped by stays, as one that is not given out (``resjunk``).
    """
    if not isinstance(tree, dict):
        return tree
    key = ":targetList" if tree.get(":commandType") == _SELECT else ":returningList"
    targets: Any = tree.get(key)
    if not isinstance(targets, list):
        return tree
    given = [item for item in targets if item[":resjunk"] == "false"]
    names = [str(item.get(":resname")) for item in given]
    kept = places_by_name(names)
    if len(kept) == len(given):
        return tree
    entries = [given[place] for place in kept]
    hidden = [item for place, item in enumerate(given) if place not in kept]
    same: dict[str, str] = {}
    for item in hidden:
        place = next(place for place, entry in enumerate(entries) if entry[":resname"] == item[":resname"])
        last = entries[place]
        if item[":expr"] == last[":expr"]:
            references = [str(one[":ressortgroupref"]) for one in (item, last)]
            first = min((one for one in references if one != "0"), key=int, default="0")
            same |= dict.fromkeys(references, first)
            entries[place] = {**last, ":ressortgroupref": first}
    junk = [item for item in targets if item[":resjunk"] == "true"]
    junk += [_not_given_out(item) for item in hidden if item[":ressortgroupref"] not in ("0", *same)]
    junk.sort(key=lambda item: int(item[":ressortgroupref"]))  # as the clauses come to name them
    numbered = [{**item, ":resno": str(place)} for place, item in enumerate([*entries, *junk], start=1)]
    return {**tree, **{name: _once(tree.get(name), same) for name in _CLAUSES if name in tree}, key: numbered}


def _not_given_out(entry: dict[str, Tree]) -> dict[str, Tree]:
    return {**entry, ":resname": _NO_NAME, ":resjunk": "true"}


def _once(clause: Tree | None, same: dict[str, str]) -> Tree:
    """A clause in which equal columns are one."""
    found: list[Tree] = []
    for item in clause if isinstance(clause, list) else ():
        assert isinstance(item, dict), f"a clause of {item[KIND]}"
        reference = str(item[":tleSortGroupRef"])
        item = {**item, ":tleSortGroupRef": same.get(reference, reference)}
        if item not in found:
            found.append(item)
    return found if isinstance(clause, list) else clause or _NO_NAME
