"""Prepared statements: ``stmt = await conn.prepare("…")``, whose calls run that query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from codemod.discovery.asyncpg_methods import METHODS
from codemod.syntax.scopes import FunctionScope

if TYPE_CHECKING:
    from codemod.discovery.call_sites import CallSite


@dataclass(frozen=True, slots=True, eq=False)
class Preparation:
    """The line that prepares a statement.

    Attributes:
        line: ``stmt = await conn.prepare(query)``.
        name: the variable.
        receiver: the connection, and ``query`` the argument that holds the query text.
    """

    line: cst.SimpleStatementLine
    name: str
    awaited: cst.Await
    receiver: cst.BaseExpression
    query: cst.BaseExpression

    def is_first(self, use: cst.CSTNode, scope: FunctionScope) -> bool:
        """Whether a use of the variable is the first one that reads it."""
        return scope.flow(self.name).uses[:1] == [use]


def prepared_by(receiver: cst.BaseExpression, method: str, scope: FunctionScope) -> Preparation | None:
    """What prepared the statement that a receiver is, where that can only be one line of the function.

    Its methods take the bound arguments only.
    """
    if method not in METHODS or not METHODS[method].prepared:
        return None
    if not isinstance(receiver, cst.Name) or not scope.is_local(receiver.value):
        return None
    bindings = scope.flow(receiver.value).bindings
    line = bindings[0].line if len(bindings) == 1 and bindings[0].kind == "assign" else None
    match line:
        case cst.SimpleStatementLine(
            body=[
                cst.Assign(
                    targets=[cst.AssignTarget(target=cst.Name())],
                    value=cst.Await(
                        expression=cst.Call(
                            func=cst.Attribute(value=connection, attr=cst.Name(value="prepare")),
                            args=[cst.Arg(keyword=None, star="") as query],
                        )
                    ) as awaited,
                )
            ]
        ):
            return Preparation(line, receiver.value, awaited, connection, query.value)
        case _:
            return None


def odd_uses(sites: Sequence[CallSite]) -> Iterator[tuple[str, cst.CSTNode]]:
    """Uses of the prepared statements of some call sites that are none of these sites, with the variable."""
    known = {id(site.call.func.value) for site in sites if isinstance(site.call.func, cst.Attribute)}
    for preparation, scope in {site.prepared: site.scope for site in sites if site.prepared is not None}.items():
        for use in scope.flow(preparation.name).uses:
            if id(use) not in known:
                yield preparation.name, use
