"""What the engine is made with: the arguments of an asyncpg pool, read one by one."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from codemod.initialising.json_codec import JsonCodec, json_codec
from codemod.initialising.pools import Connecting, Function

#: What create_pool() takes that connect() does not; what of it has a counterpart is read by name.
OF_POOL: Final = frozenset(
    {"min_size", "max_size", "max_queries", "max_inactive_connection_lifetime", "init", "loop", "record_class"}
)
_LOST: Final = ("setup", "reset", "connect", "connection_class")

#: A DSN with a password written into it; one with ``{password}`` has none.
_PASSWORD: Final = re.compile(r"://[^\s:/@'\"]*:[^\s/@'\"{]+@")


class UnclosedError(Exception):
    """Something that can't be said in another place; ``str()`` says what and why."""


class Taking(Protocol):
    """How expressions of the call are said where the engine is made."""

    def arguments(self, nodes: Sequence[tuple[str, ast.expr]]) -> list[str]:
        """The code of arguments of ``asyncpg.connect()``, each with its keyword, ``**`` or nothing before it."""

    def number(self, value: ast.expr | None, name: str, default: str) -> str:
        """The code of a number that the engine is made with."""

    def function(self, node: ast.expr) -> str:
        """The code of a function."""

    def definition_of(self, node: ast.expr) -> Function | None:
        """The function that an expression means; None where that isn't known."""


def _of_every_engine() -> dict[str, str]:
    """Arguments without an equal in asyncpg, which does so unasked: it tells a dead connection, and shows no values."""
    return {"pool_pre_ping": "True", "hide_parameters": "True"}


@dataclass(slots=True)
class EngineArguments:
    """What the engine needs, gathered argument by argument.

    Attributes:
        connect: arguments of ``asyncpg.connect()``, as code.
        engine: arguments of ``create_async_engine()``, as code.
        init: the function to run on each connection; empty where there is none.
        uncached: no prepared statements are kept.
        notes: what the pool does and the engine will not.
    """

    connect: list[str] = field(default_factory=list)
    engine: dict[str, str] = field(default_factory=_of_every_engine)
    init: str = ""
    uncached: bool = False
    notes: list[str] = field(default_factory=list)

    def engine_code(self, creator: str) -> str:
        """The call that makes the engine.

        Args:
            creator: what makes a connection, as code.
        """
        given = f"async_creator={creator}"
        if self.uncached:  # SQLAlchemy keeps statements of its own, and async_creator leaves no way to say not to
            given = f"connect_args={{'async_creator_fn': {creator}, 'prepared_statement_cache_size': 0}}"
        arguments = ", ".join([given, *(f"{name}={value}" for name, value in self.engine.items())])
        return f"create_async_engine('postgresql+asyncpg://', {arguments})"


def read_arguments(origin: Connecting, taking: Taking) -> EngineArguments:
    """The arguments of a call, said as ``taking`` says them.

    Raises:
        UnclosedError: one of them can't be said.
        ValueError: the pool has a JSON codec that an engine can't have.
    """
    found = EngineArguments()
    call = origin.call
    taken = [item for item in call.keywords if item.arg not in OF_POOL and item.arg not in _LOST]
    given = [("*" if isinstance(item, ast.Starred) else "", item) for item in call.args]
    given += [("**" if item.arg is None else f"{item.arg}=", item.value) for item in taken]
    found.connect = taking.arguments(given)
    options = {item.arg: item.value for item in call.keywords if item.arg is not None}
    found.uncached = ast.unparse(options.get("statement_cache_size", ast.Constant(None))) == "0"
    if origin.is_pool:
        found.engine["pool_size"] = taking.number(options.get("max_size"), "max_size", "10")
        found.engine["max_overflow"] = "0"
    lifetime = options.get("max_inactive_connection_lifetime")
    if lifetime is not None:
        found.engine["pool_recycle"] = taking.number(lifetime, "max_inactive_connection_lifetime", "300")
    if "init" in options:
        _read_init(options["init"], taking, found)
    found.notes += [f"{origin.place}: {name}= is not carried over" for name in _LOST if name in options]
    return found


def holds_password(keyword: str, codes: Sequence[str]) -> bool:
    """Whether the code of an argument has a password written out.

    Args:
        keyword: of the argument, ``password=``.
        codes: the argument, and values of variables in it.
    """
    return (keyword == "password=" and any(map(_is_text, codes))) or any(map(_PASSWORD.search, codes))


def _is_text(code: str) -> bool:
    node = ast.parse(code, mode="eval").body
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _read_init(init: ast.expr, taking: Taking, found: EngineArguments) -> None:
    function = taking.definition_of(init)
    codec = json_codec(function) if function is not None else JsonCodec()
    if codec.encoder is not None and codec.decoder is not None:
        found.engine["json_serializer"] = taking.function(codec.encoder)
        found.engine["json_deserializer"] = taking.function(codec.decoder)
    if not codec.alone:
        found.init = taking.function(init)
