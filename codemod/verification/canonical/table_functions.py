"""Functions and VALUES in FROM: one form for every spelling, and the columns each gives by PostgreSQL's rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlglot import exp

from codemod.verification.canonical.sources import Source, SourceColumn
from codemod.verification.difference import Difference, require_parts
from codemod.verification.types.deduction import common_type, element_of, is_open, type_of
from codemod.verification.types.pg_types import INTEGERS, modifier, type_name, written_type

#: Names (empty for a result without one, which is called like the rows) and types of what a function gives.
_RESULTS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "regexp_split_to_table": (("", "text"),),
    "string_to_table": (("", "text"),),
    "regexp_matches": (("", "text[]"),),
    "generate_subscripts": (("", "int4"),),
    "jsonb_object_keys": (("", "text"),),
    "json_object_keys": (("", "text"),),
    "jsonb_array_elements": (("value", "jsonb"),),
    "json_array_elements": (("value", "json"),),
    "jsonb_array_elements_text": (("value", "text"),),
    "json_array_elements_text": (("value", "text"),),
    "jsonb_each": (("key", "text"), ("value", "jsonb")),
    "json_each": (("key", "text"), ("value", "json")),
    "jsonb_each_text": (("key", "text"), ("value", "text")),
    "json_each_text": (("key", "text"), ("value", "text")),
    **dict.fromkeys(("to_tsquery", "plainto_tsquery", "phraseto_tsquery", "websearch_to_tsquery"), (("", "tsquery"),)),
}

#: Key of the meta of a call: the columns that the project's DDL gives its function.
COLUMNS: Final = "columns"

#: Their columns stand in the statement, with types.
_RECORDS: Final = frozenset({"jsonb_to_recordset", "json_to_recordset", "jsonb_to_record", "json_to_record"})


def plain_item(node: exp.Expr) -> exp.Expr:
    """A function as ``name(…) WITH ORDINALITY AS t(a, b)``, in place; any other item as it is.

    LATERAL before a function says nothing. sqlglot keeps unnest(), and the last name of its list, apart.
    """
    inner = node.this if isinstance(node, exp.Lateral | exp.Table) else node
    if isinstance(inner, exp.Unnest):
        call = exp.Anonymous(this="unnest", expressions=inner.expressions)
        require_parts(inner, {"expressions", "offset", "alias"})
        offset = inner.args.get("offset")
    elif isinstance(inner, exp.Anonymous):
        call, offset = inner, node.args.get("ordinality")
    else:
        return node
    require_parts(node, {"this", "expressions", "offset", "alias", "ordinality"})
    alias = node.args.get("alias") or exp.TableAlias()
    if isinstance(offset, exp.Identifier):
        alias.append("columns", offset)
    plain = exp.Table(this=call, ordinality=True if offset else None, alias=alias)
    node.replace(plain)
    return plain


def is_function(node: exp.Expr) -> bool:
    """Whether an item of FROM is a function."""
    return isinstance(node, exp.Table) and isinstance(node.this, exp.Anonymous)


def function_source(node: exp.Expr, written: str, alias: str) -> Source:
    """The columns of a function whose arguments are resolved; its alias in the tree becomes canonical.

    A column without a name of its own is called like the rows, or like the function where several have none
    (manual, SELECT, "alias"; 7.2.1.4).

    Raises:
        Difference: a function that isn't in the table, or types that aren't sure.
    """
    require_parts(node, {"this", "alias", "ordinality"})
    call, listed = node.this, list(node.args["alias"].args.get("columns") or [])
    canonical = exp.TableAlias(this=exp.to_identifier(alias))
    if call.name in _RECORDS:
        results: Sequence[tuple[str, str | None]] = [_record_column(item) for item in listed]
        canonical.set("columns", listed)  # the names of a record are keys of the document
    else:
        if any(not isinstance(item, exp.Identifier) for item in listed):
            raise Difference(f"{call.name} with types can't be compared")
        results = _results(call)
    lone = written if len(results) == 1 else call.name
    names = [name or lone for name, _ in results]
    kinds = [kind for _, kind in results]
    if node.args.get("ordinality"):
        names.append("ordinality")
        kinds.append("int8")
    if len(listed) > len(names):
        raise Difference("a list names more columns than there are")
    names[: len(listed)] = [item.name for item in listed]
    node.set("alias", canonical)
    if call.name in _RECORDS:
        return Source(alias, tuple(SourceColumn(name, kind) for name, kind in zip(names, kinds, strict=True)))
    return Source(alias, _keyed(names, kinds), scalar=len(names) == 1)


def values_source(node: exp.Values, alias: str) -> Source:
    """The columns of VALUES whose cells are resolved (manual 7.7, 10.5).

    Raises:
        Difference: rows of different lengths, or names that aren't plain.
    """
    rows = [row.expressions if isinstance(row, exp.Tuple) else [] for row in node.expressions]
    if not node.alias or not rows[0] or any(len(row) != len(rows[0]) for row in rows):
        raise Difference("these VALUES can't be compared")
    names = [f"column{index + 1}" for index in range(len(rows[0]))]
    listed = node.args["alias"].args.get("columns") or []
    if len(listed) > len(names) or any(not isinstance(item, exp.Identifier) for item in listed):
        raise Difference("a list names more columns than there are")
    names[: len(listed)] = [item.name for item in listed]
    return Source(alias, _keyed(names, [cell_type([row[index] for row in rows]) for index in range(len(names))]))


def cell_type(cells: Sequence[exp.Expr]) -> str | None:
    """The type of a column of VALUES; of text where every row leaves it open."""
    return common_type(cells) or ("text" if all(is_open(cell) for cell in cells) else None)


def _key(index: int) -> exp.Identifier:
    return exp.to_identifier(f"column {index + 1}")


def _keyed(names: Sequence[str], kinds: Sequence[str | None]) -> tuple[SourceColumn, ...]:
    pairs = enumerate(zip(names, kinds, strict=True))
    return tuple(SourceColumn(name, kind, key=_key(index).name) for index, (name, kind) in pairs)


def _record_column(item: exp.Expr) -> tuple[str, str | None]:
    if not isinstance(item, exp.ColumnDef):
        raise Difference("a record without types can't be compared")
    require_parts(item, {"this", "kind"})
    written = written_type(item.args["kind"])
    kind = type_name(written)
    if kind is None:
        raise Difference(f"a column of type {written} can't be compared")
    return item.name, kind + modifier(written)


def _results(call: exp.Anonymous) -> Sequence[tuple[str, str | None]]:
    kinds = [type_of(item) for item in call.expressions]
    if call.name == "unnest":
        return [("", element_of(kind)) for kind in kinds]
    if call.name == "generate_series":
        return [("", _series(kinds))]
    if call.name not in _RESULTS and call.meta.get(COLUMNS):
        return list(call.meta[COLUMNS])
    if call.name not in _RESULTS:
        raise Difference(f"the columns of {call.name} are not known")
    return _RESULTS[call.name]


def _series(kinds: Sequence[str | None]) -> str | None:
    """What a series counts in; dates are taken as moments with a time zone (manual 9.26, 10.3)."""
    known = {kind for kind in kinds if kind is not None}
    if known and known <= {*INTEGERS, "numeric"}:
        return "numeric" if "numeric" in known else "int8" if "int8" in known else "int4"
    moments = known - {"interval"}
    if moments == {"timestamp"}:
        return "timestamp"
    return "timestamptz" if moments and moments <= {"date", "timestamptz"} else None
