"""The bound arguments of a call in its statement: evaluated as often as before, and in the same order."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

import libcst as cst

from codemod.lowering.lowered import placeholder
from codemod.resolution.settled import is_readable
from codemod.rewriting.layout import names_in_order, operand_positions
from codemod.rewriting.site_writer import SiteWriter
from codemod.syntax.tree import walk


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
    again = [
        _is_simple(argument) or (is_built and (isinstance(argument, cst.FormattedString) or is_readable(argument)))
        for argument in arguments
    ]
    effects = [number for number, is_simple in enumerate(again, start=1) if not is_simple]
    last_change = max((number for number in effects if _may_change(arguments[number - 1])), default=0)
    has_await = any(_contains(argument, cst.Await) for argument in arguments)
    inlined = not has_await and _keeps_order(arguments, effects, counts, order)
    renames = {}
    for number, argument in enumerate(arguments, start=1):
        name = placeholder(number)
        # an attribute read before a call that is bound has to be read before it still
        is_read_early = number < last_change and _reads_state(argument)
        if inlined or (again[number - 1] and not is_read_early):
            if counts.get(number):
                renames[name] = writer.user(argument, operand=name in operands)
            continue
        local = writer.fresh(f"argument_{number}", f"bound_{number}")
        writer.before.append(f"{local} = {writer.user(argument, alone=True)}")
        renames[name] = local
    return renames


def _own_parameters(writer: SiteWriter, parameters: Mapping[int, str], operands: frozenset[str]) -> dict[str, str]:
    """The parameters of a function of its own, which its call has evaluated; constants stand in the statement."""
    renames = {}
    for number, argument in enumerate(writer.conversion.site.arguments, start=1):
        name = placeholder(number)
        renames[name] = parameters.get(number) or writer.user(argument, operand=name in operands)
    return renames


def _keeps_order(
    arguments: Sequence[cst.BaseExpression], effects: Sequence[int], counts: Mapping[int, int], order: Sequence[str]
) -> bool:
    """Whether the tree evaluates every argument with effects once, and what they could change around them as before."""
    if not effects:
        return True
    changes = any(_may_change(arguments[number - 1]) for number in effects)
    watched = {
        placeholder(number): number
        for number, argument in enumerate(arguments, start=1)
        if number in effects or (changes and _reads_state(argument))
    }
    places = [watched[name] for name in order if name in watched]
    return places == sorted(places) and all(counts.get(number) == 1 for number in effects)


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
