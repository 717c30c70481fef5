"""CallSite, and the search for every awaited asyncpg call of a module."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import libcst as cst

from codemod.config import Config
from codemod.discovery.asyncpg_methods import AT_ONCE, METHODS, AsyncpgMethod
from codemod.discovery.call_arguments import CallArguments
from codemod.discovery.connections.enclosing_transactions import stands_in_transaction
from codemod.discovery.dispatching_wrappers import dispatched
from codemod.discovery.prepared_statements import Preparation, prepared_by
from codemod.discovery.receivers import classify
from codemod.discovery.sql_arguments import has_numbered_arguments, is_built, looks_like_sql
from codemod.discovery.synchronous_calls import runs_at_once
from codemod.discovery.time_limits import limit_around
from codemod.discovery.wrappers import Wrapper
from codemod.source import ParsedModule, is_utf_16
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import STATEMENTS, children, dotted, parameters

#: How the receiver holds its connection: ``pool`` commits every statement on its own (a pool or a
#: wrapper around one); ``connection`` is one connection whose sites belong together.
ReceiverKind = Literal["pool", "connection"]


@dataclass(frozen=True, slots=True, eq=False)
class CallSite:
    """One raw-SQL call, as written.

    Attributes:
        receiver: the expression before the method, ``self.bot.db``.
        receiver_text: its source text without blanks or comments.
        method: name of the asyncpg method it stands for; ``written_method`` is the name in the source.
        query: the argument that holds the query text.
        arguments: bound arguments, ``$1`` first (for ``executemany``: the one sequence of rows).
        star_argument: the expression of a ``*args`` among the bound arguments, if any.
        options: keyword arguments that are not bound (``timeout=``, ``column=``, ``record_class=``).
        awaited: the enclosing ``await``, that of a ``wait_for()`` included whose limit is among the options then, or
            the call itself that ``async for`` reads; None where the call is not awaited on the spot.
        statement: the innermost statement the call stands in (simple or compound).
        scope: the function around the call, or the module scope.
        prepared: what prepared the statement; query and receiver are those of ``conn.prepare()`` then.
        wrapper: the function of a module of the project's that is called: ``db.fetch("…")`` or ``fetch("…")``, whose
            receiver is the function itself.
    """

    module: ParsedModule
    call: cst.Call
    awaited: cst.Await | cst.Call | None
    method: str
    written_method: str
    receiver: cst.BaseExpression
    receiver_text: str
    receiver_kind: ReceiverKind
    query: cst.BaseExpression
    arguments: tuple[cst.BaseExpression, ...]
    star_argument: cst.BaseExpression | None
    options: Mapping[str, cst.BaseExpression]
    statement: cst.BaseStatement | cst.SimpleStatementLine
    scope: FunctionScope
    in_wrapper_body: bool = False
    in_transaction: bool = False
    prepared: Preparation | None = None
    wrapper: Wrapper | None = None

    @property
    def runs(self) -> AsyncpgMethod:
        """What the method does."""
        return METHODS[self.method]

    @property
    def place(self) -> str:
        """Where it stands: ``cogs/links.py:12``."""
        line, _ = self.module.line_column(self.offset)
        return f"{self.module.source.path}:{line}"

    @property
    def function(self) -> str:
        """Qualified name of the function around the call, ``"<module>"`` outside any."""
        return self.scope.qualified_name

    @property
    def offset(self) -> int:
        """Where the call starts in the text."""
        return self.module.span(self.awaited or self.call)[0]


def could_hold_sites(data: bytes, config: Config) -> bool:
    """Whether the bytes of a file can hold a call site at all; no parse. UTF-16 could, and is reported."""
    names = (*METHODS, *config.methods, *config.dispatchers)
    called = any(b"." + name.encode() in data for name in names)
    return is_utf_16(data) or called or any(name.encode() in data for name in config.functions.names)


def find_call_sites(module: ParsedModule, config: Config) -> tuple[CallSite, ...]:
    """Every raw-SQL call of a module, in source order."""
    own = dict.fromkeys(config.dispatchers, "execute")
    methods = {**own, **{name: name for name in METHODS}, **config.methods}
    known = methods.keys() | config.functions.names
    found = [
        site
        for candidate in candidates_in(module, methods, config.functions.names_in(module))
        if (site := _site(module, candidate, methods, known, config))
    ]
    return tuple(sorted(found, key=lambda site: site.offset))


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A call that may be a call site, awaited or not."""

    call: cst.Call
    awaited: cst.Await | cst.Call | None
    statement: cst.BaseStatement | cst.SimpleStatementLine
    scope: FunctionScope


