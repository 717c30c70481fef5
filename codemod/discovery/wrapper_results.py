"""What a function that passes a query on makes of asyncpg's result: nothing, dictionaries, or something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import libcst as cst

from codemod.discovery.asyncpg_methods import METHODS
from codemod.discovery.status_numbers import status_of_number
from codemod.syntax.tree import bound_by, is_name, last_statement, own_nodes, walk

#: ``result``: what asyncpg gave, or None. ``dicts``: a dictionary for every row, or for the one there is. ``nothing``:
#: always None. ``number``: the number at the end of a status.
Gives = Literal["result", "dicts", "nothing", "number"]


def what_comes_back(function: cst.FunctionDef, calls: Sequence[cst.Call]) -> Gives | None:
    """What a function gives of what some calls of asyncpg's methods gave it; None where that is not understood."""
    found = _Returns(function, calls)
    if all(value is None or _is_none(value) for value in found.values):
        return "nothing"
    if found.is_decided_behind():
        return None
    if all(found.is_result(value) for value in found.values):
        return "result"
    if found.given == {"rows"} and all(value is not None and found.are_dicts(value) for value in found.values):
        return "dicts" if _always_returns(function.body) else None
    if found.given == {"status"} and all(found.is_number(value) for value in found.values):
        return "number" if _always_returns(function.body) else None
    if found.given == {"row"} and all(value is None or found.is_dict(value) for value in found.values):
        return "dicts"
    return None


