"""What the project's source shows of sessions: makers, and functions and methods that give one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from codemod.mapping.modules import Module
from codemod.syntax.matching import last_name

_MAKERS = ("async_sessionmaker", "sessionmaker")
_FACTORY = re.compile(r"session_?(maker|factory)$|^async_session$", re.I)

#: A context manager without annotation is believed by its name only when that speaks of a database.
_DATABASE_SESSION = re.compile(r"(db|database|sql|async|orm)_?session", re.I)

#: The annotation of a session maker that is there: one that may be None isn't.
_MAKER_TYPE = re.compile(r"""['"]?(?:\w+\.)*async_sessionmaker(?:\[.*\])?['"]?""")

_BOT = re.compile(r"bot$|client$", re.I)

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class OwnerMethod:
    """A method that gives a session, or an attribute that keeps what does.

    Attributes:
        awaited: its call is awaited before the session can be entered.
        attributes: what its class keeps on ``self``.
        is_bot: the class is a bot or client, which everyone calls ``bot``.
        commits: its block commits when it ends.
        begins: the session is in a transaction when it is given.
        is_session: it gives the session itself, and no context manager around one.
        late: it is not there before a method has run.
    """

    class_name: str
    method: str
    awaited: bool
    attributes: frozenset[str]
    is_bot: bool = False
    commits: bool = False
    begins: bool = False
    is_session: bool = False
    late: bool = False

    def header(self, owner: str) -> str:
        """``async with await self.bot.get_db_session()``."""
        return f"async with {'await ' if self.awaited else ''}{owner}.{self.method}()"


@dataclass(frozen=True, slots=True)
class SessionMaker:
    """A module-level ``async_sessionmaker``, or a function that gives a session."""

    module: str
    name: str
    awaited: bool = False
    commits: bool = False
    begins: bool = False
    is_session: bool = False

    @property
    def header(self) -> str:
        """``async with session_maker()``."""
        return f"async with {'await ' if self.awaited else ''}{self.name}()"


def find_makers(module: Module) -> Iterator[SessionMaker]:
    """``maker = async_sessionmaker(engine)`` at the top of a module."""
    for name, value in module.assignments.items():
        if isinstance(value, ast.Call) and _makes_async_sessions(value):
            yield SessionMaker(module.dotted, name, is_session=True)


def find_functions(module: Module, *, uses_async_sessions: bool) -> Iterator[SessionMaker]:
    """Functions of a module that give a session when called without arguments."""
    for node in module.functions.values():
        if not _required_parameters(node, 0):
            awaited = _gives_session(node, uses_async_sessions)
            if awaited is not None:
                plain = not node.decorator_list
                yield SessionMaker(module.dotted, node.name, awaited, _commits(node), _begins(node), plain)


def find_dependencies(module: Module) -> Iterator[SessionMaker]:
    """Functions of a module from which FastAPI takes a session: ``async with maker() as session: yield session``."""
    for node in module.functions.values():
        yields = any(isinstance(item, ast.Yield) for item in ast.walk(node))
        returns = ast.unparse(node.returns) if node.returns is not None else ""
        plain = isinstance(node, ast.AsyncFunctionDef) and not node.decorator_list
        if plain and yields and _yields_session(node, returns):
            yield SessionMaker(module.dotted, node.name, commits=_commits(node), begins=_begins(node))


def find_dependency_aliases(module: Module) -> Iterator[tuple[str, SessionMaker]]:
    """``SessionDep = Annotated[AsyncSession, Depends(get_session)]``: the function, and the alias."""
    for name, value in module.assignments.items():
        match value:
            case ast.Subscript(slice=ast.Tuple(elts=[session, ast.Call(args=[function])])):
                if last_name(session) == "AsyncSession" and last_name(value.value) == "Annotated":
                    yield last_name(function), SessionMaker(module.dotted, name)
            case _:
                pass


def find_methods(module: Module, *, uses_async_sessions: bool) -> Iterator[OwnerMethod]:
    """Methods that give a session when called without arguments; where a class has none, the makers it keeps."""
    for class_ in module.classes.values():
        bases = [base for base in map(last_name, class_.bases) if base]
        kept = frozenset(name for item in _with_bases(class_, module) for name in _kept_attributes(item))
        is_bot = any(_BOT.search(name) for name in (class_.name, *bases))
        found: list[OwnerMethod] = []
        for node in class_.body:
            if isinstance(node, _Function) and not _required_parameters(node, 1):
                awaited = _gives_session(node, uses_async_sessions)
                if awaited is not None:
                    ends = (_commits(node), _begins(node), not node.decorator_list)
                    found.append(OwnerMethod(class_.name, node.name, awaited, kept, is_bot, *ends))
        makers = [maker for item in _with_bases(class_, module) for maker in kept_makers(item)]
        early = {name for name, late in makers if not late}
        yield from found or (
            OwnerMethod(class_.name, name, False, kept, is_bot, is_session=True, late=name not in early)
            for name in dict.fromkeys(name for name, _ in makers)
        )


