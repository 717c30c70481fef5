"""Joins of the server's parse trees in one form: comma, JOIN, USING and RIGHT JOIN say the same (manual 7.2.1.1).

``T1 RIGHT JOIN T2`` is ``T2 LEFT JOIN T1``; an inner join that no outer join holds is a comma with its condition
in WHERE; USING is its condition, and each merged column is the column or COALESCE that the join's own range table
entry holds for it. What stands beside a comma may stand on its other side. Tables are numbered afterwards in the
order in which they stand in FROM.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from codemod.judging.parse_trees import KIND, Tree, kind_of

_INNER, _LEFT, _RIGHT = "0", "1", "3"
_STORED, _JOIN_ENTRY = "0", "2"
_NOTHING: Final = "<>"
_NO_TABLE: Final = "0"
#: Fields that hold the number of a range table entry of the query they stand in.
_NUMBERS: Final = frozenset({":rtindex", ":rti", ":resultRelation", ":exclRelIndex", ":mergeTargetRelation"})


@dataclass(frozen=True, slots=True)
class _Range:
    """The range table of one query.

    Attributes:
        numbers: new numbers of tables and of outer joins, by their old ones.
        merged: the columns of joins, by the number of the join.
    """

    numbers: Mapping[str, str]
    merged: Mapping[str, list[Tree]]


@dataclass(slots=True, eq=False)
class JoinFlattener:
    """Brings the joins of a statement and of all queries inside it into one form."""

    _ranges: list[_Range] = field(default_factory=list)

    def flat(self, tree: Tree) -> Tree:
        """The tree with its joins in one form."""
        if isinstance(tree, str):
            return tree
        if isinstance(tree, list):
            return [self.flat(item) for item in tree]
        match tree[KIND]:
            case "QUERY":
                return self._query(tree)
            case "VAR":
                return self._column(tree)
            case _:
                return {key: self._field(key, value) for key, value in tree.items()}

    def _query(self, query: Mapping[str, Tree]) -> Tree:
        query = dict(query)
        entries = _nodes(query.get(":rtable"))
        if isinstance(from_ := query.get(":jointree"), dict):
            query[":jointree"] = _with_flat_from(from_, entries)
        joins = {str(number) for number, entry in enumerate(entries, 1) if entry.get(":rtekind") == _JOIN_ENTRY}
        order = [number for number in _order(query, len(entries)) if number not in joins]
        outer = [number for number in _outer_joins(query.get(":jointree", _NOTHING)) if number in joins]
        numbers = {number: str(place) for place, number in enumerate([*order, *outer], 1)}
        merged = {number: _items(entries[int(number) - 1].get(":joinaliasvars")) for number in joins}
        query[":rtable"] = [entries[int(number) - 1] for number in order] or _NOTHING
        self._ranges.append(_Range(numbers, merged))
        try:
            return {key: self._field(key, value) for key, value in query.items()}
        finally:
            self._ranges.pop()

    def _field(self, key: str, value: Tree) -> Tree:
        if key in _NUMBERS and isinstance(value, str):
            # an inner join is not counted: nothing refers to it
            return self._ranges[-1].numbers.get(value, _NO_TABLE) if self._ranges else value
        return self.flat(value)

    def _column(self, column: Mapping[str, Tree]) -> Tree:
        level = int(str(column[":varlevelsup"]))
        if level >= len(self._ranges):
            return dict(column)
        range_ = self._ranges[-1 - level]
        number, place = str(column[":varno"]), int(str(column[":varattno"]))
        nulled = _members(column.get(":varnullingrels"))
        if number not in range_.merged:
            found = {**column, ":varno": range_.numbers.get(number, number)}
            if ":varnullingrels" in column:
                found[":varnullingrels"] = sorted(range_.numbers.get(join, join) for join in nulled)
            return found
        columns = [_nulled_by(_raised(item, level), nulled) for item in range_.merged[number]]
        return self.flat(columns[place - 1]) if place else ["row", *map(self.flat, columns)]


def _with_flat_from(from_: Mapping[str, Tree], entries: list[dict[str, Tree]]) -> dict[str, Tree]:
    items: list[Tree] = []
    conditions: list[Tree] = []
    for item in _items(from_.get(":fromlist")):
        _flatten(_leftward(item), items, conditions)
    conditions += _conjuncts(from_.get(":quals", _NOTHING))
    items.sort(key=lambda item: _relation(item, entries))
    return {**from_, ":fromlist": items or _NOTHING, ":quals": _conjunction(conditions)}


def _leftward(item: Tree) -> Tree:
    """An item of FROM whose right joins are left joins, and whose joins hold no spelling."""
    if not isinstance(item, dict) or item[KIND] != "JOINEXPR":
        return item
    left, right = _leftward(item[":larg"]), _leftward(item[":rarg"])
    kind = item[":jointype"]
    if kind == _RIGHT:
        left, right, kind = right, left, _LEFT
    plain = {key: value for key, value in item.items() if key not in (":usingClause", ":isNatural")}
    return {**plain, ":jointype": kind, ":larg": left, ":rarg": right}


def _flatten(item: Tree, items: list[Tree], conditions: list[Tree]) -> None:
    if isinstance(item, dict) and item[KIND] == "JOINEXPR" and item[":jointype"] == _INNER:
        _flatten(item[":larg"], items, conditions)
        _flatten(item[":rarg"], items, conditions)
        conditions += _conjuncts(item.get(":quals", _NOTHING))
    else:
        items.append(item)


def _relation(item: Tree, entries: list[dict[str, Tree]]) -> tuple[bool, int]:
    """The stored table that an item of FROM is, by its OID; what is none stays where it is, after the tables."""
    if isinstance(item, dict) and item[KIND] == "RANGETBLREF":
        entry = entries[int(str(item[":rtindex"])) - 1]
        if entry.get(":rtekind") == _STORED:
            return (False, int(str(entry[":relid"])))
    return (True, 0)


def _conjuncts(condition: Tree) -> list[Tree]:
    match condition:
        case "<>":
            return []
        case {"!": "CONST", ":consttype": "16", ":constisnull": "false", ":constvalue": ["1", ["1", *_]]}:
            return []  # ON true
        case {"!": "BOOLEXPR", ":boolop": "and", ":args": list(parts)}:
            return [conjunct for part in parts for conjunct in _conjuncts(part)]
        case _:
            return [condition]


def _conjunction(conditions: list[Tree]) -> Tree:
    if len(conditions) < 2:
        return conditions[0] if conditions else _NOTHING
    return {KIND: "BOOLEXPR", ":boolop": "and", ":args": conditions, ":location": "-1"}


def _order(query: Mapping[str, Tree], entries: int) -> list[str]:
    """The numbers of the range table: the changed table, then FROM from left to right, then the others."""
    target = str(query.get(":resultRelation", _NO_TABLE))
    first = [] if target == _NO_TABLE else [target]
    every = [str(number) for number in range(1, entries + 1)]
    return list(dict.fromkeys([*first, *_tables(query.get(":jointree", _NOTHING)), *every]))


def _tables(tree: Tree) -> Iterator[str]:
    """The tables of FROM, not those of the queries in its conditions."""
    if isinstance(tree, list):
        for item in tree:
            yield from _tables(item)
    elif kind_of(tree) == "RANGETBLREF" and isinstance(tree, dict):
        yield str(tree[":rtindex"])
    elif isinstance(tree, dict):
        for key in (":fromlist", ":larg", ":rarg"):
            yield from _tables(tree.get(key, _NOTHING))


def _outer_joins(tree: Tree) -> Iterator[str]:
    if isinstance(tree, list):
        for item in tree:
            yield from _outer_joins(item)
    elif isinstance(tree, dict):
        for key in (":fromlist", ":larg", ":rarg"):
            yield from _outer_joins(tree.get(key, _NOTHING))
        if tree[KIND] == "JOINEXPR" and tree[":jointype"] != _INNER:
            yield str(tree[":rtindex"])


def _raised(tree: Tree, levels: int) -> Tree:
    """A column of a join as a query inside names it, ``levels`` deeper."""
    if isinstance(tree, str):
        return tree
    if isinstance(tree, list):
        return [_raised(item, levels) for item in tree]
    raised = {key: _raised(value, levels) for key, value in tree.items()}
    if tree[KIND] == "VAR":
        raised[":varlevelsup"] = str(int(str(tree[":varlevelsup"])) + levels)
    return raised


def _nulled_by(tree: Tree, joins: list[str]) -> Tree:
    """A column of a join where outer joins above it may make it null."""
    if not joins or isinstance(tree, str):
        return tree
    if isinstance(tree, list):
        return [_nulled_by(item, joins) for item in tree]
    nulled = {key: _nulled_by(value, joins) for key, value in tree.items()}
    if tree[KIND] == "VAR":
        nulled[":varnullingrels"] = ["b", *sorted({*_members(tree.get(":varnullingrels")), *joins})]
    return nulled


def _members(numbers: Tree | None) -> list[str]:
    """The members of a set of numbers, printed as ``(b 1 2)``."""
    return [str(member) for member in numbers[1:]] if isinstance(numbers, list) else []


def _items(tree: Tree | None) -> list[Tree]:
    return tree if isinstance(tree, list) else []


def _nodes(tree: Tree | None) -> list[dict[str, Tree]]:
    return [item for item in _items(tree) if isinstance(item, dict)]
