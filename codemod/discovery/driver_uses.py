"""Uses of a connection that only the driver has: COPY, listeners, codecs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import libcst as cst

from codemod.discovery.connections.connection_transactions import Transaction, is_below
from codemod.syntax.scopes import FunctionScope

if TYPE_CHECKING:
    from codemod.discovery.call_sites import CallSite

#: COPY in its forms: on the raw connection of a session it belongs to the transaction that is open there.
_COPYING: Final = frozenset({"copy_records_to_table", "copy_to_table", "copy_from_query", "copy_from_table"})

#: What is about the connection itself, which a session may change for another one at any commit.
_OWN: Final = frozenset(
    {
        "add_listener", "remove_listener", "add_log_listener", "remove_log_listener", "add_termination_listener",
        "add_query_logger", "remove_query_logger", "set_type_codec", "reset_type_codec", "set_builtin_type_codec",
        "reload_schema_state", "reset", "close", "terminate", "is_closed", "is_in_transaction", "get_server_pid",
        "get_server_version", "get_settings", "query_logger",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class DriverUse:
    """A method of the connection that a session doesn't have.

    Attributes:
        name: the connection in the call.
        line: the statement of a COPY that may stay on the raw connection; None where nothing can.
    """

    name: cst.Name | cst.Attribute
    method: str
    call: cst.Call
    line: cst.SimpleStatementLine | None

    @property
    def copies(self) -> bool:
        """Whether it is a COPY."""
        return self.method in _COPYING


def driver_use(use: cst.Name | cst.Attribute, scope: FunctionScope) -> DriverUse | None:
    """What a use of a connection's variable asks of the driver; None for anything else."""
    method = scope.parent(use)
    call = scope.parent(method) if isinstance(method, cst.Attribute) else None
    if not isinstance(method, cst.Attribute) or not isinstance(call, cst.Call) or call.func is not method:
        return None
    if method.attr.value not in _COPYING | _OWN:
        return None
    return DriverUse(use, method.attr.value, call, _copying_line(method.attr.value, call, scope))


def _copying_line(method: str, call: cst.Call, scope: FunctionScope) -> cst.SimpleStatementLine | None:
    """The line of ``await conn.copy_…(…)`` and ``status = await conn.copy_…(…)``."""
    awaited = scope.parent(call)
    small = scope.parent(awaited) if isinstance(awaited, cst.Await) else None
    line = scope.parent(small) if isinstance(small, cst.Expr | cst.Assign) and small.value is awaited else None
    fits = method in _COPYING and isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1
    return line if fits and isinstance(line, cst.SimpleStatementLine) else None


def is_begun(
    use: DriverUse, sites: Sequence[CallSite], transactions: Sequence[Transaction], scope: FunctionScope, *, begun: bool
) -> bool:
    """Whether a session has certainly sent a statement of the transaction before the driver is used.

    SQLAlchemy begins a transaction with the first statement that it sends: what the driver does before that is
    committed at once.

    Args:
        use: the use.
        sites: the call sites on the connection.
        transactions: its transactions.
        scope: the function.
        begun: the connection comes in a transaction.
    """
    around = [part for entry in transactions for part in entry.covered if is_below(use.call, part, scope)]
    if not around and not begun:
        return False
    same = [entry for entry in transactions if any(part in around for part in entry.covered)]
    if any(entry.nested and entry.block is not None for entry in same):
        return True  # SAVEPOINT is a statement
    ran = {
        id(site.statement)
        for site in sites
        if not (site.runs.many or site.runs.streams)
        and all(any(is_below(site.call, part, scope) for part in entry.covered) for entry in same)
    }
    return any(id(line) in ran for line in _lines_before(use.call, scope))


def _lines_before(node: cst.CSTNode, scope: FunctionScope) -> Iterator[cst.CSTNode]:
    """The lines that have certainly run when a node is reached."""
    current: cst.CSTNode | None = node
    while current is not None and not isinstance(current, cst.FunctionDef):
        around = scope.parent(current)
        if isinstance(around, cst.IndentedBlock):
            yield from (
                line
                for line in around.body[: _place(around, current)]
                if not isinstance(line, cst.BaseCompoundStatement)
            )
        current = around


def _place(block: cst.IndentedBlock, line: cst.CSTNode) -> int:
    return next(index for index, item in enumerate(block.body) if item is line)
