"""Writes the module with the engine and the session maker of a project, made after its asyncpg pool."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from codemod.initialising.bound_names import ImportLine
from codemod.initialising.closing import Closing
from codemod.initialising.engine_arguments import EngineArguments, read_arguments
from codemod.initialising.pools import Connecting
from codemod.initialising.project_modules import ProjectModules


@dataclass(frozen=True, slots=True)
class EngineModule:
    """A module with an engine and a session maker.

    Attributes:
        code: the source, not laid out.
        notes: what the pool does and the engine will not.
    """

    code: str
    notes: tuple[str, ...] = ()


def engine_for_environment(variable: str) -> EngineModule:
    """The module for a DSN that an environment variable holds."""
    parts = EngineArguments(connect=[f"os.environ[{variable!r}]"])
    title = f"The engine and the sessions, connected to what {variable} names."
    return EngineModule(_code(title, {ImportLine("", "os")}, parts))


def engine_like(origin: Connecting, modules: ProjectModules) -> EngineModule:
    """The module for a pool: the same database, the same arguments, as many connections.

    Args:
        origin: the call that makes the pool.
        modules: what a module in the folder of that call can import.

    Raises:
        UnclosedError: an argument means something that no other module can know.
        ValueError: the pool has a JSON codec that an engine can't have.
    """
    closing = Closing(origin, modules.is_leaf)
    parts = read_arguments(origin, closing)
    title = f"The engine and the sessions, connected as the asyncpg pool of {origin.path} is."
    return EngineModule(_code(title, closing.imports, parts, closing, modules), tuple(parts.notes))


def _code(
    title: str,
    imports: set[ImportLine],
    parts: EngineArguments,
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
    own = {ImportLine("sqlalchemy.ext.asyncio", name) for name in ("async_sessionmaker", "create_async_engine")}
    return "\n".join(
        [
            f'"""{title}"""\n\nfrom __future__ import annotations\n',
            *_import_lines(imports | own | {ImportLine("", "asyncpg")}, modules),
            *(closing.definitions.values() if closing else ()),
            "async def _connect() -> asyncpg.Connection:",
            *(f"    {line}" for line in body),
            f"engine = {parts.engine_code('_connect')}",
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
