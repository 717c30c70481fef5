"""A ``name``, the type of the catalogs' identifiers, beside a text in the server's parse trees.

The two are compared as texts (PostgreSQL manual 8.3.1), so a constant or parameter of either type is the same one as
long as it is no longer than a name can be. A column that is converted stays converted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from codemod.judging.parse_trees import Tree

#: ``name`` and ``name[]``, and what is compared with them (``pg_type.oid``); the collation of a text.
_NAME, _NAMES = "19", "1003"
_TEXTS: Final = {_NAME: "25", _NAMES: "1009"}
_COLLATION: Final = "100"
#: name(varchar) and name(text), which keep the first 63 bytes (``pg_proc.oid``).
_CASTS: Final = frozenset({"1400", "407"})
_LONGEST: Final = 63
_HEADER: Final = 4

#: Comparisons of a name with a text, to that of two names.
OPERATORS: Final = """
    SELECT one.oid::text, two.oid::text FROM pg_operator one JOIN pg_operator two USING (oprname)
    WHERE two.oprleft = 'name'::regtype AND two.oprright = 'name'::regtype AND one.oprresult = 'bool'::regtype
        AND one.oprleft IN ('name'::regtype, 'text'::regtype) AND one.oprright IN ('name'::regtype, 'text'::regtype)
        AND one.oprleft <> one.oprright
"""


def of_texts(node: dict[str, Tree], operators: Mapping[str, str]) -> dict[str, Tree]:
    """The node with constants and parameters that are names as texts, and their comparisons as those of names."""
    match node:
        case {"!": "CONST", ":consttype": "19", ":constvalue": [str(), list(value)]}:
            return _constant(node, [str(byte) for byte in value])
        case {"!": "PARAM", ":paramtype": str(kind)} if kind in _TEXTS:
            return {**node, ":paramtype": _TEXTS[kind], ":paramcollid": _COLLATION}
        case {"!": "ARRAYEXPR", ":element_typeid": "19"}:
            kinds = {":element_typeid": _TEXTS[_NAME], ":array_typeid": _TEXTS[_NAMES]}
            return {**node, **kinds, ":array_collid": _COLLATION}
        case {
            "!": "FUNCEXPR",
            ":funcid": str(function),
            ":args": [{"!": "CONST", ":constvalue": [_, list(value)]} as given],
        }:
            return dict(given) if function in _CASTS and len(value) <= _HEADER + _LONGEST else node
        case {"!": "OPEXPR" | "SCALARARRAYOPEXPR", ":opno": str(operator)}:
            return {**node, ":opno": operators.get(operator, operator)}
        case _:
            return node


def _constant(node: dict[str, Tree], value: list[str]) -> dict[str, Tree]:
    """A constant by the bytes of a text: its length, then the name without the zeros that fill it up."""
    name = value[: value.index("0")] if "0" in value else value
    size = len(name) + _HEADER
    header = [str(byte) for byte in (size << 2).to_bytes(_HEADER, "little")]
    of_text = {":consttype": _TEXTS[_NAME], ":constlen": "-1", ":constcollid": _COLLATION}
    return {**node, **of_text, ":constvalue": [str(size), [*header, *name]]}
