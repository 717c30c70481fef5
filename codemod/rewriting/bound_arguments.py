"""The bound arguments of a call in its statement: evaluated as often as before, and in the same order."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence, Set
from itertools import combinations

import libcst as cst
from sqlglot import exp

from codemod.lowering.lowered import placeholder
from codemod.resolution.readable import is_readable
from codemod.rewriting.layout import names_in_order, operand_positions
from codemod.rewriting.private_functions.function_signatures import parameter_name
from codemod.rewriting.site_writer import SiteWriter
from codemod.syntax.tree import dotted, walk


def bound_arguments(writer: SiteWriter, trees: list[ast.expr]) -> dict[str, str]:
    """Stand-ins of the bound arguments: inlined where count and order of evaluation stay, else bound before."""
    arguments = writer.conversion.arguments
    counts = writer.conversion.lowered.parameters
    operands = frozenset().union(*(operand_positions(tree) for tree in trees))
    if writer.parameters is not None:
        return _own_parameters(writer, writer.parameters, operands)
    order = [name for tree in trees for name in names_in_order(tree)]
    # what is put together before the call may be there under a test only, and can be evaluated again
    is_built = writer.conversion.query.arguments is not None
    once = frozenset(
        number
        for number, argument in enumerate(arguments, start=1)
        if not (_is_simple(argument) or (is_built and _is_readable_again(argument)))
    )
    before = bound_before(arguments, once, counts, order)
    renames = {}
    for number, argument in enumerate(arguments, start=1):
        name = placeholder(number)
        if number in before:
            renames[name] = writer.fresh(*_local_names(writer, number))
            writer.before.append(f"{renames[name]} = {writer.user(argument, alone=True)}")
        elif counts.get(number):
            renames[name] = writer.user(argument, operand=name in operands)
    return renames


def _local_names(writer: SiteWriter, number: int) -> tuple[str, ...]:
    """Names for a variable that holds an argument: its column, or as it is written (``guild_id`` for ``guild.id``)."""
    conversion = writer.conversion
    plain = f"argument_{number}"
    if conversion.query.arguments is not None:
        return (plain, f"bound_{number}")  # its number in the first of the texts is another one
    column = parameter_name(conversion, number)
    if column.startswith("value_"):
        return (plain, f"bound_{number}")
    tree = conversion.statement.tree
    if any(str(number) in (item.expression.name, item.this.name) for item in tree.find_all(exp.Like, exp.ILike)):
        return ("pattern", plain)
    written = dotted(conversion.site.arguments[number - 1]) or ""
    own = ["_".join(written.split(".")[-2:])] if "." in written and not written.startswith("self.") else []
    return (column, *own, f"{column}_value", plain)


def _own_parameters(writer: SiteWriter, parameters: Mapping[int, str], operands: frozenset[str]) -> dict[str, str]:
    """The parameters of a function of its own, which its call has evaluated; constants stand in the statement."""
    renames = {}
    for number, argument in enumerate(writer.conversion.site.arguments, start=1):
        name = placeholder(number)
        renames[name] = parameters.get(number) or writer.user(argument, operand=name in operands)
    return renames


def bound_before(
    arguments: Sequence[cst.BaseExpression], once: Set[int], counts: Mapping[int, int], order: Sequence[str]
) -> Set[int]:
    """Numbers of the arguments that variables have to hold, so that all are evaluated as often and in the same order.

    Args:
        arguments: of the call.
        once: numbers of those that can't be evaluated again.
        counts: how often each number stands in the statement.
        order: the placeholders of the statement in the order of their evaluation.
    """
    numbers = range(1, len(arguments) + 1)
    changing = {number for number in once if _may_change(arguments[number - 1])}
    watched = [number for number in numbers if number in once or _reads_state(arguments[number - 1])]
    places = {number: [at for at, name in enumerate(order) if name == placeholder(number)] for number in watched}
    # no session is held while something else is waited for
    bound = {item for item in once if counts.get(item) != 1 or _contains(arguments[item - 1], cst.Await)}
    pairs = [
        (first, second)
        for first, second in combinations(watched, 2)
        if {first, second} & changing or {first, second} <= once
    ]
    while True:
        more = {
            first
            for first, second in pairs
            if first not in bound
            and (second in bound or max(places[first], default=-1) > min(places[second], default=len(order)))
        }
        if not more:
            return bound
        bound |= more


def _is_readable_again(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.FormattedString) or is_readable(node)


def _reads_state(node: cst.BaseExpression) -> bool:
    """An attribute or element: a call may change it."""
    return isinstance(node, cst.Attribute | cst.Subscript)


def _is_simple(node: cst.BaseExpression) -> bool:
    """An expression that can be evaluated any number of times, in any order, without a difference."""
    match node:
        case cst.Attribute():
            return _is_simple(node.value)
        case cst.Subscript():
            return _is_simple(node.value) and all(
                isinstance(item.slice, cst.Index) and isinstance(item.slice.value, cst.SimpleString | cst.Integer)
                for item in node.slice
            )
        case cst.Name() | cst.Integer() | cst.Float() | cst.SimpleString() | cst.ConcatenatedString():
            return True
        case cst.UnaryOperation():
            return isinstance(node.expression, cst.Integer | cst.Float)
        case _:
            return False


def _may_change(node: cst.BaseExpression) -> bool:
    """Whether evaluating the expression runs the user's code, which may change what others read."""
    return any(isinstance(item, cst.Call | cst.Await | cst.Yield | cst.NamedExpr) for item in walk(node))


def _contains(node: cst.CSTNode, kind: type[cst.CSTNode]) -> bool:
    return any(isinstance(item, kind) for item in walk(node))
