"""CallSite, and the search for every awaited asyncpg call of a module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import libcst as cst

from codemod.discovery.scopes import FunctionScope
from codemod.source import ParsedModule

#: The asyncpg methods a call site can have; wrapper methods are mapped onto them by configuration.
Method = Literal["fetch", "fetchrow", "fetchval", "execute", "executemany"]

#: How the receiver holds its connection: ``pool`` commits every statement on its own (a pool or a
#: wrapper around one); ``connection`` is one connection whose sites belong together.
ReceiverKind = Literal["pool", "connection"]


@dataclass(frozen=True, slots=True, eq=False)
class CallSite:
    """One raw-SQL call, as written.

    Attributes:
        receiver: the expression before the method, ``self.bot.db``.
        receiver_text: its source text without blanks or comments.
        method: the asyncpg method it stands for; ``written_method`` is the name in the source.
        query: the argument that holds the query text.
        arguments: bound arguments, ``$1`` first (for ``executemany``: the one sequence of rows).
        star_argument: the expression of a ``*args`` among the bound arguments, if any.
        options: keyword arguments that are not bound (``timeout=``, ``column=``, ``record_class=``).
        awaited: the enclosing ``await``; None where the call is not awaited on the spot.
        statement: the innermost statement the call stands in (simple or compound).
        scope: the function around the call, or the module scope.
    """

    module: ParsedModule
    call: cst.Call
    awaited: cst.Await | None
    method: Method
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
    in_transaction: bool = field(default=False)

    @property
    def function(self) -> str:
        """Qualified name of the function around the call, ``"<module>"`` outside any."""
        return self.scope.qualified_name

    @property
    def offset(self) -> int:
        """Where the call starts in the text."""
        return self.module.span(self.awaited or self.call)[0]
