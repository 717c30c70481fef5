"""Writes the module with the engine and the session maker of a project, made after its asyncpg pool."""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass, field

from codemod.initialising.bound_names import ImportLine
from codemod.initialising.closing import Closing, UnclosedError
from codemod.initialising.json_codec import JsonCodec, json_codec
from codemod.initialising.pools import Connecting
from codemod.initialising.project_modules import ProjectModules
from codemod.report import RunError

#: What create_pool() takes that connect() does not; what of it has a counterpart is read by name.
_OF_POOL = frozenset(
    {"min_size", "max_size", "max_queries", "max_inactive_connection_lifetime", "init", "loop", "record_class"}
)
_LOST = ("setup", "reset", "connect", "connection_class")

#: A DSN with a password written into it; one with ``{password}`` has none.
_PASSWORD = re.compile(r"://[^\s:/@'\"]*:[^\s/@'\"{]+@")


@dataclass(frozen=True, slots=True)
class EngineModule:
    """A module with an engine and a session maker.

    Attributes:
        code: the source, not laid out.
        notes: what the pool does and the engine will not.
    """

    code: str
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Parts:
    """The pieces of the module, gathered argument by argument."""

    connect: list[str] = field(default_factory=list)
    engine: dict[str, str] = field(default_factory=dict)
    init: str = ""
    uncached: bool = False
    notes: list[str] = field(default_factory=list)


def engine_for_environment(variable: str) -> EngineModule:
    """The module for a DSN that an environment variable holds."""
    parts = _Parts(connect=[f"os.environ[{variable!r}]"], engine={"pool_pre_ping": "True"})
    title = f"The engine and the sessions, connected to what {variable} names."
    return EngineModule(_code(title, {ImportLine("", "os")}, parts))


def engine_like(origin: Connecting, modules: ProjectModules) -> EngineModule:
    """The module for a pool: the same database, the same arguments, as many connections.

    Args:
        origin: the call that makes the pool.
        modules: what a module in the folder of that call can import.

    Raises:
        RunError: an argument means something that no other module can know.
    """
    closing = Closing(origin, modules.is_leaf)
    parts = _Parts(engine={"pool_pre_ping": "True"})
    try:
        _read_arguments(origin, closing, parts)
    except (UnclosedError, ValueError) as error:
        raise RunError(
            f"{origin.place}: no engine can be made after this call: {error}; "
            "--dsn-env NAME makes one for the DSN in an environment variable"
        ) from error
    title = f"The engine and the sessions, connected as the asyncpg pool of {origin.path} is."
    return EngineModule(_code(title, closing.imports, parts, closing, modules), tuple(parts.notes))


def _read_arguments(origin: Connecting, closing: Closing, parts: _Parts) -> None:
    call = origin.call
    if any(isinstance(item, ast.Starred) for item in call.args) or any(item.arg is None for item in call.keywords):
        raise UnclosedError("its arguments are unpacked")
    taken = [item for item in call.keywords if item.arg not in _OF_POOL and item.arg not in _LOST]
    codes = closing.expressions([*call.args, *(item.value for item in taken)])
    passwords = [code for item, code in zip(taken, codes[len(call.args) :], strict=True) if item.arg == "password"]
    if any(map(_is_text, passwords)) or any(map(_PASSWORD.search, (*codes, *closing.assignments.values()))):
        raise UnclosedError("it holds a password, which is not copied to another file")
    names = ["", *[""] * (len(call.args) - 1)] if call.args else []
    names += [f"{item.arg}=" for item in taken]
    parts.connect = [f"{name}{code}" for name, code in zip(names, codes, strict=True)]
    options = {item.arg: item.value for item in call.keywords if item.arg is not None}
    parts.uncached = ast.unparse(options.get("statement_cache_size", ast.Constant(None))) == "0"
    if origin.is_pool:
        parts.engine |= {"pool_size": _number(options.get("max_size"), "max_size", "10"), "max_overflow": "0"}
    lifetime = options.get("max_inactive_connection_lifetime")
    if lifetime is not None:
        parts.engine["pool_recycle"] = _number(lifetime, "max_inactive_connection_lifetime", "300")
    if "init" in options:
        _read_init(options["init"], closing, parts)
    parts.notes += [f"{origin.place}: {name}= is not carried over" for name in _LOST if name in options]


def _is_text(code: str) -> bool:
    node = ast.parse(code, mode="eval").body
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _number(value: ast.expr | None, name: str, default: str) -> str:
    if value is None:
        return default
    if not isinstance(value, ast.Constant):
        raise UnclosedError(f"{name} is not a number written there")
    return ast.unparse(value)


def _read_init(init: ast.expr, closing: Closing, parts: _Parts) -> None:
    function = closing.definition_of(init)
    codec = json_codec(function) if function is not None else JsonCodec()
    if codec.encoder is not None and codec.decoder is not None:
        parts.engine["json_serializer"] = closing.function(codec.encoder)
        parts.engine["json_deserializer"] = closing.function(codec.decoder)
    if not codec.alone:
        parts.init = closing.function(init)


def _code(
    title: str,
    imports: set[ImportLine],
    parts: _Parts,
    closing: Closing | None = None,
    modules: ProjectModules | None = None,
) -> str:
    connect = f"await asyncpg.connect({', '.join(parts.connect)})"
    body = _import_lines(closing.late_imports, modules) if closing else []
    body += [f"{name} = {value}" for name, value in closing.assignments.items()] if closing else []
    if parts.init:
        body += [f"connection = {connect}", f"await {parts.init}(connection)", "return connection"]
    else:
        body.append(f"return {connect}")
    creator = "async_creator=_connect"
    if parts.uncached:  # SQLAlchemy keeps prepared statements of its own, and async_creator leaves no way to say not to
        creator = "connect_args={'async_creator_fn': _connect, 'prepared_statement_cache_size': 0}"
    arguments = ", ".join([creator, *(f"{name}={value}" for name, value in parts.engine.items())])
    own = {ImportLine("sqlalchemy.ext.asyncio", name) for name in ("async_sessionmaker", "create_async_engine")}
    return "\n".join(
        [
            f'"""{title}"""\n\nfrom __future__ import annotations\n',
            *_import_lines(imports | own | {ImportLine("", "asyncpg")}, modules),
            *(closing.definitions.values() if closing else ()),
            "async def _connect() -> asyncpg.Connection:",
            *(f"    {line}" for line in body),
            f"engine = create_async_engine('postgresql+asyncpg://', {arguments})",
            "session_maker = async_sessionmaker(engine, expire_on_commit=False)\n",
        ]
    )


def _import_lines(lines: set[ImportLine], modules: ProjectModules | None) -> list[str]:
    """Imports as isort puts them: the standard library, others, the project's own; names of a module together."""
    groups: dict[int, list[str]] = {}
    for module in sorted({line.module for line in lines if line.module}):
        names = sorted(line for line in lines if line.module == module)
        listed = ", ".join(f"{line.name} as {line.alias}" if line.alias else line.name for line in names)
        groups.setdefault(_group(module, modules), []).append(f"from {module} import {listed}")
    for line in sorted((line for line in lines if not line.module), reverse=True):
        groups.setdefault(_group(line.name, modules), []).insert(0, line.code)
    return [line for group in sorted(groups) for line in (*groups[group], "")]


def _group(module: str, modules: ProjectModules | None) -> int:
    if module.split(".")[0] in sys.stdlib_module_names:
        return 0
    return 2 if modules is not None and modules.holds(module) else 1
