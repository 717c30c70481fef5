"""Normal form of the server's parse trees, in which equal trees are equal statements.

Objects are numbers in them (OIDs, column numbers), so aliases and spellings are gone already. Kinds
and fields are those of PostgreSQL's ``parsenodes.h`` and ``primnodes.h``; every rule here is an identity
of the PostgreSQL manual, and what no rule makes equal stays different.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from codemod.judging.flat_joins import JoinFlattener
from codemod.judging.identifiers import of_texts
from codemod.judging.parse_trees import KIND, Tree, kind_of
from codemod.judging.truths import NOTHING, TRUE, without_truths

#: Fields that say how something was written, or what follows from other fields.
_SPELLING: Final = frozenset(
    {
        *(":location", ":stmt_location", ":stmt_len", ":list_start", ":list_end", ":rexpr_list_start"),
        *(":rexpr_list_end", ":queryId", ":alias", ":eref", ":join_using_alias", ":aliascolnames", ":ctecolnames"),
        *(":rteperminfos", ":perminfoindex", ":funcformat", ":relabelformat", ":coerceformat", ":convertformat"),
        *(":row_format", ":opfuncid", ":varnosyn", ":varattnosyn", ":requiredPerms", ":checkAsUser"),
        *(":selectedCols", ":insertedCols", ":updatedCols", ":colnames", ":resorigtbl", ":resorigcol"),
        *(":inFromCl", ":multidims", ":hasRecursive"),
    }
)
_TYPES: Final = frozenset(
    {
        *(":vartype", ":consttype", ":paramtype", ":coalescetype", ":casetype", ":resulttype", ":funcresulttype"),
        *(":array_typeid", ":element_typeid", ":typeId", ":minmaxtype", ":exprtype", ":wintype", ":aggtype"),
        *(":opresulttype", ":row_typeid", ":refelemtype", ":refrestype", ":refcontainertype", ":ctecoltypes"),
        *(":colTypes", ":coltypes"),
    }
)
#: text and character varying, and arrays of them: one type of two names (``pg_type.oid``).
_ONE_STRING: Final = {"1043": "25", "1015": "1009"}
_STRINGS: Final = frozenset({"25", "1009"})
_PADDED: Final = "1042"  # character(n)
_INTEGERS: Final = {"21": "2", "23": "4", "20": "8"}
#: Casts from one integer to another (``pg_proc.oid``).
_INTEGER_CASTS: Final = frozenset({"313", "314", "480", "481", "714", "754"})
_WIDENING, _MAKE_INTERVAL = "481", "3464"
_POSITION, _STRPOS = "849", "868"  # position(text, text) is strpos(text, text): both are textpos (pg_proc.oid)
#: IS [NOT] UNKNOWN to the IS [NOT] NULL it is (manual, table 9.2; ``BoolTestType``, ``NullTestType``).
_UNKNOWN_TESTS: Final = {"4": "0", "5": "1"}
#: A frame was written at all, and with BETWEEN (``FRAMEOPTION_NONDEFAULT``, ``FRAMEOPTION_BETWEEN``).
_FRAME_SPELLING: Final = 0x11
_UPDATE, _INSERT = "2", "3"


@dataclass(frozen=True, slots=True)
class Operators:
    """What the server's catalog knows of its operators, by OID.

    Attributes:
        negators: ``pg_operator.oprnegate``.
        commutators: ``pg_operator.oprcom``.
        integers: comparisons and arithmetic among integers of any size, to the same on two bigints.
        names: comparisons of a name with a text, to the same on two names.
    """

    negators: Mapping[str, str] = field(default_factory=dict)
    commutators: Mapping[str, str] = field(default_factory=dict)
    integers: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Normaliser:
    """Brings trees into normal form.

    Attributes:
        by_name: the result is read by the names of its columns, whose order doesn't count.
        unnamed: the result is read by position, or not at all: its names don't count.
    """

    operators: Operators
    by_name: bool = False
    unnamed: bool = False
    _ctes: dict[str, str] = field(default_factory=dict)

    def normal(self, tree: Tree) -> Tree:
        """The normal form of a whole statement."""
        self._ctes = {}
        found = self._normal(JoinFlattener().flat(tree), top=True)
        return _in_order_of_names(found) if self.by_name and isinstance(found, dict) else found

    def _normal(self, tree: Tree, *, top: bool) -> Tree:
        if isinstance(tree, list):
            return [self._normal(item, top=top) for item in tree]
        if isinstance(tree, str):
            return tree
        if tree[KIND] == "QUERY":
            self._name_ctes(tree)
        node: dict[str, Tree] = {KIND: tree[KIND]}
        for key, value in tree.items():
            if key in _SPELLING or key == KIND:
                continue
            if key == ":ctename":
                node[key] = self._ctes.setdefault(str(value), f"cte{len(self._ctes)}")
            elif key in _TYPES:
                node[key] = _one_string(value)
            else:
                node[key] = self._normal(value, top=top and _is_top(kind_of(tree), key))
        if node[KIND] == "TARGETENTRY" and (self.unnamed or not top):
            node.pop(":resname", None)
        return without_truths(self._simplified(of_texts(node, self.operators.names)))

    def _name_ctes(self, query: Mapping[str, Tree]) -> None:
        """CTEs in their order, whatever they are called."""
        ctes = query.get(":cteList")
        for cte in ctes if isinstance(ctes, list) else ():
            if isinstance(cte, dict):
                self._ctes.setdefault(str(cte[":ctename"]), f"cte{len(self._ctes)}")

    def _simplified(self, node: dict[str, Tree]) -> Tree:
        match node:
            case {"!": "RELABELTYPE", ":resulttype": str(kind), ":arg": dict(argument)}:
                return _relabelled(node, kind, argument)
            case {"!": "CONST", ":consttype": str(kind)} if kind in _STRINGS:
                node[":consttypmod"] = "-1"
            case {"!": "FUNCEXPR", ":funcid": str(function), ":args": [{"!": "CONST"} as constant]} if (
                function in _INTEGER_CASTS
            ):
                kind = str(node[":funcresulttype"])
                return {**constant, ":consttype": kind, ":constlen": _INTEGERS[kind]}
            case {"!": "FUNCEXPR", ":funcid": str(function), ":args": list(arguments)} if function == _MAKE_INTERVAL:
                node[":args"] = _parts_of_interval(arguments)
            case {"!": "FUNCEXPR", ":funcid": str(function)} if function == _POSITION:
                node[":funcid"] = _STRPOS
            case {"!": "BOOLEANTEST", ":booltesttype": str(test)} if test in _UNKNOWN_TESTS:
                kept = {key: node[key] for key in (":arg",) if key in node}
                return {KIND: "NULLTEST", **kept, ":nulltesttype": _UNKNOWN_TESTS[test], ":argisrow": "false"}
            case {"!": "BOOLEXPR", ":boolop": "not", ":args": [{"!": "OPEXPR", ":opno": str(operator)} as negated]}:
                if operator in self.operators.negators:
                    return self._compared({**negated, ":opno": self.operators.negators[operator]})
            case {"!": "OPEXPR" | "DISTINCTEXPR"}:
                return self._compared(node)
            case {"!": "JOINEXPR", ":jointype": "0", ":quals": {"!": "CONST", ":constvalue": value}} if value == TRUE:
                node[":quals"] = NOTHING  # a cross join
            case {"!": "SUBLINK", ":subLinkType": "0", ":subselect": dict(subselect)}:  # EXISTS reads no column
                node[":subselect"] = {key: value for key, value in subselect.items() if key != ":targetList"}
            case {"!": "QUERY"}:
                _simplify_query(node)
            case {"!": "ONCONFLICTEXPR"}:
                node[":onConflictSet"] = _in_order_of_columns(node.get(":onConflictSet", []), _UPDATE)
            case _:
                pass
        return node

    def _compared(self, node: dict[str, Tree]) -> Tree:
        """``$1 < x`` is ``x > $1``; an integer constant counts the same in any size, where the result has one type."""
        operator, arguments = str(node[":opno"]), node[":args"]
        if not isinstance(arguments, list) or len(arguments) != 2:
            return node
        meaning = self.operators.integers.get(operator)
        if meaning is not None and any(kind_of(item) == "CONST" for item in arguments):
            arguments = [_of_any_size(item) for item in arguments]
            operator = meaning
        mirrored = self.operators.commutators.get(operator, operator)
        if operator in self.operators.commutators and (mirrored, str(arguments[::-1])) < (operator, str(arguments)):
            operator, arguments = mirrored, arguments[::-1]
        return {**node, ":opno": operator, ":args": arguments}


def _is_top(kind: str, key: str) -> bool:
    """Whether the columns of the result are still in sight below a field."""
    inner = kind in ("SUBLINK", "COMMONTABLEEXPR", "RANGETBLENTRY")
    return not inner and not (kind == "QUERY" and key in (":rtable", ":cteList"))


def _relabelled(node: dict[str, Tree], kind: str, argument: dict[str, Tree]) -> Tree:
    """A value that is taken for another type as it is; a varchar that is sent for a ``character`` is one."""
    if kind in _STRINGS:
        return argument
    sent = kind == _PADDED and argument[KIND] == "PARAM" and argument[":paramtype"] in _STRINGS
    return {**argument, ":paramtype": kind} if sent else node


def _one_string(kinds: Tree) -> Tree:
    if isinstance(kinds, list):
        return [_one_string(kind) for kind in kinds]
    return _ONE_STRING.get(kinds, kinds) if isinstance(kinds, str) else kinds


def _of_any_size(constant: Tree) -> Tree:
    """An integer constant by its value alone; the printed bytes are those of a bigint."""
    if not isinstance(constant, dict) or constant.get(":consttype") not in _INTEGERS:
        return constant
    value: Any = constant.get(":constvalue")
    return {KIND: "CONST", ":constvalue": value[1] if isinstance(value, list) else value}


def _parts_of_interval(arguments: list[Tree]) -> Tree:
    """The parts of ``make_interval`` by place, named or not; those left out are zero (manual 9.9)."""
    parts: dict[str, Tree] = {}
    for place, argument in enumerate(arguments):
        if isinstance(argument, dict) and argument[KIND] == "NAMEDARGEXPR":
            parts[str(argument[":argnumber"])] = argument[":arg"]
        else:
            parts[str(place)] = argument
    return [[place, part] for place, part in sorted(parts.items()) if not _is_zero(part)]


def _is_zero(tree: Tree) -> bool:
    match tree:
        case {"!": "CONST", ":constisnull": "false", ":constvalue": [str(), list(value)]}:
            return set(map(str, value)) == {"0"}
        case _:
            return False


def _simplify_query(query: dict[str, Tree]) -> None:
    for key in (":limitCount", ":limitOffset"):
        match query.get(key):
            case {"!": "CONST", ":constisnull": "true"}:
                query[key] = NOTHING  # LIMIT NULL and LIMIT ALL are no limit
            case {
                "!": "FUNCEXPR",
                ":funcid": str(function),
                ":args": [{"!": "PARAM", ":paramtype": "23"} as inner],
            } if function == _WIDENING:
                query[key] = {**inner, ":paramtype": "20"}  # SQLAlchemy binds an integer
            case _:
                pass
    command = str(query.get(":commandType"))
    if command in (_UPDATE, _INSERT):
        query[":targetList"] = _in_order_of_columns(query.get(":targetList", []), command)
    if command == _INSERT:
        query[":targetList"] = _with_parameters_of(query.get(":rtable", []), query[":targetList"])
    windows = query.pop(":windowClause", NOTHING)
    if isinstance(windows, list):
        by_number = {str(item[":winref"]): _window(item) for item in windows if isinstance(item, dict)}
        query[":targetList"] = _with_windows(query[":targetList"], by_number)


def _with_parameters_of(tables: Tree, tree: Tree) -> Tree:
    """Targets of INSERT … SELECT with the parameter itself where a column of the query is a parameter alone.

    It has the same value in every row; the server writes it there itself while it has no type (transformInsertStmt).
    """
    if isinstance(tree, list):
        return [_with_parameters_of(tables, item) for item in tree]
    match tree:
        case {"!": "VAR", ":varno": str(number), ":varattno": str(place), ":varlevelsup": "0"}:
            return _parameter_column(tables, int(number), int(place)) or tree
        case dict() if tree[KIND] != "QUERY":
            return {key: _with_parameters_of(tables, value) for key, value in tree.items()}
        case _:
            return tree


def _parameter_column(tables: Tree, number: int, place: int) -> Tree | None:
    table = tables[number - 1] if isinstance(tables, list) and 0 < number <= len(tables) else None
    match table:
        case {"!": "RANGETBLENTRY", ":subquery": {":targetList": list(columns)}} if 0 < place <= len(columns):
            column = columns[place - 1]
            found = column.get(":expr") if isinstance(column, dict) else None
            return found if kind_of(found) == "PARAM" else None
        case _:
            return None


def _window(window: Mapping[str, Tree]) -> dict[str, Tree]:
    """A window by what it is, not what it is called."""
    kept = {key: value for key, value in window.items() if key not in (":name", ":refname", ":winref", ":copiedOrder")}
    return kept | {":frameOptions": str(int(str(window[":frameOptions"])) & ~_FRAME_SPELLING)}


def _with_windows(tree: Tree, windows: Mapping[str, Tree]) -> Tree:
    """A target list whose window functions hold their windows; another query has windows of its own."""
    if isinstance(tree, list):
        return [_with_windows(item, windows) for item in tree]
    if isinstance(tree, str) or tree[KIND] == "QUERY":
        return tree
    return {
        key: windows.get(str(value), value) if key == ":winref" else _with_windows(value, windows)
        for key, value in tree.items()
    }


def _in_order_of_columns(targets: Tree, command: str) -> Tree:
    """Assignments in the order of the table's columns; an INSERT gives its DEFAULT to every column left out."""
    entries = [item for item in targets if isinstance(item, dict)] if isinstance(targets, list) else []
    if command == _INSERT:
        entries = [item for item in entries if kind_of(item.get(":expr")) != "SETTODEFAULT"]
    return sorted(entries, key=lambda item: int(str(item[":resno"])))


def _in_order_of_names(query: dict[str, Tree]) -> Tree:
    """A query whose result columns stand in the order of their names, their places forgotten."""
    key = ":targetList" if query.get(":commandType") == "1" else ":returningList"
    targets = query.get(key)
    if not isinstance(targets, list):
        return query
    entries: list[dict[str, Tree]] = [{**item, ":resno": "0"} for item in targets if isinstance(item, dict)]
    return {**query, key: sorted(entries, key=lambda item: str(item.get(":resname")))}
