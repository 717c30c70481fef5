"""Binds the sessions where the pool is made, for a database that only the code around that call knows."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from codemod.config import Config
from codemod.initialising.bound_names import bindings, inner_names, loads
from codemod.initialising.engine_arguments import (
    OF_POOL,
    EngineArguments,
    UnclosedError,
    holds_password,
    read_arguments,
)
from codemod.initialising.pool_places import statement_of
from codemod.initialising.pools import Connecting, Function
from codemod.lowering.lowered import ImportName
from codemod.outcome import Refusal
from codemod.rewriting.facts.import_cycles import ImportGraph
from codemod.rewriting.imports import ModuleImports
from codemod.rewriting.layout import layout_of
from codemod.source import Edit, ParsedModule, apply_edits

#: The module with sessions that are bound later.
UNBOUND_MODULE: Final = '''"""The sessions of the project; {path} binds them to its database."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import async_sessionmaker

session_maker = async_sessionmaker(expire_on_commit=False)
'''

_FRESH: Final = ("connection", "opened", "asyncpg_connection")


@dataclass(slots=True, eq=False)
class InScope:
    """Says the arguments where they stand: with the names of the scope around the call.

    Attributes:
        origin: the call.
        hoisted: secrets that get a variable instead of being written twice, by the name of that.
        notes: what the person has to know.
    """

    origin: Connecting
    hoisted: dict[str, ast.expr] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _init: Function | None = None

    def arguments(self, nodes: Sequence[tuple[str, ast.expr]]) -> list[str]:
        """The code of the arguments, as written; a mapping without what only a pool takes."""
        found = []
        for keyword, node in nodes:
            code = ast.unparse(node)
            if keyword == "**":
                found.append(self._unpacked(node))
            elif holds_password(keyword, (code,)):
                name = self._fresh(keyword.removesuffix("=") or "dsn")
                self.hoisted[name] = node
                found.append(f"{keyword}{name}")
            else:
                found.append(f"{keyword}{code}")
        return found

    def _unpacked(self, node: ast.expr) -> str:
        """A mapping without what only a pool takes; as it is where the call itself says how large the pool is."""
        code = ast.unparse(node)
        if isinstance(node, ast.Dict):  # a password may be in it
            code = self._fresh("options")
            self.hoisted[code] = node
        elif not isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript):
            code = f"({code})"
        self.notes.append(f"{self.origin.place}: what ** unpacks there and asyncpg.connect() doesn't take is lost")
        if {"min_size", "max_size"} <= {item.arg for item in self.origin.call.keywords}:
            return f"**{code}"
        return f"**{{key: value for key, value in {code}.items() if key not in {_POOL_KEYS}}}"

    def number(self, value: ast.expr | None, name: str, default: str) -> str:
        """The code of a number, as written."""
        del name
        return default if value is None else ast.unparse(value)

    def function(self, node: ast.expr) -> str:
        """The code of a function that the scope sees.

        Raises:
            UnclosedError: a name of it means something else there.
        """
        own = bindings(self._init) if self._init is not None else {}
        for name in sorted(set(loads(node)) - inner_names(node)):
            seen = [scope for scope in (*self.origin.functions, self.origin.tree) if name in bindings(scope)]
            if (name in own and node is not self._init_argument) or not (seen or hasattr(builtins, name)):
                raise UnclosedError(f"{name} is not known where the pool is made")
        return ast.unparse(node)

    def definition_of(self, node: ast.expr) -> Function | None:
        """The function that a name, or an attribute of ``self``, means."""
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        found = [item for item in ast.walk(self.origin.tree) if isinstance(item, Function) and item.name == name]
        self._init = found[0] if len(found) == 1 else None
        return self._init

    @property
    def _init_argument(self) -> ast.expr | None:
        return next((item.value for item in self.origin.call.keywords if item.arg == "init"), None)

    def _fresh(self, name: str) -> str:
        taken = {item.id for item in ast.walk(self.origin.tree) if isinstance(item, ast.Name)} | set(self.hoisted)
        return next(each for each in (name, f"asyncpg_{name}", f"pool_{name}") if each not in taken)


_POOL_KEYS: Final = tuple(sorted(OF_POOL - {"init", "loop", "record_class"}))


@dataclass(frozen=True, slots=True)
class Binding:
    """The file of the pool with the sessions bound, and what is to be known of it."""

    text: str
    notes: tuple[str, ...]


def bind_beside(origin: Connecting, module: ParsedModule, sessions: str, own_name: str, config: Config) -> Binding:
    """The file of a pool, with the sessions bound to the pool's database before the pool is made.

    Args:
        origin: the call that makes the pool.
        module: its file.
        sessions: dotted name of the module with the session maker.
        own_name: that of the file itself.
        config: of the project.

    Raises:
        UnclosedError: nothing can be written there, or an argument can't be said twice.
        ValueError: the pool has a JSON codec that an engine can't have.
    """
    place = statement_of(origin)
    taking = InScope(origin)
    parts = read_arguments(origin, taking)
    graph = ImportGraph(config.root)
    graph.plan(sessions, sessions)
    imports = ModuleImports(module, graph)
    wanted = {
        name: ImportName(source, name)
        for name, source in (
            ("session_maker", sessions),
            ("create_async_engine", "sqlalchemy.ext.asyncio"),
            *((("partial", "functools"),) if not parts.init else ()),
            *((("connect", "asyncpg"),) if _package(origin) is None else ()),
        )
    }
    try:
        local = {name: imports.local_name(item, own_name) for name, item in wanted.items()}
    except Refusal as refusal:
        raise UnclosedError(refusal.message) from refusal
    layout = layout_of(module, config)
    code = "\n".join(_lines(origin, parts, taking, local))
    written = layout.render(code, {}, place.indent) + layout.newline + place.indent
    if origin.functions:  # black was shown the code of a module, where two blank lines follow a function
        written = written.replace(layout.newline * 3, layout.newline * 2)
    edits = [Edit(place.offset, place.offset, written), *_moved(taking, place.positions)]
    edits += imports.edits(wanted.values(), frozenset(), layout)
    return Binding(apply_edits(module.source.text, edits), (*parts.notes, *taking.notes))


def _lines(origin: Connecting, parts: EngineArguments, taking: InScope, local: Mapping[str, str]) -> Iterator[str]:
    package = _package(origin)
    connect = f"{package}.connect" if package else local["connect"]
    yield from (f"{name} = {ast.unparse(node)}" for name, node in taking.hoisted.items())
    creator = f"{local.get('partial')}({', '.join([connect, *parts.connect])})"
    if parts.init:
        used = {name for argument in origin.call.args for name in loads(argument)}
        used |= {name for item in origin.call.keywords for name in loads(item.value)}
        connection = next(name for name in _FRESH if name not in used)
        creator = "_connect"
        yield f"async def _connect(){f' -> {package}.Connection' if package else ''}:"
        yield f"    {connection} = await {connect}({', '.join(parts.connect)})"
        yield f"    await {parts.init}({connection})"
        yield f"    return {connection}"
    engine = parts.engine_code(creator).replace("create_async_engine", local["create_async_engine"], 1)
    yield f"{local['session_maker']}.configure(bind={engine})"


def _moved(taking: InScope, positions: Mapping[int, tuple[int, int]]) -> Iterator[Edit]:
    for name, node in taking.hoisted.items():
        start, end = positions[id(node)]
        yield Edit(start, end, name)


def _package(origin: Connecting) -> str | None:
    """The name of asyncpg itself in the call; None where the function was imported from it."""
    function = origin.call.func
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.value.id
    return None