class _Returns:
    """The values that a function returns."""

    def __init__(self, function: cst.FunctionDef, calls: Sequence[cst.Call]) -> None:
        self.function = function
        self.calls = calls
        self.own = list(own_nodes(function.body))
        self.values = [node.value for node in self.own if isinstance(node, cst.Return)]
        self.given = {METHODS[call.func.attr.value].gives for call in calls if isinstance(call.func, cst.Attribute)}

    def is_decided_behind(self) -> bool:
        """Whether a test behind the query, other than whether there is a row, decides what is given."""
        behind = False
        for node in self.own:
            behind = behind or any(node is call for call in self.calls)
            if (
                behind
                and isinstance(node, cst.If)
                and any(isinstance(item, cst.Return) for item in own_nodes(node))
                and not any(_holds(node, call) for call in self.calls)
                and not self._asks_for_row(node.test)
            ):
                return True
        return False

    def _asks_for_row(self, test: cst.BaseExpression) -> bool:
        names = [node.value for node in walk(test) if isinstance(node, cst.Name)]
        return self.given == {"row"} and any(
            is_name(_asked_for(test), name) or _is_missing(test, name)
            for name in names
            if self._is_given(cst.Name(name))
        )

    def is_result(self, value: cst.BaseExpression | None, depth: int = 0) -> bool:
        """Whether a value is what asyncpg gave, or None."""
        match value:
            case None:
                return True
            case cst.Await():
                return self.is_result(value.expression, depth)
            case cst.Call():
                return any(value is call for call in self.calls) or (
                    is_name(value.func, "cast") and self.is_result(value.args[-1].value, depth)
                )
            case cst.IfExp():
                both = self.is_result(value.body, depth) and self.is_result(value.orelse, depth)
                return both and self._only_chooses(value)
            case cst.Name():
                return _is_none(value) or (
                    depth < 3
                    and not self._is_emptied(value.value)
                    and all(self.is_result(held, depth + 1) for held in self._held(value.value))
                )
            case _:
                return False

    def _only_chooses(self, value: cst.IfExp) -> bool:
        """Whether no row becomes None: ``row if row else None``, or one of two results by what was known before."""
        row = next((side for side in (value.body, value.orelse) if not _is_none(side)), None)
        if row is None:
            return True
        if _is_none(value.orelse):
            asked = _asked_for(value.test)
            return self.given == {"row"} and asked is not None and is_name(row, asked.value)
        if _is_none(value.body):
            return self.given == {"row"} and isinstance(row, cst.Name) and _is_missing(value.test, row.value)
        return not any(isinstance(node, cst.Name) and self._comes_from_query(node) for node in walk(value.test))

    def _comes_from_query(self, name: cst.Name) -> bool:
        return any(held is not None and _holds(held, call) for held in self._held(name.value) for call in self.calls)

    def _is_emptied(self, name: str) -> bool:
        """Whether a variable is set to None behind the query that may have filled it."""
        calls: list[cst.CSTNode] = []
        for node in self.own:
            calls += [call for call in self.calls if call is node]
            if (
                isinstance(node, cst.Assign)
                and _is_none(node.value)
                and any(is_name(target.target, name) for target in node.targets)
                and not all(self._excludes(call, node) for call in calls)
            ):
                return True
        return False

    def _excludes(self, call: cst.CSTNode, node: cst.CSTNode) -> bool:
        """Whether one of two nodes runs only where the other doesn't: they stand in two branches of a test."""
        return any(
            isinstance(item, cst.If)
            and item.orelse is not None
            and _holds(item.body, call)
            and _holds(item.orelse, node)
            for item in self.own
        )

    def is_number(self, value: cst.BaseExpression | None, depth: int = 0) -> bool:
        """Whether a value is the number at the end of the status."""
        if isinstance(value, cst.Name):
            held = self._held(value.value)
            return depth < 3 and len(held) == 1 and self.is_number(held[0], depth + 1)
        status = status_of_number(value) if value is not None else None
        return status is not None and self._is_given(status)

    def are_dicts(self, value: cst.BaseExpression, depth: int = 0) -> bool:
        """Whether a value is a list of the rows as dictionaries."""
        match value:
            case cst.ListComp(elt=made, for_in=cst.CompFor(target=cst.Name(value=row)) as loop):
                return self._is_every_row(loop) and _is_call_of("dict", made, row)
            case cst.Call(func=cst.Name(value="list"), args=[cst.Arg(star="", value=cst.Call() as mapped)]):
                return (
                    is_name(mapped.func, "map")
                    and len(mapped.args) == 2
                    and is_name(mapped.args[0].value, "dict")
                    and self._is_given(mapped.args[1].value)
                )
            case cst.Call(
                func=cst.Name(value="list"),
                args=[
                    cst.Arg(
                        star="",
                        value=cst.GeneratorExp(elt=made, for_in=cst.CompFor(target=cst.Name(value=row)) as loop),
                    )
                ],
            ):
                return self._is_every_row(loop) and _is_call_of("dict", made, row)
            case cst.IfExp(test=cst.Name() as test, body=body, orelse=cst.List(elements=[])):
                return self._is_given(test) and self.are_dicts(body, depth)
            case cst.Name():
                return depth < 3 and all(
                    held is not None and self.are_dicts(held, depth + 1) for held in self._held(value.value)
                )
            case _:
                return False

    def is_dict(self, value: cst.BaseExpression) -> bool:
        """Whether a value is the row as a dictionary, None where there is none."""
        match value:
            case cst.IfExp(test=test, body=made, orelse=other) if _is_none(other):
                row = _asked_for(test)
                return row is not None and self._is_given(row) and _is_call_of("dict", made, row.value)
            case cst.BooleanOperation(left=cst.Name() as row, operator=cst.And(), right=made):
                return self._is_given(row) and _is_call_of("dict", made, row.value)
            case cst.Call(args=[cst.Arg(value=cst.Name() as row)]) if _is_call_of("dict", value, row.value):
                return self._is_given(row) and self._is_there(value, row.value)
            case _:
                return _is_none(value)

    def _is_every_row(self, loop: cst.CompFor) -> bool:
        is_plain = not loop.ifs and loop.inner_for_in is None and loop.asynchronous is None
        return is_plain and self._is_given(loop.iter)

    def _is_given(self, value: cst.BaseExpression) -> bool:
        """Whether a value is what asyncpg gave, never None in its stead."""
        return not _is_none(value) and self.is_result(value) and not self._may_be_none(value)

    def _may_be_none(self, value: cst.BaseExpression) -> bool:
        return isinstance(value, cst.Name) and any(held is None or _is_none(held) for held in self._held(value.value))

    def _held(self, name: str) -> list[cst.BaseExpression | None]:
        """What is assigned to a variable; one None, of which nothing is known, where something else binds it."""
        values: list[cst.BaseExpression | None] = []
        for node in self.own:
            if isinstance(node, cst.Assign) and any(is_name(target.target, name) for target in node.targets):
                values.append(node.value)
            elif isinstance(node, cst.AnnAssign) and is_name(node.target, name):
                values += [] if node.value is None else [node.value]
            elif not isinstance(node, cst.AssignTarget) and name in bound_by(node):
                return [_UNKNOWN]
        return values or [_UNKNOWN]

    def _is_there(self, made: cst.Call, row: str) -> bool:
        """Whether a dictionary is only made of a row that the code before has found not to be None."""
        return len(self._held(row)) == 1 and _knows_row(self.function.body, made, row, known=False)


