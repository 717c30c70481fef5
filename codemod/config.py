"""Config: the settings of a run, from ``[tool.alchemod]`` of pyproject.toml and the command line."""

from __future__ import annotations

import difflib
import keyword
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from codemod.advising.advice import AdviceChoice
from codemod.discovery.asyncpg_methods import AT_ONCE
from codemod.report import RunError

if TYPE_CHECKING:
    from codemod.discovery.module_functions import ModuleFunctions

Style = Literal["statement", "repository", "auto"]
Rows = Literal["auto", "entities", "mappings"]
NoneArguments = Literal["prove", "trust"]
AnyForm = Literal["array", "in"]
Fallback = Literal["none", "text"]
ReportFormat = Literal["text", "json"]
Verify = Literal["static", "postgres"]
Color = Literal["auto", "always", "never"]
Names = Literal["derive", "ask"]

#: Checks one value of the configuration and gives it in the form Config holds; raises ValueError.
Reader = Callable[[object], object]


class ConfigError(RunError):
    """The configuration or an option can't be used; ``str()`` is one line that says where and why."""


def _choice(*choices: str) -> Reader:
    def read(value: object) -> object:
        if value not in choices:
            raise ValueError(f"must be one of {', '.join(map(repr, choices))}, not {value!r}")
        return value

    return read


def _import_models(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"\w+(\.\w+)*:\w+(\.\w+)*", value):
        raise ValueError(f"must be a module and a base class in it, like 'bot.models:Base', not {value!r}")
    return value


def _integer(lowest: int, highest: int) -> Reader:
    def read(value: object) -> object:
        # bool is a subclass of int, and `jobs = true` is a mistake
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            raise ValueError(f"must be a whole number from {lowest} to {highest}, not {value!r}")
        return value

    return read


def _flag(value: object) -> object:
    if not isinstance(value, bool):
        raise ValueError(f"must be true or false, not {value!r}")
    return value


def _name(value: object) -> object:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"must be a text that is not empty, not {value!r}")
    return value


def _names(value: object) -> object:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise ValueError(f"must be a list of texts, not {value!r}")
    for item in value:
        if not isinstance(item, str) or not item:
            raise ValueError(f"must be a list of texts that are not empty, but holds {item!r}")
    return tuple(value)


def _table(read_value: Reader) -> Reader:
    def read(value: object) -> object:
        if not isinstance(value, dict):
            raise ValueError(f"must be a table, not {value!r}")
        entries: dict[str, object] = {}
        for key, item in value.items():
            try:
                entries[key] = read_value(item)
            except ValueError as error:
                raise ValueError(f"entry {key!r} {error}") from None
        return entries

    return read


def _dsn(value: object) -> object:
    # the value is never shown: it may hold a password
    if not isinstance(value, str) or not value.startswith(("postgres://", "postgresql://")):
        raise ValueError("must be a URL like postgresql://user@host/name")
    return value


def _connection(value: object) -> object:
    kind, dot, attribute = value.partition(".") if isinstance(value, str) else ("", "", "")
    if kind not in ("transaction", "connection") or bool(dot) != attribute.isidentifier():
        raise ValueError(f"must be 'transaction' or 'connection', with or without '.attribute', not {value!r}")
    return value


def _method_name(value: object) -> object:
    if not isinstance(value, str) or not value.isidentifier() or keyword.iskeyword(value) or value.startswith("__"):
        raise ValueError(f"must be the name of a method, not {value!r}")
    return value


def _repositories(value: object) -> object:
    if not isinstance(value, dict):
        raise ValueError(f"must be a table, not {value!r}")
    for key in value.keys() - {"names"}:
        raise ValueError(f"has no key {key!r}; it has names")
    try:
        return RepositorySettings(names=_table(_method_name)(value.get("names", {})))  # type: ignore[arg-type]
    except ValueError as error:
        raise ValueError(f"names {error}") from None


def _advise(value: object) -> object:
    if not isinstance(value, dict):
        raise ValueError(f"must be a table, not {value!r}")
    for key in value.keys() - {"select", "ignore"}:
        raise ValueError(f"has no key {key!r}; it has select and ignore")
    return AdviceChoice(**{key: _names(item) for key, item in value.items()})  # type: ignore[arg-type]


def _class_path(value: object) -> object:
    if not isinstance(value, str) or not all(part.isidentifier() for part in value.split(".")) or "." not in value:
        raise ValueError(f"must be a class with its module, like 'models.gallery.Gallery', not {value!r}")
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositorySettings:
    """``[tool.alchemod.repositories]``: ``names`` of methods by the fingerprint of their statement."""

    names: Mapping[str, str] = field(default_factory=dict)


