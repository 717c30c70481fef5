"""What gives the connection that it is given, and acquires one where it is given none: ``MaybeAcquire(conn, pool)``."""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

from codemod.discovery.connections.acquiring_runs import Run
from codemod.discovery.connections.acquiring_values import GIVEN, NONE, Connection, Thing, Thrown, Unknown, Value

_Function = ast.FunctionDef | ast.AsyncFunctionDef

#: What begins a run: the values of parameters, and the iterator over what is entered.
_Entering = Callable[[Run, dict[str, Value]], Generator[Value, None, None]]


@dataclass(frozen=True, slots=True)
class Place:
    """A parameter; ``index`` among those that may be given without their name, None for a keyword."""

    name: str
    index: int | None


@dataclass(frozen=True, slots=True)
class MayTake:
    """The parameters of such a class or function.

    Attributes:
        connection: the one that is a connection or None; ``has_default`` where it may be left out.
        pool: the one that says where a connection comes from; None where it is known without.
        path: the pool, as seen from that argument, or from the object whose method it is: ``.bot.pool``.
    """

    connection: Place
    has_default: bool
    pool: Place | None
    path: str


def may_take_of_class(class_: ast.ClassDef, tree: ast.Module) -> MayTake | None:
    """The parameters of a class whose objects are entered; None where the class does more, or something else."""
    inits = [item for item in class_.body if isinstance(item, _Function) and item.name == "__init__"]

    def entering(run: Run, given: dict[str, Value]) -> Generator[Value, None, None]:
        return run.entered(run.object_of(class_, (), given))

    return _may_take(inits[0].args, 1, entering, tree) if len(inits) == 1 else None


def may_take_of_function(function: _Function, own: int, tree: ast.Module) -> MayTake | None:
    """The parameters of a function whose result is entered; ``own`` is how many arguments Python passes (``self``)."""
    is_async = isinstance(function, ast.AsyncFunctionDef)
    if is_async is not bool(function.decorator_list):
        return None

    def entering(run: Run, given: dict[str, Value]) -> Generator[Value, None, None]:
        names: dict[str, Value] = {item.arg: Thing(item.arg) for item in function.args.args[:own]}
        return run.context_of(function, names | given)

    return _may_take(function.args, own, entering, tree)


def pool_of_expression(node: ast.expr, name: str) -> str | None:
    """The pool of ``nullcontext(conn) if conn is not None else pool.acquire()``, with ``conn`` for ``name``."""

    def entering(run: Run, given: dict[str, Value]) -> Generator[Value, None, None]:
        return run.entered(run.value_of(node, given))

    return _pool(name, (), entering, ast.Module(body=[], type_ignores=[]))


def _may_take(arguments: ast.arguments, own: int, entering: _Entering, tree: ast.Module) -> MayTake | None:
    if arguments.vararg is not None or arguments.kwarg is not None or arguments.posonlyargs:
        return None
    plain = [item.arg for item in arguments.args[own:]]
    keywords = [item.arg for item in arguments.kwonlyargs]
    defaults: dict[str, ast.expr | None] = dict(zip(plain[::-1], arguments.defaults[::-1], strict=False))
    defaults |= dict(zip(keywords, arguments.kw_defaults, strict=True))

    def place(name: str) -> Place:
        return Place(name, plain.index(name) if name in plain else None)

    for name in (*plain, *keywords):
        default = defaults.get(name)
        if default is not None and not (isinstance(default, ast.Constant) and default.value is None):
            continue
        pool = _pool(name, (*plain, *keywords), entering, tree)
        if pool is not None:
            owner, dot, path = pool.partition(".")
            from_argument = place(owner) if owner in (*plain, *keywords) else None
            is_seen = from_argument is not None or owner in [item.arg for item in arguments.args[:own]]
            return MayTake(place(name), default is not None, from_argument, dot + path if is_seen else "")
    return None


def _pool(name: str, parameters: Sequence[str], entering: _Entering, tree: ast.Module) -> str | None:
    """The pool that a parameter stands for where it is None; None where that isn't what it is."""
    others: dict[str, Value] = {item: Thing(item) for item in parameters}
    try:
        pools = set()
        for fails in (False, True):
            if _given(entering, others | {name: GIVEN}, tree, fails=fails) != GIVEN:
                return None
            acquired = _given(entering, others | {name: NONE}, tree, fails=fails)
            pools.add(acquired.pool if isinstance(acquired, Connection) else None)
    except Unknown:
        return None
    return pools.pop() if len(pools) == 1 else None


def _given(entering: _Entering, names: dict[str, Value], tree: ast.Module, *, fails: bool) -> Value:
    """What a block is given; whatever was acquired for it is given back in the end.

    Args:
        entering: begins the run.
        names: the values of the parameters.
        tree: the module.
        fails: the block is left with an error.

    Raises:
        Unknown: it is not, or something is done that is not followed.
    """
    run = Run(tree)
    entered = entering(run, names)
    given = next(entered, None)
    if given is None:
        raise Unknown
    try:
        if fails:
            entered.throw(Thrown())
        elif next(entered, None) is not None:
            raise Unknown
    except (Thrown, StopIteration):
        pass
    if run.taken or [item for item in run.acquired if item != given]:
        raise Unknown
    return given
