"""The bind rules: every bind has the type the server would have given the original's parameter or constant.

The types are deduced from the original alone, by a white list of places; a bind anywhere else is not proven.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sqlglot import exp

from codemod.verification.canonical.canonical_form import Canonical
from codemod.verification.canonical.plain_form import DECLARED, ordered_walk
from codemod.verification.difference import Difference
from codemod.verification.grouping import BIND
from codemod.verification.types.deduction import COMPARISONS, MATCHES, PG_TYPE, number_type, type_of, wider_type
from codemod.verification.types.expected_types import ASSIGNED, expected_type
from codemod.verification.types.operator_types import ARITHMETIC
from codemod.verification.types.pg_types import INTEGERS, NAME_BYTES, NUMBERS, codec_class, type_name

#: What takes a text and a varchar alike; a column that a query gives is judged where it is read.
_ALIKE: Final = (
    *(*COMPARISONS, *MATCHES, exp.DPipe, exp.In, exp.Is, exp.Ordered, exp.Alias, exp.Group),
    *(exp.Lower, exp.Upper, exp.Count, exp.Max, exp.Min),
)


def parameter_types(original: Canonical) -> dict[int, str]:
    """The type the server gives each ``$n`` of the original.

    Raises:
        Difference: a parameter whose type is not sure, or differs from place to place.
    """
    found: dict[int, str] = {}
    counting: set[int] = set()
    tested: set[int] = set()
    for node in ordered_walk(original.tree):
        if not isinstance(node, exp.Parameter):
            continue
        kind = node.meta.get(DECLARED) or expected_type(node)
        if kind is None and _is_tested(node):
            tested.add(int(node.name))
            continue
        if _counts_rows(node, original) and found.get(int(node.name), kind) in INTEGERS:
            counting.add(int(node.name))
            continue
        if kind is None:
            raise Difference(f"the type the server gives ${node.name} is not sure")
        known = found.setdefault(int(node.name), kind)
        if codec_class(known) != codec_class(kind):
            raise Difference(f"${node.name} is {known} in one place and {kind} in another")
    found = {**dict.fromkeys(sorted(counting), "int8"), **found}
    if not tested <= found.keys():
        raise Difference(f"the type the server gives ${min(tested - found.keys())} is not sure")
    return found


def _is_tested(node: exp.Parameter) -> bool:
    """``$1 IS NULL``, ``~$1``, which take any type: the one that ``$1`` has elsewhere; the server refuses it alone."""
    if isinstance(node.parent, exp.BitwiseNot):
        return True
    return isinstance(node.parent, exp.Is) and isinstance(node.parent.expression, exp.Null)


def _counts_rows(node: exp.Parameter, original: Canonical) -> bool:
    """``LIMIT $1`` of the whole statement, which the server reads last: an integer from elsewhere becomes a bigint."""
    clause = node.parent
    return isinstance(clause, exp.Limit | exp.Offset) and clause.parent is original.tree and DECLARED not in node.meta


def check_binds(original: Canonical, compiled: Canonical, kinds: Mapping[int, str]) -> None:
    """Check every bind of the compiled statement against the place it has in the original.

    Args:
        original: the old statement.
        compiled: the new one.
        kinds: the type of each ``$n`` of the original.

    Raises:
        Difference: the first bind that isn't proven.
    """
    for ours, theirs in _pairs(original.tree, compiled.tree):
        declared = theirs.meta.get(DECLARED)
        if not theirs.meta.get(BIND):
            _check_array(ours, theirs)
        if isinstance(ours, exp.Parameter):
            _check_parameter(ours, declared, kinds)
        elif isinstance(ours, exp.Column):
            _check_column(ours, theirs)
        elif theirs.meta.get(BIND):
            _check_constant(ours, declared)


def _check_column(ours: exp.Expr, theirs: exp.Expr) -> None:
    """A column of a subquery or VALUES may be a varchar instead of a text, as binds are sent, where that is the same.

    An array of the one is none of the other, and a function may give back what it was given.
    """
    kinds = [type_name(node.meta.get(PG_TYPE) or "") for node in (ours, theirs)]
    if kinds[0] != kinds[1] and not _is_converted(ours) and not isinstance(ours.parent, _ALIKE):
        raise Difference(f"{ours.name} is {kinds[0]} in one statement and {kinds[1]} in the other")


def _is_converted(node: exp.Expr) -> bool:
    """Whether a text and a varchar, or arrays of them, become the same where ``node`` stands: given out or assigned."""
    around = node.parent.parent if isinstance(node.parent, exp.Alias) else node.parent
    given_out = isinstance(around, exp.Select) and (around.parent is None or isinstance(around.parent, exp.Insert))
    return given_out or ASSIGNED in node.meta


def _check_array(ours: exp.Expr, theirs: exp.Expr) -> None:
    """``ARRAY[$1::varchar]`` is a ``varchar[]``, which no ``text[]`` has an operator for."""
    kinds = [type_of(node) for node in (ours, theirs)]
    if kinds[0] == kinds[1] or not any(kind is not None and kind.endswith("[]") for kind in kinds):
        return
    alike = None not in kinds and codec_class(kinds[0] or "") == codec_class(kinds[1] or "")
    if not (alike and (_is_converted(ours) or isinstance(ours.parent, exp.Any | exp.All | exp.Cast))):
        raise Difference(f"an array is {kinds[0]} in one statement and {kinds[1]} in the other")


def _pairs(left: exp.Expr, right: exp.Expr) -> Iterator[tuple[exp.Expr, exp.Expr]]:
    for ours, theirs in zip(ordered_walk(left), ordered_walk(right), strict=True):
        if type(ours) is not type(theirs):
            raise Difference("the statements have different shapes")
        yield ours, theirs


def _check_parameter(node: exp.Parameter, declared: str | None, kinds: Mapping[int, str]) -> None:
    given = node.meta.get(DECLARED)
    here = expected_type(node)
    if declared is None:  # each bind is a parameter of its own, and a test alone tells no type
        if here is None or (given is not None and codec_class(given) != codec_class(here)):
            raise Difference(f"${node.name} has no cast, and the server would not know its type")
        return
    if isinstance(node.parent, exp.Limit | exp.Offset) and given is None:
        # .limit() binds INTEGER: the same value, up to two billion rows (SEMANTICS.md, Binds)
        wanted = declared if declared in ("int4", "int8") else "int8"
    else:
        wanted = given or here or (kinds[int(node.name)] if _is_tested(node) else "something not known")
    if wanted in ("name", "name[]") and not isinstance(node.parent, exp.EQ | exp.Any):
        raise Difference(f"${node.name} is a name, which would be cut or no error where it is too long")
    if codec_class(declared) != codec_class(wanted) and not _is_padded(node, declared, wanted):
        raise Difference(f"${node.name} is bound as {declared}, the server takes it as {wanted}")


def _is_padded(node: exp.Expr, declared: str, wanted: str) -> bool:
    """A varchar beside a ``character(n)``, or assigned to one, is taken for a ``character`` without a length.

    The cast between them changes nothing, and an operator of ``character`` fits one side exactly where that of text
    fits none (manual 10.2, rule 3c; 10.4). Not so a text.
    """
    return (declared, wanted) == ("varchar", "bpchar") and (
        ASSIGNED in node.meta or isinstance(node.parent, (*COMPARISONS, exp.In, exp.Between))
    )


def _check_constant(node: exp.Expr, declared: str | None) -> None:
    holder = node.parent if isinstance(node.parent, exp.Neg) else node
    match node:
        case exp.Neg():
            return  # its number comes next
        case exp.Null():
            right = ASSIGNED in node.meta and (declared is None or _same_class(expected_type(node), declared))
        case exp.Boolean():
            right = declared == "bool"
        case exp.Array():
            right = declared is not None and _is_array_of(node, declared) and _elements_fit(node, declared)
        case exp.Literal() if node.is_string:
            wanted = expected_type(node)
            right = _same_class(wanted, declared or "text") and not (wanted == "name" and _is_cut(node))
        case exp.Literal():
            sent = declared or (expected_type(holder) if isinstance(holder.parent, exp.Tuple) else None)
            right = sent is not None and _number_travels(node, holder, sent)
        case _:
            right = False
    if not right:
        raise Difference(f"the constant {node.sql('postgres')} is bound as {declared or 'no type'}")


def _is_cut(node: exp.Literal) -> bool:
    """Whether the server keeps no more than the start of a constant that it takes for a ``name`` (manual 8.3.1)."""
    return len(node.name.encode()) >= NAME_BYTES


def _is_array_of(node: exp.Expr, declared: str) -> bool:
    """Whether a list has the elements of the original: strings exactly those, numbers what others make of them."""
    is_string = codec_class(declared) == codec_class("text[]")
    return declared == type_of(node) or (not is_string and _same_class(expected_type(node), declared))


def _elements_fit(node: exp.Expr, declared: str) -> bool:
    """Whether a list of constants means the same as elements of ``declared``: no number is cut or made a fraction."""
    element = declared.removesuffix("[]")
    constants = [item for item in node.expressions if not isinstance(item, exp.Parameter)]
    if not all(isinstance(item, exp.Literal) for item in constants):
        return False
    kinds = {None if item.is_string else number_type(item.name) for item in constants}
    if element in INTEGERS:
        return kinds <= set(INTEGERS[: INTEGERS.index(element) + 1]) or (element == "int2" and kinds == {"int4"})
    return not kinds or (kinds == {None} and codec_class(element) == "string")


def _same_class(expected: str | None, declared: str) -> bool:
    return expected is not None and codec_class(expected) == codec_class(declared)


def _number_travels(node: exp.Expr, holder: exp.Expr, declared: str) -> bool:
    """Whether a number bound as ``declared`` means what the constant, which has a type of its own, means."""
    own = number_type(node.name)
    if declared == own:
        return True
    if ASSIGNED in holder.meta:
        return declared in NUMBERS and declared == expected_type(holder)
    parent = holder.parent
    if isinstance(parent, ARITHMETIC):
        other = type_of(parent.expression if parent.this is holder else parent.this)
        return declared in NUMBERS and wider_type(own, other) == wider_type(declared, other) is not None
    if declared != expected_type(holder) or isinstance(parent, exp.Anonymous):
        return False
    return declared in (NUMBERS if own in INTEGERS else NUMBERS - {*INTEGERS})