def _no_functions() -> ModuleFunctions:
    """None are known before the project is read; what knows of Python is not loaded for ``--help``."""
    from codemod.discovery.module_functions import ModuleFunctions

    return ModuleFunctions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of one run; each field but ``root`` is a key, ``never_none`` is ``never-none``.

    ``docs/configuration.md`` describes every key.
    """

    root: Path
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    style: Style = "statement"
    names: Names = "derive"
    repositories: RepositorySettings = RepositorySettings()
    accept_error_handling: bool = False
    follow: bool = False
    advise: AdviceChoice = field(default_factory=AdviceChoice)
    rows: Rows = "auto"
    jobs: int = 0
    methods: Mapping[str, str] = field(default_factory=dict)
    #: Flags of wrapper methods and what they stand for; found in the project, not configured.
    dispatchers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: Wrapper methods that take their arguments as one sequence, with its name; found in the project as well.
    packed_arguments: Mapping[str, str] = field(default_factory=dict)
    #: Functions of the project's modules that pass their query on; found in the project as well.
    functions: ModuleFunctions = field(default_factory=_no_functions)
    receivers: tuple[str, ...] = ()
    not_receivers: tuple[str, ...] = ()
    sessions: Mapping[str, str] = field(default_factory=dict)
    connections: Mapping[str, str] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)
    never_none: tuple[str, ...] = ()
    none: NoneArguments = "prove"
    any: AnyForm = "array"
    default_schema: str = "public"
    line_length: int | None = None
    import_models: str | None = None
    fallback: Fallback = "none"
    format: ReportFormat = "text"
    color: Color = "auto"
    quiet: bool = False
    verbose: int = 0
    exit_code: bool = False
    allow_dirty: bool = False
    verify: Verify = "static"
    dsn: str | None = field(default=None, repr=False)
    pg_bin: str | None = None
    execute: bool = False


#: Every key of ``[tool.alchemod]``, with what checks its value.
KEYS: Final[Mapping[str, Reader]] = {
    "include": _names,
    "exclude": _names,
    "style": _choice(*get_args(Style)),
    "names": _choice(*get_args(Names)),
    "repositories": _repositories,
    "accept-error-handling": _flag,
    "follow": _flag,
    "advise": _advise,
    "rows": _choice(*get_args(Rows)),
    "jobs": _integer(0, 1024),
    "methods": _table(_choice(*AT_ONCE)),
    "receivers": _names,
    "not-receivers": _names,
    "sessions": _table(_name),
    "connections": _table(_connection),
    "models": _table(_class_path),
    "never-none": _names,
    "none": _choice(*get_args(NoneArguments)),
    "any": _choice(*get_args(AnyForm)),
    "default-schema": _name,
    "line-length": _integer(20, 320),
    "import-models": _import_models,
    "fallback": _choice(*get_args(Fallback)),
    "format": _choice(*get_args(ReportFormat)),
    "color": _choice(*get_args(Color)),
    "quiet": _flag,
    "verbose": _integer(0, 2),
    "exit-code": _flag,
    "allow-dirty": _flag,
    "verify": _choice(*get_args(Verify)),
    "dsn": _dsn,
    "pg-bin": _name,
    "execute": _flag,
}


def load_config(root: Path, overrides: Mapping[str, object] | None = None) -> Config:
    """Read the settings of the project at ``root``.

    Args:
        root: project root; a missing ``pyproject.toml`` means defaults.
        overrides: options of the command line by key; None values were not given.

    Raises:
        ConfigError: broken TOML, an unknown key, or a value that can't be used.
    """
    path = root / "pyproject.toml"
    values = _read_values(_tool_table(path).items(), f"{path}: [tool.alchemod]", quote="{}")
    given = {key: value for key, value in (overrides or {}).items() if value is not None}
    values |= _read_values(given.items(), "option", quote="--{}")
    return Config(root=root, **values)


def _read_values(entries: Iterable[tuple[str, object]], place: str, quote: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in entries:
        shown = quote.format(key)
        if key not in KEYS:
            raise ConfigError(f"{place} has no key {shown!r}{_suggestion(key)}")
        try:
            values[key.replace("-", "_")] = KEYS[key](value)
        except ValueError as error:
            raise ConfigError(f"{place} {shown} {error}") from None
    return values


def _suggestion(key: str) -> str:
    near = difflib.get_close_matches(key.replace("_", "-").lower(), KEYS, n=1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else f"; it has {', '.join(sorted(KEYS))}"


def _tool_table(path: Path) -> Mapping[str, object]:
    try:
        document: dict[str, Any] = tomllib.loads(path.read_bytes().decode("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise ConfigError(f"{path}: can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 (byte {error.start})") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error
    table: object = document
    for name in ("tool", "alchemod"):
        table = table.get(name, {}) if isinstance(table, dict) else table
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: [tool.alchemod] must be a table, not {table!r}")
    return table