def kept_makers(class_: ast.ClassDef) -> Iterator[tuple[str, bool]]:
    """Attributes that a class keeps a session maker in, one it makes or is given, and whether ``__init__`` lacks it."""
    for node in class_.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name)) if _is_maker(node.annotation):
                yield name, False
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                given = _maker_parameters(node)
                for item in ast.walk(node):
                    match item:
                        case (
                            ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=value)
                            | ast.AnnAssign(target=ast.Attribute(value=ast.Name(id="self"), attr=name), value=value)
                        ) if _gives_maker(value, given):
                            yield name, node.name != "__init__"
            case _:
                pass


def _maker_parameters(node: _Function) -> frozenset[str]:
    """Parameters that are a session maker, whoever calls."""
    arguments = node.args
    plain = [*arguments.posonlyargs, *arguments.args]
    required = [*plain[: len(plain) - len(arguments.defaults)], *arguments.kwonlyargs]
    optional = {item.arg for item, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if default}
    return frozenset(item.arg for item in required if item.arg not in optional and _is_maker(item.annotation))


def _gives_maker(value: ast.expr | None, given: frozenset[str]) -> bool:
    if isinstance(value, ast.Name):
        return value.id in given
    return isinstance(value, ast.Call) and _makes_async_sessions(value)


def _is_maker(annotation: ast.expr | None) -> bool:
    return annotation is not None and _MAKER_TYPE.fullmatch(ast.unparse(annotation)) is not None


def keeps_objects(tree: ast.AST) -> Iterator[bool]:
    """For each session maker of a module: whether its objects outlive a commit (``expire_on_commit=False``)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and last_name(node.func) in (*_MAKERS, "AsyncSession"):
            yield any(
                item.arg == "expire_on_commit" and isinstance(item.value, ast.Constant) and item.value.value is False
                for item in node.keywords
            )


def _makes_async_sessions(call: ast.Call) -> bool:
    function = last_name(call.func)
    return function == "async_sessionmaker" or (function == "sessionmaker" and "AsyncSession" in ast.unparse(call))


def _with_bases(class_: ast.ClassDef, module: Module, depth: int = 0) -> Iterator[ast.ClassDef]:
    """The class and its base classes of the same module."""
    yield class_
    for base in class_.bases:
        if isinstance(base, ast.Name) and base.id in module.classes and depth < 8:
            yield from _with_bases(module.classes[base.id], module, depth + 1)


def _kept_attributes(class_: ast.ClassDef) -> Iterator[str]:
    for node in class_.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
    for inner in ast.walk(class_):
        if isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store) and ast.unparse(inner.value) == "self":
            yield inner.attr


def _required_parameters(node: _Function, own: int) -> bool:
    """Whether a call needs more arguments than the ``own`` ones that Python passes (``self``)."""
    arguments = node.args
    plain = len(arguments.posonlyargs) + len(arguments.args) - len(arguments.defaults)
    return plain > own or any(default is None for default in arguments.kw_defaults)


def _gives_session(node: _Function, uses_async_sessions: bool) -> bool | None:
    """Whether the call has to be awaited to get a session to enter; None when it gives none."""
    decorators = [last_name(item) for item in node.decorator_list]
    returns = ast.unparse(node.returns) if node.returns is not None else ""
    if decorators == ["asynccontextmanager"]:
        return False if _yields_session(node, returns) else None
    if decorators or any(isinstance(item, ast.Yield | ast.YieldFrom) for item in ast.walk(node)):
        return None  # a dependency of FastAPI's can't be entered
    plain = returns.strip("'\"").rpartition(".")[2] == "AsyncSession"
    if not plain and not (not returns and uses_async_sessions and _returns_made_session(node)):
        return None
    return isinstance(node, ast.AsyncFunctionDef)


def _yields_session(node: _Function, returns: str) -> bool:
    if returns:
        return "AsyncSession" in returns
    return _DATABASE_SESSION.search(node.name) is not None or any(
        isinstance(item, ast.Name | ast.Attribute) and _FACTORY.search(last_name(item)) for item in ast.walk(node)
    )


def _returns_made_session(node: _Function) -> bool:
    last = node.body[-1]
    if not isinstance(last, ast.Return) or not isinstance(last.value, ast.Call) or last.value.args:
        return False
    return _FACTORY.search(last_name(last.value.func)) is not None


def _commits(node: _Function) -> bool:
    """Whether a context manager commits what was done in its block."""
    return any(isinstance(item, ast.Attribute) and item.attr in ("commit", "begin") for item in ast.walk(node))


def _begins(node: _Function) -> bool:
    """Whether the session comes with a transaction that others may not end: ``async with maker.begin() as session``."""
    return any(isinstance(item, ast.Attribute) and item.attr == "begin" for item in ast.walk(node))