@dataclass(slots=True, eq=False)
class _Search:
    """One walk over a module for calls of the wanted method names, with the function each stands in."""

    methods: Container[str]
    functions: Container[str]

    def run(self, tree: cst.Module) -> Iterator[Candidate]:
        yield from self._visit(tree, FunctionScope(tree, "<module>"), None, "", None)

    def _visit(
        self,
        root: cst.CSTNode,
        scope: FunctionScope,
        statement: cst.CSTNode | None,
        prefix: str,
        class_name: str | None,
    ) -> Iterator[Candidate]:
        pending: list[tuple[cst.CSTNode, cst.CSTNode | None, cst.CSTNode]] = [
            (child, statement, root) for child in reversed(children(root))
        ]
        while pending:
            node, statement, around = pending.pop()
            if node.__class__ is cst.FunctionDef:
                assert isinstance(node, cst.FunctionDef)
                name = prefix + node.name.value
                inner = FunctionScope(
                    node, name, class_name, scope if isinstance(scope.node, cst.FunctionDef) else None
                )
                yield from self._visit(node, inner, node, f"{name}.", class_name)
                continue
            if node.__class__ is cst.ClassDef:
                assert isinstance(node, cst.ClassDef)
                yield from self._visit(node, scope, node, f"{prefix}{node.name.value}.", node.name.value)
                continue
            if node.__class__ in STATEMENTS:
                statement = node
            if node.__class__ is cst.Call and self._is_wanted(node.func):
                assert statement is not None
                yield Candidate(node, _awaited(node, around), statement, scope)  # type: ignore[arg-type]
            pending.extend((child, statement, node) for child in reversed(children(node)))

    def _is_wanted(self, called: cst.BaseExpression) -> bool:
        if isinstance(called, cst.Attribute):
            return called.attr.value in self.methods or called.attr.value in self.functions
        return isinstance(called, cst.Name) and called.value in self.functions


def _awaited(call: cst.Call, around: cst.CSTNode) -> cst.Await | cst.Call | None:
    match around:
        case cst.Await():
            return around
        case cst.For() | cst.CompFor() if around.asynchronous is not None and around.iter is call:
            return call
        case _:
            return None


def candidates_in(module: ParsedModule, methods: Container[str], functions: Container[str] = ()) -> Iterator[Candidate]:
    """Every call of a method with one of these names, or of a function with one of the others."""
    return _Search(methods, functions).run(module.tree)


def _site(
    module: ParsedModule, found: Candidate, methods: Mapping[str, str], known: Container[str], config: Config
) -> CallSite | None:
    """The call site that a call is; ``known`` are the names of methods and functions that run queries."""
    function = found.call.func
    wrapper = config.functions.called(function, found.scope, module)
    written = function.attr.value if isinstance(function, cst.Attribute) else wrapper.name if wrapper else ""
    if wrapper is None and (isinstance(function, cst.Name) or written not in methods):
        return None
    receiver = function.value if isinstance(function, cst.Attribute) else function
    prepared = prepared_by(receiver, written, found.scope) if wrapper is None else None
    arguments = CallArguments.of(found.call, prepared.query if prepared is not None else None)
    if arguments is None:
        return None
    packed = wrapper.packed if wrapper is not None else config.packed_arguments.get(written, "")
    if packed:
        arguments = arguments.unpacked(packed)
    method: str | None = wrapper.method if wrapper is not None else methods[written]
    flags = wrapper.flags if wrapper is not None else config.dispatchers.get(written, {})
    if flags.keys() & arguments.options.keys() or (flags and written not in AT_ONCE):
        method = dispatched(arguments.options, flags)
        arguments = arguments.without(flags)
    if method is None:
        return None
    receiver = prepared.receiver if prepared is not None else receiver
    verdict = "pool" if wrapper is not None else classify(receiver, found.scope, config)
    if written in METHODS and METHODS[written].streams and verdict != "connection":
        return None
    if found.awaited is None and not METHODS[method].streams and runs_at_once(found.call, found.scope):
        return None
    if verdict == "no" or is_built(arguments.query, found.scope):
        return None
    other_library = uses_other_library(module) and verdict != "connection" and wrapper is None
    if not looks_like_sql(arguments.query, found.scope, strict=verdict == "maybe" or other_library):
        return None
    is_sure = (written in METHODS and METHODS[written].reads) or _asyncpg_in(module)
    if verdict == "maybe" and not is_sure and not has_numbered_arguments(arguments.query, arguments.bound, found.scope):
        return None
    named = wrapper.module if wrapper is not None and receiver is function else None
    awaited, options = found.awaited, arguments.options
    if awaited is None and verdict == "connection" and "timeout" not in options:
        limit = limit_around(found.call, found.scope, module)
        if limit is not None:
            awaited, options = limit.awaited, {**options, "timeout": limit.seconds}
    return CallSite(
        module=module,
        call=found.call,
        awaited=awaited,
        method=method,
        written_method=written,
        receiver=receiver,
        receiver_text=named or dotted(receiver) or module.tree.code_for_node(receiver),
        receiver_kind="connection" if verdict == "connection" else "pool",
        query=arguments.query,
        arguments=arguments.bound,
        star_argument=arguments.star,
        options=options,
        statement=found.statement,
        scope=found.scope,
        in_wrapper_body=_in_wrapper_body(found, arguments.query, known),
        in_transaction=stands_in_transaction(found.call, found.scope, verdict, config),
        prepared=prepared,
        wrapper=wrapper,
    )


def uses_other_library(module: ParsedModule) -> bool:
    """Whether a module that does not name asyncpg imports another driver."""
    text = module.source.text
    return not _asyncpg_in(module) and any(
        f"import {name}" in text for name in ("aiosqlite", "sqlite3", "psycopg", "aiomysql")
    )


def _asyncpg_in(module: ParsedModule) -> bool:
    return "asyncpg" in module.source.text


def _in_wrapper_body(found: Candidate, query: cst.BaseExpression, methods: Container[str]) -> bool:
    """A function that hands its own query parameter on: the body of a database wrapper."""
    function = found.scope.node
    if not isinstance(function, cst.FunctionDef) or not isinstance(query, cst.Name):
        return False
    names = {param.name.value for param in parameters(function.params)}
    return query.value in names and (function.name.value in methods or found.scope.class_name is not None)
