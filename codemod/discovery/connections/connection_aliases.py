"""Names that methods give the connection of their object: ``conn = self._conn``."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemod.discovery.connections.connection_keepers import Keeper
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import is_name


@dataclass(frozen=True, slots=True, eq=False)
class Alias:
    """A variable of a method that is the connection of its object, and the line that makes it so."""

    name: str
    line: cst.SimpleStatementLine


def alias_of(scope: FunctionScope, name: str, keeper: Keeper) -> Alias | None:
    """What a method calls the connection of its object from its first use on, and never anything else."""
    function = scope.node
    assert isinstance(function, cst.FunctionDef)
    found: list[Alias] = []
    for line in function.body.body:
        match line:
            case cst.SimpleStatementLine(
                body=[
                    cst.Assign(
                        targets=[cst.AssignTarget(target=cst.Name(value=variable))],
                        value=cst.Attribute(value=owner, attr=cst.Name(value=attribute)),
                    )
                ]
            ) if is_name(owner, name) and attribute in keeper.connections:
                found.append(Alias(variable, line))
            case _:
                pass
    flow = scope.flow(found[0].name) if len(found) == 1 else None
    is_steady = flow is not None and len(flow.bindings) == 1 and not flow.elsewhere and bool(flow.uses)
    return found[0] if is_steady else None
