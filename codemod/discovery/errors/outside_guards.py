"""What handles asyncpg's exceptions around a function from outside: a decorator, a loop that runs it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from codemod.discovery.errors.exception_handlers import ExceptionNames, is_registration, statements_below
from codemod.discovery.errors.guarded_functions import Called, called_by
from codemod.discovery.occurrences import Occurrence
from codemod.source import ParsedModule


@dataclass(frozen=True, slots=True, eq=False)
class OutsideGuard:
    """A decorator, or a call that tells a loop which exceptions it runs again after.

    Attributes:
        node: the decorator or the call.
        function: the decorated function.
        loop: the loop's function as a call would name it, where a loop is told.
    """

    node: cst.CSTNode
    function: cst.FunctionDef | None = None
    loop: Called | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Guarded:
    """A guard in its project.

    Attributes:
        place: where it stands.
        functions: the functions whose exceptions it sees, or of which it sees those of one; none if that isn't known.
        is_certain: it sees those of all of them.
    """

    place: str
    functions: tuple[Occurrence, ...] = ()
    is_certain: bool = True


def outside_guards(module: ParsedModule, names: ExceptionNames) -> Iterator[OutsideGuard]:
    """The decorators and loops of a module that handle asyncpg's exceptions.

    Args:
        module: the module.
        names: how it may call asyncpg's exceptions.
    """
    pending: list[tuple[cst.CSTNode, str | None]] = [(module.tree, None)]
    taken_back: set[int] = set()
    while pending:
        node, class_name = pending.pop()
        match node:
            case cst.ClassDef():
                class_name = node.name.value
            case cst.FunctionDef():
                for item in node.decorators:
                    # a registered handler of the application is another matter
                    if names.named_in(item.decorator) and not is_registration(item.decorator):
                        yield OutsideGuard(item.decorator, function=node)
            case cst.IndentedBlock():
                taken_back.update(map(id, _taken_back(node.body)))
            case cst.Expr(value=cst.Call(func=cst.Attribute(attr=cst.Name(value="add_exception_type"))) as call):
                # discord.ext.tasks: the loop runs again after these
                if id(node) not in taken_back and any(names.named_in(argument.value) for argument in call.args):
                    yield OutsideGuard(call, loop=_called(call, class_name))
            case _:
                pass
        pending.extend((child, class_name) for child in statements_below(node))


def _called(told: cst.Call, class_name: str | None) -> Called | None:
    assert isinstance(told.func, cst.Attribute), "it is a method of the loop"
    return next(called_by(told.func.value, class_name), None)


def _taken_back(lines: Sequence[cst.CSTNode]) -> Iterator[cst.Expr]:
    """``loop.add_exception_type(…)`` where ``loop.clear_exception_types()`` follows before anything else happens."""
    waiting: list[cst.Expr] = []
    for line in lines:
        match line:
            case cst.SimpleStatementLine(
                body=[cst.Expr(value=cst.Call(func=cst.Attribute(value=loop, attr=cst.Name(value=method)))) as told]
            ) if method in ("add_exception_type", "clear_exception_types"):
                waiting = [item for item in waiting if _loop_of(item).deep_equals(loop)]
                if method == "clear_exception_types":
                    yield from waiting
                    waiting = []
                else:
                    waiting.append(told)
            case _:
                waiting = []


def _loop_of(told: cst.Expr) -> cst.BaseExpression:
    assert isinstance(told.value, cst.Call), "a loop is told by a call"
    assert isinstance(told.value.func, cst.Attribute), "it is a method of the loop"
    return told.value.func.value