#: Stands for a value of which nothing is known.
_UNKNOWN = cst.Ellipsis()


def _knows_row(block: cst.BaseSuite | cst.If, made: cst.CSTNode, row: str, *, known: bool) -> bool:
    """Whether the block reaches an expression only with a row that is not None."""
    statements = [block] if isinstance(block, cst.If) else block.body
    for statement in statements:
        if not _holds(statement, made):
            known = known or (
                isinstance(statement, cst.If)
                and _is_missing(statement.test, row)
                and isinstance(last_statement(statement.body), cst.Return)
            )
        elif isinstance(statement, cst.If):
            asked, inside = _asked_for(statement.test), _holds(statement.body, made)
            known = known or (is_name(asked, row) if inside else _is_missing(statement.test, row))
            branch = statement.orelse.body if isinstance(statement.orelse, cst.Else) else statement.orelse
            return _knows_row(statement.body if inside or branch is None else branch, made, row, known=known)
        elif isinstance(statement, cst.With | cst.Try) and _holds(statement.body, made):
            return _knows_row(statement.body, made, row, known=known)
        else:
            return known and isinstance(statement, cst.SimpleStatementLine)
    return False


def _holds(node: cst.CSTNode, wanted: cst.CSTNode) -> bool:
    return any(item is wanted for item in walk(node))


def _asked_for(test: cst.BaseExpression) -> cst.Name | None:
    """``row`` of ``row`` and of ``row is not None``."""
    match test:
        case cst.Name():
            return test
        case cst.Comparison(
            left=cst.Name() as row, comparisons=[cst.ComparisonTarget(operator=cst.IsNot(), comparator=other)]
        ) if _is_none(other):
            return row
        case _:
            return None


def _is_missing(test: cst.BaseExpression, row: str) -> bool:
    """``not row``, ``row is None``."""
    match test:
        case cst.UnaryOperation(operator=cst.Not(), expression=asked):
            return is_name(asked, row)
        case cst.Comparison(left=asked, comparisons=[cst.ComparisonTarget(operator=cst.Is(), comparator=other)]):
            return is_name(asked, row) and _is_none(other)
        case _:
            return False


def _always_returns(body: cst.BaseSuite) -> bool:
    """Whether a function can't come to the end of a block; a loop that tries again is taken to end in time."""
    last = last_statement(body)
    match last:
        case cst.Return() | cst.Raise() | cst.For() | cst.While():
            return True
        case cst.With():
            return _always_returns(last.body)
        case cst.Try():
            return _always_returns(last.body) and all(_always_returns(handler.body) for handler in last.handlers)
        case cst.If(orelse=cst.Else(body=other)):
            return _always_returns(last.body) and _always_returns(other)
        case _:
            return False


def _is_call_of(function: str, node: cst.CSTNode, argument: str) -> bool:
    match node:
        case cst.Call(func=cst.Name(value=called), args=[cst.Arg(star="", keyword=None, value=cst.Name(value=given))]):
            return (called, given) == (function, argument)
        case _:
            return False


def _is_none(node: cst.CSTNode) -> bool:
    return is_name(node, "None")
