"""Passing: a call that hands a connection, or an object that keeps it, to a function of the project."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemod.discovery.connections.connection_holders import Holder


@dataclass(frozen=True, slots=True, eq=False)
class Passing:
    """``await add(conn, …)``, ``Links(conn)``, or ``await links.add(…)`` where ``links`` keeps the connection.

    Attributes:
        argument: what hands it on; None where the object is the one before the method.
    """

    call: cst.Call
    argument: cst.Arg | None
    caller: Holder
    callee: Holder

    @property
    def makes_object(self) -> bool:
        """Whether the callee only keeps the connection: no statement runs then."""
        return is_initializer(self.callee)


def is_initializer(holder: Holder) -> bool:
    """Whether a function makes the objects of a class."""
    return holder.is_function and holder.scope.qualified_name.endswith(".__init__")


class Lost(Exception):
    """A connection, or an object that keeps one, can't be followed any further.

    Attributes:
        uncalled: that is because nothing is seen to make the object.
    """

    def __init__(self, message: str, *, uncalled: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.uncalled = uncalled
