"""Functions that take a connection or nothing: ``con = connection or self.pool``."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemod.syntax.tree import bound_by, walk


@dataclass(frozen=True, slots=True, eq=False)
class PoolInstead:
    """What a function uses where it is given no connection.

    Attributes:
        line: the statement that decides it, before anything else that names the parameter.
        alias: the variable that is the connection or the pool; the parameter itself where that is bound again.
        pool: the pool.
    """

    line: cst.SimpleStatementLine | cst.If
    alias: str
    pool: cst.BaseExpression


def pool_instead(function: cst.FunctionDef, parameter: cst.Param) -> PoolInstead | None:
    """The pool that takes the place of a parameter whose default is None; None where there is no such line.

    ``con = connection or pool``, ``con = connection if connection else pool``, ``con = pool if connection is None
    else connection``, ``if connection is None: connection = pool``, each at the margin of the function.
    """
    name = parameter.name.value
    if not isinstance(parameter.default, cst.Name) or parameter.default.value != "None":
        return None
    for line in function.body.body:
        if any(isinstance(node, cst.Name) and node.value == name for node in walk(line)):
            found = _of_line(line, name)
            return found if found is not None and _is_bound_once(function, found, name) else None
    return None


def _of_line(line: cst.CSTNode, name: str) -> PoolInstead | None:
    match line:
        case cst.SimpleStatementLine(
            body=[cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=alias))], value=value)]
        ):
            pool = _other_than(value, name)
            return PoolInstead(line, alias, pool) if pool is not None else None
        case cst.If(
            test=test,
            body=cst.IndentedBlock(
                body=[
                    cst.SimpleStatementLine(
                        body=[cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=bound))], value=pool)]
                    )
                ]
            ),
            orelse=None,
        ) if bound == name and _asks(test, name) is False:
            return PoolInstead(line, name, pool)
        case _:
            return None


def _other_than(value: cst.BaseExpression, name: str) -> cst.BaseExpression | None:
    """The pool of ``connection or pool`` and its longer forms."""
    match value:
        case cst.BooleanOperation(left=cst.Name(value=left), operator=cst.Or(), right=pool) if left == name:
            return pool
        case cst.IfExp(body=cst.Name(value=given), test=test, orelse=pool) if given == name and _asks(test, name):
            return pool
        case cst.IfExp(body=pool, test=test, orelse=cst.Name(value=given)) if (
            given == name and _asks(test, name) is False
        ):
            return pool
        case _:
            return None


def _asks(test: cst.BaseExpression, name: str) -> bool | None:
    """Whether a test asks for a connection (true), for none (false), or for something else (None)."""
    match test:
        case cst.Name(value=asked) if asked == name:
            return True
        case cst.UnaryOperation(operator=cst.Not(), expression=cst.Name(value=asked)) if asked == name:
            return False
        case cst.Comparison(
            left=cst.Name(value=asked),
            comparisons=[cst.ComparisonTarget(operator=operator, comparator=cst.Name(value="None"))],
        ) if asked == name:
            return {cst.Is: False, cst.IsNot: True}.get(type(operator))
        case _:
            return None


def _is_bound_once(function: cst.FunctionDef, found: PoolInstead, name: str) -> bool:
    """Whether nothing else binds the variable, or the parameter."""
    inside = {id(node) for node in walk(found.line)}
    names = {found.alias, name}
    return not any(names & set(bound_by(node)) and id(node) not in inside for node in walk(function.body))
