"""The ``[tool.alchemod]`` section that a project's source suggests, each entry with where it comes from."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

import libcst as cst

from codemod.config import Config
from codemod.discovery.receivers import classify
from codemod.discovery.wrapper_bodies import find_wrappers
from codemod.discovery.wrapper_methods import could_hold_wrappers, infer_wrapper_methods
from codemod.initialising.pools import Connecting
from codemod.report import RunError
from codemod.rewriting.sessions.session_sources import SessionSources
from codemod.source import SourceError, SourceFile, is_test, parse_source, read_source
from codemod.syntax.scopes import FunctionScope


def section(
    config: Config,
    files: Sequence[PurePosixPath],
    connecting: Sequence[Connecting],
    sources: str,
    sessions: Sequence[str] = (),
) -> str:
    """The section as TOML.

    Args:
        config: of the project, which has no section yet.
        files: every Python file of the project.
        connecting: its calls that make a pool or a connection.
        sources: where sessions come from, a comment.
        sessions: lines of the table of sessions.
    """
    lines = ["[tool.alchemod]", *(f"# {line}" for line in sources.splitlines())]
    receivers = _receivers(config, connecting)
    if receivers:
        lines += ["receivers = [", *(f"    {json.dumps(f'*.{name}')},  # {place}" for name, place in receivers), "]"]
    methods = _methods(config.root, files)
    if methods:
        lines += ["", "[tool.alchemod.methods]"]
        lines += [f"{name} = {json.dumps(method)}  # {place}" for name, method, place in methods]
    if sessions:
        lines += ["", "[tool.alchemod.sessions]", *sessions]
    return "\n".join([*lines, ""])


def session_comment(sources: SessionSources, pools: Sequence[Connecting]) -> str:
    """What is known of the sessions of a project that has some.

    Args:
        sources: the sessions.
        pools: of several databases, where a file makes such.
    """
    makers = [f"{item.module}.{item.name}" for item in (sources.makers or sources.functions)]
    methods = [f"{item.class_name}.{item.method}()" for item in sources.methods]
    if len(makers) == 1 and pools:
        patterns = " or ".join(sorted({f"*.{pool.bound_name}" for pool in pools}))
        opening = f"async with {makers[0].rpartition('.')[2]}() as session"
        return (
            f"Sessions come from {makers[0]}; the project has pools of several databases. Name the receivers\n"
            f'that it is for, {patterns}, as \'sessions = {{ "*.{pools[0].bound_name}" = "{opening}" }}\'.'
        )
    if len(makers) > 1:
        named = ", ".join(makers)
        return (
            f"Sessions could come from {named}:\n"
            f'name one as \'sessions = {{ "*" = "async with {makers[0].rpartition(".")[2]}() as session" }}\'.'
        )
    return f"Sessions are found without a setting: {', '.join([*methods, *makers])}."


def with_section(project: SourceFile, added: str) -> str:
    """The text of pyproject.toml with the section after everything else.

    Raises:
        RunError: it is not TOML, or can't be added to.
    """
    path = project.path
    try:
        before = tomllib.loads(project.text)
    except tomllib.TOMLDecodeError as error:
        raise RunError(f"{path}: is not valid TOML: {error}") from error
    newline = project.newline
    kept = project.text if not project.text or project.text.endswith(newline) else project.text + newline
    text = kept + (newline if kept.strip() else "") + added.replace("\n", newline)
    try:
        after = tomllib.loads(text)
        tool = dict(after.pop("tool"))
        del tool["alchemod"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise RunError(f"{path}: a section can't be added to it ({error})") from error
    if (after | ({"tool": tool} if tool or "tool" in before else {})) != before:
        raise RunError(f"{path}: a section can't be added to it without changing others")
    return text


def read_project_file(root: Path) -> SourceFile | None:
    """The project's pyproject.toml; None when there is none.

    Raises:
        RunError: it can't be read.
    """
    path = PurePosixPath("pyproject.toml")
    try:
        return SourceFile(path, (root / path).read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RunError(f"{path}: can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise RunError(f"{path}: is not UTF-8 (byte {error.start})") from error


def _receivers(config: Config, connecting: Iterable[Connecting]) -> list[tuple[str, str]]:
    """Attributes that hold a pool, and whose name does not say so."""
    scope = FunctionScope(cst.Module(body=()), "<module>")
    found: dict[str, str] = {}
    for item in connecting:
        owner, _, name = (item.bound or "").rpartition(".")
        if item.is_pool and owner:
            node = cst.Attribute(cst.Name("self"), cst.Name(name))
            if classify(node, scope, config) != "pool":
                found.setdefault(name, item.place)
    return sorted(found.items())


def _methods(root: Path, files: Iterable[PurePosixPath]) -> list[tuple[str, str, str]]:
    """Methods of the project's own wrappers, the asyncpg method of each, and where it is."""
    found: dict[str, tuple[str, str]] = {}
    for path in files:
        try:
            data = b"" if is_test(path) else (root / path).read_bytes()
            if not could_hold_wrappers(data):
                continue
            module = parse_source(read_source(root, path))
            for name, wrapper in infer_wrapper_methods(module, find_wrappers(module)).items():
                if wrapper.is_asyncpgs:
                    found.setdefault(name, (wrapper.method, wrapper.place))
        except (SourceError, OSError):
            continue  # `check` reports it
    return sorted((name, method, place) for name, (method, place) in found.items())
