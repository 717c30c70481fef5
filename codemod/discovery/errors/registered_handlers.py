"""Handlers that a framework is given for the whole application: ``@app.exception_handler(asyncpg.…)`` and its like.

A session's errors reach none of them. One more handler, for SQLAlchemy's, hands asyncpg's own exception on::

    @app.exception_handler(DBAPIError)
    async def on_database_error(request, error):
        cause = error.orig.__cause__ or error
        if isinstance(cause, asyncpg.UniqueViolationError):
            return await on_conflict(request, cause)
        raise cause from cause.__cause__
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import libcst as cst

from codemod.discovery.errors.asyncpg_exceptions import is_known
from codemod.discovery.errors.unwrapped_errors import WRAPPER
from codemod.source import ParsedModule
from codemod.syntax.tree import blocks, dotted, is_name, walk

#: The argument of an application that is a dictionary of handlers.
DICTIONARY: Final = "exception_handlers"

#: What registers a handler, with the number of arguments that a handler gets: FastAPI and Starlette, Quart.
#: An exception that such a handler raises goes on as if no handler had been there (run with each of them).
METHODS: Final[Mapping[str, int]] = {
    "exception_handler": 2,
    "add_exception_handler": 2,
    "errorhandler": 1,
    "register_error_handler": 1,
    DICTIONARY: 2,
}


@dataclass(frozen=True, slots=True, eq=False)
class Registration:
    """One handler that an application is given.

    Attributes:
        call: ``app.exception_handler(asyncpg.UniqueViolationError)``, or what makes the application:
            ``app = Starlette(exception_handlers={asyncpg.UniqueViolationError: taken})``.
        app: ``app``.
        method: ``exception_handler``.
        exception: what it handles, as written.
        handler: the name of the function.
        statement: the decorated function, or the line of the call.
        block: the block that the statement stands in.
    """

    call: cst.Call
    app: str
    method: str
    exception: str
    handler: str
    statement: cst.FunctionDef | cst.SimpleStatementLine
    block: cst.CSTNode


def registrations(module: ParsedModule) -> Iterator[Registration]:
    """The handlers that a module gives to applications, in source order; those that aren't understood are left out."""
    for block in (item for item in walk(module.tree) if isinstance(item, cst.Module | cst.IndentedBlock)):
        for line in block.body:
            match line:
                case cst.FunctionDef(name=cst.Name(value=name), decorators=decorators):
                    calls = [item.decorator for item in decorators]
                    found = [_registration(call, name, line, block) for call in calls]
                    if all(item is not None for item in found):  # another decorator may make it another function
                        yield from (item for item in found if item is not None)
                case cst.SimpleStatementLine(
                    body=[
                        cst.Expr(
                            value=cst.Call(args=[_, cst.Arg(value=cst.Name(value=name), keyword=None, star="")]) as call
                        )
                    ]
                ):
                    made = _registration(call, name, line, block)
                    yield from (made,) if made is not None else ()
                case cst.SimpleStatementLine(
                    body=[cst.Assign(targets=[cst.AssignTarget(target=target)], value=cst.Call() as call)]
                ):
                    yield from _in_dictionary(call, dotted(target) or "", line, block)
                case _:
                    pass


def dictionary_of(call: cst.Call) -> cst.Dict | None:
    """The handlers that an application is made with, where they are written out."""
    given = [item.value for item in call.args if item.keyword is not None and item.keyword.value == DICTIONARY]
    return given[0] if len(given) == 1 and isinstance(given[0], cst.Dict) else None


def _in_dictionary(
    call: cst.Call, app: str, line: cst.SimpleStatementLine, block: cst.CSTNode
) -> Iterator[Registration]:
    """The handlers of exceptions in the dictionary of an application; none where it isn't understood as a whole."""
    found = dictionary_of(call)
    items: list[Registration] = []
    for element in found.elements if found is not None else ():
        match element:
            case cst.DictElement(key=cst.Integer()):
                continue  # the handler of a status
            case cst.DictElement(key=(cst.Name() | cst.Attribute()) as exception, value=cst.Name(value=name)):
                items.append(Registration(call, app, DICTIONARY, dotted(exception) or "", name, line, block))
            case _:
                return
    yield from items


def _registration(
    call: cst.BaseExpression,
    name: str,
    line: cst.FunctionDef | cst.SimpleStatementLine,
    block: cst.CSTNode,
) -> Registration | None:
    is_decorator = isinstance(line, cst.FunctionDef)
    match call:
        case cst.Call(
            func=cst.Attribute(value=app, attr=cst.Name(value=method)),
            args=[cst.Arg(value=(cst.Name() | cst.Attribute()) as exception, keyword=None, star=""), *more],
        ) if method in METHODS and len(more) == (not is_decorator):
            given, handled = dotted(app), dotted(exception)
            if (
                given is None
                or handled is None
                or is_decorator == (method in ("add_exception_handler", "register_error_handler"))
            ):
                return None
            return Registration(call, given, method, handled, name, line, block)
        case _:
            return None


def dispatchers(module: ParsedModule) -> Iterator[tuple[Registration, cst.FunctionDef]]:
    """The handlers of a module for the errors of sessions, with their functions."""
    functions = {item.name.value: item for item in walk(module.tree) if isinstance(item, cst.FunctionDef)}
    for item in registrations(module) if WRAPPER in module.source.text else ():
        if item.exception.rpartition(".")[2] == WRAPPER and item.handler in functions:
            yield item, functions[item.handler]


def is_handed_on(call: cst.CSTNode, module: ParsedModule) -> bool:
    """Whether the handler that a call registers is also given what a session's errors carry."""
    made = [item for item in registrations(module) if item.call is call and is_of_driver(item)]
    return bool(made) and all(
        any(
            item.app == other.app and other.handler in _handing_on(function, other.exception)
            for item, function in dispatchers(module)
        )
        for other in made
    )


def is_of_driver(registration: Registration) -> bool:
    """Whether a handler is for exceptions of asyncpg; a dictionary has others beside them."""
    return registration.method != DICTIONARY or is_known(registration.exception.rpartition(".")[2])


def _handing_on(function: cst.FunctionDef, exception: str) -> Iterator[str]:
    """The functions that a handler of sessions' errors gives an exception to."""
    for line in blocks(function):
        match line:
            case cst.If(
                test=cst.Call(func=test, args=[cst.Arg(), cst.Arg(value=kind)]),
                body=cst.IndentedBlock(body=[cst.SimpleStatementLine(body=[cst.Return(value=given)])]),
            ) if is_name(test, "isinstance") and dotted(kind) == exception:
                called = given.expression if isinstance(given, cst.Await) else given
                if isinstance(called, cst.Call):
                    yield dotted(called.func) or ""
            case _:
                pass


def is_dispatcher(function: cst.CSTNode, module: ParsedModule) -> bool:
    """Whether a function is the handler of an application for the errors of sessions."""
    return any(item is function for _, item in dispatchers(module))
